//! Whether two public surfaces differ in what their specifications differ in, and in nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::spec::{Spec, package};

/// A line of a listing below the lines that it is indented under, beginning with the package's module.
type Line = Vec<String>;

/// The module, type and member that something is called, in small letters and digits alone: how a specification's name
/// becomes one of Rust is not what is tested here.
type Member = (String, String, String);

/// Holds that `after` has all of `before`, and what is below it, save where the specifications differ.
pub(crate) fn assert_kept(before: (&Spec, &BTreeMap<String, String>), after: (&Spec, &BTreeMap<String, String>)) {
    let (lines_before, lines_after) = (lines(before.1), lines(after.1));
    let gone: Vec<&Line> = beyond(&lines_before, &lines_after).collect();
    // Types that only one of the two has are no concern of those who use the other.
    let come: Vec<&Line> = beyond(&lines_after, &lines_before).filter(|line| line.len() > 2).collect();
    assert_explained("gone", &gone, after.0, before.0);
    assert_explained("come", &come, before.0, after.0);
}

/// Every line of the listings.
fn lines(surface: &BTreeMap<String, String>) -> BTreeSet<Line> {
    let mut lines = BTreeSet::new();
    for (module, listing) in surface {
        let mut path = vec![module.clone()];
        for line in listing.lines() {
            let text = line.trim_start();
            path.truncate(1 + (line.len() - text.len()) / 4);
            path.push(text.to_owned());
            lines.insert(path.clone());
        }
    }
    lines
}

/// What `more` has and `less` has not, of all that stands below a line that both have.
fn beyond<'a>(more: &'a BTreeSet<Line>, less: &'a BTreeSet<Line>) -> impl Iterator<Item = &'a Line> {
    let modules: BTreeSet<&String> = less.iter().map(|line| &line[0]).collect();
    more.difference(less).filter(move |line| match line.as_slice() {
        [module, _] => modules.contains(module),
        [above @ .., _] => less.contains(above),
        [] => false,
    })
}

/// Holds that the lines are what `more` describes and `less` does not, all of it and nothing else.
fn assert_explained(what: &str, lines: &[&Line], less: &Spec, more: &Spec) {
    let (variants, others): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line[1].starts_with("enum "));
    let members: BTreeSet<Member> = others.iter().map(|line| member(line)).collect();
    let described = properties(less, more).chain(operations(less, more)).collect();
    assert_eq!(members, described, "what has {what}, and what the specifications say has {what}: {others:#?}");
    assert_values_explained(what, &variants, less, more);
}

/// Where a variant was added to an enum, its package has a new value that ends in it; and the other way around.
fn assert_values_explained(what: &str, variants: &[&Line], less: &Spec, more: &Spec) {
    let variants: BTreeSet<(String, String)> =
        variants.iter().map(|line| (line[0].clone(), plain(line.last().expect("a variant")))).collect();
    let (values_before, values_after) = (values(less), values(more));
    let new: Vec<&(String, String)> = values_after.difference(&values_before).collect();
    let is_of = |(in_module, value): &(String, String), (module, variant): &(String, String)| {
        in_module == module && value.ends_with(variant.as_str())
    };
    for variant in &variants {
        assert!(new.iter().any(|value| is_of(value, variant)), "{variant:?} has {what}, and no value explains it");
    }
    for (place, values) in &more.enums {
        let Some(known) = less.enums.get(place) else { continue };
        for value in values.difference(known) {
            let value = (module(&place.0), plain(value));
            assert!(variants.iter().any(|variant| is_of(&value, variant)), "{value:?} has {what}, and no variant");
        }
    }
}

/// The values of all enums of each module.
fn values(spec: &Spec) -> BTreeSet<(String, String)> {
    let values = spec.enums.iter().flat_map(|((package, _), values)| values.iter().map(move |value| (package, value)));
    values.map(|(package, value)| (module(package), plain(value))).collect()
}

/// The properties that `more` has beyond `less` in the schemas that both have.
fn properties<'a>(less: &'a Spec, more: &'a Spec) -> impl Iterator<Item = Member> {
    let both = more.schemas.iter().filter_map(|(name, after)| Some((name, less.schemas.get(name)?, after)));
    both.flat_map(|(name, before, after)| {
        let (module, ty) = (module(package(name)), plain(&name[package(name).len()..]));
        after.difference(before).map(move |property| (module.clone(), ty.clone(), plain(property)))
    })
}

/// The operations that `more` has beyond `less` in the packages that both have: a method where both have the service,
/// else the client's method that gives the service.
fn operations<'a>(less: &'a Spec, more: &'a Spec) -> impl Iterator<Item = Member> {
    let services: BTreeSet<(&str, &str)> = less.operations.iter().map(|id| service(id)).collect();
    let packages: BTreeSet<&str> = services.iter().map(|(package, _)| *package).collect();
    let new = more.operations.difference(&less.operations).filter(move |id| packages.contains(package(id)));
    new.map(move |id| {
        let (package, name) = service(id);
        match services.contains(&(package, name)) {
            true => (module(package), plain(name) + "service", plain(id.rsplit('.').next().unwrap_or_default())),
            false => (module(package), "client".to_owned(), plain(name)),
        }
    })
}

/// An operation's package, and the name of its service without the word.
fn service(id: &str) -> (&str, &str) {
    let (service, _) = id.rsplit_once('.').expect("a method");
    let (package, name) = service.rsplit_once('.').expect("a service");
    (package, name.strip_suffix("Service").unwrap_or(name))
}

/// What a line of a listing is about. An operation has a method, a type, and one for its parameters: all are one here.
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

/// Without what tells one way of writing a name from another.
fn plain(name: &str) -> String {
    let name = name.strip_prefix("r#").unwrap_or(name);
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
