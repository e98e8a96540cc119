//! Kills the server at random moments and reports what that lost: `crash --kills 200 --database postgres`.

use clap::{Parser, ValueEnum};
use e2e::crash::{self, CrashOptions};
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = "Kills the server at random moments and reports what that lost")]
struct Arguments {
    /// How often to kill the server.
    #[arg(long, default_value_t = 200)]
    kills: usize,
    /// The seed for the operations and the moments of the kills.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The database to test. For `postgres`, set `TEST_POSTGRES_URL`.
    #[arg(long, value_enum, default_value_t = Database::Sqlite)]
    database: Database,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = CrashOptions {
        kills: arguments.kills,
        seed: arguments.seed,
        postgres: matches!(arguments.database, Database::Postgres),
    };
    let progress = crash::throttled_progress(|line| println!("{line}"));
    let tally = crash::run(options, progress).await;
    println!(
        "\n{:?}, seed {}\n\n{tally}",
        arguments.database, arguments.seed
    );
    for problem in &tally.problems {
        println!("{problem:?}");
    }
    if tally.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
