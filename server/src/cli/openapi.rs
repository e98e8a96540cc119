//! `s3-connect openapi`: prints the OpenAPI document of the REST API.

/// Prints the document. Needs neither settings nor the database.
pub fn run() {
    println!("{:#}", crate::openapi::document());
}
