//! Server Redirection (MS-RDPBCGR 2.2.13): sends the client to another server.

use std::fmt;

use crate::length::{length16, length32, size};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::share::control::{self, SERVER_CHANNEL, pdu_type};
use crate::share::text::{from_utf16, utf16_z};
use crate::writer::Writer;

/// SEC_REDIRECTION_PKT: `Flags` of the packet.
pub const PACKET_FLAGS: u16 = 0x0400;

/// `RedirFlags`: which fields are there, and what the client is to do.
pub mod flags {
    /// LB_TARGET_NET_ADDRESS
    pub const TARGET_NET_ADDRESS: u32 = 0x0001;
    /// LB_LOAD_BALANCE_INFO
    pub const LOAD_BALANCE_INFO: u32 = 0x0002;
    /// LB_USERNAME
    pub const USERNAME: u32 = 0x0004;
    /// LB_DOMAIN
    pub const DOMAIN: u32 = 0x0008;
    /// LB_PASSWORD
    pub const PASSWORD: u32 = 0x0010;
    /// LB_DONTSTOREUSERNAME
    pub const DONTSTOREUSERNAME: u32 = 0x0020;
    /// LB_SMARTCARD_LOGON
    pub const SMARTCARD_LOGON: u32 = 0x0040;
    /// LB_NOREDIRECT
    pub const NOREDIRECT: u32 = 0x0080;
    /// LB_TARGET_FQDN
    pub const TARGET_FQDN: u32 = 0x0100;
    /// LB_TARGET_NETBIOS_NAME
    pub const TARGET_NETBIOS_NAME: u32 = 0x0200;
    /// LB_TARGET_NET_ADDRESSES
    pub const TARGET_NET_ADDRESSES: u32 = 0x0800;
    /// LB_CLIENT_TSV_URL
    pub const CLIENT_TSV_URL: u32 = 0x1000;
    /// LB_SERVER_TSV_CAPABLE
    pub const SERVER_TSV_CAPABLE: u32 = 0x2000;
    /// LB_PASSWORD_IS_PK_ENCRYPTED
    pub const PASSWORD_IS_PK_ENCRYPTED: u32 = 0x4000;
    /// LB_REDIRECTION_GUID
    pub const REDIRECTION_GUID: u32 = 0x8000;
    /// LB_TARGET_CERTIFICATE
    pub const TARGET_CERTIFICATE: u32 = 0x0001_0000;
}

/// RDP_SERVER_REDIRECTION_PACKET (2.2.13.1). A field that is `None` is not on the wire.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Redirection {
    /// `SessionID`
    pub session_id: u32,
    /// Bits of `RedirFlags` that stand for no field, such as LB_NOREDIRECT.
    pub other_flags: u32,
    /// `TargetNetAddress`
    pub target_net_address: Option<String>,
    /// `LoadBalanceInfo`: the routing token for the next Connection Request, as bytes.
    pub load_balance_info: Option<Vec<u8>>,
    /// `UserName`
    pub user_name: Option<String>,
    /// `Domain`
    pub domain: Option<String>,
    /// `Password`, as bytes: text in UTF-16 with its terminator, or an encrypted blob.
    pub password: Option<Vec<u8>>,
    /// `TargetFQDN`
    pub target_fqdn: Option<String>,
    /// `TargetNetBiosName`
    pub target_netbios_name: Option<String>,
    /// `TsvUrl`
    pub tsv_url: Option<Vec<u8>>,
    /// `RedirectionGuid`
    pub redirection_guid: Option<Vec<u8>>,
    /// `TargetCertificate`
    pub target_certificate: Option<Vec<u8>>,
    /// `TargetNetAddresses`
    pub target_net_addresses: Option<Vec<String>>,
}

impl Redirection {
    /// Enhanced Security Server Redirection PDU (2.2.13.3.1): in a share control header.
    #[must_use]
    pub fn enhanced(&self) -> Message {
        let mut body = Writer::new(MessageName::ServerRedirection);
        body.u16_le("server-redirection.pad2octets", 0)
            .append(self.standard())
            .u8("server-redirection.pad1octet", 0);
        control::with_header(pdu_type::SERVER_REDIRECTION, SERVER_CHANNEL, body.finish())
    }

