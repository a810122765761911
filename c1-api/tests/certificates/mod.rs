//! Certificates of throwaway authorities.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rcgen::{BasicConstraints, Certificate, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{NoClientAuth, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};

pub(crate) type Authority = CertifiedIssuer<'static, KeyPair>;

pub(crate) fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new([]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// The certificate of an authority, as PEM.
pub(crate) fn authority_pem(authority: &Authority) -> String {
    pem("CERTIFICATE", authority.der())
}

/// A certificate of `name` with its private key, as PEM.
pub(crate) fn identity_pem(authority: &Authority, name: &str) -> String {
    let (certificate, key) = issue(authority, name, 2999);
    pem("CERTIFICATE", certificate.der()) + &pem("PRIVATE KEY", &key.serialize_der())
}

pub(crate) fn roots(authority: &Authority) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).unwrap();
    roots
}

/// A server whose certificate is for `name`, and is valid until the end of `year`.
pub(crate) fn server_config(authority: &Authority, name: &str, year: i32) -> ServerConfig {
    verifying(Arc::new(NoClientAuth), authority, name, year)
}

/// A server for `name` that asks its clients for certificates of `clients`, and lets in those without one.
pub(crate) fn server_config_asking(authority: &Authority, name: &str, clients: &Authority) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots(clients)), provider);
    verifying(verifier.allow_unauthenticated().build().unwrap(), authority, name, 2999)
}

fn verifying(clients: Arc<dyn ClientCertVerifier>, authority: &Authority, name: &str, year: i32) -> ServerConfig {
    let (certificate, key) = issue(authority, name, year);
    let key = PrivatePkcs8KeyDer::from(key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    config.with_client_cert_verifier(clients).with_single_cert(vec![certificate.der().clone()], key.into()).unwrap()
}

fn issue(authority: &Authority, name: &str, year: i32) -> (Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.not_after = date_time_ymd(year, 12, 31);
    (params.signed_by(&key, authority).unwrap(), key)
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", BASE64_STANDARD.encode(der))
}
