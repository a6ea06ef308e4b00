//! The functions of the deployment template, with all that belongs to one: role, log group, trigger, alarms.

pub(crate) mod policy;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    time::Duration,
};

use anyhow::{bail, ensure};
use runtime::{Function, Trigger, Variable};

use crate::{described, logical_id, needs::Needs};

/// The longest that a function behind the API may take: the API gives up after 30 seconds.
const API_TIMEOUT_SECONDS: u32 = 29;
const MEMORY_MB: u32 = 256;
const BATCH_SIZE: u32 = 10;
const MAX_CONCURRENCY: u32 = 10;
/// How often a message is tried before it is set aside.
const MAX_RECEIVE_COUNT: u32 = 5;
/// A queue hides a message for so many times the time that its function may take (AWS Lambda developer guide,
/// "Using Lambda with Amazon SQS").
const VISIBILITY_FACTOR: u32 = 6;
/// The longest that SQS keeps a message: 14 days.
const RETENTION_SECONDS: u32 = 1_209_600;
/// A message that waits longer than this raises an alarm.
const DELAY_SECONDS: u32 = 900;

/// The functions with their needs, as the part of the template between its marks.
pub(crate) fn functions(functions: &[Function], needs: &BTreeMap<String, Needs>) -> anyhow::Result<String> {
    let names: BTreeSet<&str> = functions.iter().map(|function| function.name).collect();
    for name in needs.keys() {
        ensure!(
            names.contains(name.as_str()),
            "{} speaks of {name}, which is no function",
            crate::needs::PATH
        );
    }
    let none = Needs::default();
    let mut yaml = String::new();
    let mut queues = BTreeMap::new();
    for function in functions {
        let needs = needs.get(function.name).unwrap_or(&none);
        one(&mut yaml, function, needs)?;
        if let Trigger::Queue { queue } = function.trigger {
            queues.insert(queue, timeout_seconds(needs));
        }
        if let Trigger::Schedule { every } = function.trigger {
            schedule(&mut yaml, function, every)?;
        }
        if !matches!(function.trigger, Trigger::Api { .. }) {
            alarms(&mut yaml, function);
        }
    }
    for (queue, timeout) in queues {
        self::queue(&mut yaml, queue, timeout);
    }
    if functions.iter().any(|function| matches!(function.trigger, Trigger::Schedule { .. })) {
        yaml.push('\n');
        dead_letters(&mut yaml, "schedules", "Starts by the schedules were given up");
    }
    Ok(yaml)
}

fn timeout_seconds(needs: &Needs) -> u32 {
    needs.timeout_seconds.unwrap_or(API_TIMEOUT_SECONDS)
}

fn one(yaml: &mut String, function: &Function, needs: &Needs) -> anyhow::Result<()> {
    let (id, name) = (logical_id(function.name), function.name);
    let timeout = timeout_seconds(needs);
    ensure!(
        timeout <= API_TIMEOUT_SECONDS || !matches!(function.trigger, Trigger::Api { .. }),
        "{name}: the API waits for 30 seconds, so its functions have at most {API_TIMEOUT_SECONDS}"
    );
    let memory = needs.memory_mb.unwrap_or(MEMORY_MB);
    _ = write!(
        yaml,
        r#"
  {id}Function:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub ${{AWS::StackName}}-{name}
      Description: "{description}"
      CodeUri: target/lambda/{name}/
      Role: !GetAtt {id}Role.Arn
      MemorySize: {memory}
      Timeout: {timeout}
      LoggingConfig:
        LogFormat: JSON
        LogGroup: !Ref {id}Logs
"#,
        description = described(function),
    );
    if !function.variables.is_empty() {
        *yaml += "      Environment:\n        Variables:\n";
        for variable in &function.variables {
            _ = writeln!(yaml, "          {}: {}", variable.name, value_of(variable)?);
        }
    }
    match function.trigger {
        Trigger::Api { route, .. } => {
            _ = write!(
                yaml,
                r#"      Events:
        Api:
          Type: HttpApi
          Properties:
            ApiId: !Ref Api
            Method: {method}
            Path: {path}
            PayloadFormatVersion: "2.0"
            TimeoutInMillis: 30000
"#,
                method = route.method.as_str(),
                path = route.path,
            );
        }
        // Who may call is decided by the function itself, by the signature over the body.
        Trigger::FunctionUrl { .. } => {
            *yaml += "      FunctionUrlConfig:\n        AuthType: NONE\n        InvokeMode: BUFFERED\n";
        }
        Trigger::Queue { queue } => {
            _ = write!(
                yaml,
                r#"      Events:
        Queue:
          Type: SQS
          Properties:
            Queue: !GetAtt {queue}Queue.Arn
            BatchSize: {batch}
            FunctionResponseTypes:
              - ReportBatchItemFailures
            ScalingConfig:
              MaximumConcurrency: {concurrency}
"#,
                queue = logical_id(queue),
                batch = needs.batch_size.unwrap_or(BATCH_SIZE),
                concurrency = needs.max_concurrency.unwrap_or(MAX_CONCURRENCY),
            );
        }
        Trigger::Schedule { .. } => {}
    }
    _ = write!(
        yaml,
        r#"  {id}Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
      Policies:
        - PolicyName: {name}
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
{statements}  {id}Logs:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      LogGroupName: !Sub /aws/lambda/${{AWS::StackName}}-{name}
      RetentionInDays: !Ref LogRetentionDays
"#,
        statements = policy::statements(function, needs)?,
    );
    Ok(())
}

