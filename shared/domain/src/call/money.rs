//! What a call cost.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount of money, exact to a millionth of the currency's main unit.
///
/// A call costs fractions of a cent per second, so cents would round the ledger wrong. The largest amount is far above
/// nine billion dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Money {
    /// Millionths of the main unit: 1,000,000 is one dollar.
    pub micros: i64,
    /// The currency.
    pub currency: Currency,
}

/// A currency (ISO 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Currency {
    /// United States dollar, the provider's only currency.
    #[serde(rename = "USD")]
    Usd,
}

impl Money {
    /// Dollars as the provider sends them, rounded to the nearest micro-dollar. `None` for what is no amount: not a
    /// number, or beyond a million dollars for one call.
    #[expect(clippy::cast_possible_truncation, reason = "checked to be far inside the range of i64")]
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        if !dollars.is_finite() || dollars.abs() > 1_000_000.0 {
            return None;
        }
        Some(Self { micros: (dollars * 1e6).round() as i64, currency: Currency::Usd })
    }
}

/// What a call cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallCost {
    /// The provider's credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<i64>,
    /// Money, where the provider says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
}

/// A cost as one short text, for the table: credits, micros and currency, such as `402 84000 USD`; `-` stands for what
/// is not known.
pub mod short {
    use serde::{Deserialize, Deserializer, Serializer, de};

    use super::{CallCost, Currency, Money};

    /// Writes it.
    pub fn serialize<S: Serializer>(cost: &Option<CallCost>, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(CallCost { credits, money }) = cost else { return serializer.serialize_none() };
        let credits = credits.map_or("-".to_owned(), |credits| credits.to_string());
        let money = money.map(|Money { micros, currency: Currency::Usd }| format!("{micros} USD"));
        serializer.collect_str(&format_args!("{credits} {}", money.as_deref().unwrap_or("-")))
    }

    /// Reads it.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<CallCost>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        let read = || {
            let mut words = text.split(' ');
            let credits = match words.next()? {
                "-" => None,
                credits => Some(credits.parse().ok()?),
            };
            let money = match (words.next()?, words.next()) {
                ("-", None) => None,
                (micros, Some("USD")) => {
                    Some(Money { micros: micros.parse().ok()?, currency: Currency::Usd })
                }
                _ => return None,
            };
            Some(CallCost { credits, money })
        };
        read().map(Some).ok_or_else(|| de::Error::custom("not the cost of a call"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_of_a_cent_are_kept() {
        assert_eq!(Money::from_dollars(0.003_125).unwrap().micros, 3_125);
        assert_eq!(Money::from_dollars(0.1 + 0.2).unwrap().micros, 300_000);
    }

    #[test]
    fn what_is_no_amount_is_left_out() {
        for dollars in [f64::NAN, f64::INFINITY, 1e300, -1e7] {
            assert_eq!(Money::from_dollars(dollars), None);
        }
    }
}
