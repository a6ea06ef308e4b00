//! What each recorded payload says, word for word.

use serde_json::{Value, json};

use super::{call_of, fixture, parse};

/// The call of a fixture as JSON, without what is the same in all of them and what is not so; with when it was told, and
/// why it ended.
fn shown(name: &str) -> Value {
    let (call, details) = call_of(&parse(&fixture(name)));
    let mut shown = serde_json::to_value(&call).unwrap();
    let fields = shown.as_object_mut().unwrap();
    for name in ["id", "connectionId", "agentId", "version", "createdAt", "updatedAt"] {
        assert!(fields.remove(name).is_some(), "{name}");
    }
    fields.retain(|_, value| *value != json!(false) && *value != json!([]));
    for (name, value) in [
        ("eventAt", json!(call.evidence.newest())),
        ("endedBecause", json!(details.and_then(|details| details.ended_because))),
    ] {
        if !value.is_null() {
            fields.insert(name.to_owned(), value);
        }
    }
    shown
}

#[test]
fn an_inbound_call_of_a_stranger() {
    insta::assert_json_snapshot!(shown("post_call_transcription.inbound_unknown_caller"), @r##"
    {
      "acceptedAt": "2026-09-21T11:26:41Z",
      "callSid": "CA00000000000000000000000000000001",
      "carrier": "twilio",
      "channel": "phone",
      "conversationId": "conv_0901navaiatest0000000000001",
      "cost": {
        "credits": 402
      },
      "direction": "inbound",
      "durationSeconds": 43,
      "endedBecause": "end_call tool was called.",
      "eventAt": "2026-09-21T11:27:32Z",
      "from": "+12025550123",
      "hasAudio": true,
      "language": "en",
      "startedAt": "2026-09-21T11:26:40Z",
      "status": "completed",
      "successful": "success",
      "summaryTitle": "Check-up booking and price question",
      "to": "+12025550100"
    }
    "##);
}

#[test]
fn the_details_of_an_inbound_call() {
    let (_, details) = call_of(&parse(&fixture("post_call_transcription.inbound_unknown_caller")));
    insta::assert_json_snapshot!(details.unwrap(), @r##"
    {
      "summary": "A first-time caller, Robin Example, booked a check-up for 24 September at 10:30 and asked for a call back about whitening prices.",
      "evaluation": [
        {
          "id": "goal_reached",
          "result": "success",
          "rationale": "The appointment was booked."
        },
        {
          "id": "polite",
          "result": "success",
          "rationale": "The agent stayed polite."
        }
      ],
      "collected": {
        "booking_requested": true,
        "booking_starts_at": "2026-09-24T10:30:00+00:00",
        "contact_reason": "booking",
        "customer_email": null,
        "customer_name": "Robin Example",
        "party_size": 1,
        "ticket_needed": true,
        "ticket_subject": "Call back about whitening prices"
      },
      "turns": [
        {
          "role": "agent",
          "message": "Hello, this is Harbour Dental, you are speaking with the virtual receptionist. How can I help?",
          "timeInCallSeconds": 0
        },
        {
          "role": "user",
          "message": "Hi, um, I'd like to book a check-up. It's my first time with you.",
          "timeInCallSeconds": 5,
          "medium": "audio"
        },
        {
          "role": "agent",
          "timeInCallSeconds": 9,
          "toolCalls": [
            {
              "name": "lookup_customer",
              "parameters": "{\"phone_number\": \"\", \"tenant_ref\": \"tnt_demo_0001\", \"call_ref\": \"call_01J00000000000000000000001\", \"conversation_id\": \"conv_0901navaiatest0000000000001\", \"agent_id\": \"agent_0901navaiareceptiontest000001\"}",
              "result": "{\"found\": false, \"customer\": null}"
            }
          ]
        },
        {
          "role": "agent",
          "message": "Welcome! May I have your full name, please?",
          "timeInCallSeconds": 10
        },
        {
          "role": "user",
          "message": "Robin Example. And the number I'm calling from is fine.",
          "timeInCallSeconds": 14,
          "medium": "audio"
        },
        {
          "role": "agent",
          "message": "Thanks, Robin. Would Thursday the twenty-fourth at half past ten suit you?",
          "timeInCallSeconds": 18
        },
        {
          "role": "user",
          "message": "Yes, that works. Also, could someone call me about the price of whitening?",
          "timeInCallSeconds": 23,
          "medium": "audio"
        },
        {
          "role": "agent",
          "timeInCallSeconds": 29,
          "toolCalls": [
            {
              "name": "create_booking",
              "parameters": "{\"customer_name\": \"Robin Example\", \"service\": \"Check-up\", \"starts_at\": \"2026-09-24T10:30:00+00:00\", \"party_size\": 1, \"tenant_ref\": \"tnt_demo_0001\", \"call_ref\": \"call_01J00000000000000000000001\", \"conversation_id\": \"conv_0901navaiatest0000000000001\", \"agent_id\": \"agent_0901navaiareceptiontest000001\"}",
              "result": "{\"ok\": true, \"booking_id\": \"bkg_000123\", \"starts_at\": \"2026-09-24T10:30:00+00:00\"}"
            }
          ]
        },
        {
          "role": "agent",
          "message": "You are booked for Thursday at ten thirty. I will ask a colleague to call you about whitening prices. Anything else?",
          "timeInCallSeconds": 30
        },
        {
          "role": "user",
          "message": "No, that is all. Bye.",
          "timeInCallSeconds": 38,
          "medium": "audio"
        },
        {
          "role": "agent",
          "message": "Thank you for calling Harbour Dental. Goodbye!",
          "timeInCallSeconds": 40,
          "toolCalls": [
            {
              "name": "end_call",
              "parameters": "{\"reason\": \"The appointment is booked and the caller said goodbye\", \"message\": \"Thank you for calling Harbour Dental. Goodbye!\"}",
              "result": "{\"result_type\": \"end_call_success\", \"status\": \"success\", \"reason\": \"The appointment is booked and the caller said goodbye\", \"message\": \"Thank you for calling Harbour Dental. Goodbye!\"}"
            }
          ]
        }
      ],
      "endedBecause": "end_call tool was called.",
      "reported": {
        "externalNumber": "+12025550123",
        "agentNumber": "+12025550100",
        "variables": {
          "booking_id": "bkg_000123",
          "call_ref": "call_01J00000000000000000000001",
          "caller_number": "+12025550123",
          "customer_known": "no",
          "customer_name": "",
          "is_vip": "false",
          "open_ticket_count": "0",
          "tenant_ref": "tnt_demo_0001"
        }
      },
      "truncated": false
    }
    "##);
}

#[test]
fn an_outbound_call_that_was_answered() {
    insta::assert_json_snapshot!(shown("post_call_transcription.outbound_answered"), @r##"
    {
      "acceptedAt": "2026-09-21T11:43:21Z",
      "callSid": "CA00000000000000000000000000000002",
      "carrier": "twilio",
      "channel": "phone",
      "conversationId": "conv_0901navaiatest0000000000002",
      "cost": {
        "credits": 148
      },
      "direction": "outbound",
      "durationSeconds": 14,
      "endedBecause": "end_call tool was called.",
      "eventAt": "2026-09-21T11:43:41Z",
      "from": "+12025550101",
      "hasAudio": true,
      "language": "en",
      "startedAt": "2026-09-21T11:43:20Z",
      "status": "completed",
      "successful": "success",
      "summaryTitle": "Appointment confirmed",
      "to": "+12025550142"
    }
    "##);
}

#[test]
fn a_mailbox() {
    insta::assert_json_snapshot!(shown("post_call_transcription.outbound_voicemail"), @r##"
    {
      "acceptedAt": "2026-09-21T12:00:01Z",
      "callSid": "CA00000000000000000000000000000003",
      "carrier": "twilio",
      "channel": "phone",
      "conversationId": "conv_0901navaiatest0000000000003",
      "cost": {
        "credits": 201
      },
      "direction": "outbound",
      "durationSeconds": 24,
      "endedBecause": "voicemail_detection tool was called.",
      "eventAt": "2026-09-21T12:00:33Z",
      "from": "+12025550101",
      "hasAudio": true,
      "language": "en",
      "startedAt": "2026-09-21T12:00:00Z",
      "status": "voicemail",
      "successful": "unknown",
      "summaryTitle": "Voicemail reached",
      "to": "+12025550143"
    }
    "##);
}

#[test]
fn a_claimed_success_that_never_started() {
    insta::assert_json_snapshot!(shown("post_call_transcription.init_failed_status_done"), @r##"
    {
      "acceptedAt": "2026-09-21T12:25:01Z",
      "callSid": "CA00000000000000000000000000000005",
      "carrier": "twilio",
      "channel": "phone",
      "conversationId": "conv_0901navaiatest0000000000005",
      "cost": {
        "credits": 0
      },
      "direction": "outbound",
      "durationSeconds": 1,
      "endedBecause": "Conversation initialization failed",
      "eventAt": "2026-09-21T12:25:04Z",
      "failure": {
        "code": "initialization_failed",
        "providerCode": 1008,
        "reason": "Missing required dynamic variables in first message: {'appointment_time'}"
      },
      "from": "+12025550101",
      "language": "en",
      "startedAt": "2026-09-21T12:25:00Z",
      "status": "failed",
      "successful": "failure",
      "to": "+12025550145"
    }
    "##);
}

#[test]
fn nulls_and_absent_fields() {
    insta::assert_json_snapshot!(shown("post_call_transcription.nulls_and_absent"), @r##"
    {
      "callSid": "CA00000000000000000000000000000004",
      "carrier": "twilio",
      "channel": "phone",
      "conversationId": "conv_0901navaiatest0000000000004",
      "direction": "inbound",
      "durationSeconds": 5,
      "eventAt": "2026-09-21T12:16:49Z",
      "failure": {
        "code": "no_conversation"
      },
      "numberWithheld": true,
      "startedAt": "2026-09-21T12:16:40Z",
      "status": "failed",
      "to": "+12025550100"
    }
    "##);
}

#[test]
fn a_busy_line_at_twilio() {
    insta::assert_json_snapshot!(shown("call_initiation_failure.twilio_busy"), @r##"
    {
      "callSid": "CA00000000000000000000000000000006",
      "carrier": "twilio",
      "channel": "phone",
      "conversationId": "conv_0901navaiatest0000000000006",
      "direction": "outbound",
      "eventAt": "2026-09-21T12:40:12Z",
      "failure": {
        "code": "not_connected",
        "providerCode": 486
      },
      "from": "+12025550101",
      "startedAt": "2026-09-21T12:40:12Z",
      "status": "busy",
      "to": "+12025550146"
    }
    "##);
}

#[test]
fn no_answer_at_twilio() {
    insta::assert_json_snapshot!(shown("call_initiation_failure.twilio_no_answer"), @r##"
    {
      "callSid": "CA00000000000000000000000000000007",
      "carrier": "twilio",
      "channel": "phone",
      "conversationId": "conv_0901navaiatest0000000000007",
      "direction": "outbound",
      "eventAt": "2026-09-21T12:41:52Z",
      "failure": {
        "code": "not_connected",
        "providerCode": 487
      },
      "from": "+12025550101",
      "startedAt": "2026-09-21T12:41:52Z",
      "status": "no_answer",
      "to": "+12025550147"
    }
    "##);
}

#[test]
fn a_failure_at_a_sip_trunk() {
    insta::assert_json_snapshot!(shown("call_initiation_failure.sip_unknown"), @r##"
    {
      "callSid": "0a1b2c3d-0000-4000-8000-000000000008",
      "carrier": "sip_trunk",
      "channel": "phone",
      "conversationId": "conv_0901navaiatest0000000000008",
      "direction": "outbound",
      "eventAt": "2026-09-21T12:43:32Z",
      "failure": {
        "code": "not_connected",
        "providerCode": 404,
        "reason": "INVITE failed: sip status: 404: Not Found (SIP 404)"
      },
      "from": "+12025550101",
      "startedAt": "2026-09-21T12:43:32Z",
      "status": "failed",
      "to": "+12025550148"
    }
    "##);
}

#[test]
fn a_recording() {
    insta::assert_json_snapshot!(shown("post_call_audio.tiny"), @r##"
    {
      "conversationId": "conv_0901navaiatest0000000000001",
      "eventAt": "2026-09-21T11:27:41Z",
      "hasAudio": true,
      "startedAt": "2026-09-21T11:27:41Z",
      "status": "outcome_unknown"
    }
    "##);
}
