//! Work that is divided among the cores, in order.

use std::num::NonZero;
use std::thread;

/// How many there are.
pub(crate) fn count() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// What `make` makes of each item, in their order; the first error ends it.
pub(crate) fn map<T: Send, R: Send>(
    items: Vec<T>,
    make: impl Fn(T) -> anyhow::Result<R> + Sync,
) -> anyhow::Result<Vec<R>> {
    /// Below that, starting a thread costs more than it brings.
    const WORTH_A_THREAD: usize = 32;
    let each = items.len().div_ceil(count()).max(WORTH_A_THREAD);
    if items.len() <= each {
        return items.into_iter().map(make).collect();
    }
    thread::scope(|scope| {
        let parts = parts(items, each).into_iter().map(|part| {
            let make = &make;
            scope.spawn(move || {
                part.into_iter()
                    .map(make)
                    .collect::<anyhow::Result<Vec<_>>>()
            })
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
pub(crate) fn parts<T>(mut items: Vec<T>, each: usize) -> Vec<Vec<T>> {
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
        let doubled = map(items.clone(), |item| Ok(2 * item)).unwrap();
        assert_eq!(doubled, (0..200).step_by(2).collect::<Vec<_>>());
        let failed = map(items, |item| {
            anyhow::ensure!(item < 40, "{item} is too much");
            Ok(item)
        });
        assert_eq!(failed.unwrap_err().to_string(), "40 is too much");
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
