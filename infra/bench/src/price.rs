//! What a stack costs, computed from what operations are counted to ask of AWS and from what is in the template.

use std::fmt::{self, Display, Write as _};

use anyhow::Context as _;

use crate::costs::{Costs, Operation};

/// When the prices below were noted, and for which region.
const NOTED: &str = "November 2026, us-east-1";
/// Hours of a month, as AWS counts them, and minutes.
const MINUTES: f64 = 730.0 * 60.0;

/// What AWS asks for something, in dollars, without what it gives for nothing.
struct Price {
    what: &'static str,
    dollars: f64,
    per: f64,
    unit: &'static str,
}

const ALARM: Price = price("CloudWatch, a figure that an alarm looks at", 0.10, 1.0, "month");
const DASHBOARD: Price = price("CloudWatch, a dashboard (three are free)", 3.00, 1.0, "month");
const METRIC: Price =
    price("CloudWatch, a metric of ours, by the hour in which it is told", 0.30, 1.0, "month");
const LOGS: Price = price("CloudWatch, logs taken in", 0.50, 1.0, "GB");
const SECRET: Price = price("Secrets Manager, a secret", 0.40, 1.0, "month");
const READ: Price = price("DynamoDB on demand, read units", 0.125, 1e6, "million");
const WRITE: Price = price("DynamoDB on demand, write units", 0.625, 1e6, "million");
const STORAGE: Price = price("DynamoDB, storage with point-in-time recovery", 0.45, 1.0, "GB and month");
const QUEUE: Price = price("SQS, requests", 0.40, 1e6, "million");
const RUN: Price = price("Lambda, runs", 0.20, 1e6, "million");
const GIGABYTE_SECOND: Price = price("Lambda on Arm, GB-seconds", 13.3334, 1e6, "million");
const GATEWAY: Price = price("API Gateway, requests to an HTTP API", 1.00, 1e6, "million");
const SCHEDULE: Price = price("EventBridge Scheduler, starts", 1.00, 1e6, "million");
const TRACE: Price = price("X-Ray, traces", 5.00, 1e6, "million");

const PRICES: [&Price; 14] = [
    &ALARM,
    &DASHBOARD,
    &METRIC,
    &LOGS,
    &SECRET,
    &READ,
    &WRITE,
    &STORAGE,
    &QUEUE,
    &RUN,
    &GIGABYTE_SECOND,
    &GATEWAY,
    &SCHEDULE,
    &TRACE,
];

const fn price(what: &'static str, dollars: f64, per: f64, unit: &'static str) -> Price {
    Price { what, dollars, per, unit }
}

impl Price {
    fn of(&self, amount: f64) -> f64 {
        amount * self.dollars / self.per
    }
}

/// What cannot be counted on this machine: how long functions run on Lambda, and how much they log.
mod assumed {
    /// Seconds of a run that asks for a few things, at 256 MB and at 512 MB.
    pub(super) const SECONDS: f64 = 0.05;
    /// Of lines of ours and of Lambda's.
    pub(super) const LOG_BYTES_OF_A_RUN: f64 = 1_200.0;
    /// An event source asks its queue five times at once, for twenty seconds each time.
    pub(super) const POLLS_A_MINUTE: f64 = 15.0;
}

/// What of the template is paid for by the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Inventory {
    alarm_figures: u32,
    dashboards: u32,
    secrets: u32,
}

impl Inventory {
    /// What is in a template.
    pub(crate) fn of(template: &str) -> Self {
        let (mut alarm_figures, mut dashboards, mut secrets) = (0, 0, 0);
        let mut kind = "";
        for line in template.lines() {
            if let Some(named) = line.strip_prefix("    Type: ") {
                kind = named;
                dashboards += u32::from(kind == "AWS::CloudWatch::Dashboard");
                secrets += u32::from(kind == "AWS::SecretsManager::Secret");
            }
            let is_figure = line.trim_start().starts_with("MetricName: ");
            alarm_figures += u32::from(is_figure && kind == "AWS::CloudWatch::Alarm");
        }
        Self { alarm_figures, dashboards, secrets }
    }
}

/// A row: what, how much of it, and what that costs.
struct Row {
    what: String,
    amount: String,
    dollars: f64,
}

fn row(what: &str, amount: impl Display, dollars: f64) -> Row {
    Row { what: what.to_owned(), amount: amount.to_string(), dollars }
}

/// The tables of docs/costs.md.
pub fn page(costs: &Costs, template: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    write_page(&mut text, costs, Inventory::of(template))?;
    Ok(text)
}

