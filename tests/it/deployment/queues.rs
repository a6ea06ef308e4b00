//! Queues and schedules.

use runtime::Trigger;

use super::Template;

#[test]
fn every_queue_outlives_its_function_and_sets_failures_aside() {
    let template = Template::read();
    let functions = template.functions();
    let mappings = template.resources("AWS::Lambda::EventSourceMapping");
    let mut consumers = 0;
    for function in catalog::functions() {
        let Trigger::Queue { queue } = function.trigger else { continue };
        consumers += 1;
        let id = generate::logical_id(queue);
        let properties = template.resource(&format!("{id}Queue"));
        let (function_id, consumer) = functions[function.name];
        let timeout = consumer["Timeout"].as_u64().unwrap();
        assert!(properties["VisibilityTimeout"].as_u64().unwrap() >= 6 * timeout, "{queue}");
        assert_eq!(properties["RedrivePolicy"]["maxReceiveCount"], 5, "{queue}");
        let dead_letters = &properties["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0];
        let dead_letters = dead_letters.as_str().unwrap();
        assert!(template.resource(dead_letters)["RedrivePolicy"].is_null());
        assert!(
            template.resources("AWS::CloudWatch::Alarm").values().any(|alarm| {
                alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0] == dead_letters
                    && alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
            }),
            "nobody is told of the dead letters of {queue}"
        );

        let mapping = mappings.values().find(|mapping| mapping["FunctionName"]["Ref"] == function_id);
        let mapping = mapping.unwrap_or_else(|| panic!("nothing brings {queue} to {}", function.name));
        assert_eq!(mapping["EventSourceArn"]["Fn::GetAtt"][0], format!("{id}Queue"));
        assert_eq!(mapping["FunctionResponseTypes"][0], "ReportBatchItemFailures");
        assert!(mapping["ScalingConfig"]["MaximumConcurrency"].as_u64().unwrap() >= 2);
    }
    assert_eq!(mappings.len(), consumers);
}

#[test]
fn every_schedule_runs_its_function_at_its_rate() {
    let template = Template::read();
    let functions = template.functions();
    let schedules = template.resources("AWS::Scheduler::Schedule");
    let mut expected = 0;
    for function in catalog::functions() {
        let Trigger::Schedule { every } = function.trigger else { continue };
        expected += 1;
        let (id, _) = functions[function.name];
        let schedule = schedules.values().find(|schedule| schedule["Target"]["Arn"]["Fn::GetAtt"][0] == id);
        let schedule = schedule.unwrap_or_else(|| panic!("nothing starts {}", function.name));
        let minutes = every.as_secs() / 60;
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        assert_eq!(schedule["ScheduleExpression"], format!("rate({minutes} {unit})"));
        assert!(schedule["Target"]["DeadLetterConfig"]["Arn"].is_object());
        assert!(schedule["Target"]["RetryPolicy"].is_object());
    }
    assert_eq!(schedules.len(), expected);
}
