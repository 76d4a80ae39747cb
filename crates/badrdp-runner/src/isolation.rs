//! Clients in a network of their own: nothing answers there but the server of their case.

use std::io;
use std::sync::Arc;

use badrdp_server::Namespace;
use tokio::process::{Child, Command};
use tokio::runtime::Handle;

use crate::adapter::{Adapter, Start};
use crate::case::Shared;

impl Shared {
    /// Whether this client gets a network of its own. The probe runs inside badrdp, and others
    /// where badrdp cannot put them anywhere.
    pub(crate) const fn isolates(&self, adapter: &Adapter) -> bool {
        self.options().isolate && matches!(adapter.start, Start::Program { .. })
    }

    /// A network for one case of this client; none where it is to have that of this process.
    ///
    /// # Errors
    /// When the kernel gives none.
    pub(crate) async fn network(&self, adapter: &Adapter) -> io::Result<Option<Arc<Namespace>>> {
        if !self.isolates(adapter) {
            return Ok(None);
        }
        let made = tokio::task::spawn_blocking(Namespace::new).await;
        let made = made.unwrap_or_else(|error| Err(io::Error::other(error)));
        made.map(|namespace| Some(Arc::new(namespace)))
    }
}

/// Starts a process, in that network if there is one. Needs a tokio runtime.
///
/// # Errors
/// When it cannot be started, mostly because it is not installed.
pub(crate) fn spawn(process: &mut Command, network: Option<&Namespace>) -> io::Result<Child> {
    let Some(network) = network else {
        return process.spawn();
    };
    let runtime = Handle::current();
    network.run(|| {
        let _guard = runtime.enter();
        process.spawn()
    })
}
