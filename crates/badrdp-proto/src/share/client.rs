//! Reads the share PDUs of a client.

use super::Malformed;
use super::control::{ControlHeader, pdu_type};
use super::data::{DataHeader, pdu_type2};
use crate::capabilities::ConfirmActive;
use crate::message::MessageName;
use crate::reader::Reader;
use crate::session::client_wishes::{self, Rectangle};
use crate::session::finalization::{self, Control, PersistentKeyList, action};
use crate::session::input::{InputEvent, slow_path};

/// One share PDU of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientPdu {
    /// Confirm Active (MS-RDPBCGR 2.2.1.13.2).
    ConfirmActive(ConfirmActive),
    /// Synchronize (2.2.1.14).
    Synchronize {
        /// `targetUser`
        target_user: u16,
    },
    /// Control (2.2.1.15, 2.2.1.16).
    Control(Control),
    /// Persistent Key List (2.2.1.17).
    PersistentKeyList(PersistentKeyList),
    /// Font List (2.2.1.18).
    FontList,
    /// Input Event (2.2.8.1.1.3).
    Input(Vec<InputEvent>),
    /// Refresh Rect (2.2.11.2): areas to be drawn again.
    RefreshRect(Vec<Rectangle>),
    /// Suppress Output (2.2.11.3): the area to be drawn again, or `None` to be silent.
    SuppressOutput(Option<Rectangle>),
    /// Shutdown Request (2.2.2.1).
    ShutdownRequest,
    /// Frame Acknowledge (MS-RDPRFX 2.2.3.1).
    FrameAcknowledge {
        /// `frameID`
        frame_id: u32,
    },
    /// A share PDU that a server does not know.
    Unrecognized {
        /// `type` of the share control header.
        pdu_type: u8,
        /// `pduType2`, where it is share data.
        pdu_type2: Option<u8>,
    },
}

impl ClientPdu {
    /// Reads one PDU from its share control header on. Bytes behind it are ignored.
    ///
    /// # Errors
    /// [`Malformed`] when a header or the body of a known PDU does not read.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let (control, body, _) = ControlHeader::decode(bytes)?;
        match control.pdu_type {
            pdu_type::CONFIRM_ACTIVE => ConfirmActive::decode(body).map(Self::ConfirmActive),
            pdu_type::DATA => {
                let (header, body) = DataHeader::decode(body)?;
                Self::decode_data(&header, body)
            }
            pdu_type => Ok(Self::Unrecognized {
                pdu_type,
                pdu_type2: None,
            }),
        }
    }

    /// The name used in transcripts.
    #[must_use]
    pub const fn name(&self) -> MessageName {
        match self {
            Self::ConfirmActive(_) => MessageName::ConfirmActive,
            Self::Synchronize { .. } => MessageName::ClientSynchronize,
            Self::Control(control) if control.action == action::REQUEST_CONTROL => {
                MessageName::ClientControlRequest
            }
            Self::Control(control) if control.action == action::COOPERATE => {
                MessageName::ClientControlCooperate
            }
            Self::PersistentKeyList(_) => MessageName::PersistentKeyList,
            Self::FontList => MessageName::FontList,
            Self::Input(_) => MessageName::SlowPathInput,
            Self::RefreshRect(_) => MessageName::RefreshRect,
            Self::SuppressOutput(_) => MessageName::SuppressOutput,
            Self::ShutdownRequest => MessageName::ShutdownRequest,
            Self::FrameAcknowledge { .. } => MessageName::FrameAcknowledge,
            Self::Control(_) | Self::Unrecognized { .. } => MessageName::Unrecognized,
        }
    }

    fn decode_data(header: &DataHeader, body: &[u8]) -> Result<Self, Malformed> {
        if header.is_compressed() {
            return Err(Malformed::field(
                "share-data.compressed-type",
                header.compressed_type,
            ));
        }
        Ok(match header.pdu_type2 {
            pdu_type2::SYNCHRONIZE => Self::Synchronize {
                target_user: finalization::decode_synchronize(body)?,
            },
            pdu_type2::CONTROL => Self::Control(Control::decode(body)?),
            pdu_type2::PERSISTENT_KEY_LIST => {
                Self::PersistentKeyList(PersistentKeyList::decode(body)?)
            }
            pdu_type2::FONT_LIST => Self::FontList,
            pdu_type2::INPUT => Self::Input(slow_path::decode(body)?),
            pdu_type2::REFRESH_RECT => Self::RefreshRect(client_wishes::decode_refresh_rect(body)?),
            pdu_type2::SUPPRESS_OUTPUT => {
                Self::SuppressOutput(client_wishes::decode_suppress_output(body)?)
            }
            pdu_type2::SHUTDOWN_REQUEST => Self::ShutdownRequest,
            pdu_type2::FRAME_ACKNOWLEDGE => Self::FrameAcknowledge {
                frame_id: Reader::new(body).u32_le()?,
            },
            other => Self::Unrecognized {
                pdu_type: pdu_type::DATA,
                pdu_type2: Some(other),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_probes_pdus_read_back_by_name() {
        for message in [
            finalization::client_synchronize(1, 1004),
            finalization::client_control_cooperate(1, 1004),
            finalization::client_control_request(1, 1004),
            finalization::font_list(1, 1004),
            slow_path::scancodes(1, 1004, &[]),
            ConfirmActive::new(1, vec![]).encode(1004),
        ] {
            let pdu = ClientPdu::decode(&message.bytes).unwrap();
            assert_eq!(pdu.name(), message.name);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = ClientPdu::decode(&bytes);
        }

        #[test]
        fn any_body_decodes_or_fails_in_order(
            kind in any::<u8>(), body in proptest::collection::vec(any::<u8>(), 0..200)
        ) {
            let header = DataHeader { share_id: 1, pdu_type2: kind, compressed_type: 0 };
            let _ = ClientPdu::decode_data(&header, &body);
        }
    }
}
