//! Bits in capability sets.

/// `extraFlags` of the General Capability Set (MS-RDPBCGR 2.2.7.1.1).
pub mod general {
    /// FASTPATH_OUTPUT_SUPPORTED
    pub const FASTPATH_OUTPUT_SUPPORTED: u16 = 0x0001;
    /// LONG_CREDENTIALS_SUPPORTED
    pub const LONG_CREDENTIALS_SUPPORTED: u16 = 0x0004;
    /// AUTORECONNECT_SUPPORTED
    pub const AUTORECONNECT_SUPPORTED: u16 = 0x0008;
    /// ENC_SALTED_CHECKSUM
    pub const ENC_SALTED_CHECKSUM: u16 = 0x0010;
    /// NO_BITMAP_COMPRESSION_HDR
    pub const NO_BITMAP_COMPRESSION_HDR: u16 = 0x0400;
}

/// `inputFlags` of the Input Capability Set (MS-RDPBCGR 2.2.7.1.6).
pub mod input {
    /// INPUT_FLAG_SCANCODES
    pub const SCANCODES: u16 = 0x0001;
    /// INPUT_FLAG_MOUSEX
    pub const MOUSEX: u16 = 0x0004;
    /// INPUT_FLAG_FASTPATH_INPUT
    pub const FASTPATH_INPUT: u16 = 0x0008;
    /// INPUT_FLAG_UNICODE
    pub const UNICODE: u16 = 0x0010;
    /// INPUT_FLAG_FASTPATH_INPUT2
    pub const FASTPATH_INPUT2: u16 = 0x0020;
    /// TS_INPUT_FLAG_MOUSE_HWHEEL
    pub const MOUSE_HWHEEL: u16 = 0x0100;
    /// TS_INPUT_FLAG_QOE_TIMESTAMPS
    pub const QOE_TIMESTAMPS: u16 = 0x0200;
}

/// `largePointerSupportFlags` (MS-RDPBCGR 2.2.7.2.7).
pub mod large_pointer {
    /// LARGE_POINTER_FLAG_96x96
    pub const PIXELS_96: u16 = 0x0001;
    /// LARGE_POINTER_FLAG_384x384
    pub const PIXELS_384: u16 = 0x0002;
}
