//! The binary `s3-connect`.

use std::process::ExitCode;

/// Pages are thousands of small allocations: the system's allocator took a quarter of their time, and gave back little
/// of what a burst of them had used.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
