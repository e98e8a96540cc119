//! Fuzzes the server's routes with any number of requests: `./dev fuzz http --inputs 1000000`.

use clap::Parser;
use e2e::http_fuzz::{FuzzOptions, run};
use std::process::ExitCode;
use std::time::Duration;

/// Fuzzes every route of the server in this process.
#[derive(Parser)]
struct Arguments {
    /// How many requests to send.
    #[arg(long, default_value_t = 100_000)]
    inputs: u64,
    /// The seed. The same seed gives the same requests.
    #[arg(long)]
    seed: Option<u64>,
    /// The number of the first request, to repeat a failure.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Stop after this many minutes, even if requests are left.
    #[arg(long)]
    minutes: Option<u64>,
    /// How many requests to send at the same time.
    #[arg(long, default_value_t = 8)]
    at_once: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = FuzzOptions {
        seed: arguments.seed.unwrap_or_else(rand::random),
        from: arguments.from,
        inputs: arguments.inputs,
        time_limit: arguments
            .minutes
            .map(|minutes| Duration::from_secs(60 * minutes)),
        at_once: arguments.at_once,
    };
    println!("seed {}", options.seed);
    match Box::pin(run(options, |tally| println!("{tally}\n"))).await {
        Ok(tally) => {
            println!("{tally}\nseed {}", options.seed);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            println!("{failure}");
            ExitCode::FAILURE
        }
    }
}