/// Where the template takes the value of a variable from.
fn value_of(variable: &Variable) -> anyhow::Result<String> {
    if let Some(queue) = variable.name.strip_suffix("_QUEUE_URL") {
        return Ok(format!("!Ref {}Queue", logical_id(&queue.to_lowercase().replace('_', "-"))));
    }
    Ok(match variable.name {
        "TABLE_NAME" => "!Ref Table".to_owned(),
        "SECRET_PREFIX" => "!Sub ${AWS::StackName}/".to_owned(),
        "POST_CALL_URL" => "!GetAtt ElevenlabsPostCallFunctionUrl.FunctionUrl".to_owned(),
        "VOICE_API_URLS" => "!Join [\",\", !Ref VoiceApiUrls]".to_owned(),
        other => bail!("the template does not know a value for the variable {other}"),
    })
}

fn schedule(yaml: &mut String, function: &Function, every: Duration) -> anyhow::Result<()> {
    let (id, name) = (logical_id(function.name), function.name);
    let minutes = every.as_secs() / 60;
    ensure!(
        minutes > 0 && every.as_secs().is_multiple_of(60),
        "{name}: a schedule runs every so many whole minutes"
    );
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    _ = write!(
        yaml,
        r#"  {id}Schedule:
    Type: AWS::Scheduler::Schedule
    Properties:
      Name: !Sub ${{AWS::StackName}}-{name}
      Description: "{description}"
      ScheduleExpression: rate({minutes} {unit})
      FlexibleTimeWindow:
        Mode: "OFF"
      Target:
        Arn: !GetAtt {id}Function.Arn
        RoleArn: !GetAtt {id}ScheduleRole.Arn
        RetryPolicy:
          MaximumEventAgeInSeconds: {age}
          MaximumRetryAttempts: 2
        DeadLetterConfig:
          Arn: !GetAtt SchedulesDeadLetterQueue.Arn
  {id}ScheduleRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: scheduler.amazonaws.com
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                aws:SourceAccount: !Ref AWS::AccountId
      Policies:
        - PolicyName: {name}-schedule
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action:
                  - lambda:InvokeFunction
                Resource: !GetAtt {id}Function.Arn
              - Effect: Allow
                Action:
                  - sqs:SendMessage
                Resource: !GetAtt SchedulesDeadLetterQueue.Arn
"#,
        description = described(function),
        age = every.as_secs().max(60),
    );
    Ok(())
}

/// Errors and throttles of a function that no caller of the API would notice.
fn alarms(yaml: &mut String, function: &Function) {
    let (id, name) = (logical_id(function.name), function.name);
    for (metric, what) in [("Errors", "fails"), ("Throttles", "is throttled")] {
        let section = metric.to_lowercase();
        _ = write!(
            yaml,
            r#"  {id}{metric}Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmDescription: "The function {name} {what}. Runbook: docs/runbook.md#function-{section}"
      Namespace: AWS/Lambda
      MetricName: {metric}
      Dimensions:
        - Name: FunctionName
          Value: !Ref {id}Function
      Statistic: Sum
      Period: 300
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
      AlarmActions:
        - !Ref Alerts
"#
        );
    }
}

fn queue(yaml: &mut String, name: &str, timeout_seconds: u32) {
    let id = logical_id(name);
    let visibility = timeout_seconds * VISIBILITY_FACTOR;
    _ = write!(
        yaml,
        r#"
  {id}Queue:
    Type: AWS::SQS::Queue
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      QueueName: !Sub ${{AWS::StackName}}-{name}
      VisibilityTimeout: {visibility}
      MessageRetentionPeriod: {RETENTION_SECONDS}
      SqsManagedSseEnabled: true
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt {id}DeadLetterQueue.Arn
        maxReceiveCount: {MAX_RECEIVE_COUNT}
"#
    );
    let delay = format!("Messages of the queue {name} wait for long. Runbook: docs/runbook.md#queue-delay");
    let alarm =
        QueueAlarm { metric: "ApproximateAgeOfOldestMessage", above: DELAY_SECONDS, description: &delay };
    alarm.write(yaml, &format!("{id}QueueDelayAlarm"), &format!("{id}Queue"));
    dead_letters(yaml, name, &format!("Messages of the queue {name} were given up"));
}

/// The queue that takes what was given up, and its alarm.
fn dead_letters(yaml: &mut String, name: &str, what: &str) {
    let id = format!("{}DeadLetterQueue", logical_id(name));
    _ = write!(
        yaml,
        r#"  {id}:
    Type: AWS::SQS::Queue
    DeletionPolicy: RetainExceptOnCreate
    UpdateReplacePolicy: Retain
    Properties:
      QueueName: !Sub ${{AWS::StackName}}-{name}-dead-letter
      MessageRetentionPeriod: {RETENTION_SECONDS}
      SqsManagedSseEnabled: true
"#
    );
    let description = format!("{what}. Runbook: docs/runbook.md#dead-letters");
    let metric = "ApproximateNumberOfMessagesVisible";
    QueueAlarm { metric, above: 0, description: &description }.write(yaml, &format!("{id}Alarm"), &id);
}

struct QueueAlarm<'a> {
    metric: &'static str,
    above: u32,
    description: &'a str,
}

impl QueueAlarm<'_> {
    fn write(&self, yaml: &mut String, id: &str, queue: &str) {
        let Self { metric, above, description } = self;
        _ = write!(
            yaml,
            r#"  {id}:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmDescription: "{description}"
      Namespace: AWS/SQS
      MetricName: {metric}
      Dimensions:
        - Name: QueueName
          Value: !GetAtt {queue}.QueueName
      Statistic: Maximum
      Period: 300
      EvaluationPeriods: 1
      Threshold: {above}
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
      AlarmActions:
        - !Ref Alerts
"#
        );
    }
}
