//! The readers of what comes from outside, each as a function of bytes: whatever they are, it ends, and what it accepts
//! keeps its promise. Property tests call them with random and changed bytes, and so does cargo-fuzz (`fuzz/`).

use std::{collections::BTreeMap, sync::LazyLock};

use domain::{
    TenantId,
    customer::CustomerEdit,
    email::EmailAddress,
    ids::{CallId, CustomerId, SessionId, UserId},
    password::Password,
    phone::{PhoneNumber, Region},
    refresh::UnverifiedRefreshToken,
    search::Query,
    text::{Name, Notes},
};
use elevenlabs::{
    signature::{self, SignatureError},
    webhook::Envelope,
};
use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use jiff::Timestamp;
use runtime::{
    Body, Json,
    bearer::{PublicKey, SigningKey, UnverifiedToken, bearer_token},
    cursor::{CursorKey, List, SealedCursor},
};
use secrecy::SecretString;
use store::{Position, keys};

/// A reader with the name of its target, and bytes that it accepts.
pub struct Reader {
    pub name: &'static str,
    pub read: fn(&[u8]),
    pub seeds: fn() -> Vec<String>,
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// All of them.
pub const READERS: &[Reader] = &[
    Reader {
        name: "json_body",
        read: json_body,
        seeds: || {
            texts(&[
                r#"{"name":"Robin","tags":["vip"],"customFields":{"a":1,"b":null},"consent":{"calls":true}}"#,
                r#"{"phones":[{"number":"+12025550123"}],"notes":"\u00e9\ud83e\udd80","email":"robin@example.com"}"#,
            ])
        },
    },
    Reader {
        name: "webhook",
        read: webhook,
        seeds: || {
            texts(&[
                r#"{"type":"post_call_transcription","event_timestamp":1789992000,"data":{"agent_id":"agent_1","conversation_id":"conv_1","status":"done","transcript":[{"role":"user","message":"Hello","time_in_call_secs":1}],"metadata":{"start_time_unix_secs":1789992000,"call_duration_secs":5,"phone_call":{"direction":"inbound","external_number":"+12025550123"}}}}"#,
                r#"{"type":"call_initiation_failure","data":{"agent_id":"a","conversation_id":"c","failure_reason":"busy","metadata":{"type":"twilio","body":{"CallStatus":"busy"}}}}"#,
            ])
        },
    },
    Reader {
        name: "signature",
        read: signature_header,
        seeds: || {
            texts(&["t=1789992000,v0=00000000000000000000000000000000000000000000000000000000000000ff"])
        },
    },
    Reader {
        name: "search",
        read: search,
        seeds: || texts(&["Robin O'Neil +1 202 555 0123", "robin@example.com 0177", "عبد الله"]),
    },
    Reader {
        name: "phone",
        read: phone,
        seeds: || texts(&["+1 (202) 555-0123", "020 7946 0018", "+12025550123;ext=12"]),
    },
    Reader {
        name: "refresh_token",
        read: refresh_token,
        seeds: || {
            texts(&[
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            ])
        },
    },
    Reader { name: "access_token", read: access_token, seeds: || TOKENS.seeds.clone() },
    Reader { name: "cursor", read: cursor, seeds: || CURSORS.seeds.clone() },
    Reader {
        name: "text",
        read: text,
        seeds: || texts(&["Robin Example", "robin@example.com", "caf\u{e9} au lait", "e\u{301}"]),
    },
];

/// A JSON body: it is accepted, or refused with an error of the caller's that is not much longer than what was sent.
pub fn json_body(bytes: &[u8]) {
    let request = http::Request::builder().method("PATCH").header("content-type", "application/json");
    let Ok(request) = request.body(bytes.to_vec().into()) else { return };
    if let Err(error) = <Json<CustomerEdit> as Body>::read(request) {
        assert!(error.status().is_client_error(), "{error}");
        assert!(error.to_string().chars().count() < 600, "{error}");
    }
}

/// A delivery: what names it is the same in the short look and in the whole.
pub fn webhook(bytes: &[u8]) {
    let (peek, envelope) = (Envelope::peek(bytes), Envelope::parse(bytes));
    if let Ok(envelope) = &envelope {
        assert!(peek.is_ok(), "what is read as a whole can be looked at");
        _ = envelope.observation(Timestamp::UNIX_EPOCH);
    }
}

/// A signature that nobody made is never right.
pub fn signature_header(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let secret = SecretString::from("wsec_that_nobody_knows");
    let outcome = signature::verify(Some(&text), b"{}", &[&secret], Timestamp::UNIX_EPOCH);
    assert!(!matches!(outcome, Ok(_) | Err(SignatureError::Stale { .. })), "{text}");
}

/// What is typed into a search: at most a few look-ups, each shorter than a key.
pub fn search(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let text: String = text.chars().take(200).collect();
    for region in [None, Region::new("GB").ok()] {
        if let Some(query) = Query::parse(&text, region.as_ref()) {
            assert!(query.prefixes().all(|prefix| prefix.len() < 900), "{text}");
        }
    }
    _ = Query::needs_region(&text);
}

/// A phone number that is accepted reads back as itself.
pub fn phone(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for region in ["GB", "US"].into_iter().filter_map(|region| Region::new(region).ok()) {
        if let Ok(number) = PhoneNumber::parse(&text, &region) {
            assert_eq!(PhoneNumber::parse(number.as_str(), &region).as_ref(), Ok(&number), "{text}");
        }
    }
}

/// A refresh token is only what it is written as.
pub fn refresh_token(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(token) = UnverifiedRefreshToken::parse(&text) {
        let again = UnverifiedRefreshToken::parse(&text).map(|token| token.to_bytes());
        assert_eq!(Some(token.to_bytes()), again);
    }
}

/// A key that signs access tokens, and values of `Authorization` with some of its tokens.
struct Tokens {
    key_id: String,
    public: PublicKey,
    seeds: Vec<String>,
}

static TOKENS: LazyLock<Tokens> = LazyLock::new(|| {
    let key = SigningKey::from_seed(&[7; 32]).unwrap();
    let public = PublicKey::of(&key.public_half(Timestamp::UNIX_EPOCH)).unwrap();
    let token = |number: u128| {
        let now = Timestamp::new(1_789_992_000, 0).unwrap();
        let (user, session) = (UserId::from_parts(now, number), SessionId::from_parts(now, number + 1));
        format!("Bearer {}", key.sign(TenantId::register(now, number), user, session, now).unwrap())
    };
    Tokens { key_id: key.key_id().to_owned(), public, seeds: vec![token(1), token(u128::MAX - 1)] }
});

/// Of all that is sent as `Authorization`, the access tokens that we made are right, and nothing else.
pub fn access_token(bytes: &[u8]) {
    let headers = HeaderValue::from_bytes(bytes).map(|value| HeaderMap::from_iter([(AUTHORIZATION, value)]));
    let headers = headers.unwrap_or_default();
    let token = bearer_token(&headers);
    let unverified = token.and_then(UnverifiedToken::parse).filter(|token| token.key_id() == TOKENS.key_id);
    let claims = unverified.and_then(|token| token.verify(&TOKENS.public));
    let is_ours = token.is_some_and(|token| TOKENS.seeds.contains(&format!("Bearer {token}")));
    assert_eq!(claims.is_some(), is_ours, "{headers:?}");
}

/// A key that seals cursors, and some that it sealed for a list.
struct SealedCursors {
    key: CursorKey,
    seeds: Vec<String>,
}

static CURSORS: LazyLock<SealedCursors> = LazyLock::new(|| {
    let key = CursorKey::of(&SecretString::from("what cursors of tests are sealed with")).unwrap();
    let (list, now) = (list_of(1), Timestamp::new(1_789_992_000, 0).unwrap());
    let customer = keys::customer(list.tenant, CustomerId::from_parts(now, 1));
    let call = keys::call(list.tenant, CallId::from_parts(now, 2));
    // The attributes of a position are in no order; the same cursors are to be made in every process.
    let in_order = |position: Position| -> BTreeMap<String, String> {
        serde_json::from_value(serde_json::to_value(position).unwrap()).unwrap()
    };
    let seeds = [
        key.seal(&list, &in_order(Position::at(&customer)), [1; 12]),
        key.seal(&list, &in_order(Position::at(&call)), [2; 12]),
    ];
    SealedCursors { key, seeds: seeds.map(Result::unwrap).to_vec() }
});

fn list_of(tenant: u128) -> List<'static> {
    let tenant = TenantId::register(Timestamp::UNIX_EPOCH, tenant);
    List { tenant, endpoint: "customers-list", filters: "q=robin" }
}

