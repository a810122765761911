//! Settings from environment variables.

use std::env;
use std::ffi::OsString;

use secrecy::SecretString;

use super::config::Settings;
use crate::base_url::BaseUrl;
use crate::credential::{ClientId, Credential, CredentialConfig, SigningKey, TokenSource};
use crate::error::Error;

const ACCESS_TOKEN: &str = "CONDUCTORONE_ACCESS_TOKEN";
const OIDC_TOKEN: &str = "CONDUCTORONE_OIDC_TOKEN";
/// HCP Terraform sets these: the first for a workspace that tags a token for C1, the second for any audience.
const TERRAFORM_TOKENS: [&str; 2] = ["TFC_WORKLOAD_IDENTITY_TOKEN_CONDUCTORONE", "TFC_WORKLOAD_IDENTITY_TOKEN"];
const CLIENT_ID: &str = "CONDUCTORONE_CLIENT_ID";
const CLIENT_SECRET: &str = "CONDUCTORONE_CLIENT_SECRET";
const SERVER_URL: &str = "CONDUCTORONE_SERVER_URL";
const TENANT_DOMAIN: &str = "CONDUCTORONE_TENANT_DOMAIN";

impl Settings {
    /// Reads the server and the credential.
    ///
    /// # Errors
    ///
    /// A variable is missing or malformed.
    pub(super) fn from_env() -> Result<Self, Error> {
        from_variables(|name| env::var_os(name))
    }
}

fn from_variables(variable: impl Fn(&str) -> Option<OsString>) -> Result<Settings, Error> {
    let variables = Variables(variable);
    let credentials = variables.credentials()?;
    let server = variables.server()?;
    Ok(Settings { base_url: Some(server.root().to_owned()), credentials, ..Settings::default() })
}

/// The variables of an environment. An empty one counts as not set.
struct Variables<F>(F);

impl<F: Fn(&str) -> Option<OsString>> Variables<F> {
    fn get(&self, name: &str) -> Result<Option<String>, Error> {
        match (self.0)(name).map(OsString::into_string) {
            Some(Ok(value)) => Ok(Some(value).filter(|value| !value.is_empty())),
            Some(Err(_)) => Err(Error::invalid_input(format!("{name}: it is not UTF-8"))),
            None => Ok(None),
        }
    }

    /// Returns the first credential whose variables are all set. They are checked here, where errors can name them.
    fn credentials(&self) -> Result<CredentialConfig, Error> {
        let mut credentials = CredentialConfig::default();
        let used = if let Some(token) = self.get(ACCESS_TOKEN)? {
            let token = SecretString::from(token);
            Credential::bearer(&token).map_err(|error| named(ACCESS_TOKEN, &error))?;
            credentials.set_bearer_token(token);
            ACCESS_TOKEN
        } else if let (Some((token, variable)), Some(id)) = (self.oidc_token()?, self.get(CLIENT_ID)?) {
            credentials.set_federation(id, TokenSource::token(token));
            variable
        } else if let (Some(id), Some(secret)) = (self.get(CLIENT_ID)?, self.get(CLIENT_SECRET)?) {
            let secret = SecretString::from(secret);
            SigningKey::parse(&secret).map_err(|error| named(CLIENT_SECRET, &error))?;
            credentials.set_client(id, secret);
            CLIENT_SECRET
        } else {
            return Err(self.no_credential());
        };
        tracing::debug!(variable = used, "credential taken from the environment");
        Ok(credentials)
    }

    /// Returns the first OIDC token and its variable.
    fn oidc_token(&self) -> Result<Option<(String, &'static str)>, Error> {
        for variable in [OIDC_TOKEN].into_iter().chain(TERRAFORM_TOKENS) {
            if let Some(token) = self.get(variable)? {
                return Ok(Some((token, variable)));
            }
        }
        Ok(None)
    }

