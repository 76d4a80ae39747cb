//! Watches a server while a client meets it, and tells when it has seen enough.
//!
//! A client in a healthy session never ends by itself. Where a scenario expects a session, the
//! client may be ended once a session was active for long enough with every fault behind it.
//! Where it expects none, the client is left alone until it ends or its time is up.

mod seen;

use std::sync::Arc;

use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::Scenario;
use badrdp_server::{EventSink, Happening};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use self::seen::Seen;
use crate::judge::is_drawing;

/// The watch over one server.
pub(crate) struct Watch {
    events: mpsc::UnboundedReceiver<(u32, Happening)>,
    seen: Seen,
}

impl Watch {
    /// A watch, and the sink that it is told by.
    pub(crate) fn new(scenario: &Arc<Scenario>) -> (Self, EventSink) {
        let (sender, events) = mpsc::unbounded_channel();
        let sink: EventSink = Arc::new(move |_, number, event| {
            // Of what crosses the wire only that matters here by which a session shows.
            let matters = match event.what {
                Happening::Received { message, .. } => {
                    message == MessageName::FontList || message.phase() == Phase::Active
                }
                Happening::Sent { message, .. } => is_drawing(message),
                Happening::Tls { .. } => false,
                _ => true,
            };
            if matters {
                // Nobody listens once the client has ended: that is no loss.
                let _ = sender.send((number, event.what.clone()));
            }
        });
        let seen = Seen::new(Arc::clone(scenario));
        (Self { events, seen }, sink)
    }

    /// Waits until the server has seen enough, which may be never.
    pub(crate) async fn enough(&mut self) {
        loop {
            let ready = self.seen.ready_at();
            let pause = async {
                match ready {
                    Some(ready) => sleep_until(ready).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                event = self.events.recv() => match event {
                    Some((number, what)) => self.seen.observe(number, &what, Instant::now()),
                    None => std::future::pending().await,
                },
                () = pause => return,
            }
        }
    }
}
