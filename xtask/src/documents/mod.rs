//! OpenAPI documents, and Markdown pages that contain one, as documents for specs/.

pub(crate) mod document;
pub(crate) mod input;
mod name;
pub(crate) mod page;

pub use self::document::read;
pub(crate) use self::input::read_file;
pub use self::input::{Input, Medium};
