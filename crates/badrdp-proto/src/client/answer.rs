//! What a server says in the MCS domain (T.125 7, aligned PER).

use crate::mcs::{DecodeError, choice, per, read_data_header};

/// A domain PDU of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainAnswer<'a> {
    /// Attach User Confirm (MS-RDPBCGR 2.2.1.7).
    AttachUserConfirm {
        /// `result`, see [`crate::mcs::result_name`].
        result: u8,
        /// The id of the user channel.
        initiator: Option<u16>,
    },
    /// Channel Join Confirm (MS-RDPBCGR 2.2.1.9).
    ChannelJoinConfirm {
        /// `result`, see [`crate::mcs::result_name`].
        result: u8,
        /// The id of the user channel.
        initiator: u16,
        /// The channel that the client asked for.
        requested: u16,
        /// The channel that was joined.
        channel_id: Option<u16>,
    },
    /// Send Data Indication: the envelope of everything after the channels are joined.
    SendDataIndication {
        /// Who sends; the server has an id of its own.
        initiator: u16,
        /// The channel that the data belongs to.
        channel_id: u16,
        /// What it carries.
        user_data: &'a [u8],
    },
    /// Disconnect Provider Ultimatum (MS-RDPBCGR 2.2.2.3).
    DisconnectProviderUltimatum {
        /// `reason`, see [`crate::mcs::Reason`].
        reason: u8,
    },
    /// A PDU that no server of RDP sends, by its number in `DomainMCSPDU`.
    Other {
        /// The upper six bits of the PDU.
        choice: u8,
    },
}

impl<'a> DomainAnswer<'a> {
    /// Reads one whole TPKT frame.
    ///
    /// # Errors
    /// [`DecodeError::NotData`] for another TPDU, [`DecodeError::TooShort`] for a PDU that is
    /// cut or that promises more user data than the frame holds.
    pub fn decode(frame: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = read_data_header(frame)?;
        let first = reader.u8()?;
        let optional = first & 2 != 0;
        Ok(match first >> 2 {
            choice::ATTACH_USER_CONFIRM => Self::AttachUserConfirm {
                result: (first & 1) << 3 | reader.u8()? >> 5,
                initiator: optional
                    .then(|| per::read_user_id(&mut reader))
                    .transpose()?,
            },
            choice::CHANNEL_JOIN_CONFIRM => Self::ChannelJoinConfirm {
                result: (first & 1) << 3 | reader.u8()? >> 5,
                initiator: per::read_user_id(&mut reader)?,
                requested: reader.u16_be()?,
                channel_id: optional.then(|| reader.u16_be()).transpose()?,
            },
            choice::SEND_DATA_INDICATION => {
                let initiator = per::read_user_id(&mut reader)?;
                let channel_id = reader.u16_be()?;
                reader.u8()?; // dataPriority and segmentation
                let length = per::read_length(&mut reader)?;
                Self::SendDataIndication {
                    initiator,
                    channel_id,
                    user_data: reader.take(length)?,
                }
            }
            choice::DISCONNECT_PROVIDER_ULTIMATUM => Self::DisconnectProviderUltimatum {
                reason: (first & 3) << 1 | reader.u8()? >> 7,
            },
            choice => Self::Other { choice },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mcs::domain;
    use crate::message::MessageName;
    use crate::writer::Writer;

    #[test]
    fn an_ultimatum_is_read() {
        let frame = domain::disconnect_provider_ultimatum(5).bytes;
        let expected = DomainAnswer::DisconnectProviderUltimatum { reason: 5 };
        assert_eq!(DomainAnswer::decode(&frame), Ok(expected));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(body in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = DomainAnswer::decode(&body);
            let frame = [&[3, 0, 0, 0, 2, 0xF0, 0x80][..], &body].concat();
            let _ = DomainAnswer::decode(&frame);
        }

        #[test]
        fn confirms_read_back(
            result in 0_u8..16,
            initiator in any::<u16>(),
            requested in any::<u16>(),
            optional in proptest::option::of(any::<u16>()),
        ) {
            let frame = domain::attach_user_confirm(result, optional).bytes;
            let expected = DomainAnswer::AttachUserConfirm { result, initiator: optional };
            prop_assert_eq!(DomainAnswer::decode(&frame), Ok(expected));
            let frame = domain::channel_join_confirm(result, initiator, requested, optional).bytes;
            let expected = DomainAnswer::ChannelJoinConfirm {
                result,
                initiator,
                requested,
                channel_id: optional,
            };
            prop_assert_eq!(DomainAnswer::decode(&frame), Ok(expected));
        }

        #[test]
        fn data_reads_back(
            initiator in any::<u16>(),
            channel_id in any::<u16>(),
            body in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let mut writer = Writer::new(MessageName::FontMap);
            domain::write_send_data_indication(&mut writer, initiator, channel_id, body.len());
            writer.raw("body", &body);
            let frame = writer.finish().bytes;
            let expected = DomainAnswer::SendDataIndication { initiator, channel_id, user_data: &body };
            prop_assert_eq!(DomainAnswer::decode(&frame), Ok(expected));
        }
    }
}
