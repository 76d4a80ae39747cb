//! Work that is divided among the cores, in order.

use std::cmp::Reverse;
use std::num::NonZero;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// How many there are. The system is asked once: on Linux that reads a dozen files.
#[must_use]
pub fn count() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
}

/// What `make` makes of each item, in their order. A core that is done early takes of what is left.
///
/// # Errors
/// The first in the order of the items.
pub fn map<T: Send, R: Send, E: Send>(
    items: Vec<T>,
    make: impl Fn(T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    /// Below that, starting a thread costs more than it brings.
    const WORTH_A_THREAD: usize = 32;
    /// How many are taken at a time.
    const AT_A_TIME: usize = 8;
    let threads = (items.len() / WORTH_A_THREAD).clamp(1, count());
    if threads == 1 {
        return items.into_iter().map(make).collect();
    }
    let left = Mutex::new(items.into_iter());
    // Some of them, and how many are left then, which tells the order.
    let next = || {
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        let some: Vec<_> = left.by_ref().take(AT_A_TIME).collect();
        (!some.is_empty()).then(|| (left.len(), some))
    };
    let work = || {
        let mut made = Vec::new();
        while let Some((left, some)) = next() {
            let some: Result<Vec<_>, E> = some.into_iter().map(&make).collect();
            made.push((left, some));
        }
        made
    };
    let mut made = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut made = work();
        for other in others {
            match other.join() {
                Ok(others) => made.extend(others),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    made.sort_unstable_by_key(|(left, _)| Reverse(*left));
    let parts: Result<Vec<_>, E> = made.into_iter().map(|(_, part)| part).collect();
    Ok(parts?.into_iter().flatten().collect())
}

/// The items in runs of `each`; the last may be shorter.
#[must_use]
pub fn parts<T>(mut items: Vec<T>, each: usize) -> Vec<Vec<T>> {
    let mut parts = Vec::new();
    while items.len() > each {
        let rest = items.split_off(each);
        parts.push(std::mem::replace(&mut items, rest));
    }
    parts.push(items);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays_and_the_first_error_counts() {
        let items: Vec<u32> = (0..100).collect();
        let doubled = map(items.clone(), |item| Ok::<_, String>(2 * item)).unwrap();
        assert_eq!(doubled, (0..200).step_by(2).collect::<Vec<_>>());
        let failed = map(items, |item| {
            if item < 40 {
                Ok(item)
            } else {
                Err(format!("{item} is too much"))
            }
        });
        assert_eq!(failed.unwrap_err(), "40 is too much");
    }

    #[test]
    fn parts_are_whole() {
        assert_eq!(
            parts(vec![1, 2, 3, 4, 5], 2),
            [vec![1, 2], vec![3, 4], vec![5]]
        );
        assert_eq!(parts(Vec::<u8>::new(), 2), [Vec::<u8>::new()]);
    }
}
