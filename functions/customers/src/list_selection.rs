//! Which customers a query asks for.

use std::collections::BTreeSet;

use domain::{
    Invalid, InvalidCode,
    customer::{ExternalId, TypedNumber},
    email::EmailAddress,
    ids::CustomerId,
    instant::Instant,
    text::Tag,
};
use runtime::{ApiError, ApiResult};
use store::{
    counters::Counter,
    customers::{Lifecycle, MAX_TAGS_LOOKED_FOR, TagMatch},
};

use crate::list_query::{ListOrder, ListQuery};

/// The most characters of a search.
const MAX_SEARCH_LENGTH: usize = 200;
/// The most ids of a look-up.
const MAX_IDS: usize = 100;

const CONFLICTING: Invalid =
    Invalid::new(InvalidCode::Conflicting, "must not be given together with another filter or order");

/// What a query asks for.
pub(crate) enum Selection<'a> {
    /// All of them, the newest first.
    All(Lifecycle),
    /// Those who have a name, by it.
    ByName,
    /// Those with one of these tags, or with all of them.
    Tagged(&'a [Tag], TagMatch),
    /// By when they were changed: since a time, or the last change first.
    Changed(Option<Instant>),
    /// Those that somebody searches for.
    Found(&'a str),
    /// Those that have something which few have.
    LookedUp(Lookup<'a>),
}

/// What few customers have.
pub(crate) enum Lookup<'a> {
    Phone(TypedNumber),
    Email(&'a EmailAddress),
    ExternalId(&'a ExternalId),
    Ids(Vec<CustomerId>),
}

impl ListQuery {
    /// What is asked for; 422 where it does not go together.
    pub(crate) fn selection(&self) -> ApiResult<Selection<'_>> {
        let q = self.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let order = match self.order {
            ListOrder::Newest => None,
            ListOrder::Name => Some(Selection::ByName),
            ListOrder::Updated => Some(Selection::Changed(None)),
        };
        if self.tag.len() > MAX_TAGS_LOOKED_FOR {
            let rule = Invalid::because(
                InvalidCode::TooMany,
                format!("must be given at most {MAX_TAGS_LOOKED_FOR} times"),
            );
            return Err(ApiError::invalid_field("?tag", &rule.max(MAX_TAGS_LOOKED_FOR as u64)));
        }
        let tags = (!self.tag.is_empty()).then(|| Selection::Tagged(&self.tag, self.tag_match.into()));
        let given = [
            ("?q", q.map(search).transpose()?),
            ("?phone", self.phone.as_deref().map(phone).transpose()?),
            ("?email", self.email.as_ref().map(|email| Selection::LookedUp(Lookup::Email(email)))),
            ("?externalId", self.external_id.as_ref().map(|id| Selection::LookedUp(Lookup::ExternalId(id)))),
            ("?ids", self.ids.as_deref().map(ids).transpose()?),
            ("?updatedSince", self.updated_since.map(|since| Selection::Changed(Some(since)))),
            ("?tag", tags),
            ("?order", order),
        ];
        let mut given = given.into_iter().filter_map(|(name, selection)| Some((name, selection?)));
        let Some((name, selection)) = given.next() else {
            return Ok(Selection::All(if self.deleted { Lifecycle::Deleted } else { Lifecycle::Live }));
        };
        if given.next().is_some() || self.deleted {
            return Err(ApiError::invalid_field(name, &CONFLICTING));
        }
        Ok(selection)
    }
}

impl Selection<'_> {
    /// What counts the customers that are asked for; 422 where nothing does.
    pub(crate) fn counter(&self) -> ApiResult<Counter> {
        match self {
            Self::All(Lifecycle::Live) => Ok(Counter::Customers),
            Self::All(Lifecycle::Deleted) => Ok(Counter::DeletedCustomers),
            _ => Err(ApiError::invalid_field("?count", &CONFLICTING)),
        }
    }
}

fn search(text: &str) -> ApiResult<Selection<'_>> {
    if text.chars().count() > MAX_SEARCH_LENGTH {
        let rule = Invalid::too_long(MAX_SEARCH_LENGTH as u64);
        return Err(ApiError::invalid_field("?q", &rule));
    }
    Ok(Selection::Found(text))
}

/// A `+` that was not escaped arrives as a space, and nobody begins a number with one.
fn phone(text: &str) -> ApiResult<Selection<'_>> {
    let text = text.strip_prefix(' ').map_or_else(|| text.to_owned(), |rest| format!("+{rest}"));
    let number = TypedNumber::new(&text).map_err(|rule| ApiError::invalid_field("?phone", &rule))?;
    Ok(Selection::LookedUp(Lookup::Phone(number)))
}

fn ids(text: &str) -> ApiResult<Selection<'_>> {
    let ids: Option<BTreeSet<CustomerId>> = text.split(',').map(|id| id.trim().parse().ok()).collect();
    match ids {
        Some(ids) if ids.len() <= MAX_IDS => Ok(Selection::LookedUp(Lookup::Ids(ids.into_iter().collect()))),
        _ => {
            let rule = Invalid::because(
                InvalidCode::WrongFormat,
                format!("must be 1 to {MAX_IDS} ids with commas between them"),
            );
            Err(ApiError::invalid_field("?ids", &rule))
        }
    }
}
