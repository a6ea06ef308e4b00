//! What can be chosen at start.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, ValueEnum};

/// Runs the whole stack on this machine.
#[derive(Clone, Debug, Parser)]
#[command(name = "navaia-dev", args_override_self = true)]
pub struct Options {
    /// Where the API, the function URLs and the simulator listen (127.0.0.1 only); 0 takes any free port.
    #[arg(long, default_value_t = 8787)]
    pub port: u16,
    /// Listen at this address instead, such as 0.0.0.0:8787 in a container. Whoever reaches it can do everything
    /// that the simulator can.
    #[arg(long, value_name = "ADDRESS:PORT", conflicts_with = "port")]
    pub listen: Option<SocketAddr>,
    /// Where people reach it, if that is another address than localhost and the port: it is printed, and kept as the
    /// address of webhooks.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub public_url: Option<String>,
    /// Start nothing: ask the stack that listens there whether it is ready, and fail if it is not.
    #[arg(long)]
    pub check: bool,
    /// Start nothing: print `events/<FUNCTION>.json`, filled with a token, a signature and ids of the demo tenant of the
    /// stack that listens there.
    #[arg(long, value_name = "FUNCTION")]
    pub fill_event: Option<String>,
    /// Where the table and the secrets are kept.
    #[arg(long, default_value = ".navaia/dev", overrides_with = "ephemeral")]
    pub data_dir: PathBuf,
    /// Keep everything in memory and forget it at the end. Of this and a directory, the last counts.
    #[arg(long, overrides_with = "data_dir")]
    pub ephemeral: bool,
    /// The folder of the portal, to serve the files that were built in it.
    #[arg(long, default_value = "portal")]
    pub portal: PathBuf,
    /// Where another server builds the portal while it is edited (127.0.0.1:3000): all that is not the stack's own is
    /// passed on to it, in place of the built files.
    #[arg(long)]
    pub portal_from: Option<SocketAddr>,
    /// Create a demo tenant with customers and calls, unless it is there; `--seed-demo=large` adds thousands of both.
    #[arg(
        long,
        value_enum,
        value_name = "SIZE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "usual"
    )]
    pub seed_demo: Option<DemoSize>,
    /// Print what was started as one JSON line, and nothing else to standard output.
    #[arg(long)]
    pub json: bool,
}

/// How much the demo tenant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DemoSize {
    /// Enough to look around.
    Usual,
    /// 10,000 customers and 5,000 calls more, one of 500 turns.
    Large,
}

impl Options {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| ([127, 0, 0, 1], self.port).into())
    }
}

/// The URL of what listens at an address, from this machine.
pub fn url_from_here(address: SocketAddr) -> String {
    let (ip, port) = (address.ip(), address.port());
    if ip.is_loopback() || ip.is_unspecified() {
        format!("http://localhost:{port}")
    } else {
        format!("http://{address}")
    }
}

/// An address with nothing behind host and port, without a slash at the end.
fn base_url(text: &str) -> Result<String, String> {
    let uri: http::Uri = text.trim_end_matches('/').parse().map_err(|error| format!("no URL: {error}"))?;
    let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err("begins with http:// or https://".to_owned());
    };
    if uri.path() != "/" || uri.query().is_some() {
        return Err("names no path: the portal is at / of its address".to_owned());
    }
    Ok(format!("{scheme}://{authority}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Options, clap::Error> {
        Options::try_parse_from(["navaia-dev"].iter().chain(arguments))
    }

    #[test]
    fn the_last_of_an_option_counts() {
        let options = parsed(&["--listen", "0.0.0.0:8787", "--listen", "0.0.0.0:9000"]).unwrap();
        assert_eq!(options.address().to_string(), "0.0.0.0:9000");
        assert!(parsed(&["--data-dir", "/data", "--ephemeral"]).unwrap().ephemeral);
        assert!(!parsed(&["--ephemeral", "--data-dir", "/data"]).unwrap().ephemeral);
        assert_eq!(parsed(&["--port", "1", "--port", "2"]).unwrap().address().to_string(), "127.0.0.1:2");
    }

    #[test]
    fn a_demo_has_the_usual_size_unless_another_is_said() {
        for (arguments, expected) in [
            (&[][..], None),
            (&["--seed-demo"], Some(DemoSize::Usual)),
            (&["--seed-demo=large"], Some(DemoSize::Large)),
            (&["--seed-demo", "--seed-demo=large"], Some(DemoSize::Large)),
        ] {
            assert_eq!(parsed(arguments).unwrap().seed_demo, expected, "{arguments:?}");
        }
        assert!(parsed(&["--seed-demo=huge"]).is_err());
    }

    #[test]
    fn a_public_address_is_a_scheme_and_a_host() {
        for (text, expected) in [
            ("http://localhost:9000", Some("http://localhost:9000")),
            ("https://navaia.example/", Some("https://navaia.example")),
            ("http://[::1]:9000", Some("http://[::1]:9000")),
            ("localhost:9000", None),
            ("/", None),
            ("ftp://navaia.example", None),
            ("https://navaia.example/portal", None),
            ("https://navaia.example/?x=1", None),
        ] {
            let options = parsed(&["--public-url", text]);
            assert_eq!(options.ok().and_then(|options| options.public_url).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_listens_everywhere_is_reached_at_localhost() {
        for (address, url) in [
            ("0.0.0.0:8787", "http://localhost:8787"),
            ("[::]:8787", "http://localhost:8787"),
            ("127.0.0.1:1", "http://localhost:1"),
            ("192.0.2.7:80", "http://192.0.2.7:80"),
            ("[2001:db8::1]:80", "http://[2001:db8::1]:80"),
        ] {
            assert_eq!(url_from_here(address.parse().unwrap()), url);
        }
    }
}
