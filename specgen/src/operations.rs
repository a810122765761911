//! The operations of a resource, with their requests and responses.

use serde_json::{Value, json};

use crate::api::{Message, Operation, Parameter, Property, Type, Verb};
use crate::messages::{Resource, id};
use crate::packages::{Builder, Package};
use crate::prose;
use crate::words::{ACTIONS, COLLECTIONS, Name, plural, split};

/// Which service an operation belongs to, and what it is called and does there.
struct Call<'a> {
    service: &'a str,
    method: &'a str,
    verb: Verb,
    /// Behind the package's root.
    path: String,
}

impl Builder {
    pub(crate) fn operations(&mut self, package: &mut Package, resource: &Resource) {
        self.resources += 1;
        let name = &resource.name;
        let pascal = name.pascal();
        let path = |name: &Name| format!("/{}/{{{}_id}}", plural(&name.snake()), name.snake());
        let parent = resource.parent.as_ref().map(path).unwrap_or_default();
        let collection = format!("{parent}/{}", plural(&name.snake()));
        let own = if self.random.permille(500) { format!("{pascal}Service") } else { plural(&pascal) };
        let item = parent + &path(name);
        let call = |method, verb, path: &str| Call { service: &own, method, verb, path: path.to_owned() };
        self.list(package, resource, &call("List", Verb::Get, &collection));
        self.get(package, resource, &call("Get", Verb::Get, &item));
        self.create(package, resource, &call("Create", Verb::Post, &collection));
        self.search(package, resource);
        let verb = match self.resources {
            number if number % 6 == 2 => Verb::Put,
            number if number % 15 == 4 => Verb::Patch,
            _ => Verb::Post,
        };
        self.update(package, resource, &call("Update", verb, &item));
        if self.random.permille(700) {
            self.delete(package, &call("Delete", Verb::Delete, &item));
        }
        if self.random.permille(480) {
            self.collection(package, resource, &own, &item);
        }
        let mut actions = ACTIONS.to_vec();
        self.random.shuffle(&mut actions);
        let count = self.random.weighted(&[(38, 0), (30, 1), (22, 2), (10, 4)]);
        let service = if self.random.permille(300) { format!("{pascal}ActionsService") } else { own.clone() };
        for action in &actions[..count] {
            let path = format!("{item}/action/{}", split(action, '_').to_lowercase());
            self.act(package, resource, &Call { service: &service, method: action, verb: Verb::Post, path });
        }
    }

    fn list(&mut self, package: &mut Package, resource: &Resource, call: &Call<'_>) {
        let items = resource.view.as_ref().unwrap_or(&resource.message).clone();
        let response = self.page(package, call, &items, &plural(&resource.name.camel()), resource.view.is_some());
        let mut query = vec![("page_size", Type::Int32), ("page_token", Type::String)];
        // Some answer with a token and declare no parameter for it.
        let has_parameters = self.resources % 6 != 3;
        if !has_parameters {
            query.clear();
        }
        if has_parameters && (self.random.permille(12) || self.resources == 2) {
            query.push(("order_by", self.enumeration(package, &resource.name.pascal(), false).1));
        }
        if has_parameters && self.random.permille(60) {
            query.push(("include_deleted", Type::Bool));
        }
        self.call(package, call, query, None, response);
    }

    fn get(&mut self, package: &mut Package, resource: &Resource, call: &Call<'_>) {
        let response = self.found(package, call, resource);
        self.call(package, call, Vec::new(), None, response);
    }

    fn create(&mut self, package: &mut Package, resource: &Resource, call: &Call<'_>) {
        let mut request = Message::described(prose::of_message(&mut self.random, "CreateRequest"))
            .with("displayName", Property::new(Type::String).described("The displayName field."));
        let count = self.random.between(1..=8);
        self.fill(package, &local(call, "CreateRequest"), &mut request, count);
        let response = self.found(package, call, resource);
        self.call(package, call, Vec::new(), Some(request), response);
    }

