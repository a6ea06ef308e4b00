//! Where an endpoint is: its method and its path.

/// Where an endpoint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Behind the API Gateway, or at a function URL of its own.
    pub place: Place,
    pub method: Method,
    /// The path, with parameters in braces as API Gateway writes them.
    pub path: &'static str,
}

/// What is in front of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The API.
    Api,
    /// A function URL.
    FunctionUrl,
}

/// An HTTP method that endpoints use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// In capitals.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl Route {
    /// `GET path` of the API.
    pub const fn get(path: &'static str) -> Self {
        Self { place: Place::Api, method: Method::Get, path }
    }

    /// `POST path` of the API.
    pub const fn post(path: &'static str) -> Self {
        Self { place: Place::Api, method: Method::Post, path }
    }

    /// `PUT path` of the API.
    pub const fn put(path: &'static str) -> Self {
        Self { place: Place::Api, method: Method::Put, path }
    }

    /// `PATCH path` of the API.
    pub const fn patch(path: &'static str) -> Self {
        Self { place: Place::Api, method: Method::Patch, path }
    }

    /// `DELETE path` of the API.
    pub const fn delete(path: &'static str) -> Self {
        Self { place: Place::Api, method: Method::Delete, path }
    }

    /// `POST path` of the function's own URL.
    pub const fn function_url(path: &'static str) -> Self {
        Self { place: Place::FunctionUrl, method: Method::Post, path }
    }

    /// The names of the parameters in the path, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }

    /// The parameters of an actual path, percent-decoded. `None` if it is another path. A function URL is copied by hand
    /// into forms of others: a slash too many does not make it another.
    pub(crate) fn parameters_in(&self, path: &str) -> Option<Vec<(String, String)>> {
        let mut parameters = Vec::new();
        let is_meant = |segment: &&str| self.place == Place::Api || !segment.is_empty();
        let (mut expected, mut actual) =
            (self.path.split('/').filter(is_meant), path.split('/').filter(is_meant));
        loop {
            match (expected.next(), actual.next()) {
                (None, None) => return Some(parameters),
                (Some(segment), Some(value)) => {
                    match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                        Some(_) if value.is_empty() => return None,
                        Some(name) => {
                            let value = percent_encoding::percent_decode_str(value).decode_utf8().ok()?;
                            parameters.push((name.to_owned(), value.into_owned()));
                        }
                        None if segment == value => {}
                        None => return None,
                    }
                }
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_do_not_matter_to_a_function_url() {
        let route = Route::function_url("/{hookId}");
        let expected = Some(vec![("hookId".to_owned(), "a b".to_owned())]);
        for path in ["/a%20b", "/a%20b/", "//a%20b", "/a%20b//", "a%20b"] {
            assert_eq!(route.parameters_in(path), expected, "{path}");
        }
        for path in ["/", "", "//", "/a/b"] {
            assert_eq!(route.parameters_in(path), None, "{path}");
        }
        assert_eq!(Route::get("/v1/{id}").parameters_in("/v1/a/"), None);
        assert_eq!(Route::get("/v1/{id}").parameters_in("/v1/"), None);
    }
}
