//! Where workspaces of the provider are.

use domain::{Invalid, InvalidCode};
use reqwest::Url;

/// Where one ElevenLabs workspace is served: `https://` and a host, or `http://` on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Accepts an address without user, query and fragment. Plain HTTP is for a provider on the loopback interface.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        const REFUSED: Invalid =
            Invalid::new(InvalidCode::NotAUrl, "must be an https:// address without user, query or fragment");
        let mut url: Url = text.trim().parse().map_err(|_| REFUSED)?;
        let loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let secure = url.scheme() == "https" || url.scheme() == "http" && loopback;
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !secure || !bare || url.host_str().is_none() {
            return Err(REFUSED);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// The address, without a slash at the end.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    pub(super) fn join(&self, segments: &[&str]) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}

/// Where the workspaces of a deployment may be. The API key goes there, so nobody but the operator chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrls {
    usual: BaseUrl,
    others: Vec<BaseUrl>,
}

impl BaseUrls {
    /// Reads one or more addresses, separated by commas.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let mut urls = text.split(',').map(BaseUrl::parse).collect::<Result<Vec<_>, _>>()?.into_iter();
        let usual = urls.next().ok_or(Invalid::new(InvalidCode::Empty, "must name at least one address"))?;
        Ok(Self { usual, others: urls.collect() })
    }

    /// Where a workspace is of which nothing else is said: the first of them.
    pub fn usual(&self) -> &BaseUrl {
        &self.usual
    }

    /// The address that `text` says, if it is one of these.
    pub fn choose(&self, text: &str) -> Result<&BaseUrl, Invalid> {
        let wanted = BaseUrl::parse(text)?;
        let mut all = std::iter::once(&self.usual).chain(&self.others);
        all.find(|url| **url == wanted).ok_or(Invalid::new(
            InvalidCode::NotAnOption,
            "must be one of the addresses of the voice provider that this deployment allows",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_https_or_on_this_machine() {
        for text in [
            "https://api.elevenlabs.io",
            "https://api.eu.residency.elevenlabs.io/",
            "http://localhost:8787/voice/",
        ] {
            assert_eq!(BaseUrl::parse(text).unwrap().as_str(), text.trim_end_matches('/'), "{text}");
        }
        for text in [
            "",
            "api.elevenlabs.io",
            "http://api.elevenlabs.io",
            "http://127.0.0.1.example.com",
            "ftp://localhost",
            "https://user@api.elevenlabs.io",
            "https://api.elevenlabs.io/?a=b",
            "https://api.elevenlabs.io/#a",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
        let nested = BaseUrl::parse("http://localhost:1/voice/").unwrap();
        assert_eq!(nested.join(&["v1", "x"]).as_str(), "http://localhost:1/voice/v1/x");
    }

    #[test]
    fn only_what_the_operator_allows_is_chosen() {
        let urls =
            BaseUrls::parse("https://api.elevenlabs.io, https://api.eu.residency.elevenlabs.io/").unwrap();
        assert_eq!(urls.usual().as_str(), "https://api.elevenlabs.io");
        for text in ["https://api.eu.residency.elevenlabs.io", "HTTPS://API.EU.RESIDENCY.elevenlabs.io:443/"]
        {
            assert_eq!(
                urls.choose(text).unwrap().as_str(),
                "https://api.eu.residency.elevenlabs.io",
                "{text}"
            );
        }
        for text in [
            "https://api.us.elevenlabs.io",
            "https://api.elevenlabs.io/v1",
            "https://api.elevenlabs.io.example.com",
            "http://127.0.0.1",
            "api.elevenlabs.io",
        ] {
            assert!(urls.choose(text).is_err(), "{text}");
        }
        for text in ["", ",", "https://api.elevenlabs.io,", "http://api.elevenlabs.io"] {
            assert!(BaseUrls::parse(text).is_err(), "{text}");
        }
    }
}
