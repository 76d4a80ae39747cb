//! AV_PAIR (MS-NLMP 2.2.2.1): what the target says about itself, one pair for each thing.

use crate::credssp::der::Malformed;
use crate::length::length16;
use crate::reader::Reader;
use crate::writer::Writer;

use super::payload;

/// `AvId`: what a pair is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvId(pub u16);

impl AvId {
    /// MsvAvEOL: the end of the list.
    pub const EOL: Self = Self(0);
    /// MsvAvNbComputerName: NetBIOS name of the computer.
    pub const NB_COMPUTER_NAME: Self = Self(1);
    /// MsvAvNbDomainName: NetBIOS name of the domain.
    pub const NB_DOMAIN_NAME: Self = Self(2);
    /// MsvAvDnsComputerName: full DNS name of the computer.
    pub const DNS_COMPUTER_NAME: Self = Self(3);
    /// MsvAvDnsDomainName: DNS name of the domain.
    pub const DNS_DOMAIN_NAME: Self = Self(4);
    /// MsvAvDnsTreeName: DNS name of the forest.
    pub const DNS_TREE_NAME: Self = Self(5);
    /// MsvAvFlags: bit 2 of a client's says that its AUTHENTICATE has a MIC.
    pub const FLAGS: Self = Self(6);
    /// MsvAvTimestamp: the server's clock, as FILETIME.
    pub const TIMESTAMP: Self = Self(7);
    /// MsvAvTargetName: the client's name for the server.
    pub const TARGET_NAME: Self = Self(9);
    /// MsvAvChannelBindings: a hash of the TLS channel.
    pub const CHANNEL_BINDINGS: Self = Self(10);

    /// The names of the fields: the id, the length, the value.
    const fn fields(self) -> [&'static str; 3] {
        match self.0 {
            1 => [
                "ntlm.nb-computer-name-id",
                "ntlm.nb-computer-name-length",
                "ntlm.nb-computer-name",
            ],
            2 => [
                "ntlm.nb-domain-name-id",
                "ntlm.nb-domain-name-length",
                "ntlm.nb-domain-name",
            ],
            3 => [
                "ntlm.dns-computer-name-id",
                "ntlm.dns-computer-name-length",
                "ntlm.dns-computer-name",
            ],
            4 => [
                "ntlm.dns-domain-name-id",
                "ntlm.dns-domain-name-length",
                "ntlm.dns-domain-name",
            ],
            5 => [
                "ntlm.dns-tree-name-id",
                "ntlm.dns-tree-name-length",
                "ntlm.dns-tree-name",
            ],
            7 => [
                "ntlm.timestamp-id",
                "ntlm.timestamp-length",
                "ntlm.timestamp",
            ],
            _ => ["ntlm.av-pair-id", "ntlm.av-pair-length", "ntlm.av-pair"],
        }
    }
}

/// One pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvPair {
    /// What it is about.
    pub id: AvId,
    /// What it says.
    pub value: Vec<u8>,
}

impl AvPair {
    /// A pair whose value is text.
    #[must_use]
    pub fn text(id: AvId, text: &str) -> Self {
        Self {
            id,
            value: payload::utf16(text),
        }
    }

    /// Reads a list up to MsvAvEOL, which is not in the result.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes end before MsvAvEOL.
    pub fn decode_list(bytes: &[u8]) -> Result<Vec<Self>, Malformed> {
        let mut reader = Reader::new(bytes);
        let mut list = Vec::new();
        loop {
            let id = AvId(reader.u16_le()?);
            let length = usize::from(reader.u16_le()?);
            let value = reader.take(length)?.to_vec();
            if id == AvId::EOL {
                return Ok(list);
            }
            list.push(Self { id, value });
        }
    }

    /// The first pair of `list` that is about `id`.
    #[must_use]
    pub fn find(list: &[Self], id: AvId) -> Option<&Self> {
        list.iter().find(|pair| pair.id == id)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        let [id, length, value] = self.id.fields();
        writer
            .u16_le(id, self.id.0)
            .u16_le(length, length16(self.value.len()))
            .raw(value, &self.value);
    }

    /// A list with MsvAvEOL at its end.
    pub(super) fn encode_list(list: &[Self]) -> Vec<u8> {
        let mut out = Vec::new();
        for pair in list {
            out.extend(pair.id.0.to_le_bytes());
            out.extend(length16(pair.value.len()).to_le_bytes());
            out.extend(&pair.value);
        }
        out.extend([0; 4]);
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_list_reads_back(pairs in proptest::collection::vec((1_u16..12, proptest::collection::vec(any::<u8>(), 0..20)), 0..8)) {
            let list: Vec<_> = pairs.into_iter().map(|(id, value)| AvPair { id: AvId(id), value }).collect();
            prop_assert_eq!(AvPair::decode_list(&AvPair::encode_list(&list)), Ok(list));
        }

        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = AvPair::decode_list(&bytes);
        }
    }
}
