//! Declared against delivered: what became of each fault.

use badrdp_faults::{FaultIndex, Plan};

use crate::transcript::{Delivery, DeliveryState};

/// The faults that a connection is to meet.
#[derive(Debug)]
pub(super) struct Deliveries(Vec<Account>);

/// One fault.
#[derive(Debug)]
struct Account {
    fault: FaultIndex,
    name: &'static str,
    /// Whether a step of it was carried out.
    done: bool,
    mismatch: Option<String>,
    /// Whether it was told that its moment has come.
    told: bool,
}

impl Deliveries {
    pub(super) fn new(plan: &Plan) -> Self {
        let account = |(fault, spec): (FaultIndex, &badrdp_faults::FaultSpec)| Account {
            fault,
            name: spec.fault().name(),
            done: false,
            mismatch: None,
            told: false,
        };
        Self(plan.declared().map(account).collect())
    }

    /// The name of a fault, where it is one of this connection's.
    pub(super) fn name(&self, fault: FaultIndex) -> Option<&'static str> {
        self.0
            .iter()
            .find(|account| account.fault == fault)
            .map(|account| account.name)
    }

    /// Whether this is the first time that it is told that the moment of a fault has come.
    pub(super) fn tell(&mut self, fault: FaultIndex) -> bool {
        let mut first = false;
        self.each(&[fault], |account| {
            first = !std::mem::replace(&mut account.told, true);
        });
        first
    }

    /// A step that these faults want was carried out: what it says has left the socket.
    pub(super) fn done(&mut self, faults: &[FaultIndex]) {
        self.each(faults, |account| account.done = true);
    }

    pub(super) fn mismatch(&mut self, faults: &[FaultIndex], reason: &str) {
        self.each(faults, |account| {
            account.mismatch.get_or_insert_with(|| reason.to_owned());
        });
    }

    /// What became of each. A fault of which no step was carried out was not reached, also
    /// when its moment had come: the client left first.
    pub(super) fn finish(&self, plan: &Plan) -> Vec<Delivery> {
        self.0
            .iter()
            .map(|account| {
                let state = match &account.mismatch {
                    Some(reason) => DeliveryState::Mismatch {
                        reason: reason.clone(),
                    },
                    None if plan.is_due(account.fault) && account.done => DeliveryState::Delivered,
                    None => DeliveryState::NotReached,
                };
                Delivery {
                    fault: account.fault,
                    name: account.name,
                    state,
                }
            })
            .collect()
    }

    fn each(&mut self, faults: &[FaultIndex], mut change: impl FnMut(&mut Account)) {
        for account in &mut self.0 {
            if faults.contains(&account.fault) {
                change(account);
            }
        }
    }
}
