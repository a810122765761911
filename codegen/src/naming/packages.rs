//! The names of packages: modules and features.

use super::ident::{self, ModuleName};
use super::{BY_PACKAGE, Element, Naming, PackageNames, reserved};
use crate::casing;
use crate::ir::PackageId;

impl Naming<'_> {
    pub(super) fn package(&mut self, id: PackageId, package: &str) {
        let pointer = self.pointer(id);
        let element = |name| Element { name, given: None, pointer: &pointer, help: BY_PACKAGE };
        let path = match (self.api.package_names.get(package), package) {
            (Some(name), _) => name,
            (None, "") => reserved::UNPACKAGED,
            (None, _) => package.strip_prefix("c1.api.").unwrap_or(package),
        };
        let mut modules: Vec<ModuleName> = Vec::new();
        for segment in path.split('.') {
            let taken: &[&str] = match modules.as_slice() {
                [] if package.is_empty() => &[],
                [] => &reserved::ROOT_MODULES,
                _ => &reserved::PACKAGE_MODULES,
            };
            // Rust finds no file for a module whose name is not ASCII.
            let by_rule = ident::lower(&casing::snake(segment), taken).filter(|name| name.is_ascii());
            modules.push(ModuleName::new(self.choose(element(segment), by_rule)));
        }
        let mut feature = path.split('.').map(casing::kebab).collect::<Vec<_>>().join("-");
        if reserved::FEATURES.contains(&feature.as_str()) || (feature == reserved::UNPACKAGED && !package.is_empty()) {
            feature.push('_');
        }
        let joined: Vec<&str> = modules.iter().map(ModuleName::as_str).collect();
        self.claim("packages", &joined.join("::"), element(package));
        self.claim("features", &feature, element(package));
        // A package below this one, and a service in it, are modules of one parent.
        for end in 1..modules.len() {
            self.holder(&format!("modules of {}", joined[..end].join("::")), joined[end], &pointer);
        }
        self.names.packages.push(PackageNames { modules, feature });
    }

    /// The JSON pointer of the first element of a package.
    fn pointer(&self, id: PackageId) -> String {
        let models = self.api.models.iter().filter(|model| model.package == id).map(|model| &model.pointer);
        let operations = self.api.operations.iter().filter(|operation| self.api[operation.service].package == id);
        models.chain(operations.map(|operation| &operation.pointer)).next().cloned().unwrap_or_default()
    }
}
