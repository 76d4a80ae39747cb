//! Ctrl-C and SIGTERM.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::AbortHandle;

use crate::exit::{Exit, OrExit as _};

/// Waits for somebody to end the process. While it exists, signals do nothing else.
pub struct Interrupt {
    interrupt: Signal,
    terminate: Signal,
}

impl Interrupt {
    /// Takes the signals over. Needs a tokio runtime.
    ///
    /// # Errors
    /// When the system does not allow it.
    pub fn new() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).or_exit(Exit::Environment, "cannot wait for signals");
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    /// Ends the process at the next signal, from a task that the caller aborts once it waits
    /// itself. That is what the kernel does unasked, except for process 1 of a container,
    /// whose signals are lost as long as nobody takes them. Needs a tokio runtime.
    ///
    /// # Errors
    /// When the system does not allow it.
    pub fn end_at_once() -> anyhow::Result<AbortHandle> {
        let mut interrupt = Self::new()?;
        let task = tokio::spawn(async move {
            let exit = interrupt.wait().await;
            std::process::exit(i32::from(exit.code()))
        });
        Ok(task.abort_handle())
    }

    /// Waits for the next signal and gives the exit code that belongs to it.
    pub async fn wait(&mut self) -> Exit {
        tokio::select! {
            _ = self.interrupt.recv() => Exit::Interrupted,
            _ = self.terminate.recv() => Exit::Terminated,
        }
    }
}
