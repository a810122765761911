//! TLS settings, by the features of the crate.

#[cfg(feature = "rustls")]
pub(crate) use self::rustls::Tls;
#[cfg(not(feature = "rustls"))]
pub(crate) use other::Tls;

#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::error::Error;

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn invalid_root_certificate() -> Error {
    Error::invalid_input("root_certificate: expected certificates in PEM (`-----BEGIN CERTIFICATE-----`)")
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn invalid_identity() -> Error {
    // The cause is dropped, as the PEM has a private key.
    Error::invalid_input(
        "identity: expected a certificate, its intermediates and its unencrypted private key in PEM, which belong together",
    )
}

/// TLS by rustls with ring.
///
/// The default configuration of reqwest uses aws-lc, which takes longer to build than everything else, or panics if the process
/// has no default provider, even for plain http. So each client gets an explicit configuration.
#[cfg(feature = "rustls")]
mod rustls {
    use std::sync::Arc;

    use ::rustls::client::WantsClientCert;
    use ::rustls::crypto::ring::default_provider;
    use ::rustls::pki_types::pem::PemObject;
    use ::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use ::rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
    use reqwest::ClientBuilder;
    use rustls_platform_verifier::Verifier;

    use super::{invalid_identity, invalid_root_certificate};
    use crate::error::{Error, ErrorKind};

    /// A configuration that clients share, including resumable sessions.
    pub(crate) struct Tls(ClientConfig);

    impl Tls {
        /// Creates a configuration with the roots of the operating system and those in `roots`.
        pub(crate) fn new(roots: &[Vec<u8>], identity: Option<&[u8]>, http1_only: bool) -> Result<Self, Error> {
            let config = verifying(certificates_of(roots)?)?;
            let mut config = match identity {
                Some(pem) => with_identity(config, pem)?,
                None => config.with_no_client_auth(),
            };
            let protocols: &[&[u8]] = if http1_only { &[b"http/1.1"] } else { &[b"h2", b"http/1.1"] };
            config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
            Ok(Self(config))
        }

        /// Creates a configuration for plain http, without roots, which a container may lack.
        pub(crate) fn plain() -> Result<Self, Error> {
            let config = provided().map_err(unusable)?.with_root_certificates(RootCertStore::empty());
            Ok(Self(config.with_no_client_auth()))
        }

        pub(crate) fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
            builder.tls_backend_preconfigured(self.0.clone())
        }
    }

    fn certificates_of(roots: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, Error> {
        let mut all = Vec::new();
        for pem in roots {
            let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem)
                .collect::<Result<_, _>>()
                .map_err(|_| invalid_root_certificate())?;
            if certificates.is_empty() {
                return Err(invalid_root_certificate());
            }
            all.extend(certificates);
        }
        // The store rejects certificates that cannot be roots; the verifier does so only on some platforms.
        let mut store = RootCertStore::empty();
        for certificate in &all {
            store.add(certificate.clone()).map_err(|_| invalid_root_certificate())?;
        }
        Ok(all)
    }

    #[cfg(not(target_os = "android"))]
    fn verifying(roots: Vec<CertificateDer<'static>>) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, Error> {
        let verifier = Verifier::new_with_extra_roots(roots, Arc::new(default_provider())).map_err(unusable)?;
        Ok(provided().map_err(unusable)?.dangerous().with_custom_certificate_verifier(Arc::new(verifier)))
    }

    #[cfg(target_os = "android")]
    fn verifying(roots: Vec<CertificateDer<'static>>) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, Error> {
        if !roots.is_empty() {
            return Err(Error::invalid_input("root_certificate: Android trusts its own roots only"));
        }
        let verifier = Verifier::new(Arc::new(default_provider())).map_err(unusable)?;
        Ok(provided().map_err(unusable)?.dangerous().with_custom_certificate_verifier(Arc::new(verifier)))
    }

    fn with_identity(config: ConfigBuilder<ClientConfig, WantsClientCert>, pem: &[u8]) -> Result<ClientConfig, Error> {
        let chain: Vec<_> =
            CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(|_| invalid_identity())?;
        let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| invalid_identity())?;
        config.with_client_auth_cert(chain, key).map_err(|_| invalid_identity())
    }

    fn provided() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, ::rustls::Error> {
        ClientConfig::builder_with_provider(Arc::new(default_provider())).with_safe_default_protocol_versions()
    }

    fn unusable(cause: ::rustls::Error) -> Error {
        let summary = format!("TLS cannot be set up: {cause}; are the system's root certificates installed?");
        Error::new(ErrorKind::Connect, summary).with_source(cause)
    }
}

#[cfg(not(feature = "rustls"))]
mod other {
    use reqwest::ClientBuilder;

    use crate::error::Error;

    /// The operating system's TLS, or none.
    pub(crate) struct Tls {
        #[cfg(feature = "native-tls")]
        native: Option<Native>,
    }

    #[cfg(feature = "native-tls")]
    struct Native {
        roots: Vec<reqwest::Certificate>,
        identity: Option<reqwest::Identity>,
    }

    /// The text from the private key on, as it must be the first section.
    #[cfg(feature = "native-tls")]
    fn private_key_in(pem: &[u8]) -> Option<&[u8]> {
        const BEGIN: &[u8] = b"-----BEGIN PRIVATE KEY-----";
        pem.windows(BEGIN.len()).position(|part| part == BEGIN).map(|begin| &pem[begin..])
    }

    impl Tls {
        /// Creates a configuration with the roots of the operating system and those in `roots`.
        #[cfg(feature = "native-tls")]
        pub(crate) fn new(roots: &[Vec<u8>], identity: Option<&[u8]>, _http1_only: bool) -> Result<Self, Error> {
            use super::{invalid_identity, invalid_root_certificate};

            let mut certificates = Vec::new();
            for pem in roots {
                let of_pem = reqwest::Certificate::from_pem_bundle(pem).map_err(|_| invalid_root_certificate())?;
                if of_pem.is_empty() {
                    return Err(invalid_root_certificate());
                }
                certificates.extend(of_pem);
            }
            let identity_in = |pem| reqwest::Identity::from_pkcs8_pem(pem, private_key_in(pem)?).ok();
            let identity = identity.map(|pem| identity_in(pem).ok_or_else(invalid_identity)).transpose()?;
            Ok(Self { native: Some(Native { roots: certificates, identity }) })
        }

        /// Refuses https.
        #[cfg(not(feature = "native-tls"))]
        pub(crate) fn new(_roots: &[Vec<u8>], _identity: Option<&[u8]>, _http1_only: bool) -> Result<Self, Error> {
            Err(Error::invalid_input(
                "c1-api was compiled without TLS, so it cannot use https; switch on its feature `rustls` or `native-tls`",
            ))
        }

        /// Creates a configuration for plain http.
        pub(crate) fn plain() -> Result<Self, Error> {
            Ok(Self {
                #[cfg(feature = "native-tls")]
                native: None,
            })
        }

        #[cfg(feature = "native-tls")]
        pub(crate) fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
            let Some(Native { roots, identity }) = &self.native else {
                return builder;
            };
            let builder = builder.tls_backend_native().tls_certs_merge(roots.iter().cloned());
            match identity {
                Some(identity) => builder.identity(identity.clone()),
                None => builder,
            }
        }

        #[cfg(not(feature = "native-tls"))]
        pub(crate) fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
            builder
        }
    }
}
