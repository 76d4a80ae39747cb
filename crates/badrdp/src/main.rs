//! The binary: everything is in the library, where tests reach it.

use std::process::ExitCode;

/// A connection takes more than a hundred small pieces of memory and gives most of them back at
/// once, while others do the same.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    badrdp::cli::main()
}
