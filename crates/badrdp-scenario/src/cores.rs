//! Work that is divided among the cores, in order.

use std::num::NonZero;
use std::sync::OnceLock;
use std::thread;

/// How many there are. The system is asked once: on Linux that reads a dozen files.
#[must_use]
pub fn count() -> usize {
    static COUNT: OnceLock<usize> = OnceLock::new();
    *COUNT.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
}

/// What `make` makes of each item, in their order.
///
/// # Errors
/// The first in the order of the items.
pub fn map<T: Send, R: Send, E: Send>(
    items: Vec<T>,
    make: impl Fn(T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    /// Below that, starting a thread costs more than it brings.
    const WORTH_A_THREAD: usize = 32;
    let each = items.len().div_ceil(count()).max(WORTH_A_THREAD);
    if items.len() <= each {
        return items.into_iter().map(make).collect();
    }
    thread::scope(|scope| {
        let parts = parts(items, each).into_iter().map(|part| {
            let make = &make;
            scope.spawn(move || part.into_iter().map(make).collect::<Result<Vec<_>, E>>())
        });
        let parts: Vec<_> = parts.collect();
        let mut made = Vec::new();
        for part in parts {
            match part.join() {
                Ok(part) => made.extend(part?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(made)
    })
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
