//! The lengths inside an MCS Connect Response, read as strictly as decoders read them kindly.

use badrdp_proto::gcc::block_type::{SC_CORE, SC_NET, SC_SECURITY};
use badrdp_proto::gcc::conference::SERVER_KEY;
use badrdp_proto::mcs::CONNECT_RESPONSE;
use badrdp_proto::reader::Reader;

/// TPKT and X.224 Data.
const HEADERS: usize = 4 + 3;

/// Checks that every length counts what it says it counts.
pub(super) fn check(frame: &[u8]) -> Result<(), String> {
    let mut reader = Reader::new(frame.get(HEADERS..).unwrap_or_default());
    let cut = || "it is cut".to_owned();
    if reader.take(CONNECT_RESPONSE.len()).ok() != Some(&CONNECT_RESPONSE[..]) {
        return Err("it is no Connect-Response".to_owned());
    }
    exact(
        "mcs.length",
        ber_length(&mut reader).ok_or_else(cut)?,
        reader.rest().len(),
    )?;
    // result, calledConnectId, domainParameters
    for _ in 0..3 {
        reader.u8().map_err(|_| cut())?;
        let length = ber_length(&mut reader).ok_or_else(cut)?;
        reader.take(length).map_err(|_| cut())?;
    }
    reader.u8().map_err(|_| cut())?;
    let length = ber_length(&mut reader).ok_or_else(cut)?;
    exact("mcs.user-data-length", length, reader.rest().len())?;
    check_blocks(reader.rest())
}

fn check_blocks(user_data: &[u8]) -> Result<(), String> {
    let start = user_data
        .windows(SERVER_KEY.len())
        .position(|window| window == SERVER_KEY)
        .ok_or("the user data has no H.221 key")?;
    let mut reader = Reader::new(
        user_data
            .get(start + SERVER_KEY.len()..)
            .unwrap_or_default(),
    );
    let length = per_length(&mut reader).ok_or("the GCC blocks' length is cut")?;
    exact("gcc.blocks-length", length, reader.rest().len())?;
    let mut met = Vec::new();
    while !reader.is_empty() {
        let rest = reader.rest().len();
        let header = reader
            .u16_le()
            .and_then(|kind| Ok((kind, reader.u16_le()?)));
        let Ok((kind, length)) = header else {
            return Err(format!("{rest} bytes follow the last GCC block"));
        };
        let what =
            || format!("the length of GCC block {kind:#06x} is {length}, {rest} bytes are there");
        let body = usize::from(length).checked_sub(4).ok_or_else(what)?;
        let body = reader.take(body).map_err(|_| what())?;
        check_block(kind, body)?;
        if met.contains(&kind) {
            return Err(format!("GCC block {kind:#06x} comes twice"));
        }
        met.push(kind);
    }
    Ok(())
}

fn check_block(kind: u16, body: &[u8]) -> Result<(), String> {
    let lengths: &[usize] = match (kind, body) {
        (SC_CORE, _) => &[4, 8, 12],
        (SC_NET, [_, _, low, high, ..]) => {
            let count = usize::from(u16::from_le_bytes([*low, *high]));
            &[4 + 2 * count, 4 + 2 * (count + count % 2)]
        }
        (SC_SECURITY, [method @ .., _, _, _, _]) if method.len() == 4 => &[8],
        _ => return Ok(()),
    };
    if lengths.contains(&body.len()) {
        return Ok(());
    }
    let field = if kind == SC_NET {
        "gcc.net.channel-count"
    } else {
        "its length"
    };
    Err(format!(
        "GCC block {kind:#06x} has {} bytes, which does not fit {field}",
        body.len() + 4
    ))
}

fn exact(field: &str, says: usize, there: usize) -> Result<(), String> {
    if says == there {
        return Ok(());
    }
    Err(format!("{field} is {says}, {there} bytes follow"))
}

/// A definite BER length (X.690 8.1.3).
fn ber_length(reader: &mut Reader<'_>) -> Option<usize> {
    let first = reader.u8().ok()?;
    if first & 0x80 == 0 {
        return Some(usize::from(first));
    }
    let bytes = reader.take(usize::from(first & 0x7F)).ok()?;
    (bytes.len() <= 4).then(|| {
        bytes
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte))
    })
}

/// A PER length of at most 16 K (X.691 11.9).
fn per_length(reader: &mut Reader<'_>) -> Option<usize> {
    let first = reader.u8().ok()?;
    if first & 0x80 == 0 {
        return Some(usize::from(first));
    }
    let low = reader.u8().ok()?;
    Some(usize::from(u16::from_be_bytes([first & 0x3F, low])))
}
