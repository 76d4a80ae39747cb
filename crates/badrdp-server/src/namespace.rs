//! A network of its own for a server and its client: a loopback interface and nothing else.
//!
//! ```text
//!  Namespace::new --> a thread: unshare, lo up, /proc/thread-self/ns/net --> a file, kept open
//!  Namespace::run --> a thread: setns(file), bind or spawn               --> what it made
//! ```
//!
//! A socket belongs for good to the namespace of the thread that made it, and a process starts in
//! that of the thread that forked it. Both can be used from everywhere afterwards, so nothing but
//! the making runs on a thread of its own. The namespace is gone with the last file, socket and
//! process that has it; there is nothing to clean up.
//!
//! See: `network_namespaces(7)`, `setns(2)`.

use std::fs::File;
use std::io;
use std::thread::{Builder, scope};

use socket2::{Domain, Socket, Type};

use crate::sys;

/// A network namespace with nothing but `lo`, which is up. It lasts as long as this value, and
/// whatever was made in it.
#[derive(Debug)]
pub struct Namespace {
    file: File,
}

impl Namespace {
    /// Makes a new one. That may block for some milliseconds.
    ///
    /// # Errors
    /// Mostly when the process has no CAP_SYS_ADMIN, or there are too many of them
    /// (`/proc/sys/user/max_net_namespaces`); says at which step.
    pub fn new() -> io::Result<Self> {
        let file = on_a_thread(|| {
            sys::unshare_network().map_err(at("unshare(CLONE_NEWNET)"))?;
            let socket =
                Socket::new(Domain::IPV4, Type::DGRAM, None).map_err(at("a socket in it"))?;
            sys::bring_loopback_up(&socket).map_err(at("bringing `lo` up"))?;
            File::open("/proc/thread-self/ns/net").map_err(at("/proc/thread-self/ns/net"))
        })?;
        Ok(Self { file })
    }

    /// Carries out `work` on a thread inside, and waits for it. Sockets that it makes and
    /// processes that it starts are inside from then on.
    ///
    /// # Errors
    /// Those of `work`; when there can be no thread, or the kernel does not let it in.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> io::Result<T> + Send) -> io::Result<T> {
        on_a_thread(|| {
            sys::enter_network(&self.file).map_err(at("entering the network namespace"))?;
            work()
        })
    }
}

/// A thread that ends at once: no other work must ever run on one that has left its namespace.
fn on_a_thread<T: Send>(work: impl FnOnce() -> io::Result<T> + Send) -> io::Result<T> {
    scope(|scope| {
        let thread = Builder::new().spawn_scoped(scope, work)?;
        let panicked = |_| Err(io::Error::other("a thread in a network namespace panicked"));
        thread.join().unwrap_or_else(panicked)
    })
}

fn at(step: &'static str) -> impl Fn(io::Error) -> io::Error {
    move |error| io::Error::new(error.kind(), format!("{step}: {error}"))
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener, TcpStream};

    use super::*;

    /// None where the kernel does not give one.
    fn namespace() -> Option<Namespace> {
        let made = Namespace::new();
        let refused = |error: &io::Error| error.kind() == io::ErrorKind::PermissionDenied;
        if made.as_ref().is_err_and(refused) {
            use std::io::Write as _;
            let _ = writeln!(io::stderr(), "SKIPPED: no right to make network namespaces");
            return None;
        }
        Some(made.unwrap())
    }

    #[test]
    fn what_listens_inside_is_reached_from_inside_alone() {
        let Some(inside) = namespace() else { return };
        let listener = inside.run(|| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
        let listener = listener.unwrap();
        let address = listener.local_addr().unwrap();
        // Outside, nobody has the port, or somebody else does.
        if let Ok(stream) = TcpStream::connect(address) {
            listener.set_nonblocking(true).unwrap();
            let nobody = listener.accept().unwrap_err();
            assert_eq!(nobody.kind(), io::ErrorKind::WouldBlock);
            listener.set_nonblocking(false).unwrap();
            drop(stream);
        }
        let client = inside.run(|| TcpStream::connect(address)).unwrap();
        let (_, peer) = listener.accept().unwrap();
        assert_eq!(peer, client.local_addr().unwrap());
    }

    #[test]
    fn what_listens_outside_is_refused_inside() {
        let Some(inside) = namespace() else { return };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let error = inside.run(|| TcpStream::connect(address)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
        // And this thread never left.
        TcpStream::connect(address).unwrap();
    }
}
