//! What Cargo's manifests say of the crate's version.

use toml::Table;

use crate::Error;
use crate::text::line_at;

/// What a package says of its version.
pub(crate) enum Version {
    Stated(String),
    /// `version.workspace = true`.
    OfWorkspace,
    None,
}

/// The version in the `[package]` of a manifest.
pub(crate) fn version(file: &str, text: &str) -> Result<Version, Error> {
    let manifest = parse(file, text)?;
    Ok(match manifest.get("package").and_then(|package| package.get("version")) {
        Some(toml::Value::String(version)) => Version::Stated(version.clone()),
        Some(inherited) if inherited.get("workspace").is_some() => Version::OfWorkspace,
        _ => Version::None,
    })
}

/// The version in the `[workspace.package]` of a manifest.
pub(crate) fn version_of_members(file: &str, text: &str) -> Result<Option<String>, Error> {
    let manifest = parse(file, text)?;
    let package = manifest.get("workspace").and_then(|workspace| workspace.get("package"));
    Ok(package.and_then(|package| package.get("version")?.as_str()).map(str::to_owned))
}

/// A manifest of Cargo's.
pub(crate) fn parse(file: &str, text: &str) -> Result<Table, Error> {
    text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| line_at(text, span.start));
        Error::new(file, "", error.message()).line(line).help("mend the manifest; `cargo metadata` reads it too")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let stated = version("Cargo.toml", "[package]\nversion = \"1.2.3\"\n").expect("TOML");
        assert!(matches!(stated, Version::Stated(version) if version == "1.2.3"));
        let inherited = version("Cargo.toml", "[package]\nversion.workspace = true\n").expect("TOML");
        assert!(matches!(inherited, Version::OfWorkspace));
        let none = version("Cargo.toml", "[package]\nversion = 1\n").expect("TOML");
        assert!(matches!(none, Version::None));
        version("Cargo.toml", "[package").err().expect("no TOML");

        let shared = version_of_members("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
        assert_eq!(shared, Ok(Some("0.1.0".to_owned())));
        assert_eq!(version_of_members("Cargo.toml", "[workspace]\nversion = \"0.1.0\"\n"), Ok(None));
    }
}
