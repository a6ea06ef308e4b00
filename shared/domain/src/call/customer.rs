//! Whose call it is, where a person says so.

use jiff::Timestamp;

use super::{Call, merge::in_milliseconds};
use crate::ids::CustomerId;

/// The number of a call tells whose it is, so nobody can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowsNumber;

impl Call {
    /// Whether a person may say whose call it is: no number tells, several customers have it, or a person said so before.
    pub fn may_choose_customer(&self) -> bool {
        self.customer_chosen || self.person().is_none() || !self.candidates.is_empty()
    }

    /// The call as that of the customer whom a person chose, or as nobody's. The same version if nothing changes.
    ///
    /// Later reports leave the choice, also one that brings a number.
    pub fn with_customer(&self, chosen: Option<CustomerId>, now: Timestamp) -> Result<Self, FollowsNumber> {
        if !self.may_choose_customer() {
            return Err(FollowsNumber);
        }
        if self.customer_id == chosen && self.customer_chosen == chosen.is_some() {
            return Ok(self.clone());
        }
        Ok(Self {
            customer_id: chosen,
            customer_chosen: chosen.is_some(),
            version: self.version + 1,
            updated_at: in_milliseconds(now),
            ..self.clone()
        })
    }
}
