//! Reads a Client Info PDU behind its security header.

use super::{ClientInfo, ExtendedInfo, TimeZone, flags};
use crate::reader::{Reader, TooShort};
use crate::session::auto_reconnect::ClientCookie;
use crate::share::text::{from_ansi, from_utf16};

/// The most bytes that one text may have, terminator included. Windows takes 512 and, with
/// LONG_CREDENTIALS, more; the rest of an honest packet is far shorter.
const MAX_TEXT: usize = 4096;

/// Bytes of StandardName and DaylightName.
const TIME_ZONE_NAME_LEN: usize = 64;
/// Bytes of a SYSTEMTIME.
const SYSTEMTIME_LEN: usize = 16;

impl ClientInfo {
    /// Reads TS_INFO_PACKET and, where it is there, TS_EXTENDED_INFO_PACKET.
    ///
    /// # Errors
    /// [`TooShort`] when the bytes end inside the first, or a text is longer than 4096 bytes.
    /// What is missing or odd in the second is left at its default.
    pub fn decode(bytes: &[u8]) -> Result<Self, TooShort> {
        let mut reader = Reader::new(bytes);
        let code_page = reader.u32_le()?;
        let flags = reader.u32_le()?;
        let unicode = flags & flags::UNICODE != 0;
        let mut lengths = [0; 5];
        for length in &mut lengths {
            *length = usize::from(reader.u16_le()?);
        }
        let [domain, user, password, shell, directory] = lengths;
        let mut info = Self {
            code_page,
            flags,
            domain: text(&mut reader, domain, unicode)?,
            user_name: text(&mut reader, user, unicode)?,
            ..Self::default()
        };
        info.has_password = skip(&mut reader, password, unicode)?;
        info.alternate_shell = text(&mut reader, shell, unicode)?;
        info.working_dir = text(&mut reader, directory, unicode)?;
        if !reader.is_empty() {
            let mut extended = ExtendedInfo::default();
            // Clients end where their version of RDP ends.
            let _ended_early = extended.fill(&mut reader, unicode);
            info.extended = Some(extended);
        }
        Ok(info)
    }
}

impl ExtendedInfo {
    /// Fills the fields in wire order as far as the bytes go.
    fn fill(&mut self, reader: &mut Reader<'_>, unicode: bool) -> Result<(), TooShort> {
        self.address_family = reader.u16_le()?;
        self.address = counted(reader, unicode)?;
        self.directory = counted(reader, unicode)?;
        self.time_zone = Some(TimeZone::read(reader)?);
        reader.u32_le()?; // clientSessionId
        self.performance_flags = reader.u32_le()?;
        let length = usize::from(reader.u16_le()?);
        let cookie = reader.take(length)?;
        self.auto_reconnect = ClientCookie::read(&mut Reader::new(cookie)).ok();
        Ok(())
    }
}

impl TimeZone {
    fn read(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        let bias = reader.u32_le()?.cast_signed();
        let standard_name = from_utf16(reader.take(TIME_ZONE_NAME_LEN)?);
        reader.take(SYSTEMTIME_LEN + 4 /* StandardBias */)?;
        let daylight_name = from_utf16(reader.take(TIME_ZONE_NAME_LEN)?);
        reader.take(SYSTEMTIME_LEN + 4 /* DaylightBias */)?;
        Ok(Self {
            bias,
            standard_name,
            daylight_name,
        })
    }
}

/// The bytes of a text whose count leaves out the terminator (2.2.1.11.1.1).
fn terminated<'a>(
    reader: &mut Reader<'a>,
    length: usize,
    unicode: bool,
) -> Result<&'a [u8], TooShort> {
    let terminator = if unicode { 2 } else { 1 };
    let whole = length + terminator;
    bounded(whole)?;
    let bytes = reader.take(whole)?;
    Ok(bytes.get(..length).unwrap_or_default())
}

fn bounded(length: usize) -> Result<(), TooShort> {
    if length <= MAX_TEXT {
        return Ok(());
    }
    Err(TooShort {
        offset: 0,
        needed: length,
        left: MAX_TEXT,
    })
}

fn text(reader: &mut Reader<'_>, length: usize, unicode: bool) -> Result<String, TooShort> {
    terminated(reader, length, unicode).map(|bytes| read_text(bytes, unicode))
}

/// Passes over a text, and tells whether it had any character.
fn skip(reader: &mut Reader<'_>, length: usize, unicode: bool) -> Result<bool, TooShort> {
    Ok(terminated(reader, length, unicode)?
        .iter()
        .any(|byte| *byte != 0))
}

/// A text whose count has the terminator in it (2.2.1.11.1.1.1).
fn counted(reader: &mut Reader<'_>, unicode: bool) -> Result<String, TooShort> {
    let length = usize::from(reader.u16_le()?);
    bounded(length)?;
    reader.take(length).map(|bytes| read_text(bytes, unicode))
}

fn read_text(bytes: &[u8], unicode: bool) -> String {
    if unicode {
        from_utf16(bytes)
    } else {
        from_ansi(bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Logon, encode};
    use super::*;

    fn sample() -> ClientInfo {
        ClientInfo {
            code_page: 0x409,
            flags: flags::UNICODE | flags::AUTOLOGON | flags::MOUSE,
            domain: "LAB".to_owned(),
            user_name: "user".to_owned(),
            has_password: true,
            extended: Some(ExtendedInfo {
                address_family: 2,
                address: "127.0.0.1".to_owned(),
                directory: "C:\\".to_owned(),
                time_zone: Some(TimeZone {
                    bias: -60,
                    standard_name: "CET".to_owned(),
                    daylight_name: "CEST".to_owned(),
                }),
                performance_flags: flags::DISABLE_WALLPAPER,
                auto_reconnect: Some(ClientCookie {
                    logon_id: 2,
                    verifier: [5; 16],
                }),
            }),
            ..ClientInfo::default()
        }
    }

    fn encoded(info: &ClientInfo) -> Vec<u8> {
        let logon = Logon {
            info,
            password: "secret",
        };
        encode(&logon).bytes
    }

    #[test]
    fn what_the_probe_says_reads_back_without_the_password() {
        let info = sample();
        let decoded = ClientInfo::decode(&encoded(&info)).unwrap();
        assert_eq!(decoded, info);
        assert!(!format!("{decoded:?}").contains("secret"));
    }

    #[test]
    fn an_old_client_has_no_extended_info_or_less_of_it() {
        let mut info = sample();
        info.extended = None;
        assert_eq!(ClientInfo::decode(&encoded(&info)), Ok(info.clone()));

        let whole = encoded(&sample());
        let cut = whole.get(..whole.len() - 36).unwrap();
        let extended = ClientInfo::decode(cut).unwrap().extended.unwrap();
        assert_eq!(extended.address, "127.0.0.1");
        assert_eq!(extended.performance_flags, 0);
    }

    #[test]
    fn text_of_a_code_page_is_read() {
        let mut bytes = vec![0; 8];
        bytes.extend([0, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend(b"\0ab\0\0\0\0");
        let info = ClientInfo::decode(&bytes).unwrap();
        assert_eq!(info.user_name, "ab");
        assert!(!info.has_password);
    }

    #[test]
    fn a_text_without_end_is_refused() {
        let mut bytes = encoded(&sample());
        bytes.splice(8..10, [0xFF, 0xFF]);
        bytes.resize(100_000, 0x41);
        assert!(ClientInfo::decode(&bytes).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            let _ = ClientInfo::decode(&bytes);
        }
    }
}
