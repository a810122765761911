//! TLS, by the crate's features.

#[cfg(not(feature = "rustls"))]
pub(crate) use other::{configure, without_tls};
#[cfg(feature = "rustls")]
pub(crate) use ring::{configure, without_tls};

/// reqwest's own set-up with rustls brings aws-lc, whose build takes longer than all the rest, or panics where no
/// provider is installed for the whole process, and that even if only plain http is used. So it is always given a
/// configuration, and that is made here, with ring.
#[cfg(feature = "rustls")]
mod ring {
    use std::sync::Arc;

    use reqwest::ClientBuilder;
    use rustls::crypto::ring::default_provider;
    use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
    use rustls_platform_verifier::BuilderVerifierExt;

    use crate::error::{Error, ErrorKind};

    /// Sets `builder` up for https, with the roots that the operating system trusts.
    pub(crate) fn configure(builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        let config = provided().and_then(BuilderVerifierExt::with_platform_verifier).map_err(unusable)?;
        let mut config = config.with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(builder.tls_backend_preconfigured(config))
    }

    /// Sets `builder` up for plain http alone: it trusts nobody, and needs no roots, which a container may lack.
    pub(crate) fn without_tls(builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        let config = provided().map_err(unusable)?.with_root_certificates(RootCertStore::empty());
        Ok(builder.tls_backend_preconfigured(config.with_no_client_auth()))
    }

    fn provided() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, rustls::Error> {
        ClientConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions()
    }

    fn unusable(cause: rustls::Error) -> Error {
        let summary = format!("TLS cannot be set up: {cause}; are the system's root certificates installed?");
        Error::new(ErrorKind::Connect, summary).caused_by(cause)
    }
}

#[cfg(not(feature = "rustls"))]
mod other {
    use reqwest::ClientBuilder;

    use crate::error::Error;

    /// Sets `builder` up for https.
    #[cfg(feature = "native-tls")]
    pub(crate) fn configure(builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        Ok(builder.tls_backend_native())
    }

    /// Refuses https.
    #[cfg(not(feature = "native-tls"))]
    pub(crate) fn configure(_builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        Err(Error::invalid_input(
            "c1-api was compiled without TLS, so it cannot use https; switch on its feature `rustls` or `native-tls`",
        ))
    }

    /// Sets `builder` up for plain http alone, which needs nothing.
    pub(crate) fn without_tls(builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        Ok(builder)
    }
}
