//! `run --isolate`: whether it can be had, and for whom.

use std::net::IpAddr;

use badrdp_runner::Adapter;
use badrdp_runner::adapter::Start;
use badrdp_server::Namespace;

use crate::context::Context;
use crate::exit::{Exit, Failure};

/// Tries what every case will need, and says of which clients it is not true.
///
/// # Errors
/// When the kernel does not allow it, or the servers are to be reached from elsewhere.
pub(crate) fn check(adapters: &[Adapter], listen: IpAddr, context: &Context) -> anyhow::Result<()> {
    let (programs, others): (Vec<_>, Vec<_>) = adapters
        .iter()
        .partition(|adapter| matches!(adapter.start, Start::Program { .. }));
    for adapter in others {
        let why = match adapter.start {
            Start::Probe => "it runs inside badrdp",
            Start::Elsewhere { .. } | Start::Program { .. } => "it is started elsewhere",
        };
        context.warn(format_args!(
            "`--isolate` does nothing for {}: {why}",
            adapter.name
        ));
    }
    if programs.is_empty() {
        return Ok(());
    }
    if !listen.is_loopback() {
        let sentence = format!(
            "`--isolate` leaves a client nothing but a loopback interface, and {listen} is not on \
             it: leave out --listen or --isolate"
        );
        return Err(Failure::new(Exit::Usage, sentence).into());
    }
    let made = Namespace::new().map_err(|error| {
        let sentence = format!(
            "`--isolate` gets no network namespace: {error}; run badrdp as root, with \
             CAP_SYS_ADMIN and CAP_NET_ADMIN, or behind `unshare --map-root-user`"
        );
        Failure::new(Exit::Environment, sentence).into()
    });
    made.map(drop)
}
