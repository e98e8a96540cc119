//! Checks the messages of all languages and generates code from them.
//!
//! Every language has to have the same messages with the same arguments, and English has to match the messages of
//! `domain`. Each problem becomes an error of the build that names the file and the message. Each message of a page becomes
//! a method of `Locale`, so a misspelled id does not compile either.

mod code_generator;
mod ftl_parser;
mod locale_checks;
mod locale_loader;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    let (locales, problems) = locale_loader::load(Path::new("locales"))?;
    for problem in &problems {
        println!("cargo::error={problem}");
    }
    let out_dir = std::env::var("OUT_DIR")?;
    std::fs::write(
        Path::new(&out_dir).join("page_messages.rs"),
        code_generator::page_messages(&locales, &ftl_parser::PAGE_FILES),
    )?;
    std::fs::write(
        Path::new(&out_dir).join("browser_messages.rs"),
        code_generator::browser_messages(&locales),
    )?;
    Ok(())
}
