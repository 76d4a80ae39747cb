//! What a client says in the MCS domain (T.125 7, aligned PER).

use crate::mcs::{DecodeError, choice, per, read_data_header};
use crate::message::MessageName;

/// A domain PDU of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainRequest<'a> {
    /// Erect Domain Request (MS-RDPBCGR 2.2.1.5). Nobody looks at its numbers.
    ErectDomainRequest,
    /// Attach User Request (MS-RDPBCGR 2.2.1.6).
    AttachUserRequest,
    /// Channel Join Request (MS-RDPBCGR 2.2.1.8).
    ChannelJoinRequest {
        /// The id of the user channel.
        initiator: u16,
        /// The channel to join.
        channel_id: u16,
    },
    /// Send Data Request: the envelope of everything after the channels are joined.
    SendDataRequest {
        /// The id of the user channel.
        initiator: u16,
        /// The channel that the data belongs to.
        channel_id: u16,
        /// What it carries.
        user_data: &'a [u8],
    },
    /// Disconnect Provider Ultimatum (MS-RDPBCGR 2.2.2.3).
    DisconnectProviderUltimatum {
        /// `reason`, see [`Reason`](super::Reason).
        reason: u8,
    },
    /// A PDU that no client of RDP sends, by its number in `DomainMCSPDU`.
    Other {
        /// The upper six bits of the PDU.
        choice: u8,
    },
}

impl<'a> DomainRequest<'a> {
    /// Reads one whole TPKT frame.
    ///
    /// # Errors
    /// [`DecodeError::NotData`] for another TPDU, [`DecodeError::TooShort`] for a PDU that is
    /// cut or that promises more user data than the frame holds.
    pub fn decode(frame: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = read_data_header(frame)?;
        let first = reader.u8()?;
        Ok(match first >> 2 {
            choice::ERECT_DOMAIN_REQUEST => Self::ErectDomainRequest,
            choice::ATTACH_USER_REQUEST => Self::AttachUserRequest,
            choice::CHANNEL_JOIN_REQUEST => Self::ChannelJoinRequest {
                initiator: per::read_user_id(&mut reader)?,
                channel_id: reader.u16_be()?,
            },
            choice::SEND_DATA_REQUEST => {
                let initiator = per::read_user_id(&mut reader)?;
                let channel_id = reader.u16_be()?;
                reader.u8()?; // dataPriority and segmentation
                let length = per::read_length(&mut reader)?;
                Self::SendDataRequest {
                    initiator,
                    channel_id,
                    user_data: reader.take(length)?,
                }
            }
            choice::DISCONNECT_PROVIDER_ULTIMATUM => Self::DisconnectProviderUltimatum {
                reason: ((first & 3) << 1) | (reader.u8()? >> 7),
            },
            choice => Self::Other { choice },
        })
    }

    /// The message that this PDU is; `None` for data, whose name is inside.
    #[must_use]
    pub const fn name(&self) -> Option<MessageName> {
        Some(match self {
            Self::ErectDomainRequest => MessageName::ErectDomainRequest,
            Self::AttachUserRequest => MessageName::AttachUserRequest,
            Self::ChannelJoinRequest { .. } => MessageName::ChannelJoinRequest,
            Self::SendDataRequest { .. } => return None,
            Self::DisconnectProviderUltimatum { .. } => {
                MessageName::ClientDisconnectProviderUltimatum
            }
            Self::Other { .. } => MessageName::Unrecognized,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::client;
    use crate::mcs::Reason;

    #[test]
    fn the_annotated_examples_are_read() {
        // MS-RDPBCGR 4.1.5, 4.1.6 and 4.1.8.1.1
        let erect = [3, 0, 0, 12, 2, 0xF0, 0x80, 4, 1, 0, 1, 0];
        assert_eq!(
            DomainRequest::decode(&erect),
            Ok(DomainRequest::ErectDomainRequest)
        );
        let attach = [3, 0, 0, 8, 2, 0xF0, 0x80, 0x28];
        assert_eq!(
            DomainRequest::decode(&attach),
            Ok(DomainRequest::AttachUserRequest)
        );
        let join = [3, 0, 0, 12, 2, 0xF0, 0x80, 0x38, 0, 6, 3, 0xEF];
        let expected = DomainRequest::ChannelJoinRequest {
            initiator: 1007,
            channel_id: 1007,
        };
        assert_eq!(DomainRequest::decode(&join), Ok(expected));
        assert_eq!(expected.name(), Some(MessageName::ChannelJoinRequest));
    }

    #[test]
    fn the_ultimatum_of_a_client_is_read() {
        let frame = client::disconnect_provider_ultimatum(Reason::UserRequested);
        let expected = DomainRequest::DisconnectProviderUltimatum { reason: 3 };
        assert_eq!(DomainRequest::decode(&frame), Ok(expected));
    }

    #[test]
    fn data_beyond_the_frame_is_too_short() {
        let frame = [3, 0, 0, 15, 2, 0xF0, 0x80, 0x64, 0, 6, 3, 0xEB, 0x70, 2, 9];
        let error = DomainRequest::decode(&frame).unwrap_err();
        assert_eq!(error.to_string(), "needs 2 more bytes at offset 14, has 1");
    }

    #[test]
    fn another_pdu_tells_its_choice() {
        let frame = [3, 0, 0, 8, 2, 0xF0, 0x80, 0x48];
        let request = DomainRequest::decode(&frame).unwrap();
        assert_eq!(request, DomainRequest::Other { choice: 18 });
        assert_eq!(request.name(), Some(MessageName::Unrecognized));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(body in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = DomainRequest::decode(&body);
            let frame = [&[3, 0, 0, 0, 2, 0xF0, 0x80][..], &body].concat();
            let _ = DomainRequest::decode(&frame);
        }

        #[test]
        fn requests_read_back(
            initiator in any::<u16>(),
            channel_id in any::<u16>(),
            body in proptest::collection::vec(any::<u8>(), 0..300),
        ) {
            let frame = client::channel_join_request(initiator, channel_id);
            let expected = DomainRequest::ChannelJoinRequest { initiator, channel_id };
            prop_assert_eq!(DomainRequest::decode(&frame), Ok(expected));
            let frame = client::send_data_request(initiator, channel_id, &body);
            let expected = DomainRequest::SendDataRequest { initiator, channel_id, user_data: &body };
            prop_assert_eq!(DomainRequest::decode(&frame), Ok(expected));
        }
    }
}
