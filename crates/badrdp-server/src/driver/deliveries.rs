//! Declared against delivered: what became of each fault.

use badrdp_faults::{FaultIndex, Plan};

use crate::transcript::{Delivery, DeliveryState};

/// Counts the steps of every fault that a connection is to meet.
#[derive(Debug)]
pub(super) struct Deliveries(Vec<Account>);

/// The steps of one fault.
#[derive(Debug)]
struct Account {
    fault: FaultIndex,
    name: &'static str,
    /// Steps that were queued.
    due: u32,
    /// Steps that were carried out.
    done: u32,
    mismatch: Option<String>,
    /// Whether it was told that its moment has come.
    told: bool,
}

impl Deliveries {
    pub(super) fn new(plan: &Plan) -> Self {
        let account = |(fault, spec): (FaultIndex, &badrdp_faults::FaultSpec)| Account {
            fault,
            name: spec.fault().name(),
            due: 0,
            done: 0,
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

    pub(super) fn due(&mut self, faults: &[FaultIndex]) {
        self.each(faults, |account| {
            account.due = account.due.saturating_add(1)
        });
    }

    pub(super) fn done(&mut self, faults: &[FaultIndex]) {
        self.each(faults, |account| {
            account.done = account.done.saturating_add(1)
        });
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
                    None if plan.is_due(account.fault) && account.done > 0 => {
                        DeliveryState::Delivered
                    }
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
