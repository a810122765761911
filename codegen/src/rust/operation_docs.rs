//! Doc comments of services and operations, and the links of models to them.

use super::docs::{boilerplate, code};
use super::{Builder, Docs, ItemPath, Paragraph, TypeName};
use crate::ir::{self, Body, ModelId, OperationId, PageToken, Presence, ServiceId, Type};

impl Builder<'_> {
    /// The docs of a service.
    pub(super) fn service_docs(&self, id: ServiceId) -> Docs {
        let accessor = self.names.service(id).accessor.unraw();
        let link = format!("Returned by [`Client::{accessor}`](crate::Client::{accessor}).");
        Docs(vec![Paragraph::Text(format!("Operations of {}.", code(&self.api[id].full_name))), Paragraph::Text(link)])
    }

    /// The docs of an operation's method.
    pub(super) fn method_docs(&self, id: OperationId) -> Docs {
        let operation = &self.api[id];
        let docs = &operation.docs;
        let stability = docs.stability.as_ref().map(|level| Paragraph::Text(format!("Stability: {}.", code(level))));
        let mut paragraphs: Vec<Paragraph> = stability.into_iter().collect();
        let text = docs.description.trim();
        let text = if text.is_empty() { docs.summary.trim_start_matches("NOTE: ").trim() } else { text };
        paragraphs.push(match text {
            "" => Paragraph::Text(format!("{}.", code(&operation.id))),
            text => Paragraph::Description(text.to_owned()),
        });
        paragraphs.push(Paragraph::Description(path_parameters(operation)));
        paragraphs.push(Paragraph::Text(self.results(id)));
        paragraphs.extend(self.update_mask(operation).map(Paragraph::Text));
        paragraphs.extend(self.errors(id).map(Paragraph::Text));
        let sending = if operation.idempotent { "idempotent" } else { "not idempotent" };
        let query = operation.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
        let request = code(&format!("{} {}{query}", operation.http_method, operation.path));
        let server = operation.server.as_ref().map(|server| format!(" at {}", code(server))).unwrap_or_default();
        paragraphs.push(Paragraph::Text(format!("{request}{server}, {sending}.")));
        if self.api[operation.service].operations.first() == Some(&id) {
            paragraphs.push(Paragraph::Lines(self.example(id)));
        }
        Docs(paragraphs)
    }

    /// What a call returns, how to go through its pages, and where its optional parameters are.
    fn results(&self, id: OperationId) -> String {
        let operation = &self.api[id];
        let service = self.service_module(operation.service);
        let model = |id: ModelId| link(&self.model_path(id), &service);
        let mut text = match &operation.response {
            None => "Returns nothing.".to_owned(),
            Some(content) if content.optional => {
                format!("Returns {}, or `None` without a body.", self.described(&content.ty, &service))
            }
            Some(content) => format!("Returns {}.", self.described(&content.ty, &service)),
        };
        if let Some(pagination) = operation.pagination {
            let items = match &self.api[pagination.items].ty {
                Type::List(item) => item.model().map(model),
                _ => None,
            };
            text += " Paginated: use [`items`](crate::Call::items) or [`pages`](crate::Call::pages) to go through all ";
            text += &items.map_or_else(|| "items.".to_owned(), |item| format!("{item}s."));
            if matches!(pagination.token, PageToken::Undeclared(_)) {
                text += " The specification does not declare the parameter `page_token`, which requests the next page.";
            }
        }
        if let Some(stream) = &operation.stream {
            let (item, media_type) = (self.described(&stream.item, &service), code(&stream.media_type));
            text += &format!(" Use [`stream`](crate::Call::stream) for a stream of {item}, of the type {media_type}.");
        }
        if operation.parameters.iter().any(|parameter| !parameter.required) {
            let params = service.child(self.names.operation(id).params.as_str());
            text += &format!(" Optional parameters: {}.", link(&params, &service));
        }
        if let Some((waiters, methods)) = &self.names.operation(id).waiters {
            let waiters = waiters.as_str();
            let methods = methods.iter().map(|method| format!("[`{0}`](super::{waiters}::{0})", method.unraw()));
            text += &format!(" Waiters: {}.", methods.collect::<Vec<_>>().join(", "));
        }
        text
    }

    /// The effect of an update mask. Read-only fields need it, as they are usually set in a message that was read before.
    fn update_mask(&self, operation: &ir::Operation) -> Option<String> {
        let id = operation.body.model()?;
        let position = self.api[id].fields.iter().position(|field| matches!(field.ty, Type::FieldMask(_)))?;
        let mask = code(self.names.model(id).fields[position].unraw());
        Some(format!("{mask} names the fields to change; all set fields are sent, read-only ones too."))
    }

    /// The models of error bodies, by status.
    fn errors(&self, id: OperationId) -> Option<String> {
        let operation = &self.api[id];
        let service = self.service_module(operation.service);
        let model = |(status, id): &(String, ModelId)| {
            format!("{} for {}", link(&self.model_path(*id), &service), code(status))
        };
        let models: Vec<String> = operation.errors.iter().map(model).collect();
        let text = format!("[`Error::body_as`](crate::Error::body_as) decodes errors: {}.", models.join(", "));
        (!models.is_empty()).then_some(text)
    }

    /// A type in a sentence, with a link to its model.
    fn described(&self, ty: &Type, service: &ItemPath) -> String {
        match ty {
            Type::Model(id) => link(&self.model_path(*id), service),
            Type::Enum(id) => link(&self.enum_path(*id), service),
            Type::List(item) => format!("a list of {}", self.described(item, service)),
            Type::Map(value) => format!("a map to {}", self.described(value, service)),
            ty => self.value(ty).text(&mut |name| match name {
                TypeName::Prelude(name) | TypeName::External(_, name) | TypeName::Runtime(name) => format!("`{name}`"),
                TypeName::Generated(path) => link(path, service),
            }),
        }
    }

    /// A program that makes a call.
    fn example(&self, id: OperationId) -> String {
        let (operation, names) = (&self.api[id], self.names.operation(id));
        let mut lines = vec!["```no_run".to_owned()];
        if operation.docs.deprecated {
            lines.push("# #![allow(deprecated)]".to_owned());
        }
        let krate = self.crate_name;
        lines.push(format!("# async fn example(client: {krate}::Client) -> Result<(), {krate}::Error> {{"));
        let required = operation.parameters.iter().zip(&names.parameters).filter(|(parameter, _)| parameter.required);
        let mut arguments: Vec<String> = required.map(|(parameter, name)| argument(parameter, name.unraw())).collect();
        match &operation.body {
            Body::Content(content) => arguments.push(match (content.model(), &content.ty) {
                (Some(model), _) => {
                    let path = self.model_path(model);
                    lines.extend([format!("use {krate}::{path};"), String::new()]);
                    lines.push(format!("let request = {}::new();", path.name()));
                    "request".to_owned()
                }
                (None, _) if content.optional => "None".to_owned(),
                (None, Type::String | Type::Bytes) => "\"\"".to_owned(),
                (None, _) => "Default::default()".to_owned(),
            }),
            Body::None | Body::Empty => {}
        }
        let accessor = self.names.service(operation.service).accessor.as_str();
        let call = format!("client.{accessor}().{}({})", names.method.as_str(), arguments.join(", "));
        lines.extend(match operation.pagination {
            None if operation.response.is_none() => vec![format!("{call}.await?;")],
            None => vec![format!("let response = {call}.await?;"), "println!(\"{response:?}\");".to_owned()],
            Some(_) => vec![
                format!("let mut items = {call}.items();"),
                "while let Some(item) = items.try_next().await? {".to_owned(),
                "    println!(\"{item:?}\");".to_owned(),
                "}".to_owned(),
            ],
        });
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines.join("\n")
    }

    /// The operations of its package that a model is the request or the response of.
    pub(super) fn uses(&self, id: ModelId) -> Vec<Paragraph> {
        let of = |what: &str, operations: Option<&Vec<OperationId>>| {
            let operations = operations?
                .iter()
                .filter(|operation| self.api[self.api[**operation].service].package == self.api[id].package);
            let links: Vec<String> = operations.map(|operation| self.method_link(*operation)).collect();
            (!links.is_empty()).then(|| Paragraph::Text(format!("{what} of {}.", links.join(", "))))
        };
        of("Request", self.requests.get(&id)).into_iter().chain(of("Response", self.responses.get(&id))).collect()
    }

    /// A link to an operation's method, from a file of its package.
    pub(super) fn method_link(&self, id: OperationId) -> String {
        let service = self.names.service(self.api[id].service).name.as_str();
        let method = self.names.operation(id).method.unraw();
        format!("[`{service}::{method}`](super::{service}::{method})")
    }
}

/// A link to a type from a file of the service in the module `service`.
fn link(path: &ItemPath, service: &ItemPath) -> String {
    let (name, owner) = (path.name(), path.owner());
    if owner.as_ref() == Some(service) {
        format!("[`{name}`]")
    } else if owner == service.owner() {
        format!("[`{name}`](super::{name})")
    } else {
        format!("[`{name}`]({})", path.link())
    }
}

/// The required parameters that are described, as a list.
fn path_parameters(operation: &ir::Operation) -> String {
    let described = operation.parameters.iter().filter(|parameter| parameter.required).filter(|parameter| {
        let description = parameter.docs.description.trim();
        !description.is_empty() && description != boilerplate(parameter)
    });
    let items = described.map(|parameter| {
        let description = parameter.docs.description.trim().replace('\n', "\n  ");
        format!("* {}: {description}\n", code(&parameter.wire))
    });
    items.collect()
}

/// An argument for a required parameter in an example.
fn argument(parameter: &ir::Parameter, name: &str) -> String {
    match (&parameter.ty, parameter.presence) {
        (Type::String, Presence::Required | Presence::Implicit) => format!("{name:?}"),
        _ => "Default::default()".to_owned(),
    }
}
