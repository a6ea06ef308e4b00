//! Where a request came from, when our edge stands before the API.
//!
//! API Gateway then sees the edge's address. The edge tells the viewer's in a header, and its key proves that it was the
//! edge who told it: anybody can send such a header, and anybody can call the API's own address. A request that
//! proves nothing came from where API Gateway saw it come from.

use http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use crate::{
    environment::{ConfigError, EDGE_KEY, Environment},
    request::Meta,
};

/// The header with the edge's key. The edge replaces one that a viewer sends.
pub const KEY_HEADER: &str = "navaia-edge-key";
/// The header with the address of the viewer. The edge replaces one that a viewer sends.
pub const VIEWER_HEADER: &str = "navaia-viewer-address";

/// The header with the host that the viewer asked for: the API sees its own.
pub const VIEWER_HOST_HEADER: &str = "navaia-viewer-host";

/// A shorter key could be guessed.
const SHORTEST_KEY: usize = 32;

/// What this deployment's edge proves itself with.
pub struct Edge {
    /// None where no edge stands before the API, as on a laptop.
    key: Option<SecretString>,
}

impl Edge {
    /// Takes the key from the environment.
    pub fn start(environment: &Environment) -> Result<Self, ConfigError> {
        let key = environment.get(EDGE_KEY.name);
        if key.as_ref().is_some_and(|key| key.len() < SHORTEST_KEY) {
            return Err(EDGE_KEY.wrong(format!("it needs {SHORTEST_KEY} characters or more")));
        }
        Ok(Self { key: key.map(SecretString::from) })
    }

    /// The address that the request came from.
    pub fn source_address<'m>(&self, meta: &'m Meta) -> Option<&'m str> {
        let told = self.is_proven_by(&meta.headers).then(|| text(&meta.headers, VIEWER_HEADER)).flatten();
        told.or(meta.source_address.as_deref())
    }

    fn is_proven_by(&self, headers: &HeaderMap) -> bool {
        let (Some(key), Some(given)) = (&self.key, headers.get(KEY_HEADER)) else { return false };
        key.expose_secret().as_bytes().ct_eq(given.as_bytes()).into()
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::subject::{Origin, Subject};

    const KEY: &str = "0123456789abcdef0123456789abcdef";
    const GATEWAY_SAW: &str = "198.51.100.7";
    const EDGE_TOLD: &str = "192.0.2.44";

    fn edge(key: &str) -> Result<Edge, ConfigError> {
        Edge::start(&Environment::given([("EDGE_KEY".to_owned(), key.to_owned())]))
    }

    fn seen_by(edge: &Edge, headers: &[(&'static str, &'static str)]) -> String {
        let request = lambda_http::Request::default();
        let mut meta = Meta::of(&request, &Subject::new(Origin::default()));
        meta.source_address = Some(GATEWAY_SAW.to_owned());
        for (name, value) in headers {
            meta.headers.append(*name, HeaderValue::from_static(value));
        }
        edge.source_address(&meta).unwrap().to_owned()
    }

    #[test]
    fn the_edge_is_believed_when_it_proves_itself() {
        let edge = edge(KEY).unwrap();
        assert_eq!(seen_by(&edge, &[(KEY_HEADER, KEY), (VIEWER_HEADER, EDGE_TOLD)]), EDGE_TOLD);
        assert_eq!(seen_by(&edge, &[(KEY_HEADER, KEY)]), GATEWAY_SAW, "it told no address");
    }

    #[test]
    fn nobody_else_is_believed() {
        let edge = edge(KEY).unwrap();
        assert_eq!(seen_by(&edge, &[]), GATEWAY_SAW);
        assert_eq!(seen_by(&edge, &[(VIEWER_HEADER, EDGE_TOLD)]), GATEWAY_SAW);
        assert_eq!(seen_by(&edge, &[("x-forwarded-for", EDGE_TOLD)]), GATEWAY_SAW);
        for forged in ["", "0", "0123456789abcdef0123456789abcdeF", "0123456789abcdef0123456789abcdef, x"] {
            assert_eq!(seen_by(&edge, &[(KEY_HEADER, forged), (VIEWER_HEADER, EDGE_TOLD)]), GATEWAY_SAW);
        }
    }

    #[test]
    fn without_an_edge_no_key_is_right() {
        let none = edge("").unwrap();
        for forged in ["", KEY] {
            assert_eq!(seen_by(&none, &[(KEY_HEADER, forged), (VIEWER_HEADER, EDGE_TOLD)]), GATEWAY_SAW);
        }
    }

    #[test]
    fn a_short_key_is_refused_and_not_shown() {
        let error = edge("short").err().unwrap().to_string();
        assert_eq!(error, "the environment variable EDGE_KEY is wrong: it needs 32 characters or more");
    }
}