    /// Standard Security Server Redirection PDU (2.2.13.2.1): the packet right behind a
    /// security header with SEC_REDIRECTION_PKT.
    #[must_use]
    pub fn standard(&self) -> Message {
        let name = MessageName::ServerRedirection;
        let mut fields = Fields {
            flags: self.other_flags,
            writer: Writer::new(name),
        };
        fields.text(
            flags::TARGET_NET_ADDRESS,
            "server-redirection.target-net-address-length",
            "server-redirection.target-net-address",
            self.target_net_address.as_deref(),
        );
        fields.bytes(
            flags::LOAD_BALANCE_INFO,
            "server-redirection.load-balance-info-length",
            "server-redirection.load-balance-info",
            self.load_balance_info.as_deref(),
        );
        fields.text(
            flags::USERNAME,
            "server-redirection.user-name-length",
            "server-redirection.user-name",
            self.user_name.as_deref(),
        );
        fields.text(
            flags::DOMAIN,
            "server-redirection.domain-length",
            "server-redirection.domain",
            self.domain.as_deref(),
        );
        fields.bytes(
            flags::PASSWORD,
            "server-redirection.password-length",
            "server-redirection.password",
            self.password.as_deref(),
        );
        fields.text(
            flags::TARGET_FQDN,
            "server-redirection.target-fqdn-length",
            "server-redirection.target-fqdn",
            self.target_fqdn.as_deref(),
        );
        fields.text(
            flags::TARGET_NETBIOS_NAME,
            "server-redirection.target-netbios-name-length",
            "server-redirection.target-netbios-name",
            self.target_netbios_name.as_deref(),
        );
        fields.bytes(
            flags::CLIENT_TSV_URL,
            "server-redirection.tsv-url-length",
            "server-redirection.tsv-url",
            self.tsv_url.as_deref(),
        );
        fields.bytes(
            flags::REDIRECTION_GUID,
            "server-redirection.redirection-guid-length",
            "server-redirection.redirection-guid",
            self.redirection_guid.as_deref(),
        );
        fields.bytes(
            flags::TARGET_CERTIFICATE,
            "server-redirection.target-certificate-length",
            "server-redirection.target-certificate",
            self.target_certificate.as_deref(),
        );
        if let Some(addresses) = &self.target_net_addresses {
            fields.addresses(addresses);
        }
        let Fields { flags, writer } = fields;
        let fields = writer.finish();
        let length = 2 /* Flags */ + 2 /* Length */ + 4 /* SessionID */ + 4 /* RedirFlags */ + fields.bytes.len();
        let mut packet = Writer::new(name);
        packet
            .u16_le("server-redirection.flags", PACKET_FLAGS)
            .u16_le("server-redirection.length", length16(length))
            .u32_le("server-redirection.session-id", self.session_id)
            .u32_le("server-redirection.redir-flags", flags)
            .append(fields);
        packet.finish()
    }

    /// Reads the packet, from its `Flags` on.
    ///
    /// # Errors
    /// [`Malformed`] when a field that the flags announce is not there.
    pub fn decode(packet: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(packet);
        let packet_flags = reader.u16_le()?;
        if packet_flags != PACKET_FLAGS {
            return Err(Malformed::field("server-redirection.flags", packet_flags));
        }
        let length = reader.u16_le()?;
        if usize::from(length) > packet.len() {
            return Err(Malformed::field("server-redirection.length", length));
        }
        let session_id = reader.u32_le()?;
        let announced = reader.u32_le()?;
        let mut bytes = |bit| -> Result<Option<Vec<u8>>, Malformed> {
            if announced & bit == 0 {
                return Ok(None);
            }
            let length = size(reader.u32_le()?);
            Ok(Some(reader.take(length)?.to_vec()))
        };
        let text = |bytes: Option<Vec<u8>>| bytes.map(|bytes| read_text(&bytes)).transpose();
        Ok(Self {
            session_id,
            other_flags: announced & !FIELD_FLAGS,
            target_net_address: text(bytes(flags::TARGET_NET_ADDRESS)?)?,
            load_balance_info: bytes(flags::LOAD_BALANCE_INFO)?,
            user_name: text(bytes(flags::USERNAME)?)?,
            domain: text(bytes(flags::DOMAIN)?)?,
            password: bytes(flags::PASSWORD)?,
            target_fqdn: text(bytes(flags::TARGET_FQDN)?)?,
            target_netbios_name: text(bytes(flags::TARGET_NETBIOS_NAME)?)?,
            tsv_url: bytes(flags::CLIENT_TSV_URL)?,
            redirection_guid: bytes(flags::REDIRECTION_GUID)?,
            target_certificate: bytes(flags::TARGET_CERTIFICATE)?,
            target_net_addresses: match bytes(flags::TARGET_NET_ADDRESSES)? {
                Some(list) => Some(read_addresses(&list)?),
                None => None,
            },
        })
    }
}

/// Keeps the password out, and what stands for one.
impl fmt::Debug for Redirection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirection")
            .field("session_id", &self.session_id)
            .field("other_flags", &format_args!("{:#x}", self.other_flags))
            .field("target_net_address", &self.target_net_address)
            .field("user_name", &self.user_name)
            .field("domain", &self.domain)
            .field("target_fqdn", &self.target_fqdn)
            .field("target_netbios_name", &self.target_netbios_name)
            .field("target_net_addresses", &self.target_net_addresses)
            .finish_non_exhaustive()
    }
}

