//! Every public item that rustdoc finds in the emitted crate, with its declaration and with macros expanded.
//!
//! It must equal `rust::Crate`, so a mistake in a macro or a printer is found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use codegen::rust::{Crate, Function, Item, ItemPath, Receiver, Role, Signature, Type, TypeName};
use serde_json::Value;

/// A path and a declaration.
type Declared = (String, String);

/// Members that every enum and oneof has by its macro.
const ENUM_MEMBERS: [&str; 4] = ["VALUES", "as_str", "is_unlisted", "name"];

/// Members that the runtime's traits state, not the specification.
const TRAIT_MEMBERS: [&str; 12] = [
    "ACCEPT",
    "FORMAT",
    "decode",
    "decode_item",
    "encode",
    "next_page_token",
    "params",
    "params_mut",
    "read_field",
    "set_page_token",
    "take_items",
    "write_fields",
];

/// Documents c1-api in the workspace at `root` as JSON, and asserts that it has exactly the items of the crate.
pub(crate) fn assert_matches(krate: &Crate, root: &Path, target: &Path) {
    let found = Rustdoc::run(root, target).declared();
    let deprecated: BTreeSet<&ItemPath> =
        krate.items().filter(|item| item.deprecation.is_some()).map(|item| &item.path).collect();
    // rustc counts a field of a deprecated type as deprecated.
    let is_deprecated = |item: &Item| {
        let is_part = matches!(item.signature, Signature::Field(_) | Signature::Variant(_));
        let owner = item.path.owner();
        deprecated.contains(&item.path) || is_part && owner.is_some_and(|owner| deprecated.contains(&owner))
    };
    let declared = krate.items().filter(|item| is_declared(item));
    let expected: BTreeSet<Declared> = declared.map(|item| expected(item, is_deprecated(item))).collect();
    let missing: Vec<_> = expected.difference(&found).take(20).collect();
    let others: Vec<_> = found.difference(&expected).take(20).collect();
    assert!(missing.is_empty() && others.is_empty(), "rustdoc lacks {missing:#?}\nand has {others:#?}");
}

/// Features are not Rust, arguments are part of their method, and a `Default` has no declaration of its own.
fn is_declared(item: &Item) -> bool {
    !matches!(item.role, Role::Feature | Role::Argument | Role::Default | Role::Module)
}

fn expected(item: &Item, is_deprecated: bool) -> Declared {
    let deprecated = if is_deprecated { " (deprecated)" } else { "" };
    let declared = match &item.signature {
        Signature::Module => "mod".to_owned(),
        Signature::Struct => "struct".to_owned(),
        Signature::Enum => "enum".to_owned(),
        Signature::Trait => "trait".to_owned(),
        Signature::Field(ty) => format!("field {}", written(ty)),
        Signature::Variant(ty) => format!("variant {}", ty.as_ref().map(written).unwrap_or_default()),
        Signature::Constant(ty) => format!("const {}", written(ty)),
        Signature::Text(_) => "const &'static str".to_owned(),
        Signature::Info(_) => "const OperationInfo".to_owned(),
        Signature::Alias(ty) => format!("alias {}", written(ty)),
        Signature::AssociatedType(ty) => format!("type {}", written(ty)),
        Signature::Function(function) => format!("fn {}", signature(function)),
        other => panic!("{other:?} is not declared"),
    };
    (item.path.to_string(), declared + deprecated)
}

fn signature(function: &Function) -> String {
    let receiver = match function.receiver {
        Receiver::None => None,
        Receiver::Shared => Some("self: &Self".to_owned()),
        Receiver::Mutable => Some("self: &mut Self".to_owned()),
        Receiver::Owned => Some("self: Self".to_owned()),
    };
    let arguments = function.arguments.iter().map(|(name, ty)| format!("{}: {}", unraw(name), written(ty)));
    let arguments: Vec<String> = receiver.into_iter().chain(arguments).collect();
    format!("({}) -> {}", arguments.join(", "), function.output.as_ref().map_or("()".to_owned(), written))
}

