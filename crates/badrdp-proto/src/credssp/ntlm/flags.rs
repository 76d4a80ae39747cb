//! The bits of `NegotiateFlags` (MS-NLMP 2.2.2.5), as far as they are used.

/// Strings are UTF-16.
pub const UNICODE: u32 = 0x0000_0001;
/// Strings are in the code page of the computer.
pub const OEM: u32 = 0x0000_0002;
/// The client wants the target's name.
pub const REQUEST_TARGET: u32 = 0x0000_0004;
/// Messages are signed.
pub const SIGN: u32 = 0x0000_0010;
/// Messages are sealed.
pub const SEAL: u32 = 0x0000_0020;
/// LAN Manager session keys, as NTLMv1 has them.
pub const LM_KEY: u32 = 0x0000_0080;
/// NTLM, which is always there.
pub const NTLM: u32 = 0x0000_0200;
/// A signature block is on each message.
pub const ALWAYS_SIGN: u32 = 0x0000_8000;
/// The target is a domain.
pub const TARGET_TYPE_DOMAIN: u32 = 0x0001_0000;
/// The target is a server.
pub const TARGET_TYPE_SERVER: u32 = 0x0002_0000;
/// Extended session security: what this crate signs and seals with.
pub const EXTENDED_SESSION_SECURITY: u32 = 0x0008_0000;
/// There is target info, a list of AV pairs.
pub const TARGET_INFO: u32 = 0x0080_0000;
/// The version field counts.
pub const VERSION: u32 = 0x0200_0000;
/// Keys of 128 bits.
pub const KEY_128: u32 = 0x2000_0000;
/// The client chooses the session key.
pub const KEY_EXCH: u32 = 0x4000_0000;
/// Keys of 56 bits.
pub const KEY_56: u32 = 0x8000_0000;

/// What a current client asks for.
pub const CLIENT: u32 = UNICODE
    | REQUEST_TARGET
    | SIGN
    | SEAL
    | NTLM
    | ALWAYS_SIGN
    | EXTENDED_SESSION_SECURITY
    | VERSION
    | KEY_128
    | KEY_EXCH
    | KEY_56;

/// What a server grants when a client asks for it.
pub const GRANTED: u32 = CLIENT;

/// What makes a client answer with NTLMv1: neither extended session security nor target
/// info, but LAN Manager keys.
pub const FORCES_V1: u32 = UNICODE | REQUEST_TARGET | SIGN | SEAL | LM_KEY | NTLM | ALWAYS_SIGN;
