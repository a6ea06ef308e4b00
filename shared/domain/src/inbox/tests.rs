use serde_json::json;

use super::*;

fn digest(number: u8) -> String {
    format!("{number:032x}")
}

fn conversation() -> ConversationId {
    ConversationId::new("conv_1").unwrap()
}

fn received_at() -> Timestamp {
    Timestamp::from_millisecond(1_789_990_000_007).unwrap()
}

fn entry() -> Entry {
    let kind = "post_call_transcription";
    let delivery = WebhookDelivery {
        connection_id: ConnectionId::from_parts(Timestamp::UNIX_EPOCH, 1),
        owner: TenantId::register(Timestamp::UNIX_EPOCH, 2),
        id: EntryId::of_delivery(Some(&conversation()), Some(kind), digest(1)),
        kind: Some(kind.to_owned()),
        conversation_id: Some(conversation()),
        agent_id: Some(agent()),
        event_at: None,
        received_at: received_at(),
        defect: None,
    };
    Entry::received(delivery, 2, 1)
}

fn processed(entry: &Entry, now: Timestamp) -> Entry {
    entry.processed(entry.owner, CallId::from_parts(now, 1), now)
}

fn agent() -> VoiceAgentId {
    VoiceAgentId::new("agent_1").unwrap()
}

fn days(days: i64) -> Timestamp {
    received_at() + SignedDuration::from_hours(24 * days)
}

#[test]
fn an_id_follows_from_what_was_delivered_and_reads_back() {
    let of = |digest| EntryId::of_delivery(Some(&conversation()), Some("post_call_audio"), digest);
    let id = of(digest(1));
    assert_eq!(id.to_string(), "conv_1~post_call_audio~00000000000000000000000000000001");
    assert_eq!(id.to_string().parse::<EntryId>().unwrap(), id);
    assert_ne!(of(digest(2)), id);

    let nameless = EntryId::of_delivery(None, None, digest(1));
    assert!(nameless.to_string().starts_with("-~-~"));
    assert_eq!(nameless.to_string().parse::<EntryId>().unwrap(), nameless);
    // Nobody can deliver what only we may wish for.
    let fetch = EntryId::of_fetch(&conversation(), digest(1));
    assert_ne!(EntryId::of_delivery(Some(&conversation()), Some("fetch"), digest(1)), fetch);
}

#[test]
fn what_is_no_id_is_refused() {
    let digest = "0".repeat(32);
    for text in [
        String::new(),
        "conv_1".to_owned(),
        "conv_1~kind".to_owned(),
        format!("conv_1~kind~{}", "0".repeat(31)),
        format!("conv_1~kind~{}", "A".repeat(32)),
        format!("conv#1~kind~{digest}"),
        format!("conv_1~ki#nd~{digest}"),
        format!("~kind~{digest}"),
        format!("conv_1~~{digest}"),
        format!("conv_1~kind~{digest}~"),
    ] {
        assert!(text.parse::<EntryId>().is_err(), "{text}");
    }
}

#[test]
fn what_is_not_settled_is_due_some_day() {
    let now = days(1);
    let open = [
        entry(),
        entry().failed("x", now),
        entry().failed("x", now).queued_again(now),
        entry().unclaimed(agent(), now),
        entry().unclaimed(agent(), now).queued_again(now),
        entry().unclaimed(agent(), now).queued_again(now).unclaimed(agent(), now),
        processed(&entry(), now).reopened(now),
        entry().ignored(now).reopened(now),
    ];
    for entry in open {
        assert!(entry.state.is_open() && entry.due_at.is_some() && entry.settled_at.is_none(), "{entry:?}");
        assert!(entry.is_to_be_queued(now));
    }
    for settled in [processed(&entry(), now), entry().ignored(now)] {
        assert_eq!((settled.due_at, settled.is_about_to_expire(days(1_000))), (None, false));
    }
}

#[test]
fn what_waits_is_pointed_out_two_weeks_before_its_last_day() {
    let later = received_at() + SignedDuration::from_mins(5);
    let waiting = entry().unclaimed(agent(), received_at()).queued_again(later).unclaimed(agent(), later);
    let unreadable = entry().unreadable(Defect::of(DefectReason::NotJson), later);
    for entry in [waiting.clone(), unreadable] {
        assert_eq!(entry.due_at, Some(later + SignedDuration::from_hours(24 * 76)), "{entry:?}");
        let due = entry.due_at.unwrap();
        assert!(entry.is_about_to_expire(due) && !entry.is_to_be_queued(due), "{entry:?}");
        assert!(!entry.is_about_to_expire(due - SignedDuration::from_secs(2)), "{entry:?}");
        // Once a day, and its last day stays where it is.
        let warned = entry.warned_of(due);
        assert_eq!(warned.due_at, Some(due + SignedDuration::from_hours(24)));
        assert_eq!((warned.expires_at, warned.version), (entry.expires_at, entry.version + 1));
    }
    // Replayed, it gets its second look again.
    assert!(waiting.reopened(later).unclaimed(agent(), later).is_to_be_queued(later));
}

