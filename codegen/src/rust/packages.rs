//! Packages, and which of them need which.

use super::signature::{Info, Signature};
use super::{Builder, Crate, Docs, Item, ItemPath, MANIFEST, Operation, Package, Paragraph, Role, Service, docs};
use crate::ir::{self, Body, PackageId};

/// Builds every package.
pub(super) fn build(builder: &Builder<'_>) -> Crate {
    let mut packages: Vec<Package> = builder.api.packages_with_ids().map(|(id, _)| package(builder, id)).collect();
    packages.sort_by(|left, right| left.module.path.cmp(&right.module.path));
    let fields = builder.api.models.iter().flat_map(|model| &model.fields);
    let sensitive = fields.filter(|field| field.sensitive).map(|field| field.wire.clone()).collect();
    Crate { packages, sensitive }
}

fn package(builder: &Builder<'_>, id: PackageId) -> Package {
    let (api, names) = (builder.api, builder.names);
    let mut models: Vec<_> = api.models_with_ids().filter(|(_, model)| model.package == id).collect();
    let mut aliases: Vec<_> = api.aliases_with_ids().filter(|(_, alias)| alias.package == id).collect();
    let mut unions: Vec<_> = api.unions_with_ids().filter(|(_, union)| union.package == id).collect();
    let mut enums: Vec<_> = api.enums_with_ids().filter(|(_, enumeration)| enumeration.package == id).collect();
    let mut services: Vec<_> = api.services_with_ids().filter(|(_, service)| service.package == id).collect();
    models.sort_by_key(|&(_, model)| &model.name);
    aliases.sort_by_key(|&(_, alias)| &alias.name);
    unions.sort_by_key(|&(_, union)| &union.name);
    enums.sort_by_key(|&(id, _)| &names.enumeration(id).name);
    services.sort_by_key(|&(_, service)| &service.name);
    let of_fields = models.iter().flat_map(|(_, model)| &model.fields).filter_map(|field| package_of(api, &field.ty));
    let operations = services.iter().flat_map(|(_, service)| &service.operations);
    let of_maps = models.iter().filter_map(|(_, model)| package_of(api, model.additional.as_ref()?));
    let of_aliases = aliases.iter().filter_map(|(_, alias)| package_of(api, &alias.ty));
    let variants = unions.iter().flat_map(|(_, union)| &union.variants);
    let of_unions = variants.filter_map(|variant| package_of(api, &variant.ty));
    let needed = of_fields
        .chain(of_maps)
        .chain(of_aliases)
        .chain(of_unions)
        .chain(operations.flat_map(|operation| needed_by(api, &api[*operation])));
    let enables = needed.filter(|needed| *needed != id).map(|id| names.package(id).feature.clone()).collect();
    let services: Vec<Service> = services.iter().map(|(id, _)| builder.service(*id)).collect();
    let scope = builder.scope(id, "mod", "");
    let feature = ItemPath::root().child(&names.package(id).feature);
    Package {
        id,
        name: api[id].clone(),
        module: scope
            .item(Role::Module, builder.module(id).clone(), Signature::Module)
            .documented(module_docs(&api[id], &services)),
        feature: Item { file: MANIFEST.into(), ..scope.item(Role::Feature, feature, Signature::Feature) },
        enables,
        models: models.iter().map(|(id, _)| builder.model(*id)).collect(),
        aliases: aliases.iter().map(|(id, _)| builder.alias(*id)).collect(),
        unions: unions.iter().map(|(id, _)| builder.union(*id)).collect(),
        enums: enums.iter().map(|(id, _)| builder.enumeration(*id)).collect(),
        services,
    }
}

/// The head of the table of operations.
const OPERATIONS: &str =
    "| operation | method | path | pages | idempotent | stability |\n| --- | --- | --- | --- | --- | --- |\n";

/// The docs of a package's module: a table of its operations, before rustdoc lists the messages.
fn module_docs(package: &str, services: &[Service]) -> Docs {
    let title = if package.is_empty() { "Types without a package.".to_owned() } else { docs::code(package) + "." };
    let operations = services.iter().flat_map(|service| &service.operations);
    let rows: String = operations.filter_map(row).collect();
    let table = [Paragraph::Text("# Operations".to_owned()), Paragraph::Lines(OPERATIONS.to_owned() + &rows)];
    let table = table.into_iter().filter(|_| !rows.is_empty());
    Docs(std::iter::once(Paragraph::Text(title)).chain(table).collect())
}

/// The row of an operation. A `|` in code would end its cell.
fn row(operation: &Operation) -> Option<String> {
    let Signature::Info(Info { method, path, idempotent, stability, .. }) = &operation.info.signature else {
        return None;
    };
    let target = &operation.method.path;
    let name = target.name().trim_start_matches("r#");
    let link = format!("[`{}::{name}`]({})", target.owner()?.name(), target.link());
    let code = |text: &String| docs::code(text).replace('|', "\\|");
    let yes = |fact| if fact { "yes" } else { "" };
    let (pages, idempotent) = (yes(operation.paged.is_some()), yes(*idempotent));
    let deprecated = operation.method.deprecation.as_ref().map(|_| "deprecated".to_owned());
    let stability = stability.as_ref().map(code).into_iter().chain(deprecated).collect::<Vec<_>>().join(", ");
    Some(format!("| {link} | {method} | {} | {pages} | {idempotent} | {stability} |\n", code(path)))
}

/// The packages that an operation's types are in.
fn needed_by<'a>(api: &'a ir::Api, operation: &'a ir::Operation) -> impl Iterator<Item = PackageId> + 'a {
    let body = match &operation.body {
        Body::Content(content) => Some(&content.ty),
        Body::None | Body::Empty => None,
    };
    let response = operation.response.as_ref().map(|content| &content.ty);
    let types = operation.parameters.iter().map(|parameter| &parameter.ty).chain(response).chain(body);
    types.filter_map(|ty| package_of(api, ty))
}

fn package_of(api: &ir::Api, ty: &ir::Type) -> Option<PackageId> {
    match ty.innermost() {
        ir::Type::Model(id) => Some(api[*id].package),
        ir::Type::Enum(id) => Some(api[*id].package),
        ir::Type::Union(id) => Some(api[*id].package),
        _ => None,
    }
}
