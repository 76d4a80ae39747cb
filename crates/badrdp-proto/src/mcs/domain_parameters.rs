//! DomainParameters (T.125 7), which Connect Initial proposes and Connect Response settles.

use crate::asn1;
use crate::mcs::DecodeError;
use crate::mcs::ber;
use crate::reader::Reader;
use crate::writer::Writer;

/// The limits of an MCS domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DomainParameters {
    /// `maxChannelIds`
    pub max_channel_ids: u32,
    /// `maxUserIds`
    pub max_user_ids: u32,
    /// `maxTokenIds`
    pub max_token_ids: u32,
    /// `numPriorities`
    pub num_priorities: u32,
    /// `minThroughput`, in bytes per second.
    pub min_throughput: u32,
    /// `maxHeight`: providers above each other.
    pub max_height: u32,
    /// `maxMCSPDUsize`, in bytes.
    pub max_mcs_pdu_size: u32,
    /// `protocolVersion`
    pub protocol_version: u32,
}

/// The fields of an encoded value: its tag and length, then its number.
const FIELDS: [(&str, &str); 8] = [
    ("mcs.max-channel-ids-header", "mcs.max-channel-ids"),
    ("mcs.max-user-ids-header", "mcs.max-user-ids"),
    ("mcs.max-token-ids-header", "mcs.max-token-ids"),
    ("mcs.num-priorities-header", "mcs.num-priorities"),
    ("mcs.min-throughput-header", "mcs.min-throughput"),
    ("mcs.max-height-header", "mcs.max-height"),
    ("mcs.max-mcs-pdu-size-header", "mcs.max-mcs-pdu-size"),
    ("mcs.protocol-version-header", "mcs.protocol-version"),
];

impl DomainParameters {
    /// What Windows answers (MS-RDPBCGR 4.1.4).
    pub const WINDOWS: Self = Self::new([34, 3, 0, 1, 0, 1, 0xFFF8, 2]);
    /// What clients propose as the target (MS-RDPBCGR 4.1.3).
    pub const CLIENT_TARGET: Self = Self::new([34, 2, 0, 1, 0, 1, 0xFFFF, 2]);
    /// What clients propose as the minimum (MS-RDPBCGR 4.1.3).
    pub const CLIENT_MINIMUM: Self = Self::new([1, 1, 1, 1, 0, 1, 0x420, 2]);
    /// What clients propose as the maximum (MS-RDPBCGR 4.1.3).
    pub const CLIENT_MAXIMUM: Self = Self::new([0xFFFF, 0xFC17, 0xFFFF, 1, 0, 1, 0xFFFF, 2]);

    const fn new(values: [u32; 8]) -> Self {
        let [
            max_channel_ids,
            max_user_ids,
            max_token_ids,
            num_priorities,
            min_throughput,
            max_height,
            max_mcs_pdu_size,
            protocol_version,
        ] = values;
        Self {
            max_channel_ids,
            max_user_ids,
            max_token_ids,
            num_priorities,
            min_throughput,
            max_height,
            max_mcs_pdu_size,
            protocol_version,
        }
    }

    const fn values(&self) -> [u32; 8] {
        [
            self.max_channel_ids,
            self.max_user_ids,
            self.max_token_ids,
            self.num_priorities,
            self.min_throughput,
            self.max_height,
            self.max_mcs_pdu_size,
            self.protocol_version,
        ]
    }

    /// Writes the SEQUENCE. Eight numbers of at most seven bytes fit the short length.
    pub fn write(&self, writer: &mut Writer) {
        let numbers = self.values().map(asn1::integer);
        let length: usize = numbers.iter().map(|number| 2 + number.len()).sum();
        writer
            .u8("mcs.domain-parameters-tag", ber::SEQUENCE)
            .u8("mcs.domain-parameters-length", short(length));
        for ((header, field), number) in FIELDS.iter().zip(numbers) {
            writer
                .raw(header, &[ber::INTEGER, short(number.len())])
                .raw(field, &number);
        }
    }

    /// Reads the SEQUENCE.
    ///
    /// # Errors
    /// When an element has another tag or is cut.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mut content = Reader::new(ber::read_element(
            reader,
            "DomainParameters",
            ber::SEQUENCE,
        )?);
        let mut values = [0; 8];
        for (value, (_, field)) in values.iter_mut().zip(FIELDS) {
            *value = ber::read_number(&mut content, field, ber::INTEGER)?;
        }
        Ok(Self::new(values))
    }
}

fn short(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}
