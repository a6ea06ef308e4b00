//! How a list of customers is asked for.

use domain::{
    customer::{ExternalId, TypedNumber},
    email::EmailAddress,
    instant::Instant,
    text::Tag,
};
use runtime::Limit;
use serde::Deserialize;
use store::customers::TagMatch;
use utoipa::{IntoParams, ToSchema};

/// Which customers, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListQuery {
    /// At most so many, from 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200)]
    pub(crate) limit: Limit,
    /// The nextCursor of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub(crate) cursor: Option<String>,
    /// Only customers who are found by all of these words: each is the beginning of a word of the name, of the e-mail
    /// address, of one of its parts or of its domain, or the beginning or at least the last four digits of a phone
    /// number. Numbers may be typed as they are dialled in the default region. Case, accents, apostrophes and hyphens
    /// do not matter. Of a name, 12 words count: the first two and the last ones come before the others, and particles
    /// come last.
    #[param(max_length = 200)]
    pub(crate) q: Option<String>,
    /// Only customers with this phone number, with its country code or as it is dialled in the default region. Those
    /// who have it with an extension are found where nobody has it without one.
    #[param(value_type = Option<TypedNumber>)]
    pub(crate) phone: Option<String>,
    /// Only customers with this e-mail address.
    pub(crate) email: Option<EmailAddress>,
    /// Only the customer with this id in another system.
    pub(crate) external_id: Option<ExternalId>,
    /// Only customers with these ids: at most 100, with commas between them.
    pub(crate) ids: Option<String>,
    /// Only customers who were changed then or later, the earliest change first, deleted ones included. A change may be
    /// seen some moments late: begin a minute before the last answer.
    #[param(value_type = Option<String>, format = DateTime)]
    pub(crate) updated_since: Option<Instant>,
    /// Only customers with this tag. Give it up to 5 times for several.
    #[serde(default)]
    #[param(value_type = Option<Vec<Tag>>, max_items = 5)]
    pub(crate) tag: Vec<Tag>,
    /// Whether one of several tags is enough, or all are wanted.
    #[serde(default)]
    #[param(inline, value_type = Option<TagMatching>)]
    pub(crate) tag_match: TagMatching,
    /// In which order.
    #[serde(default)]
    #[param(inline, value_type = Option<ListOrder>)]
    pub(crate) order: ListOrder,
    /// Deleted customers instead, who can be restored.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    pub(crate) deleted: bool,
    /// Also how many there are in all. Only without a search, tags, a look-up or changes.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    pub(crate) count: bool,
}

/// Which customers have several tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum TagMatching {
    /// Those who have one of them.
    #[default]
    Any,
    /// Those who have all of them.
    All,
}

impl From<TagMatching> for TagMatch {
    fn from(matching: TagMatching) -> Self {
        match matching {
            TagMatching::Any => Self::Any,
            TagMatching::All => Self::All,
        }
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ListOrder {
    /// Who became known last comes first.
    #[default]
    Newest,
    /// By name, whoever has one. A change may be seen some moments late.
    Name,
    /// Who was changed last comes first. A change may be seen some moments late.
    Updated,
}
