//! Which addresses may be used. Nobody proves who they are on the cluster's ports, and whoever reaches one can run plans
//! and read what is on its way: the network itself has to keep others out.

use std::net::{IpAddr, SocketAddr};

/// An address that others than one's own machines may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Y020 {address} is no private address")]
pub struct PublicAddress {
    /// The address.
    pub address: SocketAddr,
}

/// Refuses an address that is neither of this machine nor of a private network, unless public ones are allowed. "All
/// addresses of this machine" counts as public: nobody knows what they will be tomorrow.
pub fn check(address: SocketAddr, allow_public: bool) -> Result<(), PublicAddress> {
    if allow_public || is_private(address.ip().to_canonical()) {
        Ok(())
    } else {
        Err(PublicAddress { address })
    }
}

/// Loopback, RFC 1918, RFC 3927 (link-local), RFC 4193 (unique local) and RFC 4291 2.5.6 (link-local).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_private_addresses_are_used() {
        let check = |text: &str, expected: bool| {
            let address: SocketAddr = text.parse().expect("an address");
            assert_eq!(check(address, false).is_ok(), expected, "{text}");
            assert_eq!(super::check(address, true), Ok(()), "{text}");
        };
        for private in [
            "127.0.0.1:1",
            "127.8.0.1:1",
            "10.0.0.1:1",
            "172.16.0.1:1",
            "172.31.255.255:1",
            "192.168.1.1:1",
            "169.254.1.1:1",
            "[::1]:1",
            "[fd00::1]:1",
            "[fe80::1]:1",
            "[::ffff:10.0.0.1]:1",
        ] {
            check(private, true);
        }
        for public in [
            "0.0.0.0:1",
            "[::]:1",
            "8.8.8.8:1",
            "172.32.0.1:1",
            "100.64.0.1:1",
            "[2001:db8::1]:1",
            "[::ffff:8.8.8.8]:1",
            "[fec0::1]:1",
        ] {
            check(public, false);
        }
    }
}
