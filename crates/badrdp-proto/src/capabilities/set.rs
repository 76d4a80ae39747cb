//! The capability sets (MS-RDPBCGR 2.2.7), each with its fields in wire order.
//!
//! One list defines structure, wire form and field names: `capability.<set>.<field>`.

pub use super::field::Bytes;
use super::field::Value;
use crate::length::length16;
use crate::reader::Reader;
use crate::share::Malformed;
use crate::writer::Writer;

/// Bytes of `capabilitySetType` and `lengthCapability`.
pub const HEADER_LEN: usize = 4;

macro_rules! sets {
    ($(
        $(#[$doc:meta])*
        $variant:ident $kind:literal $name:literal {
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $word:literal,)*
        }
    )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
            pub struct $variant {
                $($(#[$field_doc])* pub $field: $type,)*
            }

            impl $variant {
                /// `capabilitySetType`
                pub const KIND: u16 = $kind;

                const LEN: usize = HEADER_LEN $(+ <$type as Value>::LEN)*;

                fn write(&self, writer: &mut Writer) {
                    writer
                        .u16_le(concat!("capability.", $name, ".type"), $kind)
                        .u16_le(concat!("capability.", $name, ".length"), length16(Self::LEN));
                    $(self.$field.write(writer, concat!("capability.", $name, ".", $word));)*
                }

                fn read(reader: &mut Reader<'_>) -> Self {
                    Self { $($field: Value::read(reader),)* }
                }
            }
        )*

        /// One capability set.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum CapabilitySet {
            $($(#[$doc])* $variant($variant),)*
            /// Any other set, or one whose content is chosen byte by byte.
            Other {
                /// `capabilitySetType`
                kind: u16,
                /// What follows `lengthCapability`.
                body: Vec<u8>,
            },
        }

        impl CapabilitySet {
            /// `capabilitySetType`
            #[must_use]
            pub const fn kind(&self) -> u16 {
                match self {
                    $(Self::$variant(_) => $kind,)*
                    Self::Other { kind, .. } => *kind,
                }
            }

            /// The set's name in fields and transcripts.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                    Self::Other { .. } => "other",
                }
            }

            /// Writes the set with its header.
            pub(crate) fn write(&self, writer: &mut Writer) {
                match self {
                    $(Self::$variant(set) => set.write(writer),)*
                    Self::Other { kind, body } => {
                        writer
                            .u16_le("capability.other.type", *kind)
                            .u16_le("capability.other.length", length16(HEADER_LEN + body.len()))
                            .raw("capability.other.data", body);
                    }
                }
            }

            /// Reads one set off the front. Fields that an old form lacks are zero; what a
            /// new form has more is skipped.
            ///
            /// # Errors
            /// [`Malformed`] when `lengthCapability` is less than 4 or past the end.
            pub fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
                let kind = reader.u16_le()?;
                let length = reader.u16_le()?;
                let body = usize::from(length)
                    .checked_sub(HEADER_LEN)
                    .ok_or_else(|| Malformed::field("capability.length", length))?;
                let mut body = Reader::new(reader.take(body)?);
                Ok(match kind {
                    $($kind => Self::$variant($variant::read(&mut body)),)*
                    _ => Self::Other { kind, body: body.rest().to_vec() },
                })
            }
        }
    };
}

