//! Services, and their operations as structs.

use super::docs::code;
use super::item::Scope;
use super::operations::{
    Access, Argument, Decode, Encoding, Operation, Paged, Params, ParamsField, RequestBody, Stream,
};
use super::signature::{Function, Info, Signature, Type};
use super::{Builder, Docs, Item, ItemPath, Role, docs, setters};
use crate::ir::{self, Body, Codec, FieldId, OperationId, PageToken, ServiceId, StreamFormat};
use crate::naming::OperationNames;

/// A struct with a method for each operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The service that it is.
    pub id: ServiceId,
    /// The struct.
    pub item: Item,
    /// The method of `Client` that returns it.
    pub accessor: Item,
    /// The module of its operations.
    pub module: Item,
    /// Its name in protobuf.
    pub full_name: String,
    /// Its operations, by id.
    pub operations: Vec<Operation>,
}

impl Service {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        let methods = self.operations.iter().map(|operation| &operation.method);
        let arguments =
            self.operations.iter().flat_map(|operation| &operation.arguments).map(|argument| &argument.item);
        let operations = self.operations.iter().flat_map(Operation::items);
        [&self.accessor, &self.item].into_iter().chain(methods).chain(arguments).chain([&self.module]).chain(operations)
    }
}

impl Builder<'_> {
    pub(super) fn service(&self, id: ServiceId) -> Service {
        let (service, names) = (&self.api[id], self.names.service(id));
        let module = self.module(service.package);
        let scope = self.scope(service.package, names.accessor.unraw(), "");
        let (accessor, name) = (names.accessor.as_str(), names.name.as_str());
        let path = module.child(name);
        let title = format!("Operations of {}.", code(&service.full_name));
        let function = Function { output: Some(Type::generated(path.clone())), ..Function::default() };
        let client = ItemPath::root().child("Client");
        let module = self.service_module(id);
        let types: Vec<_> = service.operations.iter().map(|id| code(self.operation_path(*id).name())).collect();
        Service {
            id,
            item: scope.item(Role::Service, path, Signature::Struct).documented(self.service_docs(id)),
            accessor: scope
                .item(Role::Accessor, client.child(accessor), Signature::Function(function))
                .documented(Docs::sentence(title.clone())),
            module: scope.item(Role::OperationModule, module, Signature::Module).documented(Docs::sentence(format!(
                "{} as types: {}.",
                title.trim_end_matches('.'),
                types.join(", ")
            ))),
            full_name: service.full_name.clone(),
            operations: service.operations.iter().map(|operation| self.operation(*operation)).collect(),
        }
    }

    fn operation(&self, id: OperationId) -> Operation {
        let (operation, names) = (&self.api[id], self.names.operation(id));
        let service = &self.api[operation.service];
        let service_names = self.names.service(operation.service);
        let scope = self.scope(service.package, service_names.accessor.unraw(), &operation.pointer);
        let path = self.operation_path(id);
        let method = self.module(service.package).child(service_names.name.as_str()).child(names.method.as_str());
        let arguments = operation.parameters.iter().zip(&names.parameters).filter(|(parameter, _)| parameter.required);
        let arguments: Vec<Argument> =
            arguments.map(|(parameter, name)| self.argument(parameter, &method.child(name.as_str()), &scope)).collect();
        let body = self.request_body(&operation.body);
        let deprecation = docs::deprecation(&operation.docs);
        let response = Signature::AssociatedType(self.response_type(operation));
        Operation {
            id,
            method: scope
                .item(Role::Method, method, Signature::Function(function(&arguments, &body, &path)))
                .documented(self.method_docs(id))
                .deprecated(deprecation.clone()),
            item: scope
                .item(Role::Operation, path.clone(), Signature::Struct)
                .documented(Docs::sentence(format!("{}, called by {}.", code(&operation.id), self.method_link(id))))
                .deprecated(deprecation),
            info: scope.item(Role::Info, path.child("INFO"), Signature::Info(info(operation, names))),
            response: scope.item(Role::Response, path.child("Response"), response),
            decode: self.decode(operation.response.as_ref()),
            query: operation.query.clone(),
            params: self.params(id, &path, &scope),
            paged: operation.pagination.map(|pagination| self.paged(id, pagination, &path, &scope)),
            stream: operation.stream.as_ref().map(|stream| self.stream(stream, &path, &scope)),
            waiters: self.waiters(id, &path, &scope),
            arguments,
            body,
        }
    }

    fn request_body(&self, body: &Body) -> RequestBody {
        let content = match body {
            Body::None => return RequestBody::None,
            Body::Empty => return RequestBody::Empty,
            Body::Content(content) => content,
        };
        let value = self.value(&content.ty);
        let field = if content.optional { Type::generic("Option", value) } else { value };
        let is_converted = content.optional || matches!(content.ty, ir::Type::String | ir::Type::Bytes);
        RequestBody::Content {
            argument: if is_converted { Type::ImplInto(Box::new(field.clone())) } else { field.clone() },
            field,
            media_type: content.media_type.clone(),
            codec: content.codec,
            encodings: content.encodings.clone(),
            in_number: content.ty.is_in_number(),
            is_object: !content.optional && content.model().is_some() && content.media_type == "application/json",
        }
    }

    /// The type of the response; `()` if it has no body.
    fn response_type(&self, operation: &ir::Operation) -> Type {
        let Some(content) = &operation.response else { return Type::prelude("()") };
        let value = self.value(&content.ty);
        if content.optional { Type::generic("Option", value) } else { value }
    }

    /// A required parameter: anything that converts into a `String` is accepted for one.
    fn argument(&self, parameter: &ir::Parameter, path: &ItemPath, scope: &Scope) -> Argument {
        let field = self.value(&parameter.ty);
        let ty = match parameter.ty {
            ir::Type::String => Type::ImplInto(Box::new(field.clone())),
            _ => field.clone(),
        };
        let item = scope.at(&parameter.pointer).item(Role::Argument, path.clone(), Signature::Argument(ty));
        Argument { item, field, wire: parameter.wire.clone(), encoding: encoding(parameter) }
    }

    fn params(&self, id: OperationId, operation_path: &ItemPath, scope: &Scope) -> Option<Params> {
        let (operation, names) = (&self.api[id], self.names.operation(id));
        let path = operation_path.owner()?.child(names.params.as_str());
        let parameters = operation.parameters.iter().zip(names.parameters.iter().zip(&names.setters));
        let optional = parameters.filter(|(parameter, _)| !parameter.required);
        let fields = optional.map(|(parameter, (name, setter))| {
            let scope = scope.at(&parameter.pointer);
            let deprecation = docs::deprecation(&parameter.docs);
            let ty = self.stored(&parameter.ty, parameter.presence, false);
            let setter = setter.as_ref().map(|name| {
                let signature = self.setter(&parameter.ty, false, name.as_str());
                scope.item(Role::FieldSetter, path.child(name.as_str()), signature).deprecated(deprecation.clone())
            });
            let item = scope
                .item(Role::ParamsField, path.child(name.as_str()), Signature::Field(ty))
                .documented(docs::parameter(parameter))
                .deprecated(deprecation);
            ParamsField { item, setter, wire: parameter.wire.clone(), encoding: encoding(parameter) }
        });
        let fields: Vec<_> = fields.collect();
        let associated = Signature::AssociatedType(Type::generated(path.clone()));
        (!fields.is_empty()).then(|| Params {
            constructor: setters::constructor(&path, scope),
            item: scope
                .item(Role::Params, path, Signature::Struct)
                .documented(Docs::sentence(format!("Optional parameters of {}.", self.method_link(id)))),
            associated: scope.item(Role::WithParams, operation_path.child("Params"), associated),
            fields,
        })
    }

    fn paged(&self, id: OperationId, pagination: ir::Pagination, path: &ItemPath, scope: &Scope) -> Paged {
        let items = &self.api[pagination.items];
        let item = match &items.ty {
            ir::Type::List(item) => self.value(item),
            other => self.value(other),
        };
        let names = self.names.operation(id);
        let (token, undeclared) = match pagination.token {
            PageToken::Body(field) => {
                let Access { field, optional } = self.access(field);
                let is_option = matches!(&self.api[id].body, Body::Content(content) if content.optional);
                let request = if is_option { "request.get_or_insert_default()" } else { "request" };
                (Access { field: format!("{request}.{field}"), optional }, None)
            }
            PageToken::Query(index) => {
                let field = format!("params.{}", names.parameters[index].as_str());
                let optional = self.api[id].parameters[index].presence.is_option();
                (Access { field, optional }, None)
            }
            PageToken::Undeclared(wire) => (Access { field: "page_token".to_owned(), optional: false }, Some(wire)),
        };
        Paged {
            item: scope.item(Role::PagedItem, path.child("Item"), Signature::AssociatedType(item)),
            token,
            undeclared,
            next_token: self.access(pagination.next_token),
            items: self.access(pagination.items),
        }
    }

    fn stream(&self, stream: &ir::ItemStream, path: &ItemPath, scope: &Scope) -> Stream {
        let ir::ItemStream { item, media_type, format } = stream;
        let (data, is_event) = (self.value(item), *format == StreamFormat::Events);
        let ty = if is_event { Type::runtime("ServerSentEvent", vec![data]) } else { data };
        Stream {
            item: scope.item(Role::StreamItem, path.child("Item"), Signature::AssociatedType(ty)),
            format: *format,
            media_type: media_type.clone(),
            codec: if is_event && *item == ir::Type::String { Codec::Text } else { Codec::Json },
        }
    }

    fn decode(&self, response: Option<&ir::Content>) -> Option<(Decode, bool)> {
        let Some(content) = response else { return Some((Decode::Nothing, false)) };
        if let (ir::Type::Union(id), false) = (&content.ty, content.by_status.is_empty()) {
            let (path, variants) = (self.union_path(*id), &self.names.union(*id).variants);
            let arms = content
                .by_status
                .iter()
                .map(|(status, variant, codec)| (status.clone(), path.child(variants[*variant].as_str()), *codec));
            return Some((Decode::ByStatus(Type::generated(path.clone()), arms.collect()), content.optional));
        }
        let is_object = content.codec == Codec::Json && content.model().is_some() && !content.optional;
        (!is_object).then_some((Decode::As(content.codec), content.optional))
    }

    pub(super) fn access(&self, id: FieldId) -> Access {
        Access {
            field: self.names.model(id.model).fields[id.index].as_str().to_owned(),
            optional: self.api[id].presence.is_option(),
        }
    }
}

