//! A client from environment variables.

use std::env;
use std::ffi::OsString;

use super::client_id::ClientId;
use crate::error::Error;
use crate::server::Server;
use crate::settings::Settings;

const ACCESS_TOKEN: &str = "CONDUCTORONE_ACCESS_TOKEN";
const OIDC_TOKEN: &str = "CONDUCTORONE_OIDC_TOKEN";
const CLIENT_ID: &str = "CONDUCTORONE_CLIENT_ID";
const CLIENT_SECRET: &str = "CONDUCTORONE_CLIENT_SECRET";
const SERVER_URL: &str = "CONDUCTORONE_SERVER_URL";
const TENANT_DOMAIN: &str = "CONDUCTORONE_TENANT_DOMAIN";

impl Settings {
    /// The server and the credential that the environment names.
    ///
    /// # Errors
    ///
    /// A variable that is missing or malformed.
    pub fn from_env() -> Result<Self, Error> {
        from_variables(|name| env::var_os(name))
    }
}

fn from_variables(variable: impl Fn(&str) -> Option<OsString>) -> Result<Settings, Error> {
    let read = |name: &str| match variable(name).map(OsString::into_string) {
        Some(Ok(value)) => Ok(Some(value).filter(|value| !value.is_empty())),
        Some(Err(_)) => Err(Error::invalid_input(format!("{name}: it is not UTF-8"))),
        None => Ok(None),
    };
    let client_id = read(CLIENT_ID)?;
    let mut settings = with_server(read(SERVER_URL)?, read(TENANT_DOMAIN)?, client_id.as_deref())?;
    if let Some(token) = read(ACCESS_TOKEN)? {
        settings.credentials.set_bearer_token(token.into());
        return Ok(settings);
    }
    if read(OIDC_TOKEN)?.is_some() {
        return Err(Error::invalid_input(format!(
            "{OIDC_TOKEN}: workload federation is not supported by this version; set {ACCESS_TOKEN}, or unset it and set \
             {CLIENT_ID} and {CLIENT_SECRET}"
        )));
    }
    match (client_id, read(CLIENT_SECRET)?) {
        (Some(id), Some(secret)) => {
            settings.credentials.set_client(id, secret.into());
            Ok(settings)
        }
        (Some(_), None) => Err(Error::invalid_input(format!("{CLIENT_ID} is set, but {CLIENT_SECRET} is not"))),
        (None, Some(_)) => Err(Error::invalid_input(format!("{CLIENT_SECRET} is set, but {CLIENT_ID} is not"))),
        (None, None) => Err(Error::invalid_input(format!(
            "the environment has no credential; set {ACCESS_TOKEN}, or {CLIENT_ID} and {CLIENT_SECRET}"
        ))),
    }
}

fn with_server(url: Option<String>, domain: Option<String>, client_id: Option<&str>) -> Result<Settings, Error> {
    let at = |server: &Server| Settings { base_url: Some(server.root().to_owned()), ..Settings::default() };
    if let Some(url) = url {
        let server = Server::at(&url).map_err(|error| named(SERVER_URL, &error))?;
        return Ok(at(&server));
    }
    if let Some(domain) = domain {
        let server = if domain.contains(['.', ':', '/']) {
            Server::at(&format!("https://{}", domain.strip_prefix("https://").unwrap_or(&domain)))
        } else {
            Server::of_tenant(&domain)
        };
        return Ok(at(&server.map_err(|error| named(TENANT_DOMAIN, &error))?));
    }
    match client_id {
        Some(id) => {
            let id = ClientId::parse(id).map_err(|error| named(CLIENT_ID, &error))?;
            Ok(at(id.server()))
        }
        None => Err(Error::invalid_input(format!(
            "the environment names no server; set {SERVER_URL} (`https://acme.conductor.one`), {TENANT_DOMAIN} \
             (`acme.conductor.one`), or {CLIENT_ID}"
        ))),
    }
}

/// The same mistake, with the variable that it is in.
fn named(variable: &str, error: &Error) -> Error {
    Error::invalid_input(format!("{variable}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "clever-fox@acme.c1eu.ai/pcc";

    fn built(variables: &[(&str, &str)]) -> Result<Settings, Error> {
        from_variables(|name| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| value.into())
        })
    }

    #[test]
    fn the_variables_are_taken_in_order_of_precedence() {
        let token = (ACCESS_TOKEN, "sesame");
        let secret = (CLIENT_SECRET, "sesame");
        let cases: [(&[_], _, _); 7] = [
            (&[token, (SERVER_URL, "https://a.example/"), (TENANT_DOMAIN, "b")], "bearer_token", "https://a.example"),
            (&[token, (TENANT_DOMAIN, "b")], "bearer_token", "https://b.conductor.one"),
            (&[token, (TENANT_DOMAIN, "b.c1eu.ai")], "bearer_token", "https://b.c1eu.ai"),
            (&[token, (OIDC_TOKEN, "x"), (CLIENT_ID, ID), secret], "bearer_token", "https://acme.c1eu.ai"),
            (&[(CLIENT_ID, ID), secret], "client_credentials", "https://acme.c1eu.ai"),
            (&[(ACCESS_TOKEN, ""), (CLIENT_ID, ID), secret], "client_credentials", "https://acme.c1eu.ai"),
            (
                &[(SERVER_URL, "http://localhost:1"), (CLIENT_ID, ID), secret],
                "client_credentials",
                "http://localhost:1",
            ),
        ];
        for (variables, credential, server) in cases {
            let shown = format!("{:?}", built(variables).unwrap());
            assert!(shown.contains(credential) && shown.contains(&format!("{server:?}")), "{shown}");
            assert!(!shown.contains("sesame"), "{shown}");
        }
    }

    #[test]
    fn a_mistake_names_its_variable() {
        let server = (SERVER_URL, "https://a.example");
        let cases: [(&[_], _); 10] = [
            (&[], "the environment names no server"),
            (&[server], "the environment has no credential"),
            (&[server, (CLIENT_ID, ID)], "CONDUCTORONE_CLIENT_SECRET is not"),
            (&[server, (CLIENT_SECRET, "sesame")], "CONDUCTORONE_CLIENT_ID is not"),
            (&[server, (OIDC_TOKEN, "sesame"), (CLIENT_ID, ID)], "CONDUCTORONE_OIDC_TOKEN: workload federation"),
            (&[(CLIENT_ID, "sesame")], "CONDUCTORONE_CLIENT_ID: client_id: expected"),
            (&[(SERVER_URL, "sesame"), (CLIENT_ID, ID)], "CONDUCTORONE_SERVER_URL: "),
            (&[(SERVER_URL, "http://sesame.example"), (CLIENT_ID, ID)], "plain http"),
            (&[(TENANT_DOMAIN, "sesame_"), (CLIENT_ID, ID)], "CONDUCTORONE_TENANT_DOMAIN: "),
            (&[(TENANT_DOMAIN, "sesame.example?"), (CLIENT_ID, ID)], "CONDUCTORONE_TENANT_DOMAIN: "),
        ];
        for (variables, reason) in cases {
            let error = built(variables).unwrap_err();
            assert!(error.to_string().contains(reason), "{error} should mention {reason}");
            assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_variable_that_is_not_utf_8_is_an_error() {
        use std::os::unix::ffi::OsStringExt;
        let error = from_variables(|_| Some(OsString::from_vec(vec![0xff]))).unwrap_err();
        assert!(error.to_string().contains("not UTF-8"), "{error}");
    }
}
