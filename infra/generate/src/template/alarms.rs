//! Alarms about functions, queues and deliveries.
//!
//! An alarm wakes somebody, so it is about what is wrong with the stack: about a share of what happens, for some time.
//! What one tenant or a stranger makes happen is in that tenant's inbox, where somebody who can do something sees it.

use std::fmt::Write;

use anyhow::{Context, ensure};
use runtime::{Function, Metric, Trigger};

use crate::logical_id;

/// A message that waits longer than this raises an alarm, and so does a delivery that nobody has tried.
const DELAY_SECONDS: u32 = 900;
/// So many messages in a dead-letter queue raise an alarm. A few are a moment's trouble: a message only points to an entry
/// of the table, which the sweeper queues again.
const DEAD_LETTERS: u32 = 10;
/// A share of runs that fail, or are refused, in per cent.
const FAILED_RUNS: u32 = 10;

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

/// All alarms but those of the whole API and of the table, which are written by hand.
pub(super) fn resources(yaml: &mut String, functions: &[Function]) -> anyhow::Result<()> {
    for function in functions {
        if !matches!(function.trigger, Trigger::Api { .. }) {
            runs(yaml, function);
        }
        if let Trigger::Schedule { every } = function.trigger {
            silence(yaml, function, every.as_secs())?;
        }
    }
    for share in &SHARES {
        for name in share.counted_by {
            let is_there = functions.iter().any(|function| function.name == *name);
            ensure!(is_there, "{} is counted by {name}, which is no function", share.metric.name());
        }
        self::share(yaml, share);
    }
    oldest_pending(yaml);
    Ok(())
}

/// What differs between alarms; those of several figures write them themselves.
struct Alarm<'a> {
    id: &'a str,
    description: &'a str,
    /// Of the runbook.
    section: &'a str,
    /// What is looked at, at the indentation of the properties.
    figures: &'a str,
    /// Of how many periods, in how many.
    periods: (u32, u32),
    threshold: u32,
    operator: &'static str,
    missing: &'static str,
    /// Whether the end of it is told as well.
    tells_its_end: bool,
}

impl Alarm<'_> {
    fn write(&self, yaml: &mut String) {
        let Self { id, description, section, figures, periods: (evaluated, bad), threshold, .. } = self;
        let (operator, missing) = (self.operator, self.missing);
        _ = write!(
            yaml,
            r#"  {id}Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmDescription: "{description}. Runbook: docs/runbook.md#{section}"
{figures}      EvaluationPeriods: {evaluated}
      DatapointsToAlarm: {bad}
      Threshold: {threshold}
      ComparisonOperator: {operator}
      TreatMissingData: {missing}
      AlarmActions:
        - !Ref Alerts
"#
        );
        if self.tells_its_end {
            *yaml += "      OKActions:\n        - !Ref Alerts\n";
        }
    }
}

/// One figure, as an alarm of one has it.
fn figure(namespace: &str, metric: &str, dimension: (&str, &str), statistic: &str, period: u32) -> String {
    let (name, value) = dimension;
    format!(
        r"      Namespace: {namespace}
      MetricName: {metric}
      Dimensions:
        - Name: {name}
          Value: {value}
      Statistic: {statistic}
      Period: {period}
"
    )
}

/// The same, as one of several that are calculated with.
fn of_several(id: &str, namespace: &str, metric: &str, dimension: (&str, &str), period: u32) -> String {
    let (name, value) = dimension;
    format!(
        r"        - Id: {id}
          ReturnData: false
          MetricStat:
            Metric:
              Namespace: {namespace}
              MetricName: {metric}
              Dimensions:
                - Name: {name}
                  Value: {value}
            Period: {period}
            Stat: Sum
"
    )
}

fn calculated(expression: &str, label: &str, figures: &[String]) -> String {
    format!(
        r#"      Metrics:
        - Id: share
          Expression: "{expression}"
          Label: {label}
          ReturnData: true
{}"#,
        figures.concat()
    )
}

