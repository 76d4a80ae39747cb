//! Short share PDUs of a server that is up: Deactivate All, Monitor Layout, Play Sound, Set
//! Keyboard Indicators, and the two sides of a shutdown.

use crate::gcc::client::Monitor;
use crate::length::{length16, length32};
use crate::message::{Message, MessageName};
use crate::share::control::{self, SERVER_CHANNEL, pdu_type};
use crate::share::data::{self, pdu_type2};
use crate::writer::Writer;

/// Deactivate All PDU (MS-RDPBCGR 2.2.3.1): the session is to be negotiated anew, or is over.
#[must_use]
pub fn deactivate_all(share_id: u32) -> Message {
    let source_descriptor = [0];
    let mut body = Writer::new(MessageName::DeactivateAll);
    body.u32_le("deactivate-all.share-id", share_id)
        .u16_le(
            "deactivate-all.length-source-descriptor",
            length16(source_descriptor.len()),
        )
        .raw("deactivate-all.source-descriptor", &source_descriptor);
    control::with_header(pdu_type::DEACTIVATE_ALL, SERVER_CHANNEL, body.finish())
}

/// Monitor Layout PDU (2.2.12.1).
#[must_use]
pub fn monitor_layout(share_id: u32, monitors: &[Monitor]) -> Message {
    let mut body = Writer::new(MessageName::MonitorLayout);
    body.u32_le("monitor-layout.monitor-count", length32(monitors.len()));
    for monitor in monitors {
        body.u32_le("monitor-layout.left", monitor.left.cast_unsigned())
            .u32_le("monitor-layout.top", monitor.top.cast_unsigned())
            .u32_le("monitor-layout.right", monitor.right.cast_unsigned())
            .u32_le("monitor-layout.bottom", monitor.bottom.cast_unsigned())
            .u32_le("monitor-layout.flags", monitor.flags);
    }
    data::from_server(share_id, pdu_type2::MONITOR_LAYOUT, body.finish())
}

/// Play Sound PDU (2.2.9.1.1.5): `milliseconds` long, at `hertz`.
#[must_use]
pub fn play_sound(share_id: u32, milliseconds: u32, hertz: u32) -> Message {
    let mut body = Writer::new(MessageName::PlaySound);
    body.u32_le("play-sound.duration", milliseconds)
        .u32_le("play-sound.frequency", hertz);
    data::from_server(share_id, pdu_type2::PLAY_SOUND, body.finish())
}

/// Set Keyboard Indicators PDU (2.2.8.2.1.1); `leds`: 1 Scroll, 2 Num, 4 Caps, 8 Kana.
#[must_use]
pub fn set_keyboard_indicators(share_id: u32, leds: u16) -> Message {
    let mut body = Writer::new(MessageName::SetKeyboardIndicators);
    body.u16_le("set-keyboard-indicators.unit-id", 0)
        .u16_le("set-keyboard-indicators.led-flags", leds);
    data::from_server(share_id, pdu_type2::SET_KEYBOARD_INDICATORS, body.finish())
}

/// Server Shutdown Request Denied PDU (2.2.2.2): the user is still logged on.
#[must_use]
pub fn shutdown_denied(share_id: u32) -> Message {
    let body = Writer::new(MessageName::ShutdownDenied);
    data::from_server(share_id, pdu_type2::SHUTDOWN_DENIED, body.finish())
}

/// Client Shutdown Request PDU (2.2.2.1).
#[must_use]
pub fn shutdown_request(share_id: u32, user_channel: u16) -> Message {
    let body = Writer::new(MessageName::ShutdownRequest);
    data::with_headers(
        user_channel,
        share_id,
        pdu_type2::SHUTDOWN_REQUEST,
        body.finish(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deactivation_has_the_lengths_of_windows() {
        assert_eq!(
            deactivate_all(0x0001_03EA).bytes,
            [13, 0, 0x16, 0, 0xEA, 3, 0xEA, 3, 1, 0, 1, 0, 0]
        );
    }

    #[test]
    fn a_layout_counts_its_monitors() {
        let monitor = Monitor {
            left: -1024,
            top: 0,
            right: -1,
            bottom: 767,
            flags: Monitor::PRIMARY,
        };
        let message = monitor_layout(1, &[monitor; 2]);
        assert_eq!(message.bytes.len(), 18 + 4 + 2 * 20);
    }
}
