//! A TCP proxy that delays, resets, truncates and silences connections.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::counts::Counts;
use crate::plan::{Direction, Plan, TcpFault};
use crate::tcp;

/// The proxy; dropping it closes all its connections.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    _accepting: JoinSet<()>,
}

impl Proxy {
    /// Starts a proxy to `origin`.
    pub(crate) async fn start(origin: SocketAddr, plan: Plan, counts: Arc<Counts>) -> Self {
        let connections = Arc::new(AtomicU64::new(0));
        let (address, accepting) = tcp::accepting(move |stream| {
            let number = connections.fetch_add(1, Ordering::Relaxed);
            relay(stream, origin, plan, number, Arc::clone(&counts))
        })
        .await;
        Self { address, _accepting: accepting }
    }
}

/// Forwards the bytes of a connection in both directions until either side ends it, or a fault does.
async fn relay(mut client: TcpStream, origin: SocketAddr, plan: Plan, number: u64, counts: Arc<Counts>) {
    if plan.refuses(number) {
        counts.add("tcp: reset at once");
        return reset(&client);
    }
    let Ok(mut server) = TcpStream::connect(origin).await else {
        return;
    };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (mut up, mut down) = (vec![0; 4 * 1024], vec![0; 4 * 1024]);
    for chunk in 0.. {
        let (direction, count) = tokio::select! {
            count = client.read(&mut up) => (Direction::Up, count),
            count = server.read(&mut down) => (Direction::Down, count),
        };
        let Ok(count @ 1..) = count else {
            // One side closed or reset its connection, so the other one is closed, too.
            return;
        };
        let (bytes, to) = match direction {
            Direction::Up => (&up[..count], &mut server),
            Direction::Down => (&down[..count], &mut client),
        };
        let sent = match plan.tcp(number, chunk, direction) {
            None => to.write_all(bytes).await,
            Some(TcpFault::Delay(delay)) => {
                counts.add("tcp: delay");
                tokio::time::sleep(delay).await;
                to.write_all(bytes).await
            }
            Some(TcpFault::Reset) => {
                counts.add(if direction == Direction::Up { "tcp: reset of request" } else { "tcp: reset of response" });
                return reset(&client);
            }
            Some(TcpFault::Truncate) => {
                counts.add(if direction == Direction::Up {
                    "tcp: truncated request"
                } else {
                    "tcp: truncated response"
                });
                let _ = to.write_all(&bytes[..bytes.len() / 2]).await;
                return;
            }
            Some(TcpFault::HalfOpen) => {
                counts.add("tcp: half-open connection");
                return ignore(&mut client).await;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Discards all that the client sends until it closes the connection.
async fn ignore(client: &mut TcpStream) {
    let mut discarded = [0; 1024];
    while matches!(client.read(&mut discarded).await, Ok(1..)) {}
}

/// Closing a socket that does not linger resets it.
fn reset(client: &TcpStream) {
    let _ = client.set_zero_linger();
}
