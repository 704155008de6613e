//! The service over a folder of published files, in memory: `cargo run -p web --example pages -- FOLDER [ADDRESS]`.
//!
//! Every file of a known format is imported; what is wrong with the others is said and they are left out.

use std::path::PathBuf;

use app::{Footprint, Who};
use kit::security::Csrf;
use kit::site::Config;
use register::Act;
use web::pages::router;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("name a folder of published files")?;
    let address = words.next().unwrap_or_else(|| "127.0.0.1:8414".to_owned());
    let footprint = Footprint::open("sqlite::memory:").await?;
    for file in import::gather(&[PathBuf::from(folder)])? {
        let name = file.name.clone();
        let reading = match import::read(&file, None) {
            Ok(reading) => reading,
            Err(error) => {
                println!("{name}: left out: {error}");
                continue;
            }
        };
        let act = Act::TakeImport {
            series: reading.series,
            released: reading.released,
            source_name: reading.source_name,
            source_hash: reading.source_hash,
            rows: reading.rows as u64,
            facts: reading.facts,
        };
        match footprint.act(&Who::keeper("the example"), act).await {
            Ok(_) => println!("{name}: taken, {} rows not read", reading.bad_rows.len()),
            Err(error) => println!("{name}: left out: {error}"),
        }
    }
    let router = router(footprint, Config::default(), Csrf::random()?);
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}/", listener.local_addr()?);
    kit::serve::serve(router, listener, async {
        let _ = tokio::signal::ctrl_c().await;
    })
    .await;
    Ok(())
}
