//! Requests and small responses with secrets in them.

use bytes::Bytes;
use http::Request;
use http::response::Parts;
use secrecy::zeroize::Zeroizing;
use tower::ServiceExt;
use url::form_urlencoded::Serializer;

use crate::base_url::BaseUrl;
use crate::error::{Error, ErrorKind};
use crate::transport::{self, BodyError, Transport};

/// The maximum response body size in bytes.
const MAX_BODY: usize = 256 * 1024;

/// A form with secrets. It is zeroed when its request is dropped.
pub(super) fn form(pairs: &[(&str, &str)]) -> Bytes {
    // A string that grows leaves a copy behind, so it has its room from the start: encoding triples a byte at most.
    let length = pairs.iter().map(|(name, value)| 3 * (name.len() + value.len()) + 2).sum();
    let mut form = Serializer::new(String::with_capacity(length));
    form.extend_pairs(pairs);
    Bytes::from_owner(Zeroizing::new(form.finish().into_bytes()))
}

/// Sends `request` to the server at `base_url`, which errors call `name`. The body is zeroed on drop.
pub(super) async fn fetch(
    transport: &Transport,
    base_url: &BaseUrl,
    request: Request<Bytes>,
    name: &str,
) -> Result<(Parts, Zeroizing<Vec<u8>>), Error> {
    let failed = |cause| transport::failure(base_url, cause);
    let (head, body) = transport.clone().oneshot(request).await.map_err(failed)?.into_parts();
    // A vector that grows leaves a copy behind. It seldom needs more room than this.
    let mut read = Zeroizing::new(Vec::with_capacity(16 * 1024));
    match transport::read(body, MAX_BODY, &mut read).await {
        Ok(()) => Ok((head, read)),
        // The status is enough.
        Err(_) if !head.status.is_success() => Ok((head, read)),
        Err(BodyError::Broken(cause)) => Err(failed(cause)),
        Err(BodyError::TooLarge) => {
            let summary = format!("the response of {name} exceeds {MAX_BODY} bytes; is the URL right?");
            Err(Error::new(ErrorKind::TooLarge, summary).with_status(head.status))
        }
    }
}