    fn no_credential(&self) -> Error {
        let state = |name| match (self.0)(name) {
            None => format!("{name} (not set)"),
            Some(value) if value.is_empty() => format!("{name} (empty)"),
            Some(_) => format!("{name} (set)"),
        };
        let [token, oidc, id, secret] = [ACCESS_TOKEN, OIDC_TOKEN, CLIENT_ID, CLIENT_SECRET].map(state);
        let [tagged, terraform] = TERRAFORM_TOKENS.map(state);
        Error::invalid_input(format!(
            "the environment has no credential; it was searched in this order for {token}; {oidc}, {tagged} or {terraform} \
             with {id}; {id} with {secret}"
        ))
    }

    /// Returns the server of the variables, else the one in the client id.
    fn server(&self) -> Result<BaseUrl, Error> {
        let of_url = self.get(SERVER_URL)?.map(|url| BaseUrl::parse(&url).map_err(|error| named(SERVER_URL, &error)));
        let of_domain = self.get(TENANT_DOMAIN)?.map(|domain| of_domain(&domain));
        let (server, used) = match (of_url.transpose()?, of_domain.transpose()?) {
            (Some(of_url), Some(of_domain)) if of_url.host() != of_domain.host() => {
                return Err(Error::invalid_input(format!(
                    "{SERVER_URL} and {TENANT_DOMAIN} name different hosts; unset one of them"
                )));
            }
            (Some(server), _) => (server, SERVER_URL),
            (None, Some(server)) => (server, TENANT_DOMAIN),
            (None, None) => (self.server_of_client()?, CLIENT_ID),
        };
        tracing::debug!(variable = used, "server taken from the environment");
        Ok(server)
    }

    fn server_of_client(&self) -> Result<BaseUrl, Error> {
        let id = self.get(CLIENT_ID)?.ok_or_else(|| {
            Error::invalid_input(format!(
                "the environment names no server; it was searched in this order for {SERVER_URL} (such as \
                 `https://acme.conductor.one`), {TENANT_DOMAIN} (`acme.conductor.one`) and {CLIENT_ID}"
            ))
        })?;
        ClientId::parse(&id).map(|id| id.base_url().clone()).map_err(|error| named(CLIENT_ID, &error))
    }
}

/// Parses the domain of a tenant, or its name alone. A scheme is allowed, but cannot turn TLS off.
fn of_domain(domain: &str) -> Result<BaseUrl, Error> {
    let server = if domain.contains("://") {
        BaseUrl::parse(domain)
    } else if domain.contains(['.', ':', '/']) {
        BaseUrl::parse(&format!("https://{domain}"))
    } else {
        BaseUrl::from_tenant(domain)
    };
    server.map_err(|error| named(TENANT_DOMAIN, &error))
}

/// Adds the name of the variable to an error.
fn named(variable: &str, error: &Error) -> Error {
    Error::invalid_input(format!("{variable}: {error}"))
}

#[cfg(test)]
mod tests {
    use std::fmt;
    use std::sync::{Arc, Mutex};

    use secrecy::ExposeSecret;

