//! What a package tells the tests that sweep over the functions of all packages.

use std::collections::{BTreeMap, BTreeSet};

use runtime::Endpoint;

/// Records of the kinds that a package has, and what of its endpoints is meant to be an exception.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    ids: BTreeMap<&'static str, String>,
    ids_of_endpoints: BTreeMap<(&'static str, &'static str), String>,
    chosen: BTreeSet<(&'static str, &'static str)>,
    public: BTreeSet<&'static str>,
    without_version: BTreeSet<&'static str>,
}

impl Sample {
    pub fn new() -> Self {
        Self::default()
    }

    /// With a record. `name` is what its id is called wherever one is carried: in paths, queries and bodies.
    #[must_use]
    pub fn id(mut self, name: &'static str, id: impl ToString) -> Self {
        let other = self.ids.insert(name, id.to_string());
        assert!(other.is_none(), "two samples have a {name}");
        self
    }

    /// With a record in the state that this endpoint looks for, such as a deleted one.
    #[must_use]
    pub fn id_for<E: Endpoint>(mut self, name: &'static str, id: impl ToString) -> Self {
        self.ids_of_endpoints.insert((E::NAME, name), id.to_string());
        self
    }

    /// This field of the body of this endpoint is an id that the caller chooses: it names no record yet.
    #[must_use]
    pub fn chosen_id<E: Endpoint>(mut self, name: &'static str) -> Self {
        self.chosen.insert((E::NAME, name));
        self
    }

    /// Nobody has to sign in for this endpoint.
    #[must_use]
    pub fn public<E: Endpoint>(mut self) -> Self {
        self.public.insert(E::NAME);
        self
    }

    /// This endpoint edits without `If-Match`: there is no version that could be lost.
    #[must_use]
    pub fn without_version<E: Endpoint>(mut self) -> Self {
        self.without_version.insert(E::NAME);
        self
    }

    /// Both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (name, id) in other.ids {
            self = self.id(name, id);
        }
        self.ids_of_endpoints.extend(other.ids_of_endpoints);
        self.chosen.extend(other.chosen);
        self.public.extend(other.public);
        self.without_version.extend(other.without_version);
        self
    }

    /// The id of the record that `function` finds by the parameter or field of this name.
    pub fn id_of(&self, function: &str, name: &str) -> Option<&str> {
        let of_endpoint = self.ids_of_endpoints.iter().find(|(key, _)| **key == (function, name));
        of_endpoint.map(|(_, id)| id).or_else(|| self.ids.get(name)).map(String::as_str)
    }

    pub fn is_chosen(&self, function: &str, name: &str) -> bool {
        self.chosen.contains(&(function, name))
    }

    /// The functions that nobody has to sign in for.
    pub fn public_functions(&self) -> &BTreeSet<&'static str> {
        &self.public
    }

    /// The functions that edit without `If-Match`.
    pub fn functions_without_version(&self) -> &BTreeSet<&'static str> {
        &self.without_version
    }
}
