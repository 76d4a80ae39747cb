//! Workers on other machines run the client: they fetch cases over HTTP and post results.
//!
//! ```text
//!  case --Task--> board --GET /next--> worker --RDP--> FaultServer
//!                   ^ <-POST /result/N--+
//! ```
//!
//! `board` keeps what is handed out, `http` speaks to workers, `listener` bounds them in number,
//! bytes and time. Everything needs the token.

mod board;
mod http;
mod listener;
mod seats;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use self::board::Board;
use crate::elsewhere::{Answer, Answering, Codes, Desk, Task};

/// What a worker may take on top of the client's own time: to start it, to read its event log.
const GRACE: Duration = Duration::from_secs(30);

/// How long workers that wait for a case are told that there are no more.
const FAREWELL: Duration = Duration::from_secs(2);

/// A place on the network where workers fetch cases.
pub struct Remote {
    board: Arc<Board>,
    token: Arc<str>,
    address: SocketAddr,
    /// Until it serves.
    listener: std::sync::Mutex<Option<TcpListener>>,
    serving: OnceLock<Serving>,
    codes: Codes,
    patience: Duration,
}

/// Stops serving when it is dropped.
struct Serving(CancellationToken);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Remote({})", self.address)
    }
}

impl Remote {
    /// Takes the port, so that a busy one is noticed at once; workers are answered from the
    /// first case on. A case that nobody fetches within `patience` is skipped.
    ///
    /// # Errors
    /// When the address is taken or not ours.
    pub fn bind(
        address: SocketAddr,
        token: &str,
        codes: Codes,
        patience: Duration,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            board: Arc::default(),
            token: token.into(),
            address: listener.local_addr()?,
            listener: std::sync::Mutex::new(Some(listener)),
            serving: OnceLock::new(),
            codes,
            patience,
        })
    }

    /// Where workers go.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers workers from now on. Needs a runtime.
    fn serve(&self) {
        let mut listener = self
            .listener
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(listener) = listener.take() else {
            return;
        };
        let stop = CancellationToken::new();
        let (board, token) = (Arc::clone(&self.board), Arc::clone(&self.token));
        match tokio::net::TcpListener::from_std(listener) {
            Ok(listener) => {
                tokio::spawn(listener::serve(listener, board, token, stop.clone()));
                let _ = self.serving.set(Serving(stop));
            }
            Err(error) => tracing::error!(%error, "Workers cannot be answered"),
        }
    }
}

/// Puts a task up and waits for what becomes of it.
async fn handed_out(board: &Arc<Board>, task: Task, patience: Duration) -> Answer {
    let deadline = task.within + GRACE;
    let stop = task.stop.clone();
    let mut posted = board.post(task);
    let answered = async {
        let Ok(()) = timeout(patience, posted.taken()).await else {
            let seconds = patience.as_secs();
            return Answer::Skipped(format!("no worker asked for it within {seconds} s"));
        };
        match timeout(deadline, posted.answer()).await {
            Ok(Some(answer)) => answer,
            Ok(None) | Err(_) => Answer::Silent,
        }
    };
    tokio::select! {
        answer = answered => answer,
        () = stop.cancelled() => Answer::Interrupted,
    }
}

impl Desk for Remote {
    fn ask(&self, task: Task) -> Answering<'_> {
        self.serve();
        Box::pin(async move { handed_out(&self.board, task, self.patience).await })
    }

    fn codes(&self) -> &Codes {
        &self.codes
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            if self.serving.get().is_some() {
                let _ = timeout(FAREWELL, self.board.close()).await;
            }
        })
    }
}