    fn search(&mut self, package: &mut Package, resource: &Resource) {
        let is_first = self.resources == 1;
        if !is_first && !self.random.permille(450) {
            return;
        }
        let service = format!("{}Search{}", resource.name.pascal(), self.random.pick(&["", "Service"]));
        let path = format!("/search/{}", plural(&resource.name.snake()));
        let call = Call { service: &service, method: "Search", verb: Verb::Post, path };
        let mut request = Message::described("Search by a few properties of the item.")
            .with("query", Property::new(Type::String).described("Search by name."))
            .with("pageSize", Property::new(Type::Int32).described(prose::boilerplate("pageSize")))
            .with("pageToken", Property::new(Type::String).described(prose::boilerplate("pageToken")));
        if let Some(mask) = &resource.expand_mask {
            request = request.with("expandMask", Property::new(Type::message(mask)));
        }
        let (name, ty) = self.enumeration(package, &resource.name.pascal(), true);
        request = request.with(&name, Property::new(ty));
        let count = self.random.between(0..=4);
        self.fill(package, &local(&call, "SearchRequest"), &mut request, count);
        let items = resource.view.as_ref().unwrap_or(&resource.message).clone();
        let response = self.page(package, &call, &items, &plural(&resource.name.camel()), resource.view.is_some());
        self.call(package, &call, Vec::new(), Some(request), response);
    }

    fn update(&mut self, package: &mut Package, resource: &Resource, call: &Call<'_>) {
        let mask = Property::new(Type::String).with_presence();
        let mut request = Message::described("The message contains the item and the fields to be updated.")
            .with(&resource.name.camel(), Property::new(Type::message(&resource.message)))
            .with("updateMask", mask);
        if let Some(mask) = &resource.expand_mask {
            request = request.with("expandMask", Property::new(Type::message(mask)));
        }
        let response = self.found(package, call, resource);
        self.call(package, call, Vec::new(), Some(request), response);
    }

    fn delete(&mut self, package: &mut Package, call: &Call<'_>) {
        let response = Message::described("Empty response body. Status code indicates success.");
        // A quarter have no body, the others an empty one.
        self.deletes += 1;
        let request = (self.deletes % 4 != 1).then(|| Message::described("The request message."));
        self.call(package, call, Vec::new(), request, response);
    }

    /// Things that belong to a resource: listed, added and removed.
    fn collection(&mut self, package: &mut Package, resource: &Resource, service: &str, item: &str) {
        let kind = *self.random.pick(&COLLECTIONS);
        let members = plural(&kind.to_lowercase());
        let reference = format!("{}.{}Ref", package.name, resource.name.pascal());
        let names = [format!("List{}", plural(kind)), format!("Add{kind}"), format!("Remove{kind}")];
        let [listing, adding, removing] = &names;
        let path = format!("{item}/{members}");
        let list = Call { service, method: listing, verb: Verb::Get, path: path.clone() };
        let response = self.page(package, &list, &reference, &members, false);
        let query = vec![("page_size", Type::Int32), ("page_token", Type::String)];
        self.call(package, &list, query, None, response);
        if self.random.permille(600) {
            let verb = self.random.weighted(&[(85, Verb::Post), (15, Verb::Put)]);
            let add = Call { service, method: adding, verb, path: path.clone() };
            let request = Message::described("The request message.")
                .with(&format!("{}IDs", kind.to_lowercase()), Property::new(Type::String.list()));
            self.call(package, &add, Vec::new(), Some(request), Message::default());
        }
        if self.random.permille(600) {
            let path = format!("{path}/{{{}_id}}", kind.to_lowercase());
            self.delete(package, &Call { service, method: removing, verb: Verb::Delete, path });
        }
    }

    fn act(&mut self, package: &mut Package, resource: &Resource, call: &Call<'_>) {
        let mut request = Message::described(prose::of_message(&mut self.random, &local(call, "Request")));
        let count = self.random.between(0..=4);
        self.fill(package, &local(call, "Request"), &mut request, count);
        let response = if self.random.permille(500) {
            self.found(package, call, resource)
        } else {
            Message::described("The response message.")
        };
        self.call(package, call, Vec::new(), Some(request), response);
    }

    /// A response with one item: its view, or the item itself.
    fn found(&mut self, package: &Package, call: &Call<'_>, resource: &Resource) -> Message {
        let response = Message::described(format!("The {} message.", local(call, "Response")));
        match &resource.view {
            Some(view) => {
                let name =
                    if self.random.permille(600) { resource.name.camel() + "View" } else { resource.name.camel() };
                let response = response.with(&name, Property::new(Type::message(view)));
                if self.random.permille(250) { response.with("expanded", expanded()) } else { response }
            }
            None => {
                debug_assert!(resource.message.starts_with(&package.name), "a resource of this package");
                response.with(&resource.name.camel(), Property::new(Type::message(&resource.message)))
            }
        }
    }

