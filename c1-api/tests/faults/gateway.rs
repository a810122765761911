//! The server of the origin, by HTTP/1.1 and by HTTP/2 over TLS. It carries out the faults of HTTP.

use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use h2::Reason;
use h2::server::SendResponse;
use http::{HeaderMap, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::origin::{CALL_HEADER, Origin, Received, Reply};
use crate::plan::HttpFault;
use crate::tcp;

/// Serves HTTP/1.1, or HTTP/2 if `tls` is set, until the returned set is dropped.
pub(crate) async fn serve(origin: Arc<Origin>, tls: Option<TlsAcceptor>) -> (SocketAddr, JoinSet<()>) {
    tcp::accepting(move |stream| {
        let (origin, tls) = (Arc::clone(&origin), tls.clone());
        async move {
            let _ = stream.set_nodelay(true);
            match tls {
                None => drop(serve_http1(stream, &origin).await),
                Some(tls) => drop(serve_http2(stream, tls, origin).await),
            }
        }
    })
    .await
}

/// Serves a connection until the client or a fault ends it.
async fn serve_http1(mut stream: TcpStream, origin: &Origin) -> Option<()> {
    let mut read = Vec::with_capacity(4 * 1024);
    loop {
        let (head, length) = loop {
            if let Some(head) = read.windows(4).position(|end| end == b"\r\n\r\n") {
                let length = header(&read[..head], "content-length").map_or(0, |value| value.parse().unwrap());
                if read.len() >= head + 4 + length {
                    break (head, length);
                }
            }
            if stream.read_buf(&mut read).await.ok()? == 0 {
                return None;
            }
        };
        let reply = {
            let (head, body) = (&read[..head], &read[head + 4..head + 4 + length]);
            let mut line = std::str::from_utf8(head).ok()?.lines().next()?.split(' ');
            let (method, path) = (line.next()?, line.next()?);
            let (authorization, call) = (header(head, "authorization"), header(head, CALL_HEADER));
            origin.receive(&Received { method, path, authorization, call, body })
        };
        read.drain(..head + 4 + length);
        if let Some(time) = reply.service_time {
            tokio::time::sleep(time).await;
        }
        let bytes = http1_response(&reply);
        match reply.fault {
            Some(HttpFault::Short) => {
                stream.write_all(&bytes[..bytes.len() - 1]).await.ok()?;
                return stream.shutdown().await.ok();
            }
            Some(HttpFault::Close) => {
                stream.write_all(&bytes).await.ok()?;
                return stream.shutdown().await.ok();
            }
            _ => stream.write_all(&bytes).await.ok()?,
        }
    }
}

/// The value of a header in the head of a request.
fn header<'a>(head: &'a [u8], name: &str) -> Option<&'a str> {
    let pairs = std::str::from_utf8(head).ok()?.lines().skip(1).filter_map(|line| line.split_once(':'));
    pairs.into_iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn http1_response(reply: &Reply) -> Vec<u8> {
    let Reply { status, retry_after, body, .. } = reply;
    let retry_after = retry_after.map_or_else(String::new, |seconds| format!("retry-after: {seconds}\r\n"));
    // The response does not announce that it is the last one.
    let (kind, length) = (content_type(body), body.len());
    format!("HTTP/1.1 {status} Reason\r\n{kind}content-length: {length}\r\n{retry_after}\r\n{body}").into_bytes()
}

/// Gateways send errors as plain text.
fn content_type(body: &str) -> &'static str {
    if body.starts_with('{') { "content-type: application/json\r\n" } else { "content-type: text/plain\r\n" }
}

/// Serves the streams of a connection until the client or a fault ends it.
async fn serve_http2(stream: TcpStream, tls: TlsAcceptor, origin: Arc<Origin>) -> Option<()> {
    let stream = tls.accept(stream).await.ok()?;
    let mut connection = h2::server::handshake(stream).await.ok()?;
    let (ends, mut end) = mpsc::unbounded_channel();
    let mut streams = JoinSet::new();
    loop {
        tokio::select! {
            accepted = connection.accept() => {
                let (request, respond) = accepted?.ok()?;
                streams.spawn(serve_stream(request, respond, Arc::clone(&origin), ends.clone()));
                while streams.try_join_next().is_some() {}
            }
            Some(fault) = end.recv() => match fault {
                HttpFault::GoAway => connection.graceful_shutdown(),
                _ => connection.abrupt_shutdown(Reason::NO_ERROR),
            },
        }
    }
}

async fn serve_stream(
    request: http::Request<h2::RecvStream>,
    mut respond: SendResponse<Bytes>,
    origin: Arc<Origin>,
    ends: mpsc::UnboundedSender<HttpFault>,
) -> Option<()> {
    let (head, mut stream) = request.into_parts();
    let mut body = Vec::new();
    while let Some(data) = stream.data().await {
        let data = data.ok()?;
        stream.flow_control().release_capacity(data.len()).ok()?;
        body.extend_from_slice(&data);
    }
    let reply = {
        let (method, path) = (head.method.as_str(), head.uri.path());
        let (authorization, call) = (text(&head.headers, "authorization"), text(&head.headers, CALL_HEADER));
        origin.receive(&Received { method, path, authorization, call, body: &body })
    };
    if let Some(time) = reply.service_time {
        tokio::time::sleep(time).await;
    }
    match reply.fault {
        Some(HttpFault::RefuseStream) => {
            respond.send_reset(Reason::REFUSED_STREAM);
            return None;
        }
        Some(HttpFault::ResetStream) => {
            respond.send_reset(Reason::INTERNAL_ERROR);
            return None;
        }
        Some(fault @ HttpFault::AbruptGoAway) => {
            ends.send(fault).ok()?;
            // Dropping the stream would reset it before the connection ends.
            pending::<()>().await;
        }
        Some(fault @ HttpFault::GoAway) => ends.send(fault).ok()?,
        _ => {}
    }
    send_http2(&mut respond, &reply)
}

fn send_http2(respond: &mut SendResponse<Bytes>, reply: &Reply) -> Option<()> {
    let (name, value) = content_type(&reply.body).trim_end().split_once(": ")?;
    let mut response = Response::builder().status(reply.status).header(name, value);
    if let Some(seconds) = reply.retry_after {
        response = response.header("retry-after", seconds);
    }
    let response = response.header("content-length", reply.body.len()).body(()).ok()?;
    let mut stream = respond.send_response(response, false).ok()?;
    let is_short = reply.fault == Some(HttpFault::Short);
    let length = reply.body.len() - usize::from(is_short && !reply.body.is_empty());
    stream.send_data(Bytes::copy_from_slice(&reply.body.as_bytes()[..length]), true).ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
