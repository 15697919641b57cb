//! Connections: a listener on the loopback address, so many connections at a time, each with limits of time.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures_util::future::{Either, select};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::sync::{Semaphore, watch};

/// Most connections at a time: some tabs, each with six and a stream of events.
const MOST_CONNECTIONS: usize = 64;

/// Time for the head of a request to arrive, and between requests of a connection.
const PATIENCE: Duration = Duration::from_secs(15);

/// Bytes of the head of a request.
const MOST_HEAD: usize = 16 << 10;

/// Most threads that wait for files.
const MOST_WAITING: usize = 8;

/// A listener on the loopback address; port 0 is any that is free.
///
/// # Errors
/// If the port is taken.
pub fn listen(port: u16) -> io::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// Serves connections until it is told to stop.
///
/// # Errors
/// If the system gives no sockets.
pub fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) -> io::Result<()> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(MOST_WAITING).build()?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
        loop {
            let Either::Left((accepted, _)) = select(pin!(listener.accept()), pin!(stop.wait_for(|stop| *stop))).await
            else {
                break;
            };
            let Ok((stream, _)) = accepted else {
                // Out of sockets: some are closed soon.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            // One too many is closed at once: who has the token has sixty.
            let Ok(permit) = Arc::clone(&room).try_acquire_owned() else { continue };
            // Small answers are not held back for larger ones.
            let _ = stream.set_nodelay(true);
            let service = TowerToHyperService::new(router.clone());
            let mut stop = stop.clone();
            tokio::spawn(async move {
                let connection = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(PATIENCE)
                    .max_buf_size(MOST_HEAD.max(8192))
                    .keep_alive(true)
                    .serve_connection(TokioIo::new(stream), service);
                // Who breaks a connection off needs no answer.
                select(pin!(connection), pin!(stop.wait_for(|stop| *stop))).await;
                drop(permit);
            });
        }
        Ok(())
    })
}
