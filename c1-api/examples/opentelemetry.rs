//! Exports the spans of a call through OpenTelemetry, to the standard output:
//!
//! ```sh
//! cargo run --example opentelemetry
//! ```
//!
//! A service within the process answers, so it needs no tenant. In earnest, leave `service(..)` out, and export to your
//! collector with `opentelemetry-otlp` and a batch exporter.

use std::convert::Infallible;

use bytes::Bytes;
use c1_api::{Client, Error};
use http::{Method, Request, Response};
use http_body_util::Full;
use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing::instrument::WithSubscriber;
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let exporter = opentelemetry_stdout::SpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter).build();
    list_apps().with_subscriber(exporting_to(&provider)).await?;
    // What a batch exporter still holds would be lost without it.
    provider.shutdown()?;
    Ok(())
}

/// What hands spans to OpenTelemetry. A program makes it the subscriber of all its tasks by `tracing_subscriber`'s
/// `SubscriberInitExt::init`.
fn exporting_to(provider: &SdkTracerProvider) -> impl Subscriber + Send + Sync + use<> {
    Registry::default().with(tracing_opentelemetry::layer().with_tracer(provider.tracer("my-app")))
}

async fn list_apps() -> Result<(), Error> {
    let service = tower::service_fn(async |_request: Request<Bytes>| {
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(r#"{"list": []}"#))))
    });
    let client = Client::builder().tenant("acme").bearer_token("token").service(service).build()?;
    client.request(Method::GET, "/api/v1/apps").await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use opentelemetry::Value;
    use opentelemetry::trace::SpanKind;
    use opentelemetry_sdk::trace::InMemorySpanExporter;

    use super::*;

    #[tokio::test]
    async fn the_spans_of_a_call_are_exported() {
        let exporter = InMemorySpanExporter::default();
        let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
        list_apps().with_subscriber(exporting_to(&provider)).await.unwrap();
        let spans = exporter.get_finished_spans().unwrap();
        let [attempt, call] = spans.as_slice() else { panic!("{spans:?}") };
        assert_eq!((&*attempt.name, &attempt.span_kind), ("GET /api/v1/apps", &SpanKind::Client));
        assert_eq!((&*call.name, &call.span_kind), ("GET /api/v1/apps", &SpanKind::Internal));
        assert_eq!(attempt.parent_span_id, call.span_context.span_id());
        let attribute =
            |name: &str| attempt.attributes.iter().find(|pair| pair.key.as_str() == name).map(|pair| &pair.value);
        assert_eq!(attribute("http.response.status_code"), Some(&Value::I64(200)));
        assert_eq!(attribute("server.port"), Some(&Value::I64(443)));
        assert_eq!(attribute("server.address"), Some(&Value::from("acme.conductor.one")));
        assert_eq!(attribute("url.template"), Some(&Value::from("/api/v1/apps")));
    }
}