#[test]
fn a_body_outlives_its_head_and_moves_only_when_it_has_to() {
    let last = |days: i64| Timestamp::from_second(self::days(days).as_second()).unwrap();
    let new = entry();
    assert_eq!((new.expires_at, new.body_expires_at), (last(90), last(97)));
    // Settled within a week: the body is as it was stored.
    for day in [0, 6, 7] {
        let settled = processed(&new, days(day));
        assert_eq!((settled.expires_at, settled.body_expires_at), (last(day + 90), last(97)), "{day}");
    }
    // What takes longer moves it, at most once a week.
    let changes: [fn(&Entry, Timestamp) -> Entry; 6] = [
        |entry, now| entry.failed("x", now),
        |entry, now| entry.unclaimed(agent(), now),
        |entry, now| entry.unreadable(Defect::of(DefectReason::NotJson), now),
        Entry::queued_again,
        Entry::ignored,
        processed,
    ];
    for change in changes {
        let (mut entry, mut moves) = (entry(), 0);
        for day in 0..100 {
            let after = change(&entry, days(day));
            moves += u32::from(after.body_expires_at > entry.body_expires_at);
            assert!(after.body_expires_at >= after.expires_at && after.expires_at == last(day + 90));
            entry = after;
        }
        assert!((12..=14).contains(&moves), "{moves}");
    }
    // What is opened again is there for as long as if it came now.
    let reopened = processed(&new, days(1)).reopened(days(60));
    assert_eq!((reopened.expires_at, reopened.body_expires_at), (last(150), last(157)));
}

#[test]
fn what_fails_again_and_again_has_a_last_day_all_the_same() {
    let last = Timestamp::from_second(days(190).as_second()).unwrap();
    let changes: [fn(&Entry, Timestamp) -> Entry; 2] =
        [|entry, now| entry.failed("x", now), Entry::queued_again];
    for change in changes {
        let end = (0..=190).fold(entry(), |entry, day| change(&entry, days(day)));
        assert_eq!(end.expires_at, last);
        assert!(end.body_expires_at >= last && end.is_about_to_expire(days(180)) && end.due_at.is_some());
        // A person may keep it for longer, and what failed before does not shorten that.
        let reopened = end.reopened(days(189));
        assert_eq!(reopened.expires_at.as_second(), days(189 + 90).as_second());
        assert_eq!(change(&reopened, days(200)).expires_at, reopened.expires_at);
    }
}

#[test]
fn what_comes_over_the_day_s_quota_is_fetched_in_the_first_hours_of_the_next() {
    let midnight: Timestamp = "2026-09-22T00:00:00Z".parse().unwrap();
    let mut hours = std::collections::BTreeSet::new();
    for number in 0..200_u32 {
        let received_at = midnight - SignedDuration::from_secs(i64::from(number) * 400 + 1);
        let id = format!("{:032x}", u128::from(number.wrapping_mul(2_654_435_761)) << 96);
        let delivery = WebhookDelivery {
            connection_id: entry().connection_id,
            owner: entry().owner,
            id: EntryId::of_delivery(Some(&conversation()), None, id),
            kind: None,
            conversation_id: Some(conversation()),
            agent_id: None,
            event_at: None,
            received_at,
            defect: None,
        };
        assert!(delivery.can_be_processed_now());
        let delivery = delivery.over_quota();
        assert!(delivery.can_be_processed() && !delivery.can_be_processed_now());
        let entry = Entry::received(delivery, 0, 0);
        let wait = entry.due_at.unwrap().duration_since(midnight);
        assert!(wait >= SignedDuration::ZERO && wait < FETCHED_WITHIN, "{wait:?}");
        assert_eq!(entry.state, State::Pending);
        hours.insert(wait.as_hours());
    }
    assert_eq!(hours.len(), 4, "not all at once: {hours:?}");
}

#[test]
fn a_stored_entry_reads_back() {
    let now = days(1);
    for entry in [entry(), entry().failed("x", now), processed(&entry(), now)] {
        let json = serde_json::to_value(&entry).unwrap();
        assert_eq!(json["expiresAt"], json!(entry.expires_at.as_second()));
        assert_eq!(serde_json::from_value::<Entry>(json).unwrap(), entry);
    }
}

#[test]
fn an_entry_waits_until_its_first_attempt_and_again_when_somebody_asks_for_another() {
    let (came, later) = (received_at(), days(3));
    for (what, entry, waits_since) in [
        ("new", entry(), Some(came)),
        ("queued again, since nobody tried", entry().queued_again(later), Some(came)),
        ("tried in vain", entry().failed("unavailable", later), None),
        ("processed", processed(&entry(), later), None),
        ("ignored", entry().ignored(later), None),
        ("left to its agent", entry().unclaimed(agent(), later), None),
        ("its agent was registered", entry().unclaimed(agent(), came).reopened(later), Some(later)),
        ("replayed", processed(&entry(), came).reopened(later), Some(later)),
        (
            "replayed and queued again",
            entry().ignored(came).reopened(later).queued_again(days(4)),
            Some(later),
        ),
        ("replayed in vain", entry().ignored(came).reopened(later).failed("unavailable", days(4)), None),
    ] {
        assert_eq!(entry.waits_since(), waits_since, "{what}");
    }
}