/// Runs that fail or are refused, of a function that no caller of the API would notice.
fn runs(yaml: &mut String, function: &Function) {
    let (id, name) = (logical_id(function.name), function.name);
    let deployed = format!("!Ref {id}Function");
    // What is refused is not run, so it is no part of the runs.
    for (metric, what, whole) in
        [("Errors", "fails", "runs"), ("Throttles", "is throttled", "(runs + FILL(bad, 0))")]
    {
        let expression = format!("100 * FILL(bad, 0) / {}", whole.replace("runs", "FILL(runs, 0)"));
        let figures = [
            of_several("bad", "AWS/Lambda", metric, ("FunctionName", &deployed), 300),
            of_several("runs", "AWS/Lambda", "Invocations", ("FunctionName", &deployed), 300),
        ];
        Alarm {
            id: &format!("{id}{metric}"),
            description: &format!("The function {name} {what} often"),
            section: &format!("function-{}", metric.to_lowercase()),
            figures: &calculated(&expression, "Per cent", &figures),
            periods: (3, 2),
            threshold: FAILED_RUNS,
            operator: "GreaterThanThreshold",
            missing: "notBreaching",
            tells_its_end: true,
        }
        .write(yaml);
    }
}

/// A schedule that does not run says nothing: that nothing is heard of it is what is heard.
fn silence(yaml: &mut String, function: &Function, every_seconds: u64) -> anyhow::Result<()> {
    let (id, name) = (logical_id(function.name), function.name);
    let every = u32::try_from(every_seconds).with_context(|| format!("{name}: runs too seldom"))?;
    // Ten runs that should have been, in two halves: a period of CloudWatch has ten or thirty seconds, or whole minutes.
    let period = every * 5;
    let figures =
        figure("AWS/Lambda", "Invocations", ("FunctionName", &format!("!Ref {id}Function")), "Sum", period);
    Alarm {
        id: &format!("{id}Silence"),
        description: &format!("The function {name} does not run"),
        section: "silent-schedule",
        figures: &figures,
        periods: (2, 2),
        threshold: 1,
        operator: "LessThanThreshold",
        missing: "breaching",
        tells_its_end: true,
    }
    .write(yaml);
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
    }
    .write(yaml);
}

/// Deliveries that nobody has tried, whatever became of their messages: the queue's own age knows only what it holds.
fn oldest_pending(yaml: &mut String) {
    let function = ("function", "!Ref InboxSweeperFunction");
    Alarm {
        id: "PendingWebhooks",
        description: "Webhooks wait for long to be processed",
        section: "pending-webhooks",
        figures: &figure("Navaia", Metric::OldestPendingSeconds.name(), function, "Maximum", 300),
        periods: (3, 2),
        threshold: DELAY_SECONDS,
        operator: "GreaterThanThreshold",
        // That the sweeper says nothing has an alarm of its own.
        missing: "ignore",
        tells_its_end: true,
    }
    .write(yaml);
}

/// Messages of a queue that wait.
pub(super) fn delay(yaml: &mut String, name: &str) {
    let id = logical_id(name);
    let queue = format!("!GetAtt {id}Queue.QueueName");
    Alarm {
        id: &format!("{id}QueueDelay"),
        description: &format!("Messages of the queue {name} wait for long"),
        section: "queue-delay",
        figures: &figure("AWS/SQS", "ApproximateAgeOfOldestMessage", ("QueueName", &queue), "Maximum", 300),
        periods: (3, 2),
        threshold: DELAY_SECONDS,
        operator: "GreaterThanThreshold",
        missing: "notBreaching",
        tells_its_end: true,
    }
    .write(yaml);
}

/// Messages that were given up.
pub(super) fn dead_letters(yaml: &mut String, queue: &str, what: &str) {
    let dimension = format!("!GetAtt {queue}.QueueName");
    let metric = "ApproximateNumberOfMessagesVisible";
    Alarm {
        id: queue,
        description: what,
        section: "dead-letters",
        figures: &figure("AWS/SQS", metric, ("QueueName", &dimension), "Maximum", 300),
        periods: (3, 2),
        threshold: DEAD_LETTERS,
        operator: "GreaterThanThreshold",
        missing: "notBreaching",
        tells_its_end: true,
    }
    .write(yaml);
}
