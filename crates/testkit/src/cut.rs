//! A wire to PostgreSQL that can be cut in the middle of a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Where the wire is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Cut {
    /// The server never hears of the commit.
    BeforeCommit = 1,
    /// The server commits and its answer is lost.
    AfterCommit = 2,
}

/// The wire: connect to [`Wire::port`] instead of the server's.
pub struct Wire {
    port: u16,
    next: Arc<AtomicU8>,
}

impl Wire {
    /// Lays a wire to a server on this machine.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn to(server: u16) -> anyhow::Result<Wire> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let next = Arc::new(AtomicU8::new(0));
        let cut = next.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let cut = cut.clone();
                tokio::spawn(async move {
                    // A broken connection is what this is for.
                    drop(carry(client, server, &cut).await);
                });
            }
        });
        Ok(Wire { port, next })
    }

    /// The port to connect to.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Cuts the connection of the next commit, once.
    pub fn cut_next(&self, cut: Cut) {
        self.next.store(cut as u8, Ordering::SeqCst);
    }

    /// Whether a cut that was asked for is still to come.
    pub fn is_waiting(&self) -> bool {
        self.next.load(Ordering::SeqCst) != 0
    }
}

async fn carry(client: TcpStream, server: u16, cut: &AtomicU8) -> std::io::Result<()> {
    let server = TcpStream::connect(("127.0.0.1", server)).await?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let (mut asked, mut answered) = (vec![0; 65536], vec![0; 65536]);
    loop {
        tokio::select! {
            n = from_client.read(&mut asked) => {
                let heard = asked.get(..n?).unwrap_or_default();
                if heard.is_empty() {
                    return Ok(());
                }
                let commits = heard.windows(6).any(|word| word == b"COMMIT");
                match if commits { cut.swap(0, Ordering::SeqCst) } else { 0 } {
                    1 => return Ok(()),
                    2 => {
                        to_server.write_all(heard).await?;
                        // The answer arrives here and goes no further.
                        from_server.readable().await?;
                        return Ok(());
                    }
                    _ => to_server.write_all(heard).await?,
                }
            }
            n = from_server.read(&mut answered) => {
                let said = answered.get(..n?).unwrap_or_default();
                if said.is_empty() {
                    return Ok(());
                }
                to_client.write_all(said).await?;
            }
        }
    }
}