/// A type with the whole paths of generated types.
fn written(ty: &Type) -> String {
    match ty {
        Type::Named(name, arguments) => {
            let name = match name {
                TypeName::Prelude(name) | TypeName::External(_, name) | TypeName::Runtime(name) => (*name).to_owned(),
                TypeName::Generated(path) => path.to_string(),
            };
            let arguments: Vec<String> = arguments.iter().map(written).collect();
            if arguments.is_empty() { name } else { format!("{name}<{}>", arguments.join(", ")) }
        }
        Type::Reference(lifetime, inner) => {
            format!("&{}{}", lifetime.map(|l| format!("{l} ")).unwrap_or_default(), written(inner))
        }
        Type::ImplInto(inner) => format!("impl Into<{}>", written(inner)),
        Type::ImplIntoIterator(item) => format!("impl IntoIterator<Item = {}>", written(item)),
        Type::Impl(name) => format!("impl {name}"),
        Type::Lifetime(lifetime) => (*lifetime).to_owned(),
    }
}

fn unraw(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

struct Rustdoc {
    json: Value,
    /// The public paths of types and modules in generated code, by id.
    paths: BTreeMap<u64, ItemPath>,
}

impl Rustdoc {
    fn run(root: &Path, target: &Path) -> Self {
        let output = Command::new(env!("CARGO"))
            .args(["rustdoc", "--offline", "--quiet", "--package", "c1-api", "--lib", "--"])
            // The implementations of `Message` are hidden from readers, and checked all the same.
            .args(["-Zunstable-options", "--output-format", "json", "--document-hidden-items"])
            .current_dir(root)
            .env("CARGO_TARGET_DIR", target)
            // The format is not stable, and the toolchain is pinned.
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = std::fs::read_to_string(target.join("doc/c1_api.json")).expect("rustdoc's output");
        let mut rustdoc = Self { json: serde_json::from_str(&text).expect("JSON"), paths: BTreeMap::new() };
        let root = rustdoc.json["root"].as_u64().expect("a root");
        let generated = rustdoc.children(root).into_iter().find(|id| is_generated_glob(rustdoc.item(*id)));
        let generated = generated.map(|id| rustdoc.item(id)["inner"]["use"]["id"].as_u64().expect("a module"));
        rustdoc.walk(generated.expect("the generated module"), &ItemPath::root());
        rustdoc
    }

    fn item(&self, id: u64) -> &Value {
        &self.json["index"][id.to_string()]
    }

    fn children(&self, module: u64) -> Vec<u64> {
        let items = self.item(module)["inner"]["module"]["items"].as_array();
        items.into_iter().flatten().filter_map(Value::as_u64).collect()
    }

    /// Records the public paths of a module's types, and of those that it re-exports.
    fn walk(&mut self, module: u64, path: &ItemPath) {
        for id in self.children(module) {
            let item = self.item(id).clone();
            let inner = &item["inner"];
            let target = inner["use"]["id"].as_u64();
            match (inner.get("use"), target) {
                (Some(import), Some(target)) if import["is_glob"] == true => self.walk(target, path),
                (Some(import), Some(target)) => {
                    let name = import["name"].as_str().unwrap_or_default();
                    self.paths.insert(target, path.child(name));
                }
                _ => {
                    let path = path.child(&raw(item["name"].as_str().unwrap_or_default()));
                    self.paths.entry(id).or_insert_with(|| path.clone());
                    if inner.get("module").is_some() && item["visibility"] == "public" {
                        self.walk(id, &path);
                    }
                }
            }
        }
    }

    /// Every public item of the generated code, but for the modules of packages.
    fn declared(&self) -> BTreeSet<Declared> {
        let mut declared = BTreeSet::new();
        for (id, path) in &self.paths {
            let item = self.item(*id);
            if item["visibility"] != "public" {
                continue;
            }
            for kind in ["struct", "enum"] {
                if let Some(inner) = item["inner"].get(kind) {
                    declared.insert((path.to_string(), kind.to_owned() + deprecated(item)));
                    self.members(inner, path, &mut declared);
                }
            }
            if let Some(alias) = item["inner"].get("type_alias") {
                let ty = self.ty(&alias["type"]);
                declared.insert((path.to_string(), format!("alias {ty}{}", deprecated(item))));
            }
            if let Some(inner) = item["inner"].get("trait") {
                declared.insert((path.to_string(), "trait".to_owned() + deprecated(item)));
                self.declarations(ids(&inner["items"]), inner, path, &mut declared);
            }
            // The modules of packages have packages or types in them; those of services begin with neither.
            if item["inner"].get("module").is_some() && self.children(*id).iter().any(|id| self.is_service(*id)) {
                declared.insert((path.to_string(), "mod".to_owned()));
            }
        }
        declared.extend(self.accessors());
        declared
    }

    fn is_service(&self, id: u64) -> bool {
        let is_client = |field: &Value| self.item(field.as_u64().unwrap_or_default())["name"] == "client";
        let item = self.item(id);
        let fields = item["inner"]["struct"]["kind"]["plain"]["fields"].as_array();
        let has_stripped = item["inner"]["struct"]["kind"]["plain"]["has_stripped_fields"] == true;
        let name = item["name"].as_str().unwrap_or_default();
        name.ends_with("Service") && has_stripped && !fields.into_iter().flatten().any(|field| !is_client(field))
    }

    /// The methods of `Client` that return services.
    fn accessors(&self) -> BTreeSet<Declared> {
        let client = self.json["index"].as_object().into_iter().flatten().map(|(_, item)| item);
        let mut client = client.filter(|item| item["name"] == "Client" && item["inner"].get("struct").is_some());
        let mut declared = BTreeSet::new();
        let path = ItemPath::root().child("Client");
        self.members(&client.next().expect("the client")["inner"]["struct"], &path, &mut declared);
        declared
            .retain(|(_, declaration)| declaration.starts_with("fn (self: &Self) -> ") && declaration.contains("::"));
        declared
    }

    fn members(&self, inner: &Value, owner: &ItemPath, declared: &mut BTreeSet<Declared>) {
        let fields = ids(&inner["kind"]["plain"]["fields"]);
        let impls = ids(&inner["impls"]);
        let own = impls.iter().map(|id| &self.item(*id)["inner"]["impl"]).filter(|block| is_own(block));
        let items = own.flat_map(|block| ids(&block["items"]));
        let members: Vec<u64> = fields.into_iter().chain(ids(&inner["variants"])).chain(items).collect();
        self.declarations(members, inner, owner, declared);
    }

    /// The declarations of the members of a type or a trait.
    fn declarations(&self, members: Vec<u64>, inner: &Value, owner: &ItemPath, declared: &mut BTreeSet<Declared>) {
        for id in members {
            let item = self.item(id);
            let name = raw(item["name"].as_str().unwrap_or_default());
            let is_field = item["inner"].get("struct_field").is_some();
            let is_enum = inner.get("variants").is_some();
            let is_of_runtime =
                TRAIT_MEMBERS.contains(&name.as_str()) || is_enum && ENUM_MEMBERS.contains(&name.as_str());
            let declaration = self.declaration(item);
            // A field may have the name of a trait's member, as `format` has.
            let is_mask = declaration.as_ref().is_some_and(|declaration| declaration.starts_with("const FieldPath<"));
            if !is_field && !is_mask && is_of_runtime || name == "zz_non_exhaustive" {
                continue;
            }
            if let Some(declaration) = declaration {
                declared.insert((owner.child(&name).to_string(), declaration + deprecated(item)));
            }
        }
    }

    fn declaration(&self, item: &Value) -> Option<String> {
        let (kind, inner) = item["inner"].as_object()?.iter().next()?;
        match kind.as_str() {
            "struct_field" => Some(format!("field {}", self.ty(inner))),
            "variant" => {
                let field = inner["kind"]["tuple"].get(0).and_then(Value::as_u64);
                let ty = field.map(|field| self.ty(&self.item(field)["inner"]["struct_field"]));
                Some(format!("variant {}", ty.unwrap_or_default()))
            }
            "assoc_const" => Some(format!("const {}", self.ty(&inner["type"]))),
            "assoc_type" => Some(format!("type {}", self.ty(&inner["type"]))),
            "function" => {
                let inputs = inner["sig"]["inputs"].as_array()?.iter();
                let inputs =
                    inputs.map(|input| format!("{}: {}", input[0].as_str().unwrap_or_default(), self.ty(&input[1])));
                let output = &inner["sig"]["output"];
                let output = if output.is_null() { "()".to_owned() } else { self.ty(output) };
                Some(format!("fn ({}) -> {output}", inputs.collect::<Vec<_>>().join(", ")))
            }
            _ => None,
        }
    }

    fn ty(&self, ty: &Value) -> String {
        let Some((kind, inner)) = ty.as_object().and_then(|ty| ty.iter().next()) else { return "?".to_owned() };
        match kind.as_str() {
            "primitive" | "generic" => inner.as_str().unwrap_or_default().to_owned(),
            "resolved_path" => self.path(inner),
            "borrowed_ref" => {
                let lifetime = inner["lifetime"].as_str().map(|lifetime| format!("{lifetime} ")).unwrap_or_default();
                let mutable = if inner["is_mutable"] == true { "mut " } else { "" };
                format!("&{lifetime}{mutable}{}", self.ty(&inner["type"]))
            }
            "impl_trait" => format!("impl {}", self.path(&inner[0]["trait_bound"]["trait"])),
            "tuple" if inner.as_array().is_some_and(Vec::is_empty) => "()".to_owned(),
            other => format!("{other}?"),
        }
    }

    /// A named type: a generated one by its public path, any other by its name.
    fn path(&self, path: &Value) -> String {
        let generated = path["id"].as_u64().and_then(|id| self.paths.get(&id));
        let name = path["path"].as_str().unwrap_or_default().rsplit("::").next().unwrap_or_default();
        let name = generated.map_or_else(|| name.to_owned(), ToString::to_string);
        let arguments =
            path["args"]["angle_bracketed"]["args"].as_array().into_iter().flatten().map(|argument| {
                argument["lifetime"].as_str().map_or_else(|| self.ty(&argument["type"]), str::to_owned)
            });
        // `Item = T` of an iterator.
        let constraints = path["args"]["angle_bracketed"]["constraints"].as_array().into_iter().flatten();
        let constraints = constraints.map(|constraint| {
            let name = constraint["name"].as_str().unwrap_or_default();
            format!("{name} = {}", self.ty(&constraint["binding"]["equality"]["type"]))
        });
        let arguments: Vec<String> = arguments.chain(constraints).collect();
        if arguments.is_empty() { name } else { format!("{name}<{}>", arguments.join(", ")) }
    }
}

fn ids(list: &Value) -> Vec<u64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

/// Whether an item of the root re-exports the generated modules.
fn is_generated_glob(item: &Value) -> bool {
    item["inner"]["use"]["is_glob"] == true && item["inner"]["use"]["source"] == "generated"
}

/// Whether an implementation is inherent, or of a trait by which the runtime knows generated types.
fn is_own(block: &Value) -> bool {
    let traits = ["Message", "Operation", "Paged", "Streamed", "WithParams"];
    let name = block["trait"]["path"].as_str().map(|path| path.rsplit("::").next().unwrap_or(path));
    let is_blanket = !block["blanket_impl"].is_null();
    !is_blanket && name.is_none_or(|name| traits.contains(&name))
}

fn deprecated(item: &Value) -> &'static str {
    if item["deprecation"].is_null() { "" } else { " (deprecated)" }
}

/// rustdoc shows raw identifiers without `r#`.
fn raw(name: &str) -> String {
    let is_keyword = syn::parse_str::<syn::Ident>(name).is_err() || name == "gen";
    if is_keyword { format!("r#{name}") } else { name.to_owned() }
}
