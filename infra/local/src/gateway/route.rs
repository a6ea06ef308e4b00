//! Routes of an HTTP API: a method and a path with parameters, the most specific one first.

use std::collections::BTreeMap;

use http::Method;
use percent_encoding::percent_decode_str;

use crate::invoke::Function;

/// One route of the HTTP API and the function behind it.
#[derive(Clone)]
pub struct HttpRoute {
    /// The method; no other one matches.
    pub method: Method,
    /// The path, with parameters in braces: `/v1/customers/{customerId}`; `{name+}` at the end takes the
    /// whole rest.
    pub path_template: String,
    /// Who answers.
    pub function: Function,
}

impl HttpRoute {
    /// The route's name in events: `GET /v1/customers/{customerId}`.
    pub fn key(&self) -> String {
        format!("{} {}", self.method, self.path_template)
    }
}

/// Parts of a path template, ordered from the least to the most specific.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Rest(String),
    Parameter(String),
    Literal(String),
}

pub(super) struct Routes {
    routes: Vec<(Vec<Segment>, HttpRoute)>,
}

impl Routes {
    pub(super) fn new(routes: Vec<HttpRoute>) -> Result<Self, String> {
        let mut parsed: Vec<(Vec<Segment>, HttpRoute)> =
            routes.into_iter().map(|route| (segments(&route.path_template), route)).collect();
        // The most specific one is found first.
        parsed.sort_by(|(one, _), (other, _)| other.cmp(one));
        let mut keys = std::collections::BTreeSet::new();
        for (segments, route) in &parsed {
            let shape: Vec<String> = segments.iter().map(Segment::shape).collect();
            if !keys.insert((route.method.to_string(), shape)) {
                return Err(format!("two routes match the same requests: {}", route.key()));
            }
        }
        Ok(Self { routes: parsed })
    }

    /// The route for a request, with its path parameters decoded.
    pub(super) fn find(&self, method: &Method, path: &str) -> Option<(&HttpRoute, BTreeMap<String, String>)> {
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        self.routes
            .iter()
            .filter(|(_, route)| route.method == *method)
            .find_map(|(segments, route)| Some((route, matches(segments, &parts)?)))
    }
}

impl Segment {
    /// The segment without a parameter's name, which does not tell two routes apart.
    fn shape(&self) -> String {
        match self {
            Self::Rest(_) => "{+}".to_owned(),
            Self::Parameter(_) => "{}".to_owned(),
            Self::Literal(text) => text.clone(),
        }
    }
}

fn segments(template: &str) -> Vec<Segment> {
    let parts = template.trim_start_matches('/').split('/');
    parts
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => match name.strip_suffix('+') {
                Some(name) => Segment::Rest(name.to_owned()),
                None => Segment::Parameter(name.to_owned()),
            },
            None => Segment::Literal(part.to_owned()),
        })
        .collect()
}

fn matches(segments: &[Segment], parts: &[&str]) -> Option<BTreeMap<String, String>> {
    let mut parameters = BTreeMap::new();
    let mut parts = parts;
    for segment in segments {
        let (first, rest) = parts.split_first()?;
        match segment {
            Segment::Literal(text) if decoded(first) == *text => {}
            Segment::Parameter(name) if !first.is_empty() => {
                parameters.insert(name.clone(), decoded(first));
            }
            Segment::Rest(name) => {
                parameters.insert(name.clone(), decoded(&parts.join("/")));
                return Some(parameters);
            }
            Segment::Literal(_) | Segment::Parameter(_) => return None,
        }
        parts = rest;
    }
    parts.is_empty().then_some(parameters)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