/// The bits that stand for a field.
const FIELD_FLAGS: u32 = flags::TARGET_NET_ADDRESS
    | flags::LOAD_BALANCE_INFO
    | flags::USERNAME
    | flags::DOMAIN
    | flags::PASSWORD
    | flags::TARGET_FQDN
    | flags::TARGET_NETBIOS_NAME
    | flags::CLIENT_TSV_URL
    | flags::REDIRECTION_GUID
    | flags::TARGET_CERTIFICATE
    | flags::TARGET_NET_ADDRESSES;

/// The fields so far, and the bits that announce them.
struct Fields {
    flags: u32,
    writer: Writer,
}

impl Fields {
    fn bytes(
        &mut self,
        flag: u32,
        length: &'static str,
        field: &'static str,
        bytes: Option<&[u8]>,
    ) {
        if let Some(bytes) = bytes {
            self.flags |= flag;
            self.writer
                .u32_le(length, length32(bytes.len()))
                .raw(field, bytes);
        }
    }

    fn text(&mut self, flag: u32, length: &'static str, field: &'static str, text: Option<&str>) {
        let bytes = text.map(utf16_z);
        self.bytes(flag, length, field, bytes.as_deref());
    }

    /// TARGET_NET_ADDRESSES (2.2.13.1.1): a count, then a length and a text each.
    fn addresses(&mut self, addresses: &[String]) {
        self.flags |= flags::TARGET_NET_ADDRESSES;
        let mut list = Writer::new(MessageName::ServerRedirection);
        list.u32_le(
            "server-redirection.target-net-addresses-count",
            length32(addresses.len()),
        );
        for address in addresses {
            let address = utf16_z(address);
            list.u32_le("server-redirection.address-length", length32(address.len()))
                .raw("server-redirection.address", &address);
        }
        let list = list.finish();
        self.writer
            .u32_le(
                "server-redirection.target-net-addresses-length",
                length32(list.bytes.len()),
            )
            .append(list);
    }
}

/// Text in UTF-16, which comes in twos.
fn read_text(bytes: &[u8]) -> Result<String, Malformed> {
    if bytes.len().is_multiple_of(2) {
        Ok(from_utf16(bytes))
    } else {
        let field = "server-redirection.text-length";
        Err(Malformed::field(field, length32(bytes.len())))
    }
}

fn read_addresses(list: &[u8]) -> Result<Vec<String>, Malformed> {
    let mut reader = Reader::new(list);
    let count = reader.u32_le()?;
    let mut addresses = Vec::new();
    for _ in 0..count {
        let length = size(reader.u32_le()?);
        addresses.push(read_text(reader.take(length)?)?);
    }
    Ok(addresses)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn everything() -> Redirection {
        let text = |text: &str| Some(text.to_owned());
        Redirection {
            session_id: 2,
            other_flags: flags::NOREDIRECT,
            target_net_address: text("127.0.0.1"),
            load_balance_info: Some(b"Cookie: msts=16777343.15629.0000\r\n".to_vec()),
            user_name: text("user"),
            domain: text("LAB"),
            password: Some(vec![b'x', 0, 0, 0]),
            target_fqdn: text("host.badrdp.test"),
            target_netbios_name: text("HOST"),
            tsv_url: Some(vec![1]),
            redirection_guid: Some(vec![2; 50]),
            target_certificate: Some(vec![3; 10]),
            target_net_addresses: Some(vec!["127.0.0.1".to_owned(), "::1".to_owned()]),
        }
    }

    #[test]
    fn every_field_reads_back() {
        let packet = everything().standard().bytes;
        assert_eq!(Redirection::decode(&packet), Ok(everything()));
        let nothing = Redirection::default();
        assert_eq!(
            Redirection::decode(&nothing.standard().bytes),
            Ok(nothing.clone())
        );
        assert_eq!(nothing.enhanced().bytes.len(), 6 + 2 + 12 + 1);
    }

    #[test]
    fn a_password_is_not_printed() {
        let redirection = Redirection {
            password: Some(b"s3same".to_vec()),
            ..Redirection::default()
        };
        let text = format!("{redirection:?}");
        assert!(!text.contains(&format!("{:?}", b"s3same")), "{text}");
        assert!(text.ends_with(".. }"), "{text}");
    }

    #[test]
    fn every_field_has_a_length() {
        let message = everything().enhanced();
        assert!(
            message
                .field("server-redirection.password-length")
                .is_some()
        );
        assert!(
            message
                .field("server-redirection.target-certificate")
                .is_some()
        );
    }

    #[test]
    fn more_addresses_than_there_are_end_in_order() {
        assert!(read_addresses(&[0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let packet = [&[0, 4], &bytes[..]].concat();
            let _ = Redirection::decode(&packet);
        }
    }
}
