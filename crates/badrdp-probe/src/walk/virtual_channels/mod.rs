//! Data of static virtual channels (MS-RDPBCGR 2.2.6.1): chunks become whole messages, and the
//! messages of the usual channels are looked at.

mod dynamic;
mod usual;

use badrdp_proto::reader::Reader;
use badrdp_proto::session::virtual_channel::{Chunk, FLAG_FIRST, FLAG_LAST, PACKET_COMPRESSED};
use badrdp_proto::standard_security::Method;
use badrdp_proto::standard_security::header::Header;

pub(super) use self::dynamic::Dynamic;
use super::Walk;
use crate::seen::Stop;

/// The most data in a chunk (MS-RDPBCGR 2.2.7.1.10).
const CHUNK_SIZE: usize = 1600;

/// A message of more bytes is passed over.
const MOST: usize = 1 << 20;

/// A message of which a first chunk came and the last did not.
pub(super) struct Open {
    channel: String,
    bytes: Vec<u8>,
}

/// Takes data of the channel `name`: they have to be whole.
pub(super) fn handle(walk: &mut Walk, name: &str, user_data: &[u8]) -> Result<(), Stop> {
    let message = format!("data of channel {name}");
    let mut data = user_data.to_vec();
    if walk.method.is_some() {
        let fips = walk.method == Some(Method::Fips);
        let mut reader = Reader::new(user_data);
        let header =
            Header::decode(&mut reader, fips).map_err(|error| Stop::malformed(&*message, error))?;
        data = reader.rest().to_vec();
        walk.open(&header, &mut data)?;
    }
    let chunk = Chunk::decode(&data).map_err(|error| Stop::malformed(&*message, error))?;
    let total = usize::try_from(chunk.total).unwrap_or(usize::MAX);
    if chunk.data.len() > total.min(CHUNK_SIZE) {
        let what = format!(
            "{} bytes in a chunk, the whole has {total}",
            chunk.data.len()
        );
        return Err(Stop::malformed(message, what));
    }
    let Some(whole) = put_together(walk, name, &chunk) else {
        return Ok(());
    };
    if whole.len() != total {
        let what = format!(
            "it is whole with {} bytes, its length says {total}",
            whole.len()
        );
        return Err(Stop::malformed(message, what));
    }
    if chunk.flags & PACKET_COMPRESSED == 0 {
        usual::look(walk, name, &whole);
    }
    Ok(())
}

/// Adds a chunk to those before it; notes what is odd and could be taken all the same
/// (MS-RDPBCGR 2.2.6.1.1, 3.1.5.2.2). Gives the message once it is whole.
fn put_together(walk: &mut Walk, name: &str, chunk: &Chunk<'_>) -> Option<Vec<u8>> {
    /// CHANNEL_FLAG_SUSPEND
    const SUSPEND: u32 = 0x20;
    /// More than any message of these channels has.
    const HUGE: u32 = 1 << 24;
    let (first, last) = (chunk.flags & FLAG_FIRST != 0, chunk.flags & FLAG_LAST != 0);
    let open = walk.open_channels.iter().position(|it| it.channel == name);
    let mut open = open.map(|index| walk.open_channels.swap_remove(index));
    match &mut open {
        Some(open) if first => {
            walk.odd(format!("channel {name}: a first chunk after a first chunk"));
            open.bytes.clear();
        }
        None if !first => walk.odd(format!("channel {name}: a chunk without a first one")),
        _ => {}
    }
    if chunk.flags & PACKET_COMPRESSED != 0 {
        walk.odd(format!(
            "channel {name}: compressed data, which the client did not allow"
        ));
    }
    if chunk.flags & SUSPEND != 0 {
        walk.odd(format!("channel {name}: the client is told to suspend"));
    }
    if chunk.total > HUGE {
        let total = chunk.total;
        walk.odd(format!(
            "channel {name}: data of {total} bytes are announced"
        ));
    }
    if open.is_none() && !first {
        return None;
    }
    let mut bytes = open.map_or_else(Vec::new, |open| open.bytes);
    bytes.extend(chunk.data);
    if last {
        return Some(bytes);
    }
    if bytes.len() <= MOST {
        let channel = name.to_owned();
        walk.open_channels.push(Open { channel, bytes });
    } else {
        walk.odd(format!("channel {name}: a message has no end"));
    }
    None
}

impl Walk {
    /// Says something in the virtual channel `name`, which a server opened.
    fn say_in(&mut self, name: &str, data: &[u8]) {
        let known = self.channels.statics.iter().find(|(it, _)| it == name);
        if let Some((_, id)) = known {
            self.send_on(*id, 0, Chunk::whole(data).from_client());
        }
    }
}
