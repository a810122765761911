//! Judges the judge: in right requests of a small document, each fault must be noticed and each oddity accepted.
//!
//! The requests are written by hand, by the table of styles in OpenAPI and the examples of RFC 6570 and RFC 7578.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::faults::{FAULTS, ODDITIES, planted, unnoticed};
use super::media;
use super::operation::Operation;
use super::request::Expectation;
use super::table::Input;
use crate::finding::{Failure, Subject, SubjectKind};
use crate::schema::Structure;
use crate::server::{ROOT, Recorded, TOKEN};

/// The document, with all styles and kinds of bodies.
pub(crate) const DOCUMENT: &str = include_str!("proving.yaml");

const PARTS: &str = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"i\"\r\nContent-Type: image/png\r\n\r\nAB\r\n\
                     --b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n\
                     --b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ny\r\n\
                     --b\r\nContent-Disposition: form-data; name=\"rgb\"\r\nContent-Type: application/json\r\n\r\n{\"R\":1}\r\n\
                     --b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda\r\n--b--\r\n";

/// A request that is right.
struct Right {
    at: &'static str,
    input: Value,
    target: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
}

fn rights() -> Vec<Right> {
    let right = |at, input, target| Right { at, input, target, headers: &[("accept", "*/*")], body: "" };
    let accepting = |headers, right: Right| Right { headers, ..right };
    let rgb = || json!({ "R": 100, "G": 200 });
    let colors = || json!(["blue", "b,c"]);
    vec![
        accepting(
            &[("accept", "application/json")],
            right(
                "/paths/~1simple~1{id}~1{list}~1{object}/get",
                json!({ "path": { "id": "a/b é", "list": colors(), "object": rgb() } }),
                "/simple/a%2Fb%20%C3%A9/blue,b%2Cc/R=100,G=200",
            ),
        ),
        accepting(
            &[("accept", "text/plain")],
            right(
                "/paths/~1label~1{label}~1{exploded}/get",
                json!({ "path": { "label": colors(), "exploded": rgb() } }),
                "/label/.blue,b%2Cc/.R=100.G=200",
            ),
        ),
        right(
            "/paths/~1matrix~1{matrix}~1{exploded}/delete",
            json!({ "path": { "matrix": rgb(), "exploded": colors() } }),
            "/matrix/;matrix=R,100,G,200/;exploded=blue;exploded=b%2Cc",
        ),
        accepting(
            &[("accept", "image/*")],
            right(
                "/paths/~1query?beta=true/get",
                json!({ "query": {
                    "q": "a b&c", "exploded": colors(), "plain": colors(), "spaces": ["x", "y"], "pipes": ["x", "y"],
                    "object": rgb(), "deep": rgb(), "reserved": "a/b?c", "filter": { "name": "Ada" },
                } }),
                "/query?q=a%20b%26c&beta=true&exploded=blue&exploded=b%2Cc&plain=blue,b%2Cc&spaces=x%20y&pipes=x%7Cy\
                 &R=100&G=200&deep%5BR%5D=100&deep%5BG%5D=200&filter=%7B%22name%22%3A%22Ada%22%7D&reserved=a/b?c",
            ),
        ),
        right("/paths/~1delimited/get", json!({ "query": { "pipes": colors() } }), "/delimited?pipes=blue%7Cb%2Cc"),
        accepting(
            &[
                ("accept", "application/json"),
                ("x-color", "blue, or"),
                ("x-list", "blue,black"),
                ("x-rgb", "R=100,G=200"),
                ("cookie", "color=a%3Bb; list=blue,b%2Cc"),
            ],
            right(
                "/paths/~1headers/get",
                json!({
                    "header": { "X-Color": "blue, or", "X-List": ["blue", "black"], "X-Rgb": rgb() },
                    "cookie": { "color": "a;b", "list": colors() },
                }),
                "/headers",
            ),
        ),
        Right {
            body: r#"{"name":"Ada","tags":["x"],"age":7}"#,
            ..accepting(
                &[("accept", "application/json"), ("content-type", "application/json")],
                right("/paths/~1json/post", json!({ "body": { "name": "Ada", "age": 7, "tags": ["x"] } }), "/json"),
            )
        },
        Right {
            body: "tags=x&tags=y&more=x%2Cy&rgb=%7B%22R%22%3A1%7D&name=a+b%2B",
            ..accepting(
                &[("accept", "*/*"), ("content-type", "application/x-www-form-urlencoded")],
                right(
                    "/paths/~1form/post",
                    json!({ "body": { "name": "a b+", "tags": ["x", "y"], "more": ["x", "y"], "rgb": { "R": 1 } } }),
                    "/form",
                ),
            )
        },
        Right {
            body: PARTS,
            ..accepting(
                &[("accept", "*/*"), ("content-type", "multipart/form-data; boundary=b")],
                right(
                    "/paths/~1multipart/post",
                    json!({ "body": { "name": "Ada", "image": "QUI=", "tags": ["x", "y"], "rgb": { "R": 1 } } }),
                    "/multipart",
                ),
            )
        },
        Right {
            body: "é\n",
            ..accepting(
                &[("accept", "*/*"), ("content-type", "text/plain")],
                right("/paths/~1text/put", json!({ "body": "é\n" }), "/text"),
            )
        },
        Right {
            body: "AB",
            ..accepting(
                &[("accept", "*/*"), ("content-type", "application/octet-stream")],
                right("/paths/~1bytes/put", json!({ "body": "QUI=" }), "/bytes"),
            )
        },
    ]
}

