//! Messages that no operation refers to: what the API sends to webhooks, and what it expects as an answer.

use serde_json::json;

use crate::api::{Message, Property, Type};
use crate::operations::expanded;
use crate::packages::{Builder, Package};
use crate::prose;
use crate::words::Name;

/// The package of the payloads, which is not below that of the operations.
const PACKAGE: &str = "c1.hooks.v1";

impl Builder {
    /// Adds payloads about a resource.
    pub(crate) fn payloads(&mut self, about: &Package, name: &Name) {
        let package = Package {
            name: PACKAGE.to_owned(),
            root: String::new(),
            enums: Vec::new(),
            messages: Vec::new(),
            foreign: Vec::new(),
        };
        let text = |note: &str| Property::new(Type::String).described(note);
        let body = Message::described("The Body message.")
            .with("version", text("version contains the constant value \"v1\"."))
            .with("hookId", text("Unique ID for this hook.\n Process it once."))
            .with("event", text("One of:\n - \"c1.hooks.v1.PayloadTest\"\n - \"c1.hooks.v1.PayloadChangeStep\""))
            .with("callbackUrl", text("Send the answer to this URL."))
            .with("payload", Property::new(Type::Any));
        let change = Message::described("The PayloadChangeStep message.")
            .with(&name.camel(), Property::new(Type::message(&format!("{}.{}", about.name, name.pascal()))))
            .with("expanded", expanded());
        let context = Message::described("The PayloadFlowStep message.")
            .with("flowId", Property::new(Type::String))
            .with("context", Property::new(Type::Struct));
        let answer = "ResponseChangeStep";
        let nested = |case: &str| format!("{answer}.{answer}{case}");
        let target = |case: &str| Property::new(Type::Message(format!("{PACKAGE}.{}", nested(case))));
        let cases = ["approve".to_owned(), "deny".to_owned()];
        let response = Message::described(format!("The answer.\n\n{}", prose::oneof("decision", &cases)))
            .with("version", text("The version field."))
            .with("approve", target("Approve"))
            .with("deny", target("Deny"));
        let comment = || Message::described("The decision.").with("comment", text("At most 1024 characters."));
        for (local, mut message) in [
            ("Body".to_owned(), body),
            ("PayloadTest".to_owned(), Message::described("The PayloadTest message.")),
            ("PayloadChangeStep".to_owned(), change),
            ("PayloadFlowStep".to_owned(), context),
            (answer.to_owned(), response),
            (nested("Approve"), comment()),
            (nested("Deny"), comment()),
        ] {
            message.extensions.push(("x-speakeasy-include", json!(true)));
            self.add(&package, &local, message);
        }
    }
}
