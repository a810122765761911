//! Packages, and which of them need which.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::signature::Signature;
use super::{Builder, Crate, ItemPath, MANIFEST, Package, Role};
use crate::ir::{self, Body, EnumId, ModelId, PackageId, ServiceId};

/// The elements of a package.
#[derive(Default)]
struct Members {
    models: Vec<ModelId>,
    enums: Vec<EnumId>,
    services: Vec<ServiceId>,
}

/// Builds every package.
pub(super) fn build(builder: &Builder<'_>) -> Crate {
    let api = builder.api;
    let mut members: BTreeMap<PackageId, Members> =
        api.packages_with_ids().map(|(id, _)| (id, Members::default())).collect();
    let mut needs: BTreeMap<PackageId, BTreeSet<PackageId>> = BTreeMap::new();
    for (id, model) in api.models_with_ids() {
        members.entry(model.package).or_default().models.push(id);
        let needed = model.fields.iter().filter_map(|field| package_of(api, &field.ty));
        needs.entry(model.package).or_default().extend(needed);
    }
    for (id, enumeration) in api.enums_with_ids() {
        members.entry(enumeration.package).or_default().enums.push(id);
    }
    for (id, service) in api.services_with_ids() {
        members.entry(service.package).or_default().services.push(id);
        let needed = service.operations.iter().flat_map(|operation| needed_by(api, &api[*operation]));
        needs.entry(service.package).or_default().extend(needed);
    }
    let packages = members.into_par_iter().map(|(id, members)| {
        let needed = needs.get(&id).cloned().unwrap_or_default();
        package(builder, id, members, needed)
    });
    let mut packages: Vec<Package> = packages.collect();
    packages.sort_by(|left, right| left.module.path.cmp(&right.module.path));
    let fields = api.models.iter().flat_map(|model| &model.fields);
    let sensitive = fields.filter(|field| field.sensitive).map(|field| field.wire.clone()).collect();
    Crate { packages, sensitive }
}

fn package(builder: &Builder<'_>, id: PackageId, mut members: Members, needed: BTreeSet<PackageId>) -> Package {
    let (api, names) = (builder.api, builder.names);
    members.models.sort_by(|left, right| api[*left].name.cmp(&api[*right].name));
    members.enums.sort_by(|left, right| names.enumeration(*left).name.cmp(&names.enumeration(*right).name));
    members.services.sort_by(|left, right| api[*left].name.cmp(&api[*right].name));
    let scope = builder.scope(id, "mod", "");
    let feature = &names.package(id).feature;
    let mut feature_item = scope.item(Role::Feature, ItemPath::root().child(feature), Signature::Feature);
    feature_item.file = MANIFEST.into();
    let others = needed.into_iter().filter(|needed| *needed != id);
    Package {
        id,
        name: api[id].clone(),
        module: scope.item(Role::Module, builder.module(id).clone(), Signature::Module),
        feature: feature_item,
        enables: others.map(|needed| names.package(needed).feature.clone()).collect(),
        models: members.models.into_iter().map(|model| builder.model(model)).collect(),
        enums: members.enums.into_iter().map(|enumeration| builder.enumeration(enumeration)).collect(),
        services: members.services.into_iter().map(|service| builder.service(service)).collect(),
    }
}

/// The packages that an operation's types are in.
fn needed_by<'a>(api: &'a ir::Api, operation: &'a ir::Operation) -> impl Iterator<Item = PackageId> + 'a {
    let parameters = operation.path_parameters.iter().chain(&operation.query_parameters);
    let body = match operation.body {
        Body::Model(model) => Some(api[model].package),
        Body::None | Body::Empty => None,
    };
    let of_parameters = parameters.filter_map(move |parameter| package_of(api, &parameter.ty));
    of_parameters.chain([api[operation.response].package]).chain(body)
}

fn package_of(api: &ir::Api, ty: &ir::Type) -> Option<PackageId> {
    match ty.innermost() {
        ir::Type::Model(id) => Some(api[*id].package),
        ir::Type::Enum(id) => Some(api[*id].package),
        _ => None,
    }
}
