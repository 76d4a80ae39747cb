//! A foreign reader reads what was written, and the numbers of TCP add up.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use pcap_file::pcapng::blocks::enhanced_packet::EnhancedPacketOption;
use pcap_file::pcapng::{Block, PcapNgReader};
use proptest::prelude::*;
use rustls::KeyLog as _;

use super::file::Out;
use super::packet::{Addresses, tcp_checksum};
use super::tcp::{Tcp, flags, other};
use super::*;
use crate::transcript::Side;

/// A file in memory that takes so many bytes.
#[derive(Clone)]
struct Disk {
    bytes: Arc<Mutex<Vec<u8>>>,
    room: usize,
}

impl io::Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut file = self.bytes.lock().unwrap();
        let taken = bytes.len().min(self.room - file.len());
        if taken == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        file.extend(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Out for Disk {
    fn cut(&mut self, length: u64) {
        let length = usize::try_from(length).unwrap();
        self.bytes.lock().unwrap().truncate(length);
    }
}

fn disk(room: usize) -> (Disk, Arc<Capture>) {
    let disk = Disk {
        bytes: Arc::default(),
        room,
    };
    let out = Box::new(disk.clone());
    let capture = Capture::new(Path::new("test.pcapng"), out, "a test").unwrap();
    (disk, Arc::new(capture))
}

fn open(capture: &Arc<Capture>, client: &str, server: &str) -> Conversation {
    let addresses: [SocketAddr; 2] = [client.parse().unwrap(), server.parse().unwrap()];
    Conversation::open(Arc::clone(capture), 1, addresses[0], addresses[1]).unwrap()
}

/// The packets and secrets that a foreign reader finds, in order, with the comments of packets.
fn read(disk: &Disk) -> Vec<(Vec<u8>, Vec<String>)> {
    let bytes = disk.bytes.lock().unwrap().clone();
    let mut reader = PcapNgReader::new(bytes.as_slice()).unwrap();
    let mut found = Vec::new();
    while let Some(block) = reader.next_block() {
        match block.unwrap() {
            Block::EnhancedPacket(packet) => {
                let comments = packet.options.iter().filter_map(|option| match option {
                    EnhancedPacketOption::Comment(text) => Some(text.to_string()),
                    _ => None,
                });
                found.push((packet.data.to_vec(), comments.collect()));
            }
            Block::Unknown(block) => {
                assert_eq!(block.type_, 10);
                found.push((block.value.to_vec(), vec!["secrets".to_owned()]));
            }
            _ => {}
        }
    }
    found
}

const CLIENT: &str = "127.0.0.1:50000";
const SERVER: &str = "127.0.0.1:40000";

#[test]
fn a_foreign_reader_finds_packets_secrets_and_comments() {
    let (disk, capture) = disk(1 << 20);
    let mut talk = open(&capture, CLIENT, SERVER);
    let now = SystemTime::now();
    talk.data(now, Side::Client, b"hello", vec!["client-hello".to_owned()]);
    capture.log("CLIENT_RANDOM", &[1, 2], &[3]);
    talk.data(now, Side::Server, &[7; 3000], Vec::new());
    let struck = vec!["fault 1 (reset) struck here".to_owned()];
    talk.ended(now, Side::Server, Ended::Reset, struck);
    let found = read(&disk);
    let comments: Vec<_> = found
        .iter()
        .map(|(_, comments)| comments.join("|"))
        .collect();
    assert_eq!(
        comments,
        [
            "connection 1; the server listens on 127.0.0.1:40000",
            "",
            "",
            "client-hello",
            "secrets",
            "",
            "",
            "",
            "fault 1 (reset) struck here",
        ]
    );
    assert!(found[3].0.ends_with(b"hello"));
    assert_eq!(&found[4].0[8..], b"CLIENT_RANDOM 0102 03\n\0\0");
    assert_eq!(found[5].0.len(), 1500);
    let last = &found[8].0;
    assert_eq!(last[20 + 13], flags::RST | flags::ACK);
    assert_eq!(u16::from_be_bytes([last[20], last[21]]), 3389);
    assert!(capture.problem().is_none());
}

/// The link types of the interfaces, and the interface of each packet.
fn interfaces(disk: &Disk) -> (Vec<u32>, Vec<u32>) {
    let bytes = disk.bytes.lock().unwrap().clone();
    let mut reader = PcapNgReader::new(bytes.as_slice()).unwrap();
    let (mut links, mut of_packets) = (Vec::new(), Vec::new());
    while let Some(block) = reader.next_block() {
        match block.unwrap() {
            Block::InterfaceDescription(interface) => links.push(interface.linktype.into()),
            Block::EnhancedPacket(packet) => of_packets.push(packet.interface_id),
            _ => {}
        }
    }
    (links, of_packets)
}

#[test]
fn a_hint_stands_before_the_tls_of_each_connection_and_nowhere_else() {
    let (disk, capture) = disk(1 << 20);
    let now = SystemTime::now();
    let mut clear = open(&capture, CLIENT, SERVER);
    clear.data(now, Side::Client, &[22, 3, 1], Vec::new());
    assert_eq!(interfaces(&disk), (vec![101], vec![0; 4]));
    for client in ["[::1]:50001", "[::1]:50002"] {
        let mut talk = open(&capture, client, "[::1]:40000");
        talk.await_tls();
        talk.data(now, Side::Server, b"\x03confirm", Vec::new());
        talk.data(now, Side::Client, &[22, 3, 1], Vec::new());
        talk.data(now, Side::Server, &[22, 3, 3], Vec::new());
    }
    let each = [0, 0, 0, 0, 1, 0, 0];
    let expected = [&[0; 4][..], &each, &each].concat();
    assert_eq!(interfaces(&disk), (vec![101, 252], expected));
    let (_, comments) = &read(&disk)[8];
    assert!(comments[0].starts_with("nobody sent this"), "{comments:?}");
}

#[test]
fn checksums_are_right_in_both_families() {
    for (client, server, header) in [
        (CLIENT, SERVER, 20),
        ("[::1]:50000", "[::1]:40000", 40),
        ("[::ffff:127.0.0.1]:50000", "[::]:40000", 40),
    ] {
        let (disk, capture) = disk(1 << 20);
        let addresses: [SocketAddr; 2] = [client.parse().unwrap(), server.parse().unwrap()];
        let Some(mut talk) =
            Conversation::open(Arc::clone(&capture), 1, addresses[0], addresses[1])
        else {
            assert!(server.starts_with("[::]"), "{server}");
            continue;
        };
        talk.data(SystemTime::now(), Side::Client, b"odd", Vec::new());
        for (packet, _) in read(&disk) {
            let (ip, tcp) = packet.split_at(header);
            if header == 20 {
                let sum = ip.chunks(2).fold(0_u32, |sum, pair| {
                    sum + u32::from(u16::from_be_bytes([pair[0], pair[1]]))
                });
                assert_eq!((sum & 0xFFFF) + (sum >> 16), 0xFFFF);
            }
            // A sum over a right checksum is zero.
            let [from, to] = addresses.map(|address| address.ip());
            assert_eq!(tcp_checksum(from, to, tcp), 0);
        }
    }
}

#[test]
fn a_full_disk_ends_the_capture_at_a_whole_block() {
    let (disk, capture) = disk(1200);
    let mut talk = open(&capture, CLIENT, SERVER);
    let now = SystemTime::now();
    talk.data(now, Side::Client, &[1; 400], Vec::new());
    talk.data(now, Side::Server, &[2; 600], Vec::new());
    talk.data(now, Side::Client, &[3; 10], Vec::new());
    let problem = capture.problem().unwrap();
    assert!(
        problem.starts_with("cannot write the capture test.pcapng: "),
        "{problem}"
    );
    let found = read(&disk);
    assert_eq!(found.len(), 4);
    assert!(found[3].0.ends_with(&[1; 400]));
}

#[test]
fn what_is_too_much_is_counted_and_said() {
    let (disk, capture) = disk(32 << 20);
    let mut talk = open(&capture, CLIENT, SERVER);
    let now = SystemTime::now();
    for _ in 0..9 {
        talk.data(now, Side::Server, &vec![0; 1 << 20], Vec::new());
    }
    talk.ended(now, Side::Client, Ended::Closed, Vec::new());
    let found = read(&disk);
    let (_, comments) = &found[found.len() - 2];
    assert_eq!(
        comments.join("|"),
        "1048576 bytes before this are left out: a capture has at most 8388608 of a connection"
    );
}

#[test]
fn a_clock_that_is_set_back_leaves_packets_in_order() {
    let (disk, capture) = disk(1 << 20);
    let mut talk = open(&capture, CLIENT, SERVER);
    let before = SystemTime::now() - Duration::from_secs(3600);
    talk.data(before, Side::Client, b"x", Vec::new());
    let bytes = disk.bytes.lock().unwrap().clone();
    let mut reader = PcapNgReader::new(bytes.as_slice()).unwrap();
    let mut times = Vec::new();
    while let Some(block) = reader.next_block() {
        if let Block::EnhancedPacket(packet) = block.unwrap() {
            times.push(packet.timestamp);
        }
    }
    assert!(times.is_sorted());
}

#[test]
fn a_file_that_was_there_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pcapng");
    std::fs::write(&path, "open").unwrap();
    Capture::create(&path, "a test").unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let error = Capture::create(&folder.path().join("none/a.pcapng"), "a test").unwrap_err();
    assert!(error.to_string().contains("none/a.pcapng"), "{error}");
}

