//! Kills the server at random moments and tells what that lost: `crash --kills 200 --database postgres`.

use clap::{Parser, ValueEnum};
use e2e::crash::{self, Options};
use std::process::ExitCode;

#[derive(Parser)]
#[command(about = "Kills the server at random moments and tells what that lost")]
struct Arguments {
    /// How often the server is killed.
    #[arg(long, default_value_t = 200)]
    kills: usize,
    /// Chooses the operations and the moments.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// PostgreSQL is the server of `TEST_POSTGRES_URL`.
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
    let options = Options {
        kills: arguments.kills,
        seed: arguments.seed,
        postgres: matches!(arguments.database, Database::Postgres),
    };
    let tally = crash::run(options, crash::every_few_seconds(|line| println!("{line}"))).await;
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
