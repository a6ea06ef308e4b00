//! The list that a request asks a page of. Apart from cursors, which what a list works with is made of.

use crate::{
    access::Access,
    cursor::List,
    endpoint::{Endpoint, Request},
    principal::Principal,
};

impl<E: Endpoint> Request<E>
where
    E::Access: Access<Context = Principal>,
{
    /// The list that this request asks a page of.
    pub fn list(&self) -> List<'_> {
        List { tenant: self.principal.tenant(), endpoint: E::NAME, filters: &self.meta.filters }
    }
}
