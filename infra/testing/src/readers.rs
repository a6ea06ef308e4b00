//! The readers of what comes from outside, each as a function of bytes: whatever they are, it ends, and what it accepts
//! keeps its promise. Property tests call them with random and changed bytes, and so does cargo-fuzz (`fuzz/`).

use domain::{
    customer::CustomerEdit,
    email::EmailAddress,
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
use jiff::Timestamp;
use runtime::{Body, Json};
use secrecy::SecretString;

/// A reader with the name of its target, and bytes that it accepts.
pub struct Reader {
    pub name: &'static str,
    pub read: fn(&[u8]),
    pub seeds: &'static [&'static str],
}

/// All of them.
pub const READERS: &[Reader] = &[
    Reader {
        name: "json_body",
        read: json_body,
        seeds: &[
            r#"{"name":"Robin","tags":["vip"],"customFields":{"a":1,"b":null},"consent":{"calls":true}}"#,
            r#"{"phones":[{"number":"+12025550123"}],"notes":"\u00e9\ud83e\udd80","email":"robin@example.com"}"#,
        ],
    },
    Reader {
        name: "webhook",
        read: webhook,
        seeds: &[
            r#"{"type":"post_call_transcription","event_timestamp":1789992000,"data":{"agent_id":"agent_1","conversation_id":"conv_1","status":"done","transcript":[{"role":"user","message":"Hello","time_in_call_secs":1}],"metadata":{"start_time_unix_secs":1789992000,"call_duration_secs":5,"phone_call":{"direction":"inbound","external_number":"+12025550123"}}}}"#,
            r#"{"type":"call_initiation_failure","data":{"agent_id":"a","conversation_id":"c","failure_reason":"busy","metadata":{"type":"twilio","body":{"CallStatus":"busy"}}}}"#,
        ],
    },
    Reader {
        name: "signature",
        read: signature_header,
        seeds: &["t=1789992000,v0=00000000000000000000000000000000000000000000000000000000000000ff"],
    },
    Reader {
        name: "search",
        read: search,
        seeds: &["Robin O'Neil +1 202 555 0123", "robin@example.com 0177", "عبد الله"],
    },
    Reader {
        name: "phone",
        read: phone,
        seeds: &["+1 (202) 555-0123", "020 7946 0018", "+12025550123;ext=12"],
    },
    Reader {
        name: "refresh_token",
        read: refresh_token,
        seeds: &[
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ],
    },
    Reader {
        name: "text",
        read: text,
        seeds: &["Robin Example", "robin@example.com", "caf\u{e9} au lait", "e\u{301}"],
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
