//! An echo server on 127.0.0.1 over any [`Choices`], to try a TLS client against.
//!
//! ```console
//! $ openssl req -x509 -newkey rsa:1024 -nodes -keyout key.pem -out cert.pem -subj /CN=lab
//! $ openssl x509 -in cert.pem -outform der -out cert.der
//! $ openssl pkcs8 -topk8 -nocrypt -in key.pem -outform der -out key.der
//! $ cargo run -p badrdp-tls --example legacy_server -- 4433 5 cert.der key.der \
//!       '{"versions":["ssl3","1.0"]}'
//! ```
//!
//! Port (0 takes a free one), number of connections, certificate, key, choices as JSON.
//! It serves one connection at a time, says what it saw, and ends after the last one.

use std::error::Error;
use std::io::{ErrorKind, Read, Write, stdout};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use badrdp_tls::identity::RsaKeyPair;
use badrdp_tls::{Choices, Engine, Identity, Prepared, PrivateKey};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [port, connections, certificate, key, rest @ ..] = args.as_slice() else {
        return Err("expected: port connections cert.der key.der [choices.json]".into());
    };
    let choices: Choices = match rest {
        [json, ..] => serde_json::from_str(json)?,
        [] => Choices::default(),
    };
    let key = std::fs::read(key)?;
    let key = match RsaKeyPair::from_pkcs8(key.clone()) {
        Ok(key) => PrivateKey::Rsa(Arc::new(key)),
        Err(_) => PrivateKey::Pkcs8(Arc::new(key)),
    };
    let identity = Identity {
        chain: vec![std::fs::read(certificate)?].into(),
        key,
        public_key: Vec::new(), // for CredSSP
    };
    let prepared = Prepared::new(&choices, &identity, None)?;

    let listener = TcpListener::bind(("127.0.0.1", port.parse()?))?;
    let mut log = stdout();
    writeln!(log, "listening on {}", listener.local_addr()?)?;
    for number in 0..connections.parse::<u8>()? {
        let (stream, _) = listener.accept()?;
        let mut engine = prepared.accept(|| [number; 32]);
        let end = serve(stream, engine.as_mut());
        writeln!(log, "{number}: {:?}, ended: {end:?}", engine.info())?;
    }
    Ok(())
}

/// Echoes until either side ends; gives the names of all messages, and how it ended.
fn serve(mut stream: TcpStream, engine: &mut dyn Engine) -> (Vec<String>, String) {
    let mut names = Vec::new();
    let end = echo(&mut stream, engine, &mut names);
    (
        names,
        end.map_or_else(|error| error.to_string(), |()| "closed".to_owned()),
    )
}

fn echo(
    stream: &mut TcpStream,
    engine: &mut dyn Engine,
    names: &mut Vec<String>,
) -> Result<(), Box<dyn Error>> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut buffer = [0; 4096];
    loop {
        let read = match stream.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let result = engine.read(buffer.get(..read).unwrap_or_default());
        let mut closes = false;
        for observed in engine.observed() {
            closes |= observed.alert == Some((1, 0));
            names.push(format!("> {}", observed.name));
        }
        let plain = engine.plaintext();
        engine.write(&plain);
        if closes {
            engine.close_notify();
        }
        for message in engine.drain() {
            names.push(format!("< {}", message.name));
            stream.write_all(&message.bytes)?;
        }
        result?;
        if closes {
            return Ok(());
        }
    }
}
