//! The folder of vendored documents and its list, SOURCES.toml.

use std::collections::BTreeSet;

use arbitrary::Unstructured;
use codegen::diagnostics::misleads;
use xtask::documents::{Input, Medium, read};
use xtask::workspace::{Files, Replaced, SpecStore, Validators};

use crate::choices::{one_of, text, up_to};

/// Reads any SOURCES.toml, and one that was written before.
pub fn sources(data: &[u8]) {
    let files = Files::from([("SOURCES.toml".to_owned(), data.to_vec()), ("a.yaml".to_owned(), b"a: 1\n".to_vec())]);
    for replaced in [Replaced::Named(BTreeSet::new()), Replaced::Named(["a.yaml".to_owned()].into()), Replaced::All] {
        match SpecStore::read_beside(&files, &replaced) {
            Ok(store) => check_round_trip(&store),
            Err(errors) => {
                let shown = errors.to_string();
                assert!(shown.len() <= 64 * 1024 + 20 * data.len(), "{} bytes cause {}", data.len(), shown.len());
                assert!(!shown.contains(|c: char| c != '\n' && misleads(c)), "{shown:?}");
            }
        }
    }
    written(&mut Unstructured::new(data));
}

/// Adds documents of any content and origin, writes the folder, and reads it.
fn written(choices: &mut Unstructured<'_>) {
    let mut store = SpecStore::read_beside(&Files::new(), &Replaced::All).expect("an empty folder");
    for name in ["a", "b-2", "c"].iter().take(up_to(choices, 3)) {
        let header = |choices: &mut Unstructured<'_>| {
            let text = text(choices).replace(|c: char| !matches!(c, ' '..='~'), "?");
            (!text.is_empty()).then_some(text)
        };
        let validators = Validators { etag: header(choices), last_modified: header(choices) };
        let medium = one_of(choices, &[Medium::Web(validators), Medium::File]).cloned().unwrap_or(Medium::File);
        let input = Input::new(medium, format!("https://a.example/{}.yaml", text(choices)), text(choices));
        let document = read([Ok(Input { name: Some((*name).to_owned()), ..input })]);
        if let Some(document) = document.ok().and_then(|mut documents| documents.pop()) {
            store.add(document);
        }
    }
    check_round_trip(&store);
}

/// Writes the folder and reads it: nothing is lost.
fn check_round_trip(store: &SpecStore) {
    let files = store.files().expect("files that can be written");
    let bytes: Files = files.iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect();
    let again = SpecStore::read_beside(&bytes, &Replaced::Named(BTreeSet::new())).expect("the files that were written");
    assert_eq!(again.files().expect("files that can be written"), files);
}
