//! Services, and their operations as structs.

use super::docs::code;
use super::item::Scope;
use super::signature::{Function, Info, Signature, Type};
use super::{Builder, Docs, Item, ItemPath, Role, Waiters, docs, setters};
use crate::ir::{self, Body, Codec, FieldId, OperationId, PageToken, ParameterLocation, ParameterStyle, ServiceId};

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

/// An operation: a method of the service, and a struct that holds a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The operation that it is.
    pub id: OperationId,
    /// The method.
    pub method: Item,
    /// The struct.
    pub item: Item,
    /// `Operation::INFO`.
    pub info: Item,
    /// `Operation::Response`.
    pub response: Item,
    /// The required parameters, as arguments of the method and fields of the struct.
    pub arguments: Vec<Argument>,
    /// The request body.
    pub body: RequestBody,
    /// How the response is decoded, if not as an object in JSON, and whether there may be none.
    pub decode: Option<(Decode, bool)>,
    /// The optional parameters.
    pub params: Option<Params>,
    /// `Paged`, if it has pages.
    pub paged: Option<Paged>,
    /// The states for which its calls can wait.
    pub waiters: Option<Waiters>,
}

/// A required parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The argument.
    pub item: Item,
    /// The type of the struct's field.
    pub field: Type,
    /// Its name in the request.
    pub wire: String,
    /// Where and how it is sent.
    pub encoding: Encoding,
}

/// Where and how a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The part of the request.
    pub location: ParameterLocation,
    /// Its style.
    pub style: ParameterStyle,
}

/// How a response is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decode {
    /// It has no body.
    Nothing,
    /// By a codec.
    As(Codec),
}

/// A request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestBody {
    /// No body.
    None,
    /// `{}`.
    Empty,
    /// The argument `request`.
    Content {
        /// The type of the argument.
        argument: Type,
        /// The type of the struct's field.
        field: Type,
        /// The content type.
        media_type: String,
        /// How it is written.
        codec: Codec,
        /// Whether its 64-bit integers are JSON numbers.
        in_number: bool,
        /// Whether it is an object that is always sent.
        is_object: bool,
    },
}

/// The struct of an operation's optional parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Params {
    /// The struct.
    pub item: Item,
    /// `WithParams::Params`.
    pub associated: Item,
    /// `new`.
    pub constructor: Item,
    /// Its fields.
    pub fields: Vec<ParamsField>,
}

/// An optional parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamsField {
    /// The field.
    pub item: Item,
    /// The method that sets it.
    pub setter: Option<Item>,
    /// Its name in the request.
    pub wire: String,
    /// Where and how it is sent.
    pub encoding: Encoding,
}

/// How an operation's pages follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged {
    /// `Paged::Item`.
    pub item: Item,
    /// The field with the page token.
    pub token: Access,
    /// The query parameter of that field, if the document does not declare it: the operation has the field then.
    pub undeclared: Option<&'static str>,
    /// The response's field with the next token.
    pub next_token: Access,
    /// The response's field with the items.
    pub items: Access,
}

/// A field, and whether it is an `Option`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// The field, from the struct that contains it: `request.page_token`.
    pub field: String,
    /// Whether it is an `Option`.
    pub optional: bool,
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

impl Operation {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        let paged = self.paged.iter().map(|paged| &paged.item);
        let params = self.params.iter().flat_map(|params| {
            let fields = params.fields.iter().flat_map(|field| std::iter::once(&field.item).chain(&field.setter));
            [&params.associated, &params.item, &params.constructor].into_iter().chain(fields)
        });
        let waiters = self.waiters.iter().flat_map(Waiters::items);
        [&self.item, &self.response, &self.info].into_iter().chain(paged).chain(params).chain(waiters)
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
            info: scope.item(Role::Info, path.child("INFO"), Signature::Info(info(operation))),
            response: scope.item(Role::Response, path.child("Response"), response),
            decode: decode(operation.response.as_ref()),
            params: self.params(id, &path, &scope),
            paged: operation.pagination.map(|pagination| self.paged(id, pagination, &path, &scope)),
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

fn info(operation: &ir::Operation) -> Info {
    Info {
        id: operation.id.clone(),
        method: operation.http_method,
        path: operation.path.clone(),
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

fn decode(response: Option<&ir::Content>) -> Option<(Decode, bool)> {
    let Some(content) = response else { return Some((Decode::Nothing, false)) };
    let is_object = content.codec == Codec::Json && content.model().is_some() && !content.optional;
    (!is_object).then_some((Decode::As(content.codec), content.optional))
}
