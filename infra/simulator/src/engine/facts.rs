//! The drawn facts of a call (who, when) and the filling of `{{name}}` in texts.

use std::collections::BTreeMap;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::call::{CallSpec, Direction};
use super::draw::Draw;

const PEOPLE: [&str; 16] = [
    "Maya Lindqvist",
    "Tom Abara",
    "Ines Moreau",
    "Daniel Okafor",
    "Priya Raman",
    "Lena Vogt",
    "Marcus Whitfield",
    "Sofia Castellano",
    "Jonas Brandt",
    "Amara Nwosu",
    "Hannah Kowalski",
    "Peter Novak",
    "Clara Jensen",
    "Rafael Duarte",
    "Emily Harrow",
    "Yusuf Demir",
];
const PEOPLE_IN_ARABIC: [&str; 6] =
    ["سارة المنصوري", "خالد الحربي", "نورة العتيبي", "عمر حداد", "ليلى قاسم", "يوسف النجار"];
const DEFAULT_BUSINESS: &str = "Harbour Dental";

/// The values that texts may name.
#[derive(Clone, Debug)]
pub struct Facts(BTreeMap<String, String>);

impl Facts {
    /// Draws the facts of a call; the dynamic variables of the call are facts as well.
    pub fn draw(spec: &CallSpec, language: &str, external_number: &str) -> Self {
        let mut draw = spec.seed.draw("facts");
        let mut facts = BTreeMap::new();
        if let Some(client_data) = &spec.client_data {
            for (name, value) in &client_data.dynamic_variables {
                facts.insert(name.clone(), plain(value));
            }
        }
        let people: &[&str] = if language == "ar" { &PEOPLE_IN_ARABIC } else { &PEOPLE };
        let drawn_person = draw.pick(people).copied().unwrap_or_default().to_owned();
        let person =
            facts.get("customer_name").filter(|name| !name.is_empty()).cloned().unwrap_or(drawn_person);
        facts.insert("person".to_owned(), person);
        let starts_at = appointment(spec.started_at, &mut draw);
        let local = starts_at.to_zoned(TimeZone::UTC);
        let day = if language == "ar" {
            format!("{} {}/{}", weekday_in_arabic(local.weekday()), local.day(), local.month())
        } else {
            local.strftime("%A %-d %B").to_string()
        };
        facts.insert("day".to_owned(), day);
        facts.insert("time".to_owned(), local.strftime("%H:%M").to_string());
        facts.insert("starts_at".to_owned(), local.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string());
        facts.insert("booking_id".to_owned(), draw.hex("bkg_", 12));
        facts.insert("ticket_id".to_owned(), draw.hex("tkt_", 12));
        facts.insert("spoken_number".to_owned(), spoken(external_number));
        facts.insert("business".to_owned(), business(spec.agent.agent_name.as_deref()));
        let mut facts = Self(facts);
        let first_message = facts.fill(&first_message(spec, language));
        facts.0.insert("first_message".to_owned(), first_message);
        facts
    }

    /// `text` with every known `{{name}}` replaced; unknown ones stay.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            filled.push_str(before);
            let Some((name, remainder)) = after.split_once("}}") else {
                filled.push_str("{{");
                rest = after;
                continue;
            };
            match self.0.get(name.trim()) {
                Some(value) => filled.push_str(value),
                None => {
                    filled.push_str("{{");
                    filled.push_str(name);
                    filled.push_str("}}");
                }
            }
            rest = remainder;
        }
        filled.push_str(rest);
        filled
    }

    /// `value` with every text in it filled.
    pub fn fill_value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.fill(text)),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.fill_value(item)).collect()),
            Value::Object(fields) => Value::Object(self.fill_map(fields)),
            other => other.clone(),
        }
    }

    /// `fields` with every text in it filled.
    pub fn fill_map(&self, fields: &Map<String, Value>) -> Map<String, Value> {
        fields.iter().map(|(name, value)| (name.clone(), self.fill_value(value))).collect()
    }
}