    /// A response with a page of items.
    fn page(&mut self, package: &Package, call: &Call<'_>, items: &str, plural: &str, has_expanded: bool) -> Message {
        let name = if self.random.permille(750) { "list" } else { plural };
        debug_assert!(items.starts_with(&package.name), "items of this package");
        let text = "The list of results containing up to X results, where X is the page size defined in the request.";
        let token = "The nextPageToken is shown for the next page if the number of results is larger than the max page \
                     size.\n The server returns one page of results and the nextPageToken until all results are retreived.";
        let page = Message::described(format!("The {} message contains a list of results.", local(call, "Response")))
            .with(name, Property::new(Type::message(items).list()).described(text))
            .with("nextPageToken", Property::new(Type::String).described(token));
        if has_expanded && self.random.permille(600) { page.with("expanded", expanded()) } else { page }
    }

    /// Adds an operation with its messages, unless there are enough.
    fn call(
        &mut self,
        package: &Package,
        call: &Call<'_>,
        query: Vec<(&str, Type)>,
        request: Option<Message>,
        response: Message,
    ) {
        if self.is_full() {
            return;
        }
        let path = format!("{}{}", package.root, call.path);
        let in_path = path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned());
        let mut parameters: Vec<Parameter> = in_path.map(|name| self.parameter(true, name, Type::String)).collect();
        // Two operations of C1 have a number in their path.
        if let Some(last) = parameters.last_mut().filter(|_| self.resources % 40 == 1 && call.method == "Get") {
            last.property.ty = Type::Format("int64");
        }
        parameters.extend(query.into_iter().map(|(name, ty)| self.parameter(false, name.to_owned(), ty)));
        // A request whose path has parameters lacks them, and the exporter calls it an input.
        let end = if path.contains('{') { "RequestInput" } else { "Request" };
        let is_paged_by_body = request.as_ref().is_some_and(|request| request.properties.contains_key("pageToken"));
        let request = request.map(|request| self.add(package, &local(call, end), request));
        let response = self.add(package, &local(call, "Response"), response);
        let (deprecated, mut extensions) = self.marks();
        if is_paged_by_body && (self.resources == 1 || self.random.permille(110)) {
            extensions.push(("x-speakeasy-pagination", pagination()));
        }
        let tag = split(call.service.trim_end_matches("Service"), ' ');
        if path.contains('{') && self.random.permille(420) {
            let entity = format!("{tag}#{}", if call.verb == Verb::Get { "read" } else { "update" });
            extensions.push(("x-speakeasy-entity-missing-codes", json!([404])));
            extensions.push(("x-speakeasy-entity-operation", json!({ "terraform-resource": entity })));
        }
        let description = if self.random.permille(850) {
            format!("{} {}.", split(call.method, ' '), tag.to_lowercase())
        } else {
            prose::sentences(&mut self.random)
        };
        self.push(Operation {
            service: format!("{}.{}", package.name, call.service),
            method: call.method.to_owned(),
            verb: call.verb,
            path,
            tag,
            parameters,
            request,
            response,
            description,
            deprecated,
            extensions,
        });
    }

    fn parameter(&mut self, in_path: bool, name: String, ty: Type) -> Parameter {
        let description = prose::boilerplate(&name);
        let property = Property { read_only: in_path && self.random.permille(50), ..id() };
        Parameter { in_path, name, property: Property { ty, description, ..property } }
    }

    /// Whether an operation is deprecated, and its marks. The first hundred operations have each mark.
    fn marks(&mut self) -> (bool, Vec<(&'static str, Value)>) {
        let number = self.api.operations.len();
        let level = match number {
            7 => Some("alpha"),
            17 => Some("beta"),
            27 => Some("stable"),
            37 => Some("draft"),
            _ => self.random.weighted(&[(833, None), (137, Some("draft")), (20, Some("beta")), (10, Some("stable"))]),
        };
        let mut marks: Vec<(&str, Value)> =
            level.map(|level| ("x-stability-level", json!(level))).into_iter().collect();
        let is_deprecated = number == 47 || self.random.permille(3);
        if is_deprecated {
            marks.push(("x-sunset", json!("2027-05-30")));
        }
        (is_deprecated, marks)
    }
}

/// The name of a message of an operation.
fn local(call: &Call<'_>, end: &str) -> String {
    let service = call.service.trim_end_matches("Service");
    format!("{service}Service{}{end}", call.method)
}

/// Related objects, of any type.
pub(crate) fn expanded() -> Property {
    Property::new(Type::Any.list()).described("List of related objects")
}

fn pagination() -> Value {
    json!({
        "type": "cursor",
        "inputs": [{ "in": "requestBody", "name": "pageToken", "type": "cursor" }],
        "outputs": { "nextCursor": "$.nextPageToken" },
    })
}