sets! {
    /// General Capability Set (2.2.7.1.1).
    General 0x0001 "general" {
        /// `osMajorType`: 1 for Windows.
        os_major_type: u16 = "os-major-type",
        /// `osMinorType`: 3 for Windows NT.
        os_minor_type: u16 = "os-minor-type",
        /// `protocolVersion`: 0x0200.
        protocol_version: u16 = "protocol-version",
        /// `pad2octetsA`
        pad_a: u16 = "pad2octets-a",
        /// `generalCompressionTypes`
        compression_types: u16 = "general-compression-types",
        /// `extraFlags`, see [`super::flags::general`].
        extra_flags: u16 = "extra-flags",
        /// `updateCapabilityFlag`
        update_capability_flag: u16 = "update-capability-flag",
        /// `remoteUnshareFlag`
        remote_unshare_flag: u16 = "remote-unshare-flag",
        /// `generalCompressionLevel`
        compression_level: u16 = "general-compression-level",
        /// `refreshRectSupport`
        refresh_rect_support: u8 = "refresh-rect-support",
        /// `suppressOutputSupport`
        suppress_output_support: u8 = "suppress-output-support",
    }
    /// Bitmap Capability Set (2.2.7.1.2).
    Bitmap 0x0002 "bitmap" {
        /// `preferredBitsPerPixel`: the color depth of the session.
        preferred_bits_per_pixel: u16 = "preferred-bits-per-pixel",
        /// `receive1BitPerPixel`
        receive_1_bit_per_pixel: u16 = "receive-1-bit-per-pixel",
        /// `receive4BitsPerPixel`
        receive_4_bits_per_pixel: u16 = "receive-4-bits-per-pixel",
        /// `receive8BitsPerPixel`
        receive_8_bits_per_pixel: u16 = "receive-8-bits-per-pixel",
        /// `desktopWidth` in pixels
        desktop_width: u16 = "desktop-width",
        /// `desktopHeight` in pixels
        desktop_height: u16 = "desktop-height",
        /// `pad2octets`
        pad: u16 = "pad2octets",
        /// `desktopResizeFlag`: 1 where another size may follow a deactivation.
        desktop_resize_flag: u16 = "desktop-resize-flag",
        /// `bitmapCompressionFlag`: always 1.
        bitmap_compression_flag: u16 = "bitmap-compression-flag",
        /// `highColorFlags`
        high_color_flags: u8 = "high-color-flags",
        /// `drawingFlags`
        drawing_flags: u8 = "drawing-flags",
        /// `multipleRectangleSupport`: always 1.
        multiple_rectangle_support: u16 = "multiple-rectangle-support",
        /// `pad2octetsB`
        pad_b: u16 = "pad2octets-b",
    }
    /// Order Capability Set (2.2.7.1.3).
    Order 0x0003 "order" {
        /// `terminalDescriptor`
        terminal_descriptor: Bytes<16> = "terminal-descriptor",
        /// `pad4octetsA`
        pad_a: u32 = "pad4octets-a",
        /// `desktopSaveXGranularity`: 1
        desktop_save_x_granularity: u16 = "desktop-save-x-granularity",
        /// `desktopSaveYGranularity`: 20
        desktop_save_y_granularity: u16 = "desktop-save-y-granularity",
        /// `pad2octetsA`
        pad_b: u16 = "pad2octets-a",
        /// `maximumOrderLevel`: 1
        maximum_order_level: u16 = "maximum-order-level",
        /// `numberFonts`
        number_fonts: u16 = "number-fonts",
        /// `orderFlags`
        order_flags: u16 = "order-flags",
        /// `orderSupport`: one byte for each drawing order.
        order_support: Bytes<32> = "order-support",
        /// `textFlags`
        text_flags: u16 = "text-flags",
        /// `orderSupportExFlags`
        order_support_ex_flags: u16 = "order-support-ex-flags",
        /// `pad4octetsB`
        pad_c: u32 = "pad4octets-b",
        /// `desktopSaveSize` in bytes
        desktop_save_size: u32 = "desktop-save-size",
        /// `pad2octetsC`
        pad_d: u16 = "pad2octets-c",
        /// `pad2octetsD`
        pad_e: u16 = "pad2octets-d",
        /// `textANSICodePage`
        text_ansi_code_page: u16 = "text-ansi-code-page",
        /// `pad2octetsE`
        pad_f: u16 = "pad2octets-e",
    }
    /// Pointer Capability Set (2.2.7.1.5).
    Pointer 0x0008 "pointer" {
        /// `colorPointerFlag`
        color_pointer_flag: u16 = "color-pointer-flag",
        /// `colorPointerCacheSize`
        color_pointer_cache_size: u16 = "color-pointer-cache-size",
        /// `pointerCacheSize`: 0 where New Pointer updates are not known.
        pointer_cache_size: u16 = "pointer-cache-size",
    }
    /// Share Capability Set (2.2.7.2.4).
    Share 0x0009 "share" {
        /// `nodeId`: the server's channel id; 0 from clients.
        node_id: u16 = "node-id",
        /// `pad2octets`
        pad: u16 = "pad2octets",
    }
    /// Color Table Cache Capability Set (MS-RDPEGDI 2.2.1.1).
    ColorCache 0x000A "color-cache" {
        /// `colorTableCacheSize`: 6
        color_table_cache_size: u16 = "color-table-cache-size",
        /// `pad2octets`
        pad: u16 = "pad2octets",
    }
    /// Input Capability Set (2.2.7.1.6).
    Input 0x000D "input" {
        /// `inputFlags`, see [`super::flags::input`].
        input_flags: u16 = "input-flags",
        /// `pad2octetsA`
        pad: u16 = "pad2octets-a",
        /// `keyboardLayout`
        keyboard_layout: u32 = "keyboard-layout",
        /// `keyboardType`
        keyboard_type: u32 = "keyboard-type",
        /// `keyboardSubType`
        keyboard_sub_type: u32 = "keyboard-sub-type",
        /// `keyboardFunctionKey`
        keyboard_function_key: u32 = "keyboard-function-key",
        /// `imeFileName`
        ime_file_name: Bytes<64> = "ime-file-name",
    }
    /// Font Capability Set (2.2.7.2.5).
    Font 0x000E "font" {
        /// `fontSupportFlags`: 1
        font_support_flags: u16 = "font-support-flags",
        /// `pad2octets`
        pad: u16 = "pad2octets",
    }
    /// Bitmap Cache Host Support Capability Set (2.2.7.2.1).
    BitmapCacheHostSupport 0x0012 "bitmap-cache-host-support" {
        /// `cacheVersion`: 1 for Revision 2.
        cache_version: u8 = "cache-version",
        /// `pad1`
        pad1: u8 = "pad1",
        /// `pad2`
        pad2: u16 = "pad2",
    }
    /// Virtual Channel Capability Set (2.2.7.1.10).
    VirtualChannel 0x0014 "virtual-channel" {
        /// `flags`: 1 compression to the client, 2 compression to the server in 8K.
        flags: u32 = "flags",
        /// `VCChunkSize` in bytes: 1600 to 16256.
        chunk_size: u32 = "vc-chunk-size",
    }
    /// Multifragment Update Capability Set (2.2.7.2.6).
    MultifragmentUpdate 0x001A "multifragment-update" {
        /// `MaxRequestSize` in bytes
        max_request_size: u32 = "max-request-size",
    }
    /// Large Pointer Capability Set (2.2.7.2.7).
    LargePointer 0x001B "large-pointer" {
        /// `largePointerSupportFlags`: 1 for 96 by 96, 2 for 384 by 384 pixels.
        support_flags: u16 = "support-flags",
    }
    /// Surface Commands Capability Set (2.2.7.2.9).
    SurfaceCommands 0x001C "surface-commands" {
        /// `cmdFlags`: 2 Set Surface Bits, 0x10 Frame Marker, 0x40 Stream Surface Bits.
        cmd_flags: u32 = "cmd-flags",
        /// `reserved`
        reserved: u32 = "reserved",
    }
    /// Bitmap Codecs Capability Set (2.2.7.2.10) without codecs.
    BitmapCodecs 0x001D "bitmap-codecs" {
        /// `bitmapCodecCount`
        codec_count: u8 = "bitmap-codec-count",
    }
    /// Frame Acknowledge Capability Set (MS-RDPRFX 2.2.1.3).
    FrameAcknowledge 0x001E "frame-acknowledge" {
        /// `maxUnacknowledgedFrameCount`
        max_unacknowledged_frame_count: u32 = "max-unacknowledged-frame-count",
    }
}