fn write_page(out: &mut String, costs: &Costs, stack: Inventory) -> anyhow::Result<()> {
    writeln!(out, "### Idle, a month\n")?;
    let idle = idle(costs.operation("sweep, nothing is due", 0)?, stack);
    table(out, &idle, 1.0, 2)?;
    writeln!(out, "\n### Each tenant, a month\n")?;
    let tenant = [row("the secret of its voice connection", "1", SECRET.of(1.0))];
    table(out, &tenant, 1.0, 2)?;
    for (what, number) in
        [("make a call of 14 turns, and a customer", 0), ("the same of a known customer", 1)]
    {
        let (kept, processed) = (costs.operation("keep a webhook", number)?, costs.operation(what, 0)?);
        let caller = if number == 0 { "an unknown caller" } else { "a known caller" };
        writeln!(out, "\n### 1,000 calls of {caller}\n")?;
        table(out, &call(kept, processed), 1_000.0, 4)?;
    }
    writeln!(out, "\n### 1,000 requests to the API\n")?;
    writeln!(out, "| Request | read units | write units | dollars |\n|---|---:|---:|---:|")?;
    for what in ["get a customer", "list 50 customers", "search, a page of 50", "create a customer"] {
        let asked = costs.operation(what, 0)?;
        // With the session.
        let (reads, writes) = (asked.read_units + 1.0, asked.write_units);
        let each = READ.of(reads) + WRITE.of(writes) + GATEWAY.of(1.0) + runs(1.0, 0.25) + LOGS.of(0.4e-6);
        writeln!(out, "| {what} | {reads} | {writes} | {:.4} |", each * 1_000.0)?;
    }
    writeln!(out, "\n### Prices\n\nAs AWS asked in {NOTED}, without what is free.\n")?;
    writeln!(out, "| What | dollars |\n|---|---:|")?;
    for Price { what, dollars, unit, .. } in PRICES {
        writeln!(out, "| {what} | {dollars} a {unit} |")?;
    }
    Ok(())
}

/// Runs of functions with so many GB, with what they log and their traces.
fn runs(count: f64, gigabytes: f64) -> f64 {
    let logged = LOGS.of(count * assumed::LOG_BYTES_OF_A_RUN / 1e9);
    RUN.of(count) + GIGABYTE_SECOND.of(count * assumed::SECONDS * gigabytes) + logged
}

fn idle(sweep: &Operation, stack: Inventory) -> Vec<Row> {
    let Inventory { alarm_figures, dashboards, secrets } = stack;
    let reads = sweep.read_units * MINUTES;
    let polls = assumed::POLLS_A_MINUTE * MINUTES;
    vec![
        row("figures that alarms look at", alarm_figures, ALARM.of(alarm_figures.into())),
        row("dashboard", dashboards, DASHBOARD.of(dashboards.into())),
        row("secrets", secrets, SECRET.of(secrets.into())),
        row("`oldestPendingSeconds`, the one metric that is always told", 1, METRIC.of(1.0)),
        row("runs of the sweeper, with what they log", format!("{MINUTES:.0}"), runs(MINUTES, 0.25)),
        row("their starts", format!("{MINUTES:.0}"), SCHEDULE.of(MINUTES)),
        row("their traces", format!("{MINUTES:.0}"), TRACE.of(MINUTES)),
        row("their read units", format!("{reads:.0}"), READ.of(reads)),
        row("questions whether the queue has something", format!("{polls:.0}"), QUEUE.of(polls)),
    ]
}

/// One call: its webhook is kept and processed.
fn call(kept: &Operation, processed: &Operation) -> Vec<Row> {
    let reads = kept.read_units + processed.read_units;
    let writes = kept.write_units + processed.write_units;
    vec![
        row("write units", writes, WRITE.of(writes)),
        row("read units", reads, READ.of(reads)),
        // It is sent, received and deleted.
        row("requests to the queue", 3, QUEUE.of(3.0)),
        row("runs, with what they log", 2, runs(2.0, 0.5)),
        row("traces, at most", 2, TRACE.of(2.0)),
    ]
}

fn table(out: &mut String, rows: &[Row], times: f64, digits: usize) -> fmt::Result {
    let each = if times > 1.0 { "of each" } else { "how many" };
    writeln!(out, "| What | {each} | dollars |\n|---|---:|---:|")?;
    for Row { what, amount, dollars } in rows {
        writeln!(out, "| {what} | {amount} | {:.digits$} |", dollars * times)?;
    }
    let sum: f64 = rows.iter().map(|row| row.dollars).sum();
    writeln!(out, "| **together** | | **{:.digits$}** |", sum * times)
}

impl Costs {
    /// What an operation was counted to ask for, the `number`th time.
    fn operation(&self, what: &str, number: usize) -> anyhow::Result<&Operation> {
        let mut same = self.operations.iter().filter(|operation| operation.what == what);
        same.nth(number).with_context(|| format!("`{what}` was not counted"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_paid_by_the_month_is_found_in_a_template() {
        let template = r"
Resources:
  One:
    Type: AWS::CloudWatch::Alarm
    Properties:
      MetricName: Errors
  Two:
    Type: AWS::CloudWatch::Alarm
    Properties:
      Metrics:
        - MetricStat:
            Metric:
              MetricName: Errors
        - MetricStat:
            Metric:
              MetricName: Invocations
  Filter:
    Type: AWS::Logs::MetricFilter
    Properties:
      MetricTransformations:
        - MetricName: requestsThrottled
  Key:
    Type: AWS::SecretsManager::Secret
  Board:
    Type: AWS::CloudWatch::Dashboard
";
        let expected = Inventory { alarm_figures: 3, dashboards: 1, secrets: 1 };
        assert_eq!(Inventory::of(template), expected);
    }
}
