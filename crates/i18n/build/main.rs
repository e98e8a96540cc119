//! Holds the words of all languages against each other and against the messages that `domain` knows, and
//! fails the build by file and name where one is missing. Makes a function for each message of a page, so that
//! a name that does not exist does not compile either.

mod check;
mod generate;
mod locales;
mod read;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build");
    let (locales, problems) = locales::read(Path::new("locales"))?;
    for problem in &problems {
        println!("cargo::error={problem}");
    }
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(
        Path::new(&out).join("pages.rs"),
        generate::pages(&locales, &locales::PAGES),
    )?;
    std::fs::write(
        Path::new(&out).join("browser.rs"),
        generate::browser(&locales),
    )?;
    Ok(())
}
