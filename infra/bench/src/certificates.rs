//! A certificate authority for one run, so that TLS costs what it costs.

use std::{io::Write as _, path::Path, sync::Arc};

use anyhow::Context as _;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::{
    ServerConfig,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tempfile::NamedTempFile;

/// Where distributions keep the certificates that they trust; Amazon Linux 2023 is the first.
const SYSTEM_BUNDLES: [&str; 2] = ["/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt"];

/// A certificate for `localhost`, and the file of certificates with which it is trusted.
pub(crate) struct Certificates {
    /// What a server needs.
    pub(crate) server: Arc<ServerConfig>,
    bundle: NamedTempFile,
    /// How many certificates are in the file.
    pub(crate) trusted: usize,
}

impl Certificates {
    /// Makes them. The file holds what this machine trusts as well: reading it is a part of a cold start.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority_key = KeyPair::generate()?;
        let authority = params.self_signed(&authority_key)?;
        let issuer = Issuer::new(params, authority_key);
        let key = KeyPair::generate()?;
        let certificate = CertificateParams::new(vec!["localhost".to_owned()])?.signed_by(&key, &issuer)?;

        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
            )?;

        let mut pem = SYSTEM_BUNDLES
            .into_iter()
            .find_map(|file| std::fs::read_to_string(file).ok())
            .unwrap_or_default();
        pem.push_str(&authority.pem());
        let mut bundle = NamedTempFile::new().context("no place for the certificates")?;
        bundle.write_all(pem.as_bytes())?;
        let trusted = pem.matches("BEGIN CERTIFICATE").count();
        Ok(Self { server: Arc::new(server), bundle, trusted })
    }

    /// The file, gone when this value is.
    pub(crate) fn bundle(&self) -> &Path {
        self.bundle.path()
    }
}