/// `fn search(&self, id: impl Into<String>, request: Request) -> Call<Search>`.
fn function(arguments: &[Argument], body: &RequestBody, operation: &ItemPath) -> Function {
    let in_path = arguments.iter().filter_map(|argument| match &argument.item.signature {
        Signature::Argument(ty) => Some((argument.item.name().to_owned(), ty.clone())),
        _ => None,
    });
    let request = match body {
        RequestBody::Content { argument, .. } => Some(("request".to_owned(), argument.clone())),
        RequestBody::None | RequestBody::Empty => None,
    };
    Function {
        arguments: in_path.chain(request).collect(),
        output: Some(Type::runtime("Call", vec![Type::generated(operation.clone())])),
        ..Function::default()
    }
}

fn info(operation: &ir::Operation, names: &OperationNames) -> Info {
    Info {
        id: operation.id.clone(),
        title: names.title.clone(),
        method: operation.http_method,
        path: operation.path.clone(),
        server: operation.server.clone(),
        idempotent: operation.idempotent,
        stability: operation.docs.stability.clone(),
        accept: match &operation.response {
            None => Some("*/*".to_owned()),
            Some(content) => Some(content.media_type.clone()).filter(|accept| accept != "application/json"),
        },
        statuses: Some(operation.statuses.clone()).filter(|statuses| statuses != &[200]),
    }
}

fn encoding(parameter: &ir::Parameter) -> Encoding {
    Encoding { location: parameter.location, style: parameter.style }
}
