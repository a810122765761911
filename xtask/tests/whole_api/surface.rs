//! Asserts that two public APIs differ exactly as their specifications do.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{Spec, package};

/// The path of a line in a listing, from the package's module.
type Line = Vec<String>;

/// The module, type and member of an element, in lower-case letters and digits only, as naming is tested elsewhere.
type Member = (String, String, String);

/// Asserts that `after` has everything of `before`, except for differences of the specifications.
pub(crate) fn assert_kept(before: (&Spec, &BTreeMap<String, String>), after: (&Spec, &BTreeMap<String, String>)) {
    let (lines_before, lines_after) = (lines(before.1), lines(after.1));
    let gone: Vec<&Line> = beyond(&lines_before, &lines_after).collect();
    // Types of only one of them are ignored.
    let come: Vec<&Line> = beyond(&lines_after, &lines_before).filter(|line| line.len() > 2).collect();
    assert_explained("gone", &gone, after.0, before.0);
    assert_explained("come", &come, before.0, after.0);
}

/// All lines of the listings.
fn lines(surface: &BTreeMap<String, String>) -> BTreeSet<Line> {
    let mut lines = BTreeSet::new();
    for (module, listing) in surface {
        let mut path = vec![module.clone()];
        for line in listing.lines() {
            let text = line.trim_start();
            // The type of related objects is known if the package that it is in is generated, too.
            if text.contains("page: &impl Expanded") {
                continue;
            }
            path.truncate(1 + (line.len() - text.len()) / 4);
            path.push(text.to_owned());
            lines.insert(path.clone());
        }
    }
    lines
}

/// The lines that only `more` has, below a line that both have.
fn beyond<'a>(more: &'a BTreeSet<Line>, less: &'a BTreeSet<Line>) -> impl Iterator<Item = &'a Line> {
    let modules: BTreeSet<&String> = less.iter().map(|line| &line[0]).collect();
    more.difference(less).filter(move |line| match line.as_slice() {
        [module, _] => modules.contains(module),
        [above @ .., _] => less.contains(above),
        [] => false,
    })
}

/// Asserts that the lines are exactly the elements that only `more` describes.
fn assert_explained(what: &str, lines: &[&Line], less: &Spec, more: &Spec) {
    let (variants, others): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line[1].starts_with("enum "));
    let members: BTreeSet<Member> = others.iter().map(|line| member(line)).collect();
    let described = properties(less, more).chain(operations(less, more)).collect();
    assert_eq!(members, described, "items and described elements that have {what}: {others:#?}");
    assert_values_explained(what, &variants, less, more);
}

/// Asserts that each added variant is a new enum value of its package, and vice versa.
fn assert_values_explained(what: &str, variants: &[&Line], less: &Spec, more: &Spec) {
    let variants: BTreeSet<(String, String)> =
        variants.iter().map(|line| (line[0].clone(), plain(line.last().expect("a variant")))).collect();
    let (values_before, values_after) = (values(less), values(more));
    let new: Vec<&(String, String)> = values_after.difference(&values_before).collect();
    let is_of = |(in_module, value): &(String, String), (module, variant): &(String, String)| {
        in_module == module && value.ends_with(variant.as_str())
    };
    for variant in &variants {
        assert!(new.iter().any(|value| is_of(value, variant)), "{variant:?} has {what}, without an enum value");
    }
    for (place, values) in &more.enums {
        let Some(known) = less.enums.get(place) else { continue };
        for value in values.difference(known) {
            let value = (module(&place.0), plain(value));
            assert!(variants.iter().any(|variant| is_of(&value, variant)), "{value:?} has {what}, without a variant");
        }
    }
}

/// The enum values of each module.
fn values(spec: &Spec) -> BTreeSet<(String, String)> {
    let values = spec.enums.iter().flat_map(|((package, _), values)| values.iter().map(move |value| (package, value)));
    values.map(|(package, value)| (module(package), plain(value))).collect()
}

/// The properties that only `more` has, in schemas that both have.
fn properties<'a>(less: &'a Spec, more: &'a Spec) -> impl Iterator<Item = Member> {
    let both = more.schemas.iter().filter_map(|(name, after)| Some((name, less.schemas.get(name)?, after)));
    both.flat_map(|(name, before, after)| {
        let (module, ty) = (module(package(name)), plain(&name[package(name).len()..]));
        after.difference(before).map(move |property| (module.clone(), ty.clone(), plain(property)))
    })
}

/// The operations that only `more` has, in packages that both have: methods of services, or accessors of new services.
fn operations<'a>(less: &'a Spec, more: &'a Spec) -> impl Iterator<Item = Member> {
    let services: BTreeSet<(&str, &str)> = less.operations.iter().map(|id| service(id)).collect();
    let packages: BTreeSet<&str> = services.iter().map(|(package, _)| *package).collect();
    let new = more.operations.difference(&less.operations).filter(move |id| packages.contains(package(id)));
    new.map(move |id| {
        let (package, name) = service(id);
        if services.contains(&(package, name)) {
            (module(package), plain(name) + "service", plain(id.rsplit('.').next().unwrap_or_default()))
        } else {
            (module(package), "client".to_owned(), plain(name))
        }
    })
}

/// An operation's package, and its service without the suffix.
fn service(id: &str) -> (&str, &str) {
    let (service, _) = id.rsplit_once('.').expect("a method");
    let (package, name) = service.rsplit_once('.').expect("a service");
    (package, name.strip_suffix("Service").unwrap_or(name))
}

/// The element of a line. The method, type and parameters of an operation are one element.
fn member(line: &Line) -> Member {
    let name = |text: &str| {
        let text = ["fn ", "struct ", "impl ", "mod ", "const ", "type "]
            .iter()
            .fold(text, |text, word| text.trim_start_matches(word));
        plain(text.split([':', '(', '<', ' ']).next().unwrap_or_default())
    };
    let inner = name(line.last().expect("a line"));
    match line[1].strip_prefix("mod ") {
        Some(service) => {
            (line[0].clone(), plain(service) + "service", inner.strip_suffix("params").unwrap_or(&inner).to_owned())
        }
        None => (line[0].clone(), name(&line[1]), inner),
    }
}

fn module(package: &str) -> String {
    package.strip_prefix("c1.api.").unwrap_or(package).replace('.', "::")
}

/// The name in lower-case letters and digits only.
fn plain(name: &str) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
