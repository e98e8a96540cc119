//! The binary `s3-connect`.

use std::process::ExitCode;

/// Pages are thousands of small allocations: the system's allocator took a quarter of their time, and gave back little
/// of what a burst of them had used.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Threads that wait for the disk. A thread is started whenever none is idle at that instant, and keeps memory of its own,
/// so files that are read and written side by side would come to have dozens.
const MOST_BLOCKING_THREADS: usize = 16;

fn main() -> ExitCode {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.enable_all();
    runtime.max_blocking_threads(MOST_BLOCKING_THREADS);
    match runtime.build() {
        // Every command's future is in this one, which would be large on the stack.
        Ok(runtime) => runtime.block_on(Box::pin(server::cli::run())),
        Err(error) => {
            eprintln!("s3-connect: threads cannot be started: {error}");
            ExitCode::FAILURE
        }
    }
}
