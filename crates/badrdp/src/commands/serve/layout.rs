//! Which scenario listens where.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::exit::{Exit, Failure};

/// The port of RDP.
const RDP: u16 = 3389;

/// Which scenario listens where.
#[derive(Clone, Copy, Debug)]
pub(super) enum Layout {
    /// Each on its own address of 127.0.0.0/8, from 127.0.0.2 on.
    Addresses { port: Option<u16> },
    /// Each on its own port, from `first` on or any.
    Ports { ip: IpAddr, first: Option<u16> },
    /// All on one port.
    Shared { ip: IpAddr, port: Option<u16> },
}

impl Layout {
    /// Where the scenario with this number, counted from 0, listens; port 0 is any.
    pub(super) fn address(self, index: usize) -> Result<SocketAddr, Failure> {
        let too_many = |what| {
            Failure::new(
                Exit::Usage,
                format_args!("there are not enough {what} for so many scenarios"),
            )
        };
        match self {
            Self::Addresses { port } => {
                let offset = u32::try_from(index)
                    .ok()
                    .and_then(|index| index.checked_add(1));
                let ip = offset
                    .and_then(|offset| Ipv4Addr::LOCALHOST.to_bits().checked_add(offset))
                    .map(Ipv4Addr::from_bits)
                    .filter(Ipv4Addr::is_loopback)
                    .ok_or_else(|| too_many("addresses"))?;
                Ok((ip, port.unwrap_or(RDP)).into())
            }
            Self::Ports {
                ip,
                first: None | Some(0),
            } => Ok((ip, 0).into()),
            Self::Ports {
                ip,
                first: Some(first),
            } => {
                let port = u16::try_from(index)
                    .ok()
                    .and_then(|index| first.checked_add(index));
                Ok((ip, port.ok_or_else(|| too_many("ports"))?).into())
            }
            Self::Shared { ip, port } => Ok((ip, port.unwrap_or(0)).into()),
        }
    }
}

/// What goes into the certificate of a server at `ip`: nothing where it may be reached anyhow.
pub(super) fn names(ip: IpAddr) -> Vec<String> {
    if ip.is_unspecified() {
        Vec::new()
    } else {
        vec![ip.to_string()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(layout: Layout, index: usize) -> String {
        layout
            .address(index)
            .map_or_else(|error| error.to_string(), |address| address.to_string())
    }

    #[test]
    fn ports_and_addresses_count_up() {
        let ip = Ipv4Addr::LOCALHOST.into();
        let ports = Layout::Ports {
            ip,
            first: Some(65_535),
        };
        assert_eq!(address(ports, 0), "127.0.0.1:65535");
        assert_eq!(
            address(ports, 1),
            "there are not enough ports for so many scenarios"
        );
        assert_eq!(address(Layout::Ports { ip, first: None }, 9), "127.0.0.1:0");
        let addresses = Layout::Addresses { port: None };
        assert_eq!(address(addresses, 0), "127.0.0.2:3389");
        assert_eq!(address(addresses, 254), "127.0.1.0:3389");
    }
}
