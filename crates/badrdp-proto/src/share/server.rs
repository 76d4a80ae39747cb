//! Reads the share PDUs of a server, for a client.

use super::Malformed;
use super::control::{ControlHeader, pdu_type};
use super::data::{DataHeader, pdu_type2};
use crate::capabilities::DemandActive;
use crate::message::MessageName;
use crate::reader::Reader;
use crate::session::finalization::{self, Control, action};
use crate::session::redirection::Redirection;
use crate::session::save_session_info::SessionInfo;
use crate::session::update::{Pointer, Update, slow_path};

/// One share PDU of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerPdu {
    /// Demand Active (MS-RDPBCGR 2.2.1.13.1).
    DemandActive(DemandActive),
    /// Deactivate All (2.2.3.1).
    DeactivateAll,
    /// Server Redirection (2.2.13.3.1).
    Redirection(Box<Redirection>),
    /// Synchronize (2.2.1.19).
    Synchronize {
        /// `targetUser`
        target_user: u16,
    },
    /// Control (2.2.1.20, 2.2.1.21).
    Control(Control),
    /// Font Map (2.2.1.22).
    FontMap,
    /// Bitmap, palette or another slow-path update (2.2.9.1.1.3).
    Update(Update),
    /// Slow-path pointer update (2.2.9.1.1.4).
    Pointer(Pointer),
    /// Save Session Info (2.2.10.1).
    SaveSessionInfo(SessionInfo),
    /// Set Error Info (2.2.5.1).
    SetErrorInfo {
        /// `errorInfo`
        error_info: u32,
    },
    /// Server Status Info (2.2.5.2).
    StatusInfo {
        /// `statusCode`
        status_code: u32,
    },
    /// Auto-Reconnect Status (2.2.4.1).
    AutoReconnectStatus {
        /// `arcStatus`
        arc_status: u32,
    },
    /// Monitor Layout (2.2.12.1).
    MonitorLayout {
        /// `monitorCount`
        monitors: u32,
    },
    /// Play Sound (2.2.9.1.1.5).
    PlaySound,
    /// Set Keyboard Indicators (2.2.8.2.1.1).
    SetKeyboardIndicators,
    /// Shutdown Request Denied (2.2.2.2).
    ShutdownDenied,
    /// A share PDU that a client does not know, or whose body is compressed.
    Unrecognized {
        /// `type` of the share control header.
        pdu_type: u8,
        /// `pduType2`, where it is share data.
        pdu_type2: Option<u8>,
    },
}

