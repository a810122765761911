//! What generated code offers, in few enough lines for a reviewer to read first.

use std::path::Path;

use codegen::catalog::Catalog;
use codegen::{FileTree, Specs, Workspace};

#[test]
fn each_package_of_this_repository_has_its_surface() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let generated = Workspace::new(root).generated().expect("the generated files");
    for (package, listing) in codegen::surface(&generated).expect("generated code") {
        insta::assert_snapshot!(package.replace("::", "_"), listing);
    }
}

#[test]
fn the_catalog_has_what_the_code_of_this_repository_has() {
    let workspace = Workspace::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    let inputs =
        Specs::read(&workspace.specs().expect("the vendored documents")).expect("the vendored documents").inputs();
    let surface = codegen::surface(&workspace.generated().expect("the generated files")).expect("generated code");
    assert_eq!(Catalog::read(&inputs).expect("a catalog").entries(), codegen::surface_entries(&surface));
}

#[test]
fn only_what_is_public_is_listed() {
    let operations = "
        impl Client { pub fn books(&self) -> BooksService { todo() } }
        pub struct BooksService { client: Client }
        impl BooksService {
            #[deprecated]
            pub fn list(&self, shelf: impl Into<String>) -> Call<books::List> { todo() }
            fn helper(&self) {}
        }
        pub mod books {
            use crate::Operation;
            pub struct List { pub(super) shelf: String }
            impl Operation for List {
                type Response = crate::book::v1::Books;
                const INFO: OperationInfo = OperationInfo::new(\"List\", Method::GET, \"/books\").idempotent();
                fn encode(&self, out: &mut Encoder) {}
            }
        }";
    let models = "
        #[deprecated(note = \"old\")]
        pub struct Books {
            #[deprecated]
            pub list: Vec<Option<crate::book::v1::Book>>,
            /// Where hidden books are found, too.
            pub by_name: BTreeMap<String, Book>,
            #[doc(hidden)]
            pub _non_exhaustive: (),
        }
        struct Private { pub field: String }";
    let enums = "
        pub enum Kind { #[deprecated] Old, New, UnknownValue(UnknownValue) }
        impl OpenEnum for Kind { const VALUES: &'static [Self] = &[Self::Old]; }";
    let mut tree = FileTree::new();
    for (file, text) in [("operations.rs", operations), ("models.rs", models), ("enums.rs", enums)] {
        tree.insert(format!("book/v1/{file}"), text).expect("a plain path");
    }
    tree.insert("book/v1/mod.rs", "pub mod models;").expect("a plain path");
    let surface = codegen::surface(&tree).expect("Rust");
    assert_eq!(surface.keys().collect::<Vec<_>>(), ["book::v1"]);
    insta::assert_snapshot!(surface["book::v1"], @r#"
    struct Books (deprecated)
        list: Vec<Option<book::v1::Book>> (deprecated)
        by_name: BTreeMap<String, Book>
    struct BooksService
        fn list(&self, shelf: impl Into<String>) -> Call<books::List> (deprecated)
    impl Client
        fn books(&self) -> BooksService
    enum Kind
        Old (deprecated)
        New
        UnknownValue(UnknownValue)
    mod books
        struct List
            Response = book::v1::Books
            INFO = OperationInfo::new("List", Method::GET, "/books").idempotent()
    "#);
}

#[test]
fn a_file_that_is_no_rust_is_an_error() {
    let mut tree = FileTree::new();
    tree.insert("book/v1/models.rs", "pub struct {").expect("a plain path");
    let errors = codegen::surface(&tree).expect_err("no Rust");
    assert!(errors.to_string().contains("--> book/v1/models.rs"), "{errors}");
}
