//! The network that a request came from, no closer than an investigation needs.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// The neighbourhood of an address: 256 addresses of IPv4, or what one customer of a provider is mostly given of IPv6
/// (`192.0.2.0/24`, `2001:db8:1::/48`). Enough to see that many attempts come from one place, and nobody's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Network {
    /// The first three bytes.
    V4([u8; 3]),
    /// The first three groups.
    V6([u16; 3]),
    /// There was no address, or none that can be read.
    Unknown,
}

impl Network {
    /// The network of an address.
    pub fn of(address: Option<&str>) -> Self {
        let address = address.and_then(|text| text.trim().parse::<IpAddr>().ok());
        match address.map(|address| address.to_canonical()) {
            None => Self::Unknown,
            Some(IpAddr::V4(address)) => {
                let [a, b, c, _] = address.octets();
                Self::V4([a, b, c])
            }
            Some(IpAddr::V6(address)) => {
                let [a, b, c, ..] = address.segments();
                Self::V6([a, b, c])
            }
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::V4([a, b, c]) => write!(f, "{}/24", Ipv4Addr::new(a, b, c, 0)),
            Self::V6([a, b, c]) => write!(f, "{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0)),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_cut_to_their_network() {
        for (address, network) in [
            ("192.0.2.77", "192.0.2.0/24"),
            (" 198.51.100.1 ", "198.51.100.0/24"),
            ("::ffff:192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
            ("2001:db8::1", "2001:db8::/48"),
            ("somebody", "unknown"),
            ("192.0.2.77:443", "unknown"),
            ("", "unknown"),
        ] {
            assert_eq!(Network::of(Some(address)).to_string(), network, "{address}");
        }
        assert_eq!(Network::of(None).to_string(), "unknown");
    }

    proptest! {
        #[test]
        fn neighbours_cannot_be_told_apart(bytes: [u8; 16], other: [u8; 10]) {
            let mut neighbour = bytes;
            neighbour[6..].copy_from_slice(&other);
            let of = |bytes: [u8; 16]| Network::of(Some(&Ipv6Addr::from(bytes).to_string()));
            let is_v4 = |bytes: [u8; 16]| Ipv6Addr::from(bytes).to_ipv4_mapped().is_some();
            prop_assume!(!is_v4(bytes) && !is_v4(neighbour));
            prop_assert_eq!(of(bytes), of(neighbour));
            let [a, b, c, d, ..] = bytes;
            let v4 = |last: u8| Network::of(Some(&Ipv4Addr::new(a, b, c, last).to_string()));
            prop_assert_eq!(v4(d), v4(other[0]));
        }
    }
}
