//! How many connections an address has: one that takes them all would leave none to the others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most connections of one address at a time.
const MOST: usize = 32;

/// The connections of each address.
#[derive(Clone, Default)]
pub(super) struct Seats(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection's; given back when this is dropped.
pub(super) struct Seat {
    seats: Seats,
    address: IpAddr,
}

impl Seats {
    /// A seat for a connection from `address`; `None` where it has as many as it may.
    pub(super) fn take(&self, address: IpAddr) -> Option<Seat> {
        let mut taken = self.taken();
        let count = taken.entry(address).or_default();
        if *count == MOST {
            return None;
        }
        *count += 1;
        let seats = self.clone();
        Some(Seat { seats, address })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_leaves_seats_to_the_others() {
        let (seats, [greedy, other]) = (Seats::default(), [1, 2].map(|last| [10, 0, 0, last]));
        let mut taken: Vec<_> = (0..MOST).map_while(|_| seats.take(greedy.into())).collect();
        assert_eq!(taken.len(), MOST);
        assert!(seats.take(greedy.into()).is_none());
        assert!(seats.take(other.into()).is_some());
        taken.pop();
        assert!(seats.take(greedy.into()).is_some());
        taken.clear();
        assert!(seats.taken().is_empty());
    }
}
