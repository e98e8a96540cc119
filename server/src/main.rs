//! The binary `s3-connect`.

use std::process::ExitCode;

/// Pages are thousands of small allocations: the system's allocator took a quarter of their time, and gave back little
/// of what a burst of them had used.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    // Every command's future is in this one, which would be large on the stack.
    Box::pin(server::cli::run()).await
}
