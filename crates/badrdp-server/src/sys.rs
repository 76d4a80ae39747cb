//! The few questions that only the kernel can answer, and that no safe library asks.

#![expect(
    unsafe_code,
    reason = "SIOCOUTQ, SIOCINQ, TCP_INFO and network namespaces have no safe wrapper in std, \
              tokio or socket2"
)]

use std::io;
use std::mem::{MaybeUninit, size_of, zeroed};
use std::os::fd::AsRawFd;

use crate::wire::PeerEnd;

/// How many bytes of the send queue the peer has not acknowledged (`tcp(7)`, SIOCOUTQ).
pub(crate) fn unacknowledged(socket: &impl AsRawFd) -> io::Result<usize> {
    // TIOCOUTQ is what SIOCOUTQ is another name for.
    count(socket, libc::TIOCOUTQ)
}

/// How many bytes wait to be read (`tcp(7)`, SIOCINQ).
pub(crate) fn unread(socket: &impl AsRawFd) -> io::Result<usize> {
    // FIONREAD is what SIOCINQ is another name for.
    count(socket, libc::FIONREAD)
}

fn count(socket: &impl AsRawFd, request: libc::Ioctl) -> io::Result<usize> {
    let mut count: libc::c_int = 0;
    // SAFETY: both requests that come here write one int through the pointer.
    let result = unsafe { libc::ioctl(socket.as_raw_fd(), request, &raw mut count) };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Whether the peer has sent FIN or RST, from the state of the connection (`tcp(7)`, TCP_INFO).
pub(crate) fn peer_left(socket: &impl AsRawFd) -> Option<PeerEnd> {
    // linux/tcp_states.h
    const CLOSE: u8 = 7;
    const CLOSE_WAIT: u8 = 8;
    const LAST_ACK: u8 = 9;
    const CLOSING: u8 = 11;
    match info(socket).ok()?.tcpi_state {
        CLOSE => Some(PeerEnd::Reset),
        CLOSE_WAIT | LAST_ACK | CLOSING => Some(PeerEnd::Closed),
        _ => None,
    }
}

/// How many connections wait in the accept queue of a listener, and how many it takes.
pub(crate) fn accept_queue(listener: &impl AsRawFd) -> io::Result<(u32, u32)> {
    let info = info(listener)?;
    Ok((info.tcpi_unacked, info.tcpi_sacked))
}

fn info(socket: &impl AsRawFd) -> io::Result<libc::tcp_info> {
    let mut info = MaybeUninit::<libc::tcp_info>::zeroed();
    let mut len = libc::socklen_t::try_from(size_of::<libc::tcp_info>()).unwrap_or(0);
    // SAFETY: the kernel writes at most `len` bytes, which is the size of the zeroed struct,
    // and every bit pattern is a valid `tcp_info`.
    unsafe {
        let result = libc::getsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            info.as_mut_ptr().cast(),
            &raw mut len,
        );
        if result < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(info.assume_init())
    }
}

/// Moves this thread, and no other, into a new network namespace (`unshare(2)`, CLONE_NEWNET).
pub(crate) fn unshare_network() -> io::Result<()> {
    // SAFETY: takes no pointers. Of what threads share, CLONE_NEWNET parts the network alone;
    // sockets that are open stay where they were made.
    check(unsafe { libc::unshare(libc::CLONE_NEWNET) })
}

/// Moves this thread, and no other, into the network namespace that a file of
/// `/proc/PID/ns/net` stands for (`setns(2)`).
pub(crate) fn enter_network(namespace: &impl AsRawFd) -> io::Result<()> {
    // SAFETY: as above.
    check(unsafe { libc::setns(namespace.as_raw_fd(), libc::CLONE_NEWNET) })
}

/// Brings up the interface `lo` of the namespace that `socket` was made in (`netdevice(7)`,
/// SIOCSIFFLAGS). The kernel gives it 127.0.0.1 and ::1.
pub(crate) fn bring_loopback_up(socket: &impl AsRawFd) -> io::Result<()> {
    const NAME: &[u8] = b"lo";
    // SAFETY: integers, arrays of them and null pointers: all zeros are a valid `ifreq`.
    let mut request: libc::ifreq = unsafe { zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(NAME) {
        *to = from.cast_signed();
    }
    let socket = socket.as_raw_fd();
    // SAFETY: the first call writes the flags through the pointer, the second reads them; the
    // name ends with a zero.
    unsafe {
        check(libc::ioctl(socket, libc::SIOCGIFFLAGS, &raw mut request))?;
        request.ifr_ifru.ifru_flags |= UP;
        check(libc::ioctl(socket, libc::SIOCSIFFLAGS, &raw const request))
    }
}

/// IFF_UP of linux/if.h, as wide as the flags of a request.
const UP: libc::c_short = 1;

fn check(result: libc::c_int) -> io::Result<()> {
    match result {
        0.. => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Raises the number of files that this process may open as far as it is allowed to, because
/// every connection is one. Gives the new number.
///
/// Before other threads are started it also makes room for the first thousand of them: once there
/// are threads, the kernel lets all of them wait for some 15 ms each time that it needs more.
///
/// # Errors
/// When the system does not tell or allow it.
pub fn raise_file_limit() -> io::Result<u64> {
    const AT_FIRST: libc::c_int = 1024;
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: both calls read or write the struct that the pointer leads to.
    unsafe {
        if libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) < 0 {
            return Err(io::Error::last_os_error());
        }
        limit.rlim_cur = limit.rlim_max;
        if libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) < 0 {
            return Err(io::Error::last_os_error());
        }
    }
    // SAFETY: takes no pointers. The descriptor that is closed is the one that was made here.
    unsafe {
        let last = libc::fcntl(libc::STDERR_FILENO, libc::F_DUPFD_CLOEXEC, AT_FIRST - 1);
        // Where it cannot be had, room is made as it is needed.
        if last >= 0 {
            libc::close(last);
        }
    }
    Ok(limit.rlim_cur)
}