/// A cursor is one that we sealed, brought back to its list as it was.
pub fn cursor(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let opened = |list: &List<'_>| {
        SealedCursor::parse(&text).and_then(|cursor| cursor.open::<Position>(&CURSORS.key, list)).is_some()
    };
    let list = list_of(1);
    let is_ours = CURSORS.seeds.iter().any(|seed| *seed == text);
    assert_eq!(opened(&list), is_ours, "{text}");
    assert!(!opened(&list_of(2)), "another tenant's: {text}");
    assert!(!opened(&List { endpoint: "calls-list", ..list.clone() }), "another list's: {text}");
    assert!(!opened(&List { filters: "", ..list }), "with other filters: {text}");
}

/// Names, notes, addresses and passwords that are accepted read back as themselves.
pub fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(name) = Name::new(&text) {
        assert_eq!(Name::new(name.as_str()), Ok(name));
    }
    if let Ok(notes) = Notes::new(&text) {
        assert_eq!(Notes::new(notes.as_str()), Ok(notes));
    }
    if let Ok(address) = EmailAddress::new(&text) {
        assert_eq!(EmailAddress::new(address.as_str()), Ok(address));
    }
    if let Ok(password) = Password::new(&text) {
        _ = password.check_new(&["Robin Example", "robin@example.com", "Harbour Dental"]);
        let again = Password::new(password.expose());
        assert!(again.is_ok_and(|again| again.expose() == password.expose()));
    }
}
