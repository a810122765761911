//! Unions of every kind, by their JSON.

use serde_json::json;

use super::*;
use crate::wire::message;

#[derive(Clone, Default, PartialEq)]
pub(super) struct Cat {
    pub(super) kind: Option<String>,
    pub(super) lives: Option<i64>,
}

message! {
    Cat = "Cat" {
        field kind "kind";
        field lives "lives" as number;
    }
}

#[derive(Clone, Default, PartialEq)]
pub(super) struct Dog {
    pub(super) kind: Option<String>,
    pub(super) good: Option<bool>,
}

message! {
    Dog = "Dog" {
        field kind "kind";
        field good "good";
    }
}

union! {
    /// By a tag.
    pub enum Tagged tag "kind" {
        Cat(Cat) object ["cat", "feline"];
        Dog(Dog) object ["dog"];
    }
}

union! {
    /// By JSON types and properties.
    pub enum Shaped {
        Dog(Dog) object ["good"];
        Cat(Cat) object ["lives"];
        Flag(bool) boolean [];
        Count(i64) integer [] as number;
        Share(f64) number [];
        Name(String) string [];
        Names(Vec<String>) array [];
    }
}

fn read<T: Union + Wire>(value: Value) -> T {
    T::read(value).expect("a value").expect("not null")
}

#[test]
fn a_tag_names_the_variant_and_is_written() {
    let cat = json!({"kind": "feline", "lives": 9});
    let tagged: Tagged = read(cat.clone());
    assert!(matches!(&tagged, Tagged::Cat(cat) if cat.lives == Some(9)));
    assert_eq!(to_value(&tagged), cat, "the tag of the response is kept");
    assert_eq!(to_value(&Tagged::from(Dog::default())), json!({"kind": "dog"}));
    let forged = Cat { kind: Some("dog".to_owned()), lives: None };
    assert_eq!(to_value(&Tagged::from(forged)), json!({"kind": "cat"}), "a tag of another variant is corrected");
}

#[test]
fn other_values_are_kept_verbatim_and_not_shown() {
    for json in [json!({"kind": "bird", "secret": "s3cret"}), json!({}), json!("cat"), json!({"kind": 1})] {
        let tagged: Tagged = read(json.clone());
        assert!(matches!(tagged, Tagged::Unlisted(_)), "{json}");
        assert_eq!(to_value(&tagged), json);
        assert_eq!(format!("{tagged:?}"), "Unlisted(..)");
    }
    assert_eq!(Tagged::read(json!(null)).expect("a value"), None);
    Tagged::read(json!({"kind": "cat", "lives": "many"})).expect_err("a cat without a number of lives");
}

#[test]
fn shapes_name_the_variant() {
    let variants = [
        (json!({"good": true, "lives": 1}), "Dog"),
        (json!({"lives": 1}), "Cat"),
        (json!(true), "Flag"),
        (json!(7), "Count"),
        (json!(0.5), "Share"),
        (json!("Ada"), "Name"),
        (json!(["Ada"]), "Names"),
        (json!({"good": null}), "Unlisted"),
    ];
    for (json, expected) in variants {
        let variant = match read(json.clone()) {
            Shaped::Dog(_) => "Dog",
            Shaped::Cat(_) => "Cat",
            Shaped::Flag(_) => "Flag",
            Shaped::Count(_) => "Count",
            Shaped::Share(_) => "Share",
            Shaped::Name(_) => "Name",
            Shaped::Names(_) => "Names",
            Shaped::Unlisted(_) => "Unlisted",
        };
        assert_eq!(variant, expected, "{json}");
    }
    assert_eq!(to_value(&Shaped::from(i64::MAX)), json!(i64::MAX), "a number, not a string");
}
