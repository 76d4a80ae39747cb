//! The capability sets of a Windows server and of a plain client.
//!
//! Figures are those of MS-RDPBCGR 4.1.12 and 4.1.13.

use super::flags::{general, input, large_pointer};
use super::set::{
    Bitmap, BitmapCacheHostSupport, BitmapCodecs, Bytes, CapabilitySet, ColorCache, Font, General,
    Input, LargePointer, MultifragmentUpdate, Order, Pointer, Share, SurfaceCommands,
    VirtualChannel,
};
use crate::share::control::SERVER_CHANNEL;

/// What differs from session to session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desktop {
    /// `desktopWidth` in pixels
    pub width: u16,
    /// `desktopHeight` in pixels
    pub height: u16,
    /// `preferredBitsPerPixel`
    pub bits_per_pixel: u16,
    /// FASTPATH_OUTPUT_SUPPORTED
    pub fast_path_output: bool,
}

/// `MaxRequestSize` of Windows servers (MS-RDPBCGR 2.2.7.2.6 product behavior): 608,299 bytes.
pub const MAX_REQUEST_SIZE: u32 = 0x0009_482B;

/// `VCChunkSize` of Windows servers (MS-RDPBCGR 4.1.12): 1600 bytes.
pub const CHUNK_SIZE: u32 = 1600;

/// The sets of a Windows server.
#[must_use]
pub fn server_sets(desktop: &Desktop) -> Vec<CapabilitySet> {
    vec![
        CapabilitySet::Share(Share {
            node_id: SERVER_CHANNEL,
            pad: 0xE2DC, // what Windows leaves there (4.1.12)
        }),
        CapabilitySet::General(general_set(desktop)),
        CapabilitySet::VirtualChannel(VirtualChannel {
            flags: 2,
            chunk_size: CHUNK_SIZE,
        }),
        CapabilitySet::Font(Font {
            font_support_flags: 1,
            pad: 0,
        }),
        CapabilitySet::Bitmap(bitmap_set(desktop)),
        CapabilitySet::Order(order_set(0x0022)),
        CapabilitySet::ColorCache(ColorCache {
            color_table_cache_size: 6,
            pad: 0,
        }),
        CapabilitySet::BitmapCacheHostSupport(BitmapCacheHostSupport {
            cache_version: 1,
            ..BitmapCacheHostSupport::default()
        }),
        CapabilitySet::Pointer(pointer_set()),
        CapabilitySet::Input(Input {
            input_flags: input::SCANCODES
                | input::MOUSEX
                | input::UNICODE
                | input::FASTPATH_INPUT2
                | input::MOUSE_HWHEEL,
            ..Input::default()
        }),
        CapabilitySet::LargePointer(LargePointer {
            support_flags: large_pointer::PIXELS_96,
        }),
        CapabilitySet::MultifragmentUpdate(MultifragmentUpdate {
            max_request_size: MAX_REQUEST_SIZE,
        }),
        CapabilitySet::SurfaceCommands(SurfaceCommands {
            cmd_flags: 0x52, // Set Surface Bits, Frame Marker, Stream Surface Bits
            reserved: 0,
        }),
        CapabilitySet::BitmapCodecs(BitmapCodecs { codec_count: 0 }),
    ]
}

/// The sets of a client that takes plain bitmaps and draws no orders.
#[must_use]
pub fn client_sets(desktop: &Desktop) -> Vec<CapabilitySet> {
    let other = |kind, body: &[u8]| CapabilitySet::Other {
        kind,
        body: body.to_vec(),
    };
    vec![
        CapabilitySet::General(general_set(desktop)),
        CapabilitySet::Bitmap(bitmap_set(desktop)),
        CapabilitySet::Order(order_set(0x002A)),
        other(0x0004, &[0; 36]), // Bitmap Cache (2.2.7.1.4.1): no entries
        CapabilitySet::Pointer(pointer_set()),
        CapabilitySet::Input(Input {
            input_flags: input::SCANCODES | input::MOUSEX | input::UNICODE | input::FASTPATH_INPUT2,
            keyboard_layout: 0x409, // US
            keyboard_type: 4,       // IBM enhanced
            keyboard_function_key: 12,
            ..Input::default()
        }),
        other(0x000F, &[0; 4]),  // Brush (2.2.7.1.7): BRUSH_DEFAULT
        other(0x0010, &[0; 48]), // Glyph Cache (2.2.7.1.8): GLYPH_SUPPORT_NONE
        other(0x0011, &[0; 8]),  // Offscreen Bitmap Cache (2.2.7.1.9): none
        CapabilitySet::VirtualChannel(VirtualChannel::default()),
        other(0x000C, &[0; 4]), // Sound (2.2.7.1.11): no beeps
        CapabilitySet::Share(Share::default()),
        CapabilitySet::Font(Font {
            font_support_flags: 1,
            pad: 0,
        }),
        other(0x0005, &[0, 0, 0, 0, 2, 0, 2, 0]), // Control (2.2.7.2.2)
        other(0x0007, &[0; 8]),                   // Window Activation (2.2.7.2.3)
        CapabilitySet::ColorCache(ColorCache {
            color_table_cache_size: 6,
            pad: 0,
        }),
        CapabilitySet::MultifragmentUpdate(MultifragmentUpdate {
            max_request_size: 0xFFFF,
        }),
        CapabilitySet::LargePointer(LargePointer {
            support_flags: large_pointer::PIXELS_96,
        }),
    ]
}

fn general_set(desktop: &Desktop) -> General {
    let fast_path = if desktop.fast_path_output {
        general::FASTPATH_OUTPUT_SUPPORTED
    } else {
        0
    };
    General {
        os_major_type: 1, // OSMAJORTYPE_WINDOWS
        os_minor_type: 3, // OSMINORTYPE_WINDOWS_NT
        protocol_version: 0x0200,
        extra_flags: fast_path
            | general::LONG_CREDENTIALS_SUPPORTED
            | general::AUTORECONNECT_SUPPORTED
            | general::ENC_SALTED_CHECKSUM
            | general::NO_BITMAP_COMPRESSION_HDR,
        refresh_rect_support: 1,
        suppress_output_support: 1,
        ..General::default()
    }
}

fn bitmap_set(desktop: &Desktop) -> Bitmap {
    Bitmap {
        preferred_bits_per_pixel: desktop.bits_per_pixel,
        receive_1_bit_per_pixel: 1,
        receive_4_bits_per_pixel: 1,
        receive_8_bits_per_pixel: 1,
        desktop_width: desktop.width,
        desktop_height: desktop.height,
        desktop_resize_flag: 1,
        bitmap_compression_flag: 1,
        multiple_rectangle_support: 1,
        ..Bitmap::default()
    }
}

/// No drawing order at all: the picture comes in bitmaps. Of `order_flags`, 2 is
/// NEGOTIATEORDERSUPPORT, 8 ZEROBOUNDSDELTASSUPPORT and 0x20 COLORINDEXSUPPORT.
fn order_set(order_flags: u16) -> Order {
    Order {
        desktop_save_x_granularity: 1,
        desktop_save_y_granularity: 20,
        maximum_order_level: 1,
        order_flags,
        order_support: Bytes([0; 32]),
        desktop_save_size: 480 * 480,
        ..Order::default()
    }
}

const fn pointer_set() -> Pointer {
    Pointer {
        color_pointer_flag: 1,
        color_pointer_cache_size: 25,
        pointer_cache_size: 25,
    }
}
