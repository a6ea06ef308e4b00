//! Phone numbers: each, with its extension, has one customer in a tenant.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    TenantId,
    customer::{Customer, ExtendedNumber, Summary},
    ids::CustomerId,
    phone::PhoneNumber,
};
use serde::{Deserialize, Serialize};

use crate::{Item, Order, Query, Record, StoreError, Table, Transaction, WriteId, keys};

/// How many customers a call may be from, as far as it is worth showing.
pub const MAX_CANDIDATES: usize = 5;
/// As many as the extensions of [`MAX_CANDIDATES`] customers with the most numbers.
const EXTENSIONS_READ: u16 = 50;
/// How many numbers are read to find one: few others begin with it.
const NUMBERS_READ: u16 = 10;

/// Makes a number unique in a tenant: it is at the number's key, and names who has it. A search for the beginning of a
/// number finds it as well, so it holds what a search needs, as the entries of words do.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NumberOwner {
    /// The customer with this number.
    pub customer_id: CustomerId,
    /// This number.
    pub number: ExtendedNumber,
    /// The words that the customer is written down under.
    pub words: BTreeSet<String>,
    /// What a search shows.
    #[serde(flatten)]
    pub summary: Summary,
}

impl std::fmt::Debug for NumberOwner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NumberOwner").field("customer_id", &self.customer_id).finish_non_exhaustive()
    }
}

impl Record for NumberOwner {
    const ENTITY: &'static str = "phone";
}

/// Whose number it is that somebody calls from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Of this customer.
    One(CustomerId),
    /// Of one of these, at most [`MAX_CANDIDATES`]: they have different extensions of it.
    Several(Vec<CustomerId>),
    /// Of nobody who is known.
    None,
}

/// Who calls from this number, as it is this moment. A call carries no extension: it is of whoever has the number
/// without one, or else of those who have it with one.
///
/// One request: the number sorts before the same with its extensions. Longer numbers that begin the same sort between
/// them; only where there are many of those, extensions are asked for by themselves.
pub async fn owner_of_number(
    table: &Table,
    tenant: TenantId,
    phone: &PhoneNumber,
) -> Result<Owner, StoreError> {
    let bare = phone.identity();
    let extended = format!("{bare};");
    let query = Query::table(keys::phones(tenant), NUMBERS_READ).order(Order::OldestFirst);
    // One that cannot be read may be the caller: whoever goes on without it makes a second customer of them.
    let mut page = table.query(query.between(bare.as_ref(), format!("{extended}\u{10FFFF}"))).await?;
    let has_more = page.next.take().is_some();
    let mut owners = page.complete()?;
    if let Some(owner) = owners.iter().find(|owner| owner.number.identity() == bare) {
        return Ok(Owner::One(owner.customer_id));
    }
    if has_more {
        let query = Query::table(keys::phones(tenant), EXTENSIONS_READ).starting_with(&extended);
        owners = table.query(query).await?.complete()?;
    }
    owners.retain(|owner| owner.number.phone.identity() == bare);
    let ids: BTreeSet<CustomerId> = owners.into_iter().map(|owner| owner.customer_id).collect();
    let ids: Vec<CustomerId> = ids.into_iter().take(MAX_CANDIDATES).collect();
    Ok(match ids.as_slice() {
        [] => Owner::None,
        [one] => Owner::One(*one),
        _ => Owner::Several(ids),
    })
}

/// Releases the numbers that are gone and reserves the new ones, each by itself; those that stay are written again when
/// what a search shows has changed. Gives the reservations.
pub(super) fn replace(
    transaction: &mut Transaction,
    tenant: TenantId,
    before: Option<&Customer>,
    after: Option<&Customer>,
) -> Result<Vec<WriteId>, StoreError> {
    let (old, new) = (by_identity(before), by_identity(after));
    if let Some(before) = before {
        for (_, number) in old.iter().filter(|(identity, _)| !new.contains_key(*identity)) {
            let key = keys::phone(tenant, number);
            transaction.delete_having(&key, "customerId", before.id.to_string());
        }
    }
    let Some(after) = after else { return Ok(Vec::new()) };
    let summary = after.summary();
    let is_same = before.is_some_and(|before| before.summary() == summary);
    let words = summary.words();
    let mut reservations = Vec::new();
    for (identity, number) in &new {
        if old.get(identity) == Some(number) && is_same {
            continue;
        }
        let owner = NumberOwner {
            customer_id: after.id,
            number: number.clone(),
            words: words.clone(),
            summary: summary.clone(),
        };
        let item = Item::new(keys::phone(tenant, number), &owner)?;
        if old.contains_key(identity) {
            transaction.replace_having(item, "customerId", after.id.to_string());
        } else {
            reservations.push(transaction.create(item));
        }
    }
    Ok(reservations)
}

/// The numbers of a customer: two forms of one are at one key.
fn by_identity(customer: Option<&Customer>) -> BTreeMap<String, ExtendedNumber> {
    let numbers = customer.into_iter().flat_map(Customer::numbers);
    numbers.map(|number| (number.identity(), number)).collect()
}
