//! Reads what a client says, in memory that no idle connection holds.

use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::ReadBuf;

use crate::wire::Wire;

/// What was read, in memory that the connections of a thread pass on to each other: an idle one
/// holds none of it.
pub(super) struct Chunk {
    memory: Box<[u8]>,
    len: usize,
}

thread_local! {
    /// Nothing is in it while somebody reads.
    static SCRATCH: Cell<Box<[u8]>> = Cell::default();
}

impl Chunk {
    /// How much is read at once.
    const LEN: usize = 16 << 10;

    pub(super) fn bytes(&self) -> &[u8] {
        self.memory.get(..self.len).unwrap_or_default()
    }
}

impl Drop for Chunk {
    /// Leaves the memory to the next one who reads.
    fn drop(&mut self) {
        let memory = std::mem::take(&mut self.memory);
        // Where the thread ends, nobody does.
        let _ = SCRATCH.try_with(|scratch| scratch.set(memory));
    }
}

/// Reads what there is.
pub(super) fn poll_read<W: Wire>(wire: &mut W, cx: &mut Context<'_>) -> Poll<io::Result<Chunk>> {
    let mut memory = SCRATCH.take();
    if memory.is_empty() {
        memory = vec![0; Chunk::LEN].into();
    }
    let mut buffer = ReadBuf::new(&mut memory);
    let read = Pin::new(wire).poll_read(cx, &mut buffer);
    let len = buffer.filled().len();
    let chunk = Chunk { memory, len };
    read.map_ok(|()| chunk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_passed_on() {
        let memory = vec![7; 3].into();
        let chunk = Chunk { memory, len: 2 };
        assert_eq!(chunk.bytes(), [7, 7]);
        drop(chunk);
        assert_eq!(*SCRATCH.take(), [7, 7, 7]);
    }
}
