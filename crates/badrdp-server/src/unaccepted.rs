//! Ports where nobody accepts: what became of their faults, and who came.

use std::io::{self, Read as _};
use std::net::{SocketAddr, TcpStream};

use socket2::SockRef;
use tokio::net::TcpListener;

use crate::armed::Armed;
use crate::listener::Listener;
use crate::site::Site;
use crate::transcript::{Delivery, DeliveryState};
use crate::wire::PeerEnd;

/// Who connected to a port where nobody accepts, and what they sent: asked at the end.
pub(crate) fn look_into(idle: &Listener, site: &Site) {
    match idle {
        Listener::BlackHole { .. } if !idle.still_full() => {
            site.set_listener(mismatch(&site.armed, "the accept queue has drained"));
        }
        Listener::NeverAccepted(listener) => {
            while let Ok((stream, peer)) = accept_now(listener) {
                let (received, left) = pending(&stream);
                site.admit_unaccepted(peer, received, left);
            }
        }
        Listener::BlackHole { .. } | Listener::Refusing { .. } | Listener::Serving(_) => {}
    }
}

/// The listener's faults, carried out.
pub(crate) fn delivered(armed: &Armed) -> Vec<Delivery> {
    listener_faults(armed, &DeliveryState::Delivered)
}

fn mismatch(armed: &Armed, reason: &str) -> Vec<Delivery> {
    listener_faults(
        armed,
        &DeliveryState::Mismatch {
            reason: reason.to_owned(),
        },
    )
}

fn listener_faults(armed: &Armed, state: &DeliveryState) -> Vec<Delivery> {
    armed
        .scenario()
        .faults
        .iter()
        .enumerate()
        .filter(|(_, spec)| spec.listener().is_some())
        .map(|(fault, spec)| Delivery {
            fault,
            name: spec.fault().name(),
            state: state.clone(),
        })
        .collect()
}

/// A connection that waits in the accept queue, without waiting for one.
fn accept_now(listener: &TcpListener) -> io::Result<(TcpStream, SocketAddr)> {
    let (socket, peer) = SockRef::from(listener).accept()?;
    socket.set_nonblocking(true)?;
    let peer = peer
        .as_socket()
        .ok_or_else(|| io::Error::other("no internet address"))?;
    Ok((socket.into(), peer))
}

/// How many bytes wait to be read, at most a mebibyte, and how the client has left, if it has.
fn pending(stream: &TcpStream) -> (u64, Option<PeerEnd>) {
    const MOST: u64 = 1 << 20;
    let mut count = 0;
    let mut chunk = [0; 4096];
    let mut reader = stream;
    while count < MOST {
        match reader.read(&mut chunk) {
            Ok(0) => return (count, Some(PeerEnd::Closed)),
            Ok(more) => count += u64::try_from(more).unwrap_or(0),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return (count, None),
            Err(_) => return (count, Some(PeerEnd::Reset)),
        }
    }
    (count, None)
}
