//! Alarms about a share of the deliveries.

use anyhow::ensure;
use runtime::{Function, Metric};

use super::{Alarm, Told, calculated, of_several};
use crate::logical_id;

/// What a share is taken of.
enum Whole {
    /// The deliveries that came, right or wrong.
    Delivered,
    /// The messages that the processor was given: a replay, or another attempt, is one more.
    Handled,
}

/// An alarm about a share of the deliveries.
struct Share {
    id: &'static str,
    description: &'static str,
    metric: Metric,
    /// The functions that count it.
    counted_by: &'static [&'static str],
    of: Whole,
    /// In per cent.
    above: u32,
    /// Fewer are no share of anything: of two deliveries in a night, one is a half.
    at_least: u32,
    span: Span,
}

/// For how long.
enum Span {
    /// Of four quarters of an hour, in three.
    MostOfAnHour,
    /// Of four quarters of an hour, in two.
    HalfAnHour,
    /// In a day.
    Day,
}

impl Span {
    /// Seconds of a period, how many are looked at, and how many of them have to be bad.
    const fn periods(&self) -> (u32, u32, u32) {
        match self {
            Self::MostOfAnHour => (900, 4, 3),
            Self::HalfAnHour => (900, 4, 2),
            Self::Day => (86_400, 1, 1),
        }
    }
}

const SHARES: [Share; 7] = [
    // A tenant that registers its agents late, or points somebody else's at us, is one of many. A fifth of everything is
    // the directory of agents, or the only tenant.
    Share {
        id: "UnclaimedWebhooks",
        description: "Many webhooks are of agents that nobody registered",
        metric: Metric::DeliveriesUnclaimed,
        counted_by: &["inbox-processor"],
        of: Whole::Handled,
        above: 20,
        at_least: 25,
        span: Span::MostOfAnHour,
    },
    // The provider sends one form to all: when that changes, it is most deliveries of a type, from one moment to the next.
    Share {
        id: "UnreadableWebhooks",
        description: "Many webhooks with the right signature cannot be read",
        metric: Metric::DeliveriesUnreadable,
        counted_by: &["elevenlabs-post-call", "inbox-processor"],
        of: Whole::Delivered,
        above: 10,
        at_least: 20,
        span: Span::HalfAnHour,
    },
    // Five attempts take an hour and a half. What still fails then is a call that is missing, so a twentieth is enough; a
    // tenant whose API key is refused is less than that.
    Share {
        id: "FailedWebhooks",
        description: "Many webhooks failed five times",
        metric: Metric::DeliveriesFailed,
        counted_by: &["inbox-processor"],
        of: Whole::Handled,
        above: 5,
        at_least: 10,
        span: Span::HalfAnHour,
    },
    // A first failure is tried again two minutes later, and mostly passes: a conversation that is not final yet is one.
    Share {
        id: "PostponedWebhooks",
        description: "Many webhooks cannot be processed at once",
        metric: Metric::DeliveriesPostponed,
        counted_by: &["inbox-processor"],
        of: Whole::Handled,
        above: 20,
        at_least: 25,
        span: Span::MostOfAnHour,
    },
    // Nobody but the provider can sign: late ones are the provider's trouble, or a clock's, and never one tenant's.
    Share {
        id: "StaleWebhooks",
        description: "Many webhooks come too late",
        metric: Metric::DeliveriesStale,
        counted_by: &["elevenlabs-post-call"],
        of: Whole::Delivered,
        above: 5,
        at_least: 10,
        span: Span::HalfAnHour,
    },
    // Anybody can send a wrong signature, and nothing is kept of it. Half of everything, for most of an hour and at twenty
    // a minute, is more than one tenant whose secret has changed.
    Share {
        id: "RefusedWebhooks",
        description: "Most webhooks come with a wrong signature",
        metric: Metric::DeliveriesRefused,
        counted_by: &["elevenlabs-post-call"],
        of: Whole::Delivered,
        above: 50,
        at_least: 300,
        span: Span::MostOfAnHour,
    },
    // Each of them is counted once a day for fourteen days: where one delivery in seventy is never settled, that is 20 % of
    // a day's.
    Share {
        id: "ExpiringWebhooks",
        description: "Many webhooks that nobody settled are about to be removed",
        metric: Metric::DeliveriesExpiring,
        counted_by: &["inbox-sweeper"],
        of: Whole::Delivered,
        above: 20,
        at_least: 100,
        span: Span::Day,
    },
];

/// The alarms about shares.
pub(super) fn resources(yaml: &mut String, functions: &[Function]) -> anyhow::Result<()> {
    for share in &SHARES {
        for name in share.counted_by {
            let is_there = functions.iter().any(|function| function.name == *name);
            ensure!(is_there, "{} is counted by {name}, which is no function", share.metric.name());
        }
        self::share(yaml, share);
    }
    Ok(())
}

fn share(yaml: &mut String, share: &Share) {
    let (period, evaluated, bad) = share.span.periods();
    let mut figures = Vec::new();
    for (number, function) in share.counted_by.iter().enumerate() {
        let dimension = format!("!Ref {}Function", logical_id(function));
        let id = format!("counted{number}");
        figures.push(of_several(&id, "Navaia", share.metric.name(), ("function", &dimension), period));
    }
    figures.push(match share.of {
        Whole::Delivered => {
            let deployed = "!Ref ElevenlabsPostCallFunction";
            of_several("whole", "AWS/Lambda", "Invocations", ("FunctionName", deployed), period)
        }
        Whole::Handled => {
            let queue = "!GetAtt InboxQueue.QueueName";
            of_several("whole", "AWS/SQS", "NumberOfMessagesReceived", ("QueueName", queue), period)
        }
    });
    let counted: Vec<_> =
        (0..share.counted_by.len()).map(|number| format!("FILL(counted{number}, 0)")).collect();
    let counted = format!("({})", counted.join(" + "));
    let expression = format!("IF({counted} >= {}, 100 * {counted} / FILL(whole, 0), 0)", share.at_least);
    let section: String = share
        .id
        .char_indices()
        .map(|(at, letter)| {
            let dash = if at > 0 && letter.is_uppercase() { "-" } else { "" };
            format!("{dash}{}", letter.to_lowercase())
        })
        .collect();
    Alarm {
        id: share.id,
        description: share.description,
        section: &section,
        figures: &calculated(&expression, "Per cent", &figures),
        periods: (evaluated, bad),
        threshold: share.above,
        operator: "GreaterThanThreshold",
        missing: "notBreaching",
        // What is looked at by the day is over when somebody looked.
        tells_its_end: !matches!(share.span, Span::Day),
        // Whoever has a connection can sign whatever they like, thousands of times an hour.
        told: Told::Notices,
    }
    .write(yaml);
}
