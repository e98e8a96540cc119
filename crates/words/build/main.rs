//! Holds the words of all languages against each other and against the messages that `domain` knows, and
//! fails the build by file and name where one is missing. Makes a function for each message of a page, so that
//! a name that does not exist does not compile either.

mod check;
mod generate;
mod read;

use std::error::Error;
use std::path::Path;

/// English first: the others are held against it.
const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];
/// What only pages say, by functions that are made here.
const PAGES: [&str; 1] = ["widget"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    let mut languages = Vec::new();
    let mut problems = Vec::new();
    for code in LANGUAGES {
        languages.push(read::language(Path::new("locales"), code, &mut problems)?);
    }
    check::against_each_other(&languages, &mut problems);
    check::against_domain(&languages[0], &mut problems);
    for language in &languages {
        check::alone(language, &mut problems);
    }
    for problem in &problems {
        println!("cargo::error={problem}");
    }
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(
        Path::new(&out).join("pages.rs"),
        generate::pages(&languages[0], &PAGES),
    )?;
    std::fs::write(
        Path::new(&out).join("browser.rs"),
        generate::browser(&languages),
    )?;
    Ok(())
}
