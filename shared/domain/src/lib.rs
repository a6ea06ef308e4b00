//! The rules of the product: types, state machines and decisions.
//!
//! Pure code: no I/O, no clock and no randomness of its own. The current time and new ids are arguments, so that the
//! functions, the simulator and the property tests all run the same rules.
#![warn(missing_docs)]

pub mod audit;
pub mod call;
pub mod collected_data;
pub mod customer;
pub mod email;
pub mod ids;
pub mod inbox;
pub mod instant;
pub mod invalid;
mod invisible;
pub mod language;
pub mod local_day;
pub mod local_month;
pub mod network;
pub mod open_enum;
pub mod password;
pub mod patch;
pub mod phone;
pub mod preferences;
pub mod quota;
pub mod refresh;
pub mod role;
pub mod search;
pub mod stored;
pub mod tenant;
pub mod text;
pub mod throttle;
pub mod time_zone;
pub mod unknown;
pub mod user;
pub mod voice;

pub use ids::TenantId;
pub use invalid::{Invalid, InvalidCode};
