//! What the errors say, with all their causes.

use std::error::Error as StdError;
use std::net::TcpListener;
use std::time::Duration;

use c1_api::{Client, Error, ErrorKind, RetryPolicy};
use serde_json::json;
use wiremock::{Request, ResponseTemplate};

use crate::secret_values::{CLIENT_ID, CLIENT_SECRET, SESAME, assert_unprinted};
use crate::{answering, client_of, search, token};

/// All that a program can print of an error without asking for what the server said.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        shown += &format!(" {error} {error:?}");
        cause = error.source();
    }
    shown
}

#[tokio::test]
async fn no_answer_of_the_token_endpoint_is_repeated() {
    let ok = || ResponseTemplate::new(200);
    let answers = [
        (ok().set_body_string(SESAME), ErrorKind::Decode),
        (ok().set_body_json(json!({ "token": SESAME })), ErrorKind::Decode),
        (ok().set_body_json(json!({ "access_token": format!("{SESAME}\n") })), ErrorKind::Decode),
        (ok().set_body_json(json!({ "access_token": SESAME, "token_type": SESAME })), ErrorKind::Decode),
        (ok().set_body_json(json!({ "access_token": [SESAME] })), ErrorKind::Decode),
        (ok().set_body_string(SESAME.repeat(30_000)), ErrorKind::TooLarge),
        (ResponseTemplate::new(302).insert_header("location", format!("/login?state={SESAME}")), ErrorKind::Redirect),
        (ResponseTemplate::new(401).set_body_string(format!("<html>{SESAME}</html>")), ErrorKind::Auth),
        (ResponseTemplate::new(502).set_body_string(SESAME), ErrorKind::Api),
    ];
    for (answer, kind) in answers {
        let server = answering(ResponseTemplate::new(200), move |_| answer.clone()).await;
        let client = client_of(&server).build().unwrap();
        // Calls wait for an endpoint that may recover, for as long as they may take.
        let error = search(&client).timeout(Duration::from_secs(5)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
        assert_unprinted(&shown(&error));
    }
}

#[tokio::test]
async fn a_statement_that_the_token_endpoint_sends_back_is_not_repeated() {
    let refuse = |request: &Request| {
        let form = String::from_utf8_lossy(&request.body);
        let assertion = form.split("client_assertion=").nth(1).unwrap();
        assert!(assertion.starts_with("eyJ"));
        let refusal = json!({ "error": "invalid_client", "error_description": format!("{assertion} is wrong") });
        ResponseTemplate::new(401).set_body_json(refusal)
    };
    let server = answering(ResponseTemplate::new(200), refuse).await;
    let error = search(&client_of(&server).build().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("invalid_client: [secret] is wrong"), "{error}");
    assert_unprinted(&format!("{} {:?}", shown(&error), error.message()));
}

#[tokio::test]
async fn an_assertion_is_not_shown_wherever_the_token_endpoint_repeats_it() {
    let assertion = |request: &Request| {
        let form = String::from_utf8_lossy(&request.body).into_owned();
        form.split("client_assertion=").nth(1).unwrap().to_owned()
    };
    let escape = move |request: &Request| {
        let escaped = assertion(request).replacen("eyJ", "\\u0065yJ", 1);
        ResponseTemplate::new(401)
            .set_body_string(format!(r#"{{"error": "{escaped}", "error_description": "not {escaped}"}}"#))
    };
    let server = answering(ResponseTemplate::new(200), escape).await;
    let error = search(&client_of(&server).build().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("[secret]: not [secret]"), "{error}");
    assert_unprinted(&format!("{} {:?}", shown(&error), error.message()));

    let redirect = move |request: &Request| {
        ResponseTemplate::new(302).insert_header("location", format!("/login/{}/x", assertion(request)))
    };
    let server = answering(ResponseTemplate::new(200), redirect).await;
    let error = search(&client_of(&server).build().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("to /login/[secret]/x;"), "{error}");
    assert_unprinted(&shown(&error));
}

#[tokio::test]
async fn a_token_that_the_api_sends_back_is_not_repeated() {
    // Longer than what is shown of a message, which must not keep the token from being found.
    let bearer = format!("{SESAME}-{}", "x".repeat(2000));
    let message = format!("the token {bearer} is of no use");
    let refusal = ResponseTemplate::new(403).set_body_json(json!({ "code": 7, "message": message }));
    let server = answering(refusal, |_| token()).await;
    let client = Client::builder().base_url(server.uri()).bearer_token(bearer).build().unwrap();
    let error = search(&client).await.unwrap_err();
    assert!(error.to_string().contains("the token [secret] is of no use"), "{error}");
    assert_unprinted(&shown(&error));
    assert_eq!(error.message(), Some(message.as_str()));
}

/// A server may repeat a request in any place of a response, and JSON may escape any character of a string.
#[tokio::test]
async fn a_token_is_not_shown_wherever_the_server_repeats_it() {
    let long = format!("{SESAME}-{}", "x".repeat(2000));
    for bearer in [SESAME.to_owned(), long, format!("{SESAME}\"\\")] {
        let value = json!({ "list": [{ "user": { "createdAt": bearer } }] });
        let kind = json!({ "list": bearer });
        let key = json!({ &bearer: { "a": 0 } }).to_string();
        let escaped = json!({ "code": 7, "message": bearer }).to_string().replace(SESAME, "\\u006fpen-sesame");
        let ok = || ResponseTemplate::new(200);
        let answers = [
            (
                ok().set_body_json(value),
                ErrorKind::Decode,
                "at `list[0].user.createdAt`: invalid value: string \"[secret]\"",
            ),
            (ok().set_body_json(kind), ErrorKind::Decode, "at `list`: invalid type: string \"[secret]\""),
            (ok().set_body_raw(&key[..key.len() - 3], "application/json"), ErrorKind::Decode, "at `[secret].a`"),
            (ResponseTemplate::new(403).set_body_string(escaped), ErrorKind::Api, "denied: [secret] ("),
            (
                ResponseTemplate::new(302).insert_header("location", format!("/login/{bearer}/x?y")),
                ErrorKind::Redirect,
                "to /login/[secret]/x;",
            ),
        ];
        for (answer, kind, reason) in answers {
            let server = answering(answer, |_| token()).await;
            let client = Client::builder().base_url(server.uri()).bearer_token(bearer.clone()).build().unwrap();
            let error = search(&client).await.unwrap_err();
            assert_eq!(error.kind(), kind, "{error:?}");
            assert!(error.to_string().contains(reason), "{error} should mention {reason}");
            assert_unprinted(&shown(&error));
        }
    }
}

#[tokio::test]
async fn no_error_of_a_call_shows_a_credential() {
    let status = ResponseTemplate::new;
    let answers = [
        (status(401).insert_header("www-authenticate", "Bearer"), ErrorKind::Auth),
        (status(403).set_body_json(json!({ "code": 7, "message": "missing role" })), ErrorKind::Api),
        (status(302).insert_header("location", format!("/login?state={SESAME}")), ErrorKind::Redirect),
        (status(200).set_body_string(format!("<html>{SESAME}</html>")), ErrorKind::Decode),
        (status(200).set_body_json(json!({ "list": [{ "user": 1 }] })), ErrorKind::Decode),
        (status(429).insert_header("set-cookie", SESAME), ErrorKind::Api),
        (status(503).set_body_string(SESAME), ErrorKind::Api),
    ];
    for (answer, kind) in answers {
        let server = answering(answer, |_| token()).await;
        let error = search(&client_of(&server).build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
        assert_unprinted(&shown(&error));
    }
}

#[tokio::test]
async fn no_error_of_the_network_shows_a_credential() {
    // Nobody listens at a port that was just given back.
    let unused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let of = || Client::builder().base_url(format!("http://{unused}")).header("x-key", SESAME);
    for builder in [of().bearer_token(SESAME), of().client_credentials(CLIENT_ID, CLIENT_SECRET)] {
        let error = search(&builder.build().unwrap()).retry(RetryPolicy::off()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
        assert_unprinted(&shown(&error));
    }
}

#[tokio::test]
async fn no_mistake_shows_what_was_given() {
    let with = || Client::builder().base_url("http://localhost");
    let line = format!("{SESAME}\n");
    let refused = [
        with().bearer_token(line.clone()).build(),
        with().bearer_token("token").header("x-key", &line).build(),
        with().bearer_token("token").header(&line, "value").build(),
        with().bearer_token("token").user_agent(line.clone()).build(),
        with().client_credentials(CLIENT_ID, format!("{CLIENT_SECRET}x")).build(),
        with().client_credentials(CLIENT_SECRET, CLIENT_ID).build(),
        with().client_credentials(SESAME, CLIENT_SECRET).build(),
        Client::builder().bearer_token("token").tenant(line.clone()).build(),
        Client::builder().bearer_token("token").base_url(format!("https://{SESAME}@localhost")).build(),
    ];
    for client in refused {
        let error = client.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_unprinted(&shown(&error));
    }
    let client = with().bearer_token("token").build().unwrap();
    let error = search(&client).header("x-key", &line).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_unprinted(&shown(&error));
}