impl ServerPdu {
    /// Reads all PDUs of one MCS Send Data Indication: servers put several into one.
    ///
    /// # Errors
    /// [`Malformed`] when a header or the body of a known PDU does not read.
    pub fn decode_all(bytes: &[u8]) -> Result<Vec<Self>, Malformed> {
        let mut pdus = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (control, body, next) = ControlHeader::decode(rest)?;
            pdus.push(Self::decode_one(&control, body)?);
            rest = next;
        }
        Ok(pdus)
    }

    /// The name used in transcripts.
    #[must_use]
    pub const fn name(&self) -> MessageName {
        match self {
            Self::DemandActive(_) => MessageName::DemandActive,
            Self::DeactivateAll => MessageName::DeactivateAll,
            Self::Redirection(_) => MessageName::ServerRedirection,
            Self::Synchronize { .. } => MessageName::ServerSynchronize,
            Self::Control(control) if control.action == action::GRANTED_CONTROL => {
                MessageName::ServerControlGranted
            }
            Self::Control(control) if control.action == action::COOPERATE => {
                MessageName::ServerControlCooperate
            }
            Self::FontMap => MessageName::FontMap,
            Self::Update(Update::Palette(_)) => MessageName::PaletteUpdate,
            Self::Update(_) => MessageName::BitmapUpdate,
            Self::Pointer(_) => MessageName::PointerUpdate,
            Self::SaveSessionInfo(_) => MessageName::SaveSessionInfo,
            Self::SetErrorInfo { .. } => MessageName::SetErrorInfo,
            Self::StatusInfo { .. } => MessageName::StatusInfo,
            Self::AutoReconnectStatus { .. } => MessageName::AutoReconnectStatus,
            Self::MonitorLayout { .. } => MessageName::MonitorLayout,
            Self::PlaySound => MessageName::PlaySound,
            Self::SetKeyboardIndicators => MessageName::SetKeyboardIndicators,
            Self::ShutdownDenied => MessageName::ShutdownDenied,
            Self::Control(_) | Self::Unrecognized { .. } => MessageName::Foreign,
        }
    }

    fn decode_one(control: &ControlHeader, body: &[u8]) -> Result<Self, Malformed> {
        Ok(match control.pdu_type {
            pdu_type::DEMAND_ACTIVE => Self::DemandActive(DemandActive::decode(body)?),
            pdu_type::DEACTIVATE_ALL => Self::DeactivateAll,
            pdu_type::SERVER_REDIRECTION => {
                let mut reader = Reader::new(body);
                reader.u16_le()?; // pad2Octets
                Self::Redirection(Box::new(Redirection::decode(reader.rest())?))
            }
            pdu_type::DATA => {
                let (header, body) = DataHeader::decode(body)?;
                if header.is_compressed() {
                    Self::unrecognized_data(header.pdu_type2)
                } else {
                    Self::decode_data(header.pdu_type2, body)?
                }
            }
            pdu_type => Self::Unrecognized {
                pdu_type,
                pdu_type2: None,
            },
        })
    }

    fn decode_data(pdu_type2: u8, body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(body);
        Ok(match pdu_type2 {
            pdu_type2::SYNCHRONIZE => Self::Synchronize {
                target_user: finalization::decode_synchronize(body)?,
            },
            pdu_type2::CONTROL => Self::Control(Control::decode(body)?),
            pdu_type2::FONT_MAP => Self::FontMap,
            pdu_type2::UPDATE => Self::Update(slow_path::decode_update(body)?),
            pdu_type2::POINTER => Self::Pointer(slow_path::decode_pointer(body)?),
            pdu_type2::SAVE_SESSION_INFO => Self::SaveSessionInfo(SessionInfo::decode(body)?),
            pdu_type2::SET_ERROR_INFO => Self::SetErrorInfo {
                error_info: reader.u32_le()?,
            },
            pdu_type2::STATUS_INFO => Self::StatusInfo {
                status_code: reader.u32_le()?,
            },
            pdu_type2::AUTO_RECONNECT_STATUS => Self::AutoReconnectStatus {
                arc_status: reader.u32_le()?,
            },
            pdu_type2::MONITOR_LAYOUT => {
                let monitors = reader.u32_le()?;
                for _ in 0..monitors {
                    reader.take(20 /* TS_MONITOR_DEF */)?;
                }
                Self::MonitorLayout { monitors }
            }
            pdu_type2::PLAY_SOUND => Self::PlaySound,
            pdu_type2::SET_KEYBOARD_INDICATORS => Self::SetKeyboardIndicators,
            pdu_type2::SHUTDOWN_DENIED => Self::ShutdownDenied,
            other => Self::unrecognized_data(other),
        })
    }

    const fn unrecognized_data(pdu_type2: u8) -> Self {
        Self::Unrecognized {
            pdu_type: pdu_type::DATA,
            pdu_type2: Some(pdu_type2),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::session::samples;

    /// Messages that have no share control header.
    const OTHERS: &[MessageName] = &[
        MessageName::AutoDetectRequest,
        MessageName::FastPathBitmapUpdate,
        MessageName::FastPathPaletteUpdate,
        MessageName::FastPathPointerUpdate,
        MessageName::Heartbeat,
        MessageName::InitiateMultitransportRequest,
        MessageName::ServerVirtualChannel,
    ];

    #[test]
    fn every_share_pdu_of_the_server_reads_back_by_name() {
        for name in MessageName::ALL {
            if OTHERS.contains(name) {
                continue;
            }
            let Some(message) = samples::sample(*name) else {
                continue;
            };
            let pdus = ServerPdu::decode_all(&message.bytes).unwrap();
            let names: Vec<_> = pdus.iter().map(ServerPdu::name).collect();
            assert_eq!(names, [*name]);
        }
    }

    #[test]
    fn several_pdus_in_one_indication_are_read() {
        let bytes = [
            finalization::server_synchronize(1, 1004).bytes,
            finalization::server_control_cooperate(1).bytes,
        ]
        .concat();
        let pdus = ServerPdu::decode_all(&bytes).unwrap();
        assert_eq!(pdus.len(), 2);
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = ServerPdu::decode_all(&bytes);
        }

        #[test]
        fn any_body_decodes_or_fails_in_order(
            kind in any::<u8>(), body in proptest::collection::vec(any::<u8>(), 0..200)
        ) {
            let _ = ServerPdu::decode_data(kind, &body);
        }
    }
}
