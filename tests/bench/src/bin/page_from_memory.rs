//! Serves the bytes of one file from memory with axum, which is the upper limit of what the connect page could reach on
//! this machine. The benchmark calls it with the file. It prints its address.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("name the file to serve")?;
    let page = axum::body::Bytes::from(std::fs::read(file)?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/connect", listener.local_addr()?);
    let answer = move || async move { ([(CONTENT_TYPE, "text/html; charset=utf-8")], page) };
    axum::serve(listener, Router::new().route("/connect", get(answer))).await?;
    Ok(())
}
