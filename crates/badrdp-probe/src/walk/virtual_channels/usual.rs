//! The channels that clients ask for as a rule: whether what comes in them makes sense.

use badrdp_proto::channels::clipboard::ClipboardHeader;
use badrdp_proto::channels::devices::{DeviceMessage, client_name};
use badrdp_proto::channels::sound::SoundMessage;

use super::super::Walk;
use super::dynamic;

const CLIPBOARD: &str = "cliprdr";
const DEVICES: &str = "rdpdr";
const SOUND: &str = "rdpsnd";

/// How the client introduces itself.
const NAME: &str = "badrdp";

/// Takes a whole message of the channel `name`.
pub(super) fn look(walk: &mut Walk, name: &str, message: &[u8]) {
    let odd = match name {
        CLIPBOARD => match ClipboardHeader::decode(message) {
            Ok(header) if header.name().is_none() => Some(format!(
                "the message type {:#06x} is in no standard",
                header.message_type
            )),
            Ok(_) => None,
            Err(error) => Some(error.to_string()),
        },
        SOUND => match SoundMessage::decode(message) {
            Ok(SoundMessage::Formats { formats: 0, .. }) => {
                Some("the server has no format to play sound in".to_owned())
            }
            Ok(_) => None,
            Err(error) => Some(error.to_string()),
        },
        DEVICES => devices(walk, message),
        dynamic::CHANNEL => {
            dynamic::look(walk, message);
            None
        }
        _ => None,
    };
    if let Some(odd) = odd {
        walk.odd(format!("channel {name}: {odd}"));
    }
}

/// Introduces the client, so that the server has to go on (MS-RDPEFS 3.2.5.1).
fn devices(walk: &mut Walk, message: &[u8]) -> Option<String> {
    match DeviceMessage::decode(message) {
        Ok(DeviceMessage::Announce(announce)) => {
            walk.say_in(DEVICES, &announce.reply());
            walk.say_in(DEVICES, &client_name(NAME));
            walk.devices_owed = true;
            None
        }
        Ok(DeviceMessage::GoesOn) => {
            walk.devices_owed = false;
            None
        }
        Ok(DeviceMessage::Other(..)) => None,
        Err(error) => Some(error.to_string()),
    }
}