impl Right {
    fn request(&self, method: &str) -> Recorded {
        let authorization = format!("Bearer {TOKEN}");
        let headers = [("authorization", authorization.as_str())].into_iter().chain(self.headers.iter().copied());
        Recorded {
            method: method.to_owned(),
            root: ROOT.to_owned(),
            target: self.target.to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: self.body.as_bytes().to_vec(),
        }
    }
}

/// Plants all faults and oddities, each of which must have a place.
pub(crate) fn judge() -> Subject {
    let mut subject = Subject::new(SubjectKind::Judge, "planted faults");
    if let Err(message) = prove(&mut subject) {
        subject.add(Failure::new("judges", message), String::new(), Value::Null);
    }
    subject
}

fn prove(subject: &mut Subject) -> Result<(), String> {
    let document = crate::json::parse_yaml(DOCUMENT)?;
    let structure = Structure::new(&document)?;
    let mut unused: BTreeSet<&str> = FAULTS.iter().chain(ODDITIES).map(|(name, _)| *name).collect();
    for right in rights() {
        let operation = Operation::read(&document, right.at).ok_or_else(|| format!("{} is missing", right.at))?;
        let content_type = right.headers.iter().find(|(name, _)| *name == "content-type").map(|(_, value)| *value);
        let media = media(&operation, content_type)?;
        let validator = media.map(|media| structure.validator(media.schema)).transpose()?;
        let input = Input(right.input.clone());
        let expectation = Expectation {
            document: &document,
            operation: &operation,
            body: media.zip(validator.as_ref()),
            input: &input,
        };
        let request = right.request(&operation.method);
        if let Err(failure) = expectation.judge(&request) {
            return Err(format!("a right request of {} is refused: {}: {}", right.at, failure.check, failure.message));
        }
        for (name, change) in FAULTS.iter().chain(ODDITIES) {
            if planted(*change, &request, &expectation).is_some() {
                subject.samples += 1;
                unused.remove(name);
            }
        }
        for (fault, message) in unnoticed(&expectation, &request) {
            subject.add(Failure::new("judges", format!("{}: {message}", right.at)), fault.to_owned(), Value::Null);
        }
    }
    for name in unused {
        subject.add(Failure::new("judges", format!("`{name}` has no place")), name.to_owned(), Value::Null);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_noticed_and_each_oddity_accepted() {
        let subject = judge();
        assert_eq!(subject.findings.iter().map(|finding| &finding.message).collect::<Vec<_>>(), Vec::<&String>::new());
        assert!(subject.samples > 150, "{} were planted", subject.samples);
    }
}
