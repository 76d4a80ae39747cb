//! A ClientHello as clients of the year 2008 sent it: TLS 1.2 and below with every suite of the
//! table. A server that is silent or cross with a modern one shows here what it speaks.

use badrdp_proto::{Message, MessageName};
use badrdp_tls::Suite;
use badrdp_tls::record::Splitter;

use crate::seen::OldServer;
use crate::stream::{Read, Stream};

/// Sends the old ClientHello on a connection that has settled on TLS, and reads the ServerHello.
pub(crate) async fn inquire(stream: &mut Stream) -> Option<OldServer> {
    stream.write(&client_hello()).await;
    let mut splitter = Splitter::new();
    loop {
        let Read::Bytes(bytes) = stream.read().await else {
            return None;
        };
        let _ = splitter.push(&bytes);
        for message in splitter.drain() {
            if message.name == MessageName::ServerHello {
                let (version, suite) = chosen(&message);
                return Some(OldServer {
                    version: version?,
                    suite: suite?,
                });
            }
            if message.name == MessageName::Alert {
                return None;
            }
        }
    }
}

/// The version and the suite that a ServerHello chooses, as far as it has them.
pub(crate) fn chosen(server_hello: &Message) -> (Option<u16>, Option<String>) {
    let number = |field: &str| {
        let range = server_hello.field(field)?.range.clone();
        let bytes = server_hello.bytes.get(range)?;
        Some(u16::from_be_bytes(bytes.try_into().ok()?))
    };
    (
        number("server-hello.version"),
        number("server-hello.cipher-suite").map(suite_name),
    )
}

/// The IANA name of a suite, or its number.
fn suite_name(id: u16) -> String {
    Suite::from_id(id).map_or_else(|| format!("{id:#06x}"), |suite| suite.name().to_owned())
}

/// ClientHello (RFC 5246 7.4.1.2) in a record that says TLS 1.0, as is usual for the first one.
fn client_hello() -> Vec<u8> {
    const TLS_1_0: [u8; 2] = [3, 1];
    const TLS_1_2: [u8; 2] = [3, 3];
    /// TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746 3.3).
    const SCSV: u16 = 0x00FF;
    let mut body = TLS_1_2.to_vec();
    body.extend([0x5A; 32]); // random: nothing is encrypted with it
    body.push(0); // session id
    let suites: Vec<u16> = Suite::all()
        .map(|suite| suite.id())
        .filter(|id| id >> 8 != 0x13) // those of TLS 1.3 mean nothing here
        .chain([SCSV])
        .collect();
    push_u16(&mut body, suites.len() * 2);
    body.extend(suites.iter().flat_map(|id| id.to_be_bytes()));
    body.extend([1, 0]); // compression: none
    let extensions: [&[u8]; 3] = [
        &[0, 10, 0, 8, 0, 6, 0, 29, 0, 23, 0, 24], // supported_groups
        &[0, 11, 0, 2, 1, 0],                      // ec_point_formats
        &[0, 13, 0, 10, 0, 8, 4, 1, 2, 1, 4, 3, 2, 3], // signature_algorithms
    ];
    let extensions = extensions.concat();
    push_u16(&mut body, extensions.len());
    body.extend(extensions);

    let mut handshake = vec![1, 0]; // client_hello, length in 24 bits
    push_u16(&mut handshake, body.len());
    handshake.extend(body);
    let mut record = vec![0x16];
    record.extend(TLS_1_0);
    push_u16(&mut record, handshake.len());
    record.extend(handshake);
    record
}

fn push_u16(out: &mut Vec<u8>, length: usize) {
    out.extend(u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
}

#[cfg(test)]
mod tests {
    use badrdp_tls::record::Observer;

    use super::*;

    #[test]
    fn the_old_hello_is_one() {
        let mut observer = Observer::new();
        observer.push(&client_hello()).unwrap();
        let hello = observer.client_hello().unwrap();
        assert_eq!(hello.max_version(), 0x0303);
        assert!(hello.cipher_suites.contains(&0x0005), "RC4-SHA is offered");
        assert!(hello.offers_secure_renegotiation());
    }
}
