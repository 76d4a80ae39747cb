//! Bits of `earlyCapabilityFlags` of a client (MS-RDPBCGR 2.2.1.3.2).

/// The client takes Set Error Info.
pub const RNS_UD_CS_SUPPORT_ERRINFO_PDU: u16 = 0x0001;
/// The client wants 32 bits per pixel; `highColorDepth` cannot say so.
pub const RNS_UD_CS_WANT_32BPP_SESSION: u16 = 0x0002;
/// The client takes Server Status Info.
pub const RNS_UD_CS_SUPPORT_STATUSINFO_PDU: u16 = 0x0004;
/// The client takes RSA keys of more than 512 bits.
pub const RNS_UD_CS_STRONG_ASYMMETRIC_KEYS: u16 = 0x0008;
/// The client can send relative movements of the mouse.
pub const RNS_UD_CS_RELATIVE_MOUSE_INPUT: u16 = 0x0010;
/// `connectionType` holds.
pub const RNS_UD_CS_VALID_CONNECTION_TYPE: u16 = 0x0020;
/// The client takes Monitor Layout.
pub const RNS_UD_CS_SUPPORT_MONITOR_LAYOUT_PDU: u16 = 0x0040;
/// The client takes part in network auto-detection.
pub const RNS_UD_CS_SUPPORT_NETCHAR_AUTODETECT: u16 = 0x0080;
/// The client has the Graphics Pipeline Extension.
pub const RNS_UD_CS_SUPPORT_DYNVC_GFX_PROTOCOL: u16 = 0x0100;
/// The client has dynamic time zones in Client Info.
pub const RNS_UD_CS_SUPPORT_DYNAMIC_TIME_ZONE: u16 = 0x0200;
/// The client takes Heartbeat.
pub const RNS_UD_CS_SUPPORT_HEARTBEAT_PDU: u16 = 0x0400;
/// The client leaves the channel joins out if the server can too.
pub const RNS_UD_CS_SUPPORT_SKIP_CHANNELJOIN: u16 = 0x0800;
