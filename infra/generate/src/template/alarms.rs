//! Alarms about functions, queues and deliveries.
//!
//! An alarm is about a share of what happens, for some time. One that wakes somebody is about what is wrong with the stack.
//! What one tenant can cause by what it sends is in that tenant's inbox, where somebody who can do something sees it, and
//! is a notice where it is much. So is its own long queue, which keeps nobody else waiting.

mod shares;

use std::fmt::Write;

use anyhow::Context;
use runtime::{Function, Metric, Trigger};

use crate::logical_id;

/// A message that waits longer than this raises an alarm, and so does a delivery that nobody has tried.
const DELAY_SECONDS: u32 = 900;
/// So many messages in a dead-letter queue raise an alarm. A few are a moment's trouble: a message only points to an entry
/// of the table, which the sweeper queues again.
const DEAD_LETTERS: u32 = 10;
/// What the sweeper counts.
const SWEEPER: (&str, &str) = ("function", "!Ref InboxSweeperFunction");
/// A share of runs that fail, or are refused, in per cent.
const FAILED_RUNS: u32 = 10;

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
    shares::resources(yaml, functions)?;
    oldest_pending(yaml);
    standstill(yaml);
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
    told: Told,
}

/// Who is told.
#[derive(Clone, Copy)]
enum Told {
    /// Who has to do something now: something is wrong with the stack.
    Alerts,
    /// Who reads it by day: one tenant alone can cause it.
    Notices,
}

impl Told {
    const fn topic(self) -> &'static str {
        match self {
            Self::Alerts => "Alerts",
            Self::Notices => "Notices",
        }
    }
}

impl Alarm<'_> {
    fn write(&self, yaml: &mut String) {
        let Self { id, description, section, figures, periods: (evaluated, bad), threshold, .. } = self;
        let (operator, missing, topic) = (self.operator, self.missing, self.told.topic());
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
        - !Ref {topic}
"#
        );
        if self.tells_its_end {
            _ = write!(yaml, "      OKActions:\n        - !Ref {topic}\n");
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
    one_of(id, namespace, metric, dimension, "Sum", period)
}

fn one_of(
    id: &str,
    namespace: &str,
    metric: &str,
    dimension: (&str, &str),
    statistic: &str,
    period: u32,
) -> String {
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
            Stat: {statistic}
"
    )
}

fn calculated(expression: &str, label: &str, figures: &[String]) -> String {
    format!(
        r#"      Metrics:
        - Id: result
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
            told: Told::Alerts,
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
        told: Told::Alerts,
    }
    .write(yaml);
    Ok(())
}

/// Deliveries that nobody has tried, whatever became of their messages: the queue's own age knows only what it holds. One
/// tenant's thousands wait for one another, and nobody else waits for them.
fn oldest_pending(yaml: &mut String) {
    Alarm {
        id: "PendingWebhooks",
        description: "Webhooks wait for long to be processed",
        section: "pending-webhooks",
        figures: &figure("Navaia", Metric::OldestPendingSeconds.name(), SWEEPER, "Maximum", 300),
        periods: (3, 2),
        threshold: DELAY_SECONDS,
        operator: "GreaterThanThreshold",
        // That the sweeper says nothing has an alarm of its own.
        missing: "ignore",
        tells_its_end: true,
        told: Told::Notices,
    }
    .write(yaml);
}

/// The same while nobody takes any, which is nobody's junk.
fn standstill(yaml: &mut String) {
    let processor = ("FunctionName", "!Ref InboxProcessorFunction");
    let figures = [
        one_of("pending", "Navaia", Metric::OldestPendingSeconds.name(), SWEEPER, "Maximum", 300),
        of_several("runs", "AWS/Lambda", "Invocations", processor, 300),
    ];
    Alarm {
        id: "InboxStandstill",
        description: "Webhooks wait for long, and nothing processes any",
        section: "inbox-standstill",
        // Lambda tells nothing about a function that is not run.
        figures: &calculated("IF(FILL(runs, 0) < 1, pending, 0)", "Seconds", &figures),
        periods: (3, 2),
        threshold: DELAY_SECONDS,
        operator: "GreaterThanThreshold",
        missing: "ignore",
        tells_its_end: true,
        told: Told::Alerts,
    }
    .write(yaml);
}

/// Messages of a queue that wait, but for those of a group that has so many that they wait for one another: the queue
/// hands out the others' before them (Amazon SQS, "fair queues").
pub(super) fn delay(yaml: &mut String, name: &str) {
    let id = logical_id(name);
    let queue = format!("!GetAtt {id}Queue.QueueName");
    let metric = "ApproximateAgeOfOldestMessageInQuietGroups";
    Alarm {
        id: &format!("{id}QueueDelay"),
        description: &format!(
            "Messages of the queue {name} wait for long, and not behind their own tenant's"
        ),
        section: "queue-delay",
        figures: &figure("AWS/SQS", metric, ("QueueName", &queue), "Maximum", 300),
        periods: (3, 2),
        threshold: DELAY_SECONDS,
        operator: "GreaterThanThreshold",
        missing: "notBreaching",
        tells_its_end: true,
        told: Told::Alerts,
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
        told: Told::Alerts,
    }
    .write(yaml);
}
