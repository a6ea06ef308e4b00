//! Whether another site made a browser send a request, where a cookie counts.
//!
//! `SameSite=Strict` keeps the cookies from other sites, and not from a sibling on another subdomain, which can sign
//! people out, or in as somebody else. Browsers say who made them send a request; a client that is no browser says
//! nothing, and has no cookies that it did not get itself.

use http::{HeaderMap, StatusCode, header};

use crate::{
    edge::VIEWER_HOST_HEADER,
    error::{ApiError, ApiResult},
};

const FETCH_SITE: &str = "sec-fetch-site";

/// 403 for a request that a browser was made to send by another origin than that of the API.
///
/// Every browser of these years tells `Sec-Fetch-Site`. One that does not at least tells the `Origin` of what is not a
/// GET; then it is the host that has to be ours. A page cannot set either header, nor, without our consent, the one of
/// the edge.
pub(super) fn check(headers: &HeaderMap) -> ApiResult<()> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let is_ours = match (text(FETCH_SITE), text(header::ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            let hosts = [header::HOST.as_str(), VIEWER_HOST_HEADER];
            host.is_some_and(|host| {
                hosts.iter().filter_map(|name| text(name)).any(|own| own.eq_ignore_ascii_case(host))
            })
        }
        (None, None) => true,
    };
    if is_ours {
        return Ok(());
    }
    let detail = "A page of another site cannot do this.";
    Err(ApiError::new(StatusCode::FORBIDDEN, "cross_site_request", detail))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn passes(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        check(&headers.collect()).is_ok()
    }

    #[test]
    fn what_browsers_say_of_another_site_counts() {
        assert!(passes(&[]), "no browser");
        assert!(passes(&[("sec-fetch-site", "same-origin"), ("origin", "https://navaia.example")]));
        assert!(passes(&[("sec-fetch-site", "none")]), "a person typed it");
        for site in ["same-site", "cross-site", "", "Same-Origin", "same-origin, cross-site"] {
            assert!(!passes(&[("sec-fetch-site", site)]), "{site}");
        }
    }

    #[test]
    fn an_older_browser_tells_the_origin() {
        let host = ("host", "navaia.example");
        assert!(passes(&[("origin", "https://navaia.example"), host]));
        assert!(passes(&[("origin", "http://127.0.0.1:8787"), ("host", "127.0.0.1:8787")]));
        let edge = ("navaia-viewer-host", "navaia.example");
        assert!(passes(&[("origin", "https://Navaia.example"), ("host", "api.amazonaws.example"), edge]));
        for origin in [
            "https://sibling.example.com",
            "null",
            "",
            "navaia.example",
            "https://navaia.example.evil.example",
        ] {
            assert!(!passes(&[("origin", origin), host]), "{origin}");
        }
        assert!(!passes(&[("origin", "https://navaia.example")]), "a host that nobody knows");
    }
}