/// A variable's value as a text names it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A weekday within two weeks, on a full or half hour of a working day.
fn appointment(now: Timestamp, draw: &mut Draw) -> Timestamp {
    let today = now.to_zoned(TimeZone::UTC).date();
    let mut day = today.saturating_add(SignedDuration::from_hours(24 * i64::from(draw.between(2, 9))));
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day = day.saturating_add(SignedDuration::from_hours(24));
    }
    let hour = i8::try_from(draw.between(9, 16)).unwrap_or(9);
    let minute = if draw.chance(0.5) { 30 } else { 0 };
    day.at(hour, minute, 0, 0).to_zoned(TimeZone::UTC).map_or(now, |zoned| zoned.timestamp())
}

fn weekday_in_arabic(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "الاثنين",
        Weekday::Tuesday => "الثلاثاء",
        Weekday::Wednesday => "الأربعاء",
        Weekday::Thursday => "الخميس",
        Weekday::Friday => "الجمعة",
        Weekday::Saturday => "السبت",
        Weekday::Sunday => "الأحد",
    }
}

/// The digits of the last ten places as a mailbox speaks them.
fn spoken(number: &str) -> String {
    const DIGITS: [&str; 10] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let digits: Vec<usize> =
        number.chars().filter_map(|character| character.to_digit(10)).map(|digit| digit as usize).collect();
    let last_ten = &digits[digits.len().saturating_sub(10)..];
    let mut spoken = String::new();
    for (place, digit) in last_ten.iter().enumerate() {
        if place > 0 {
            spoken.push_str(if place == 3 || place == 6 { ", " } else { " " });
        }
        spoken.push_str(DIGITS[*digit]);
    }
    if spoken.is_empty() { "this subscriber".to_owned() } else { spoken }
}

/// The business an agent speaks for: its name without its job.
fn business(agent_name: Option<&str>) -> String {
    const JOBS: [&str; 5] = [" receptionist", " reminders", " assistant", " agent", " outbound"];
    let Some(name) = agent_name.filter(|name| !name.is_empty()) else { return DEFAULT_BUSINESS.to_owned() };
    JOBS.iter().find_map(|job| name.strip_suffix(job)).unwrap_or(name).to_owned()
}

/// What the agent says first: the call's override, else the agent's own, else a usual greeting.
fn first_message(spec: &CallSpec, language: &str) -> String {
    let overridden =
        spec.client_data.as_ref().and_then(|data| data.config_override.pointer("/agent/first_message"));
    let configured = spec.agent.config.pointer("/conversation_config/agent/first_message");
    let given = [overridden, configured].into_iter().flatten().filter_map(Value::as_str);
    if let Some(text) = given.into_iter().find(|text| !text.is_empty()) {
        return text.to_owned();
    }
    match (spec.direction, language) {
        (Direction::Inbound, "ar") => "مرحباً بك في {{business}}، معك موظف الاستقبال الآلي. كيف يمكنني مساعدتك؟",
        (Direction::Inbound, _) => {
            "Hello, this is {{business}}, you are speaking with the virtual receptionist. How can I help?"
        }
        (Direction::Outbound, "ar") => "مرحباً {{person}}، معك المساعد الآلي من {{business}} بخصوص موعدك.",
        (Direction::Outbound, _) => {
            "Hello {{person}}, this is the virtual assistant of {{business}}, calling about your appointment. Can you \
             still make it?"
        }
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_filled_and_unknown_ones_stay() {
        let facts = Facts([("person".to_owned(), "Ines".to_owned())].into_iter().collect());
        assert_eq!(
            facts.fill("Hello {{person}}, {{ person }} and {{nobody}} {{"),
            "Hello Ines, Ines and {{nobody}} {{"
        );
    }

    #[test]
    fn a_mailbox_speaks_the_number_in_groups() {
        assert_eq!(spoken("+12025550143"), "two zero two, five five five, zero one four three");
        assert_eq!(spoken("anonymous"), "this subscriber");
    }
}