    use super::*;
    use crate::credential::tests::secret;

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
        let key = secret();
        let secret = (CLIENT_SECRET, key.expose_secret());
        let oidc = (OIDC_TOKEN, "sesame");
        let (url, domain) = ((SERVER_URL, "https://a.example/"), (TENANT_DOMAIN, "b"));
        let [tagged, terraform] = TERRAFORM_TOKENS.map(|name| (name, "sesame"));
        let cases: [(&[_], _, _); 15] = [
            (&[token, tagged, (CLIENT_ID, ID)], "bearer_token", "https://acme.c1eu.ai"),
            (&[tagged, (CLIENT_ID, ID), secret], "workload_federation", "https://acme.c1eu.ai"),
            (&[terraform, (CLIENT_ID, ID), secret], "workload_federation", "https://acme.c1eu.ai"),
            (&[token, url], "bearer_token", "https://a.example"),
            (&[token, domain], "bearer_token", "https://b.conductor.one"),
            (&[token, (TENANT_DOMAIN, "b.c1eu.ai")], "bearer_token", "https://b.c1eu.ai"),
            (&[token, (TENANT_DOMAIN, "https://b.c1eu.ai/")], "bearer_token", "https://b.c1eu.ai"),
            (&[token, (TENANT_DOMAIN, "HTTPS://b.c1eu.ai")], "bearer_token", "https://b.c1eu.ai"),
            (
                &[token, (SERVER_URL, "https://a.example:8443"), (TENANT_DOMAIN, "a.example")],
                "bearer_token",
                "https://a.example:8443",
            ),
            (&[token, oidc, (CLIENT_ID, ID), secret], "bearer_token", "https://acme.c1eu.ai"),
            (&[oidc, (CLIENT_ID, ID), secret], "workload_federation", "https://acme.c1eu.ai"),
            (&[oidc, (CLIENT_ID, ID), domain], "workload_federation", "https://b.conductor.one"),
            (&[(CLIENT_ID, ID), secret], "client_credentials", "https://acme.c1eu.ai"),
            (
                &[(ACCESS_TOKEN, ""), (OIDC_TOKEN, ""), (CLIENT_ID, ID), secret],
                "client_credentials",
                "https://acme.c1eu.ai",
            ),
            (
                &[(SERVER_URL, "http://localhost:1"), (CLIENT_ID, ID), secret],
                "client_credentials",
                "http://localhost:1",
            ),
        ];
        for (variables, credential, server) in cases {
            let shown = format!("{:?}", built(variables).unwrap());
            assert!(shown.contains(credential) && shown.contains(&format!("{server:?}")), "{shown}");
            assert!(!shown.contains("sesame") && !shown.contains("secret-token"), "{shown}");
        }
    }

    #[test]
    fn a_mistake_names_its_variable() {
        let server = (SERVER_URL, "https://a.example");
        let token = (ACCESS_TOKEN, "sesame");
        let cases: [(&[_], _); 12] = [
            (&[(ACCESS_TOKEN, "sesame\n"), server], "CONDUCTORONE_ACCESS_TOKEN: bearer_token: expected"),
            (
                &[(CLIENT_ID, ID), (CLIENT_SECRET, "sesame\n")],
                "CONDUCTORONE_CLIENT_SECRET: client_secret: there is a space or a line break around it",
            ),
            (&[token], "the environment names no server; it was searched in this order for CONDUCTORONE_SERVER_URL"),
            (
                &[token, server, (TENANT_DOMAIN, "b.example")],
                "CONDUCTORONE_SERVER_URL and CONDUCTORONE_TENANT_DOMAIN name",
            ),
            (&[token, (CLIENT_ID, "sesame")], "CONDUCTORONE_CLIENT_ID: client_id: expected"),
            (&[token, (SERVER_URL, "sesame")], "CONDUCTORONE_SERVER_URL: "),
            (&[token, (SERVER_URL, "http://sesame.example")], "plain http"),
            (&[token, (TENANT_DOMAIN, "sesame_")], "CONDUCTORONE_TENANT_DOMAIN: "),
            (&[token, server, (TENANT_DOMAIN, "sesame_")], "CONDUCTORONE_TENANT_DOMAIN: "),
            (&[token, (TENANT_DOMAIN, "http://sesame.example")], "CONDUCTORONE_TENANT_DOMAIN: base_url: plain http"),
            (
                &[token, (TENANT_DOMAIN, "ftp://sesame.example")],
                "CONDUCTORONE_TENANT_DOMAIN: base_url: its scheme is not",
            ),
            (&[token, (TENANT_DOMAIN, "sesame.example?")], "CONDUCTORONE_TENANT_DOMAIN: "),
        ];
        for (variables, reason) in cases {
            let error = built(variables).unwrap_err();
            assert!(error.to_string().contains(reason), "{error} should mention {reason}");
            assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
        }
    }

    #[test]
    fn the_first_oidc_token_is_used() {
        let token = |variables: &'static [(&'static str, &'static str)]| {
            let find = move |name: &str| {
                variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).into())
            };
            Variables(find).oidc_token().unwrap()
        };
        let [tagged, terraform] = TERRAFORM_TOKENS;
        assert_eq!(
            token(&[(TERRAFORM_TOKENS[1], "3"), (TERRAFORM_TOKENS[0], "2"), (OIDC_TOKEN, "1")]).unwrap().1,
            OIDC_TOKEN
        );
        assert_eq!(token(&[(TERRAFORM_TOKENS[1], "3"), (TERRAFORM_TOKENS[0], "2")]), Some(("2".to_owned(), tagged)));
        assert_eq!(token(&[(TERRAFORM_TOKENS[1], "3"), (TERRAFORM_TOKENS[0], "")]), Some(("3".to_owned(), terraform)));
        // A token for another service must not be sent to C1.
        assert_eq!(token(&[("TFC_WORKLOAD_IDENTITY_TOKEN_AWS", "4")]), None);
    }

    /// Records all fields of events.
    #[derive(Default)]
    struct Recorder(Arc<Mutex<String>>);

    impl tracing::Subscriber for Recorder {
        fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::Id {
            tracing::Id::from_u64(1)
        }

        fn record(&self, _: &tracing::Id, _: &tracing::span::Record<'_>) {}

        fn record_follows_from(&self, _: &tracing::Id, _: &tracing::Id) {}

        fn event(&self, event: &tracing::Event<'_>) {
            let mut events = self.0.lock().unwrap();
            event.record(&mut |field: &tracing::field::Field, value: &dyn fmt::Debug| {
                *events += &format!("{field}={value:?} ");
            });
        }

        fn enter(&self, _: &tracing::Id) {}

        fn exit(&self, _: &tracing::Id) {}
    }

    #[test]
    fn events_show_which_variables_were_used_but_not_their_values() {
        // While there is but one subscriber, an event that another thread is the first to come to is off for all threads unless
        // that thread has it, too.
        let _another = tracing::Dispatch::new(Recorder::default());
        let recorder = Recorder::default();
        let events = Arc::clone(&recorder.0);
        let variables = [(OIDC_TOKEN, "sesame"), (CLIENT_ID, ID), (TENANT_DOMAIN, "sesame")];
        tracing::subscriber::with_default(recorder, || built(&variables).unwrap());
        let events = events.lock().unwrap();
        assert!(events.contains(OIDC_TOKEN) && events.contains(TENANT_DOMAIN), "{events}");
        assert!(!events.contains("sesame") && !events.contains(ID), "{events}");
    }

    #[test]
    fn an_error_lists_the_variables_of_a_missing_credential() {
        let none = built(&[(CLIENT_ID, ID), (CLIENT_SECRET, ""), (SERVER_URL, "sesame")]).unwrap_err().to_string();
        let expected = "the environment has no credential; it was searched in this order for CONDUCTORONE_ACCESS_TOKEN (not \
                        set); CONDUCTORONE_OIDC_TOKEN (not set), TFC_WORKLOAD_IDENTITY_TOKEN_CONDUCTORONE (not set) \
                        or TFC_WORKLOAD_IDENTITY_TOKEN (not set) with CONDUCTORONE_CLIENT_ID (set); CONDUCTORONE_CLIENT_ID \
                        (set) with CONDUCTORONE_CLIENT_SECRET (empty)";
        assert_eq!(none, expected);
        let incomplete: [&[_]; 4] = [&[], &[(OIDC_TOKEN, "sesame")], &[(CLIENT_SECRET, "sesame")], &[(CLIENT_ID, ID)]];
        for variables in incomplete {
            let error = built(variables).unwrap_err().to_string();
            assert!(error.starts_with("the environment has no credential; "), "{error}");
            assert!(!error.contains("sesame"), "{error}");
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
