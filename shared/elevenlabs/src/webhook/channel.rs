//! On which way a conversation came about, and who started it.

use std::borrow::Cow;

use domain::call::{Channel, Direction};

use crate::lenient::Object;

pub(crate) fn direction(word: &str) -> Option<Direction> {
    match word.trim().to_ascii_lowercase().as_str() {
        "inbound" => Some(Direction::Inbound),
        "outbound" => Some(Direction::Outbound),
        _ => None,
    }
}

/// What is told about the way.
pub(super) struct Way<'a> {
    pub(super) channel: Option<Channel>,
    pub(super) direction: Option<Direction>,
    /// The object that has the numbers, where one is there.
    pub(super) numbers: Option<Object<'a>>,
}

/// The way as `metadata` tells it. `source_info` of what was passed at the start stands in for a source that is not named.
pub(super) fn way<'a>(metadata: &Object<'a>, client_data: &Object<'a>) -> Way<'a> {
    let of_source = metadata
        .text("conversation_initiation_source")
        .or_else(|| client_data.object("source_info")?.text("source"))
        .map(|source| of_source(&source));
    let with_numbers =
        [("phone_call", Channel::Phone), ("sms", Channel::Sms), ("whatsapp", Channel::Whatsapp)];
    // An object with nothing in it tells as little as none.
    let told = |name| metadata.object(name).filter(|numbers| !numbers.is_empty());
    let named = with_numbers.into_iter().find_map(|(name, channel)| Some((channel, told(name)?)));
    let (channel, numbers) = match named {
        Some((channel, numbers)) => (Some(channel), Some(numbers)),
        None => (of_source.flatten(), None),
    };
    let told = numbers.as_ref().and_then(|numbers| direction(&numbers.text("direction")?));
    let direction = told.or(match channel {
        // A page or an app waits for the person.
        Some(Channel::Web) => Some(Direction::Inbound),
        // Batches only call out.
        _ => metadata
            .object("batch_call")
            .and_then(|batch| batch.text("batch_call_id"))
            .map(|_| Direction::Outbound),
    });
    Way { channel, direction, numbers }
}

/// What the provider's word for a source means. The list of words grows; `None` for one that says that it does not know.
fn of_source(source: &str) -> Option<Channel> {
    const PHONE: [&str; 12] = [
        "twilio",
        "sip",
        "exotel",
        "genesys",
        "avaya",
        "audiocodes",
        "telnyx",
        "plivo",
        "vonage",
        "phone",
        "voice",
        "telephony",
    ];
    const WEB: [&str; 5] = ["widget", "sdk", "web", "browser", "talk_to"];
    let source = source.trim().to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| source.contains(word));
    if source.is_empty() || source == "unknown" {
        None
    } else if has(&["whatsapp"]) {
        Some(Channel::Whatsapp)
    } else if has(&["sms"]) {
        Some(Channel::Sms)
    } else if has(&WEB) {
        Some(Channel::Web)
    } else if has(&PHONE) {
        Some(Channel::Phone)
    } else {
        Some(Channel::Other)
    }
}

/// The person's number in text messages. WhatsApp names its users by the digits of their number, or by a name of its own.
pub(super) fn sender<'a>(channel: Option<Channel>, numbers: &Object<'a>) -> Option<Cow<'a, str>> {
    let first = |names: [&str; 3]| names.into_iter().find_map(|name| numbers.digits(name));
    match channel {
        Some(Channel::Sms) => first(["sms_user_phone_number", "user_phone_number", "external_number"]),
        Some(Channel::Whatsapp) => {
            let user = first(["whatsapp_user_phone_number", "whatsapp_user_id", "external_number"])?;
            let digits = whatsapp_digits(&user);
            Some(digits.map_or(user, |digits| Cow::Owned(format!("+{digits}"))))
        }
        _ => numbers.digits("external_number"),
    }
}

/// The digits of a number that WhatsApp names a user by, which never has the plus: `12025550174`, `whatsapp:12025550174`,
/// `12025550174@s.whatsapp.net`.
fn whatsapp_digits(user: &str) -> Option<String> {
    let user = user.trim();
    let scheme = user.get(.."whatsapp:".len()).filter(|scheme| scheme.eq_ignore_ascii_case("whatsapp:"));
    let user = scheme.map_or(user, |scheme| &user[scheme.len()..]);
    // Behind a colon is the device.
    let number = user.split(['@', ':']).next()?;
    (number.len() >= 8 && number.bytes().all(|b| b.is_ascii_digit())).then(|| number.to_owned())
}

/// The tenant's number.
pub(super) fn line<'a>(numbers: &Object<'a>) -> Option<Cow<'a, str>> {
    ["agent_number", "agent_phone_number", "whatsapp_phone_number"]
        .into_iter()
        .find_map(|name| numbers.digits(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_of_today_and_tomorrow_are_sorted() {
        for (source, channel) in [
            ("twilio", Some(Channel::Phone)),
            ("twilio_voice_v2", Some(Channel::Phone)),
            ("sip_trunk", Some(Channel::Phone)),
            ("genesys", Some(Channel::Phone)),
            ("widget", Some(Channel::Web)),
            ("react_sdk", Some(Channel::Web)),
            ("android_sdk", Some(Channel::Web)),
            ("WhatsApp", Some(Channel::Whatsapp)),
            ("twilio_sms", Some(Channel::Sms)),
            ("slack_integration", Some(Channel::Other)),
            ("unknown", None),
            (" ", None),
        ] {
            assert_eq!(of_source(source), channel, "{source}");
        }
    }
}
