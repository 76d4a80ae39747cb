//! A client for the tests of this engine: says what it must, checks what it hears.

use rsa::{Pkcs1v15Encrypt, RsaPublicKey};

use super::hashes::Transcript;
use super::keys::{self, Randoms, Side};
use super::messages::{self, kind};
use super::protection::Protection;
use super::records::{Opener, Sealer};
use crate::choices::Version;
use crate::engine::Engine;
use crate::random::Stream;
use crate::record::{ContentType, Deframer, Header, Joiner};
use crate::suite::Suite;
use crate::testing::RSA;

/// A client of one version and one suite.
pub(super) struct Client {
    version: Version,
    suite: Suite,
    random: Stream,
    transcript: Transcript,
    opener: Option<Opener>,
    sealer: Option<Sealer>,
    /// The verify data that the server should send.
    expected: Vec<u8>,
    /// How many CertificateVerify messages it sends.
    pub(super) proofs: usize,
}

/// A ClientHello record; also for tests of the other engine.
pub(crate) fn hello_without_name(version: Version) -> Vec<u8> {
    let suite = Suite::by_name("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256").unwrap();
    Client::new(version, suite).hello()
}

impl Client {
    pub(super) fn new(version: Version, suite: Suite) -> Self {
        let (random, transcript) = (Stream::new([4; 32]), Transcript::default());
        Self {
            version,
            suite,
            random,
            transcript,
            opener: None,
            sealer: None,
            expected: Vec::new(),
            proofs: 0,
        }
    }

    /// The ClientHello, with the SCSV of RFC 5746.
    pub(super) fn hello(&mut self) -> Vec<u8> {
        let mut body = self.version.code().to_be_bytes().to_vec();
        body.extend([1; 32]);
        body.extend([0, 0, 4]);
        body.extend(self.suite.id().to_be_bytes());
        body.extend([0, 0xff, 1, 0]);
        self.say(kind::CLIENT_HELLO, &body)
    }

    /// The whole handshake; whether the server's Finished was right.
    pub(super) fn handshake(
        &mut self,
        server: &mut dyn Engine,
        certificate: Option<&[u8]>,
    ) -> bool {
        let flight = self.flight(server, certificate);
        server.read(&flight).unwrap();
        let finished = self.hear(server);
        finished[0][4..] == self.expected
    }

    /// Says hello, hears the answer, makes the second flight and takes the keys.
    pub(super) fn flight(
        &mut self,
        server: &mut dyn Engine,
        certificate: Option<&[u8]>,
    ) -> Vec<u8> {
        server.read(&self.hello()).unwrap();
        let flight = self.hear(server);
        let hello = &flight[0];
        let chosen = u16::from_be_bytes([hello[4 + 35], hello[4 + 36]]);
        assert_eq!(chosen, self.suite.id());
        let randoms = Randoms {
            client: [1; 32],
            server: hello[6..38].try_into().unwrap(),
        };

        let mut out = Vec::new();
        if let Some(certificate) = certificate {
            out.extend(self.say(kind::CERTIFICATE, certificate));
        }
        let premaster = [7; 48];
        let public = RsaPublicKey::from(&***RSA);
        let secret = public
            .encrypt(&mut self.random, Pkcs1v15Encrypt, &premaster)
            .unwrap();
        let mut body = u16::try_from(secret.len()).unwrap().to_be_bytes().to_vec();
        if self.version == Version::Ssl3 {
            body.clear();
        }
        body.extend(secret);
        out.extend(self.say(kind::CLIENT_KEY_EXCHANGE, &body));
        for _ in 0..self.proofs {
            out.extend(self.say(kind::CERTIFICATE_VERIFY, &[0; 4]));
        }
        out.extend(self.record(ContentType::ChangeCipherSpec, &[1]));

        let master = keys::master_secret(self.version, &premaster, &randoms);
        let protection = Protection::of(self.suite).unwrap();
        let block = keys::key_block(self.version, &master, &randoms, protection.key_block_len());
        let (mine, theirs) = protection.keys(&block).unwrap();
        self.sealer = Some(Sealer::new(self.version, mine));
        let verify = keys::finished(self.version, &master, &self.transcript, Side::Client);
        out.extend(self.say(kind::FINISHED, &verify));

        self.expected = keys::finished(self.version, &master, &self.transcript, Side::Server);
        self.opener = Some(Opener::new(self.version, theirs));
        out
    }

    /// A record with `content`, under keys once there are any.
    pub(super) fn record(&mut self, content_type: ContentType, content: &[u8]) -> Vec<u8> {
        let fragment = match &mut self.sealer {
            Some(sealer) => sealer.seal(content_type, content, &mut self.random),
            None => content.to_vec(),
        };
        let length = u16::try_from(fragment.len()).unwrap();
        let header = Header {
            content_type,
            version: self.version.code(),
            length,
        };
        [header.encode().as_slice(), &fragment].concat()
    }

    /// What a record of the server carries.
    pub(super) fn open(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut deframer = Deframer::default();
        deframer.push(bytes);
        let record = deframer.pop().unwrap().unwrap();
        match &mut self.opener {
            Some(opener) => opener
                .open(record.header.content_type, record.fragment())
                .unwrap(),
            None => record.fragment().to_vec(),
        }
    }

    fn say(&mut self, kind: u8, body: &[u8]) -> Vec<u8> {
        let message = messages::message(kind, body);
        self.transcript.add(&message);
        self.record(ContentType::Handshake, &message)
    }

    /// The handshake messages that wait.
    fn hear(&mut self, server: &mut dyn Engine) -> Vec<Vec<u8>> {
        let mut joiner = Joiner::default();
        for message in server.drain() {
            if message.bytes[0] == ContentType::Handshake.code() {
                joiner.push(&self.open(&message.bytes));
            }
        }
        let mut out = Vec::new();
        while let Some(message) = joiner.pop().unwrap() {
            self.transcript.add(message);
            out.push(message.to_vec());
        }
        out
    }
}
