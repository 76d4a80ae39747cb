//! The binary: everything is in the library, where tests reach it.

use std::process::ExitCode;

/// A connection takes a hundred small pieces of memory and gives them back at once, while others
/// do the same: the C library needs twice as long for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    badrdp::cli::main()
}
