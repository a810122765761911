//! The service that sends requests. It is type-erased, so that code on top of it is compiled once.

use std::fmt;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt, service_fn};
use url::Url;

use crate::base_url::BaseUrl;
use crate::connection_pool::ConnectionPool;
use crate::error::{BoxError, Error, ErrorKind, excerpt};

/// The body of a response, which is read as it arrives.
pub type Body = UnsyncBoxBody<Bytes, BoxError>;

/// The service that sends a client's requests, around which layers are added.
///
/// Its requests have an `Authorization` header and, if tokens are bound to a key, a `DPoP` header, which is valid only for this
/// method and URL. Both are marked as sensitive.
pub type Transport = BoxCloneSyncService<Request<Bytes>, Response<Body>, BoxError>;

/// Creates the default transport: reqwest with the connections of `pool`.
pub(crate) fn from_pool(pool: ConnectionPool) -> Transport {
    Transport::new(service_fn(move |request| {
        // The future of a call is allocated, so it holds neither the client nor the request.
        let execute = || -> Result<_, BoxError> { Ok(pool.client()?.execute(to_reqwest(request)?)) };
        let response = execute();
        async { Ok(from_reqwest_response(response?.await.map_err(reqwest::Error::without_url)?)) }
    }))
}

/// Creates a transport from a reqwest client of the user.
pub(crate) fn from_reqwest(client: reqwest::Client) -> Transport {
    Transport::new(service_fn(move |request| send_without_redirect(client.clone(), request)))
}

/// Creates a transport from any service.
pub(crate) fn from_service<S, B>(service: S) -> Transport
where
    S: Service<Request<Bytes>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let service =
        service.map_response(|response: Response<B>| response.map(|body| UnsyncBoxBody::new(body.map_err(Into::into))));
    Transport::new(service.map_err(Into::into))
}

/// Why a body was not read to its end.
pub(crate) enum BodyError {
    /// It exceeds the maximum size.
    TooLarge,
    /// The connection failed.
    Broken(BoxError),
}

/// Reads at most `limit` bytes of `body`. Passes them to `keep` as they arrive, even before a failure.
pub(crate) async fn read(mut body: Body, limit: usize, mut keep: impl FnMut(Bytes)) -> Result<(), BodyError> {
    let mut room = limit;
    while let Some(frame) = body.frame().await {
        let mut data = frame.map_err(BodyError::Broken)?.into_data().unwrap_or_default();
        let is_too_large = data.len() > room;
        data.truncate(room);
        room -= data.len();
        keep(data);
        if is_too_large {
            return Err(BodyError::TooLarge);
        }
    }
    Ok(())
}

/// The error for a failure of the transport.
pub(crate) fn failure(base_url: &BaseUrl, cause: BoxError) -> Error {
    let cause = match cause.downcast::<Error>() {
        Ok(error) => return *error,
        Err(cause) => cause,
    };
    if let Some(RedirectFollowed(place)) = cause.downcast_ref() {
        let summary = format!(
            "the reqwest client followed a redirect to {place}, but the token is for one host only; build it with \
             `redirect(reqwest::redirect::Policy::none())`"
        );
        return Error::new(ErrorKind::Redirect, summary);
    }
    let reqwest = cause.downcast_ref::<reqwest::Error>();
    let host = base_url.host();
    let root = root_cause(&*cause);
    // A timeout of connecting is a connect error, as the server did not receive the request.
    let (kind, summary) = if reqwest.is_some_and(reqwest::Error::is_connect) {
        // All TLS implementations use this word in errors about an untrusted server.
        let check = if root.contains("certificate") {
            "the host's name, the clock, and that this machine trusts who issued its certificate"
        } else {
            "the host's name and the network"
        };
        (ErrorKind::Connect, format!("could not connect to {host}: {root}; check {check}"))
    } else if reqwest.is_some_and(reqwest::Error::is_timeout) {
        (ErrorKind::Timeout, format!("{host} did not respond in time: {root}"))
    } else {
        (ErrorKind::Transport, format!("the connection to {host} failed: {root}"))
    };
    Error::new(kind, summary).with_source(cause)
}

/// A reqwest client of the user followed a redirect, and sent the request to another URL.
#[derive(Debug)]
struct RedirectFollowed(String);

impl RedirectFollowed {
    fn to(url: &Url) -> Self {
        // The query of a login page is often a secret.
        Self(excerpt(&format!("{}{}", url.origin().ascii_serialization(), url.path())))
    }
}

impl fmt::Display for RedirectFollowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a redirect to {} was followed", self.0)
    }
}

impl std::error::Error for RedirectFollowed {}

/// Sends `request` with a client that may follow redirects.
async fn send_without_redirect(client: reqwest::Client, request: Request<Bytes>) -> Result<Response<Body>, BoxError> {
    let request = to_reqwest(request)?;
    let url = request.url().clone();
    let response = client.execute(request).await.map_err(reqwest::Error::without_url)?;
    // The response may look like a success, such as the list of the collection after a DELETE.
    if *response.url() != url {
        return Err(RedirectFollowed::to(response.url()).into());
    }
    Ok(from_reqwest_response(response))
}

// Errors do not show the URL, which has ids and page tokens in it.
fn to_reqwest(request: Request<Bytes>) -> Result<reqwest::Request, BoxError> {
    Ok(reqwest::Request::try_from(request).map_err(reqwest::Error::without_url)?)
}

fn from_reqwest_response(response: reqwest::Response) -> Response<Body> {
    let response = Response::<reqwest::Body>::from(response);
    response.map(|body| body.map_err(|cause| cause.without_url().into()).boxed_unsync())
}

/// The innermost cause, as the outer ones only say that a request failed.
pub(crate) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut root = error;
    while let Some(cause) = root.source() {
        root = cause;
    }
    excerpt(&root.to_string())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::time::Duration;

    use super::*;
    use crate::tls::Tls;

    #[tokio::test]
    async fn a_timeout_of_a_client_of_ones_own_is_named() {
        // It connects, as the system does that by itself, and nobody ever answers.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let hasty = Tls::plain().unwrap().configure(reqwest::Client::builder().timeout(Duration::from_millis(5)));
        let cause = hasty.build().unwrap().get(&url).send().await.unwrap_err();

        let error = failure(&BaseUrl::parse(&url).unwrap(), cause.into());
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.to_string().starts_with("127.0.0.1 did not respond in time: "), "{error}");
    }
}