/// What happens to a connection.
#[derive(Clone, Debug)]
enum Act {
    Data(bool, Vec<u8>),
    Remark,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (any::<bool>(), prop::collection::vec(any::<u8>(), 0..5000))
            .prop_map(|(client, bytes)| Act::Data(client, bytes)),
        1 => Just(Act::Remark),
    ]
}

fn side(client: bool) -> Side {
    if client { Side::Client } else { Side::Server }
}

proptest! {
    /// A receiver that only believes the numbers gets every byte, and nobody acknowledges what
    /// was not sent.
    #[test]
    fn segments_give_the_bytes_back(
        isn in prop_oneof![any::<u32>(), Just(u32::MAX - 700)],
        acts in prop::collection::vec(act(), 0..20),
        last in any::<bool>(),
    ) {
        let mut tcp = Tcp::new(isn, 1460);
        let mut sent = [Vec::<u8>::new(), Vec::new()];
        let mut got = sent.clone();
        let at = |side| if side == Side::Client { 0 } else { 1 };
        let mut segments: Vec<_> = tcp.open().to_vec();
        let mut next = [segments[0].seq.wrapping_add(1), segments[1].seq.wrapping_add(1)];
        prop_assert_eq!(segments[1].ack, next[0]);
        segments.clear();
        for act in &acts {
            match act {
                Act::Data(client, bytes) => {
                    sent[at(side(*client))].extend(bytes);
                    segments.extend(tcp.data(side(*client), bytes));
                }
                Act::Remark => segments.push(tcp.remark()),
            }
        }
        segments.extend(tcp.finish(side(last)));
        segments.extend(tcp.finish(other(side(last))));
        prop_assert!(tcp.finish(side(last)).is_empty());
        for segment in &segments {
            let from = at(segment.from);
            prop_assert_eq!(segment.seq, next[from]);
            prop_assert_eq!(segment.ack, next[1 - from]);
            prop_assert!(segment.data.len() <= 1460);
            got[from].extend(segment.data);
            let fin = u32::from(segment.flags & flags::FIN != 0);
            next[from] = next[from].wrapping_add(u32::try_from(segment.data.len()).unwrap() + fin);
        }
        prop_assert_eq!(got, sent);
        let fins = segments.iter().filter(|segment| segment.flags & flags::FIN != 0);
        prop_assert_eq!(fins.count(), 2);
    }

    #[test]
    fn packets_have_the_length_that_they_say(bytes in prop::collection::vec(any::<u8>(), 0..1440), six in any::<bool>()) {
        let (client, server) = if six { ("[::1]:1", "[::1]:2") } else { (CLIENT, SERVER) };
        let addresses = Addresses::new(client.parse().unwrap(), server.parse().unwrap()).unwrap();
        let mut tcp = Tcp::new(0, addresses.mss());
        for segment in tcp.data(Side::Client, &bytes) {
            let packet = addresses.packet(&segment);
            let said = if six {
                40 + usize::from(u16::from_be_bytes([packet[4], packet[5]]))
            } else {
                usize::from(u16::from_be_bytes([packet[2], packet[3]]))
            };
            prop_assert_eq!(said, packet.len());
            prop_assert!(packet.len() <= 1500);
        }
    }
}
