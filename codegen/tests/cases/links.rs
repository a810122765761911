//! The docs of operations, of their requests and responses, and of packages link to one another.

use codegen::rust::{Docs, Model, Operation, Package, Paragraph, RequestBody, Signature, Type, TypeName};

use crate::case::{Case, generate};

#[test]
fn operations_and_their_messages_link_to_one_another() {
    let mut messages = 0;
    for case in Case::all() {
        let generated = generate(&case.inputs).unwrap_or_else(|errors| panic!("{}:\n{errors}", case.name));
        for package in &generated.analysis.rust.packages {
            for operation in package.services.iter().flat_map(|service| &service.operations) {
                messages += assert_linked(package, operation);
            }
        }
    }
    assert!(messages > 50, "{messages} messages");
}

/// Returns the number of messages of the operation that its package has.
fn assert_linked(package: &Package, operation: &Operation) -> usize {
    let (path, docs) = (&operation.method.path, text(&operation.method.docs));
    let service = path.owner().expect("a service");
    let method = format!("[`{}::{}`]", service.name(), path.name().trim_start_matches("r#"));
    assert!(text(&package.module.docs).contains(&format!("\n| {method}")), "{method} is not in {:?}", package.name);
    let request = match &operation.body {
        RequestBody::Content { field, .. } => message(package, field),
        RequestBody::None | RequestBody::Empty => None,
    };
    let response = match &operation.response.signature {
        Signature::AssociatedType(ty) => message(package, ty),
        other => panic!("{other:?}"),
    };
    if let Some(response) = response {
        assert!(docs.contains(&format!("Returns [`{}`]", response.item.name())), "{method}: {docs}");
    }
    let linked = [("Request of ", request), ("Response of ", response)].map(|(begin, message)| {
        let Some(message) = message else { return 0 };
        let docs = text(&message.item.docs);
        let uses = docs.lines().find(|line| line.starts_with(begin));
        assert!(uses.is_some_and(|uses| uses.contains(&method)), "{method} is missing in {docs}");
        1
    });
    linked.iter().sum()
}

/// The message of the package that a body is.
fn message<'a>(package: &'a Package, body: &Type) -> Option<&'a Model> {
    let Type::Named(TypeName::Generated(path), _) = body else { return None };
    package.models.iter().find(|model| model.item.path == *path)
}

fn text(docs: &Docs) -> String {
    let paragraphs = docs.0.iter().map(|paragraph| match paragraph {
        Paragraph::Description(text) | Paragraph::Text(text) | Paragraph::Lines(text) => text.as_str(),
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}
