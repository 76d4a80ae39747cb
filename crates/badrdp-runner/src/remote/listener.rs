//! Accepts workers: only so many at a time, of one address fewer, and none that dawdles over its
//! request.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::board::Board;
use super::http::answer;
use super::seats::Seats;

/// The most connections at a time; more wait in the backlog.
const MAX_CONNECTIONS: usize = 64;

/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(10);

/// The most bytes of a request's head, and of what is read ahead.
const MAX_HEAD: usize = 16 << 10;

/// Serves until `stop`; what is under way then is cut.
pub(super) async fn serve(
    listener: TcpListener,
    board: Arc<Board>,
    token: Arc<str>,
    stop: CancellationToken,
) {
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let seats = Seats::default();
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
            return;
        };
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "A worker was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let Some(seat) = seats.take(peer.ip()) else {
            tracing::debug!(%peer, "A worker's address has too many connections");
            continue;
        };
        let (board, token) = (Arc::clone(&board), Arc::clone(&token));
        connections.spawn(async move {
            let _held = (slot, seat);
            let service = service_fn(async |request| {
                Ok::<_, Infallible>(answer(request, &board, &token).await)
            });
            let served = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_buf_size(MAX_HEAD)
                .serve_connection(TokioIo::new(stream), service)
                .await;
            if let Err(error) = served {
                tracing::debug!(%error, "A worker's connection ended");
            }
        });
    }
}
