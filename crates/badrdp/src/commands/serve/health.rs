//! Answers `badrdp health`: one line of JSON to whoever connects.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use crate::exit::{Exit, OrExit as _};

/// Answers from now on, until the runtime ends. Nobody is held for long. Gives the address, of
/// which the port may have been any.
pub(super) async fn start(address: SocketAddr, armed: usize) -> anyhow::Result<SocketAddr> {
    /// A pause where the system has no file for another connection.
    const EXHAUSTED: Duration = Duration::from_millis(20);
    let what = format_args!("cannot answer `badrdp health` at {address}");
    let listener = TcpListener::bind(address).await;
    let listener = listener.or_exit(Exit::Environment, what)?;
    let address = listener.local_addr()?;
    let answer = format!("{{\"armed\":{armed}}}\n");
    tokio::spawn(async move {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    tokio::spawn(tell(stream, answer.clone()));
                }
                Err(_) => sleep(EXHAUSTED).await,
            }
        }
    });
    Ok(address)
}

async fn tell(mut stream: TcpStream, answer: String) {
    const PATIENCE: Duration = Duration::from_secs(1);
    // Who does not read is left alone.
    let _ = timeout(PATIENCE, async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await
    })
    .await;
}
