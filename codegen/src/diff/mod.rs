//! What changes from one set of documents to another: on the wire, for those who use the crate, and in words only.
//!
//! Both sides are compared as the generator understands them: the wire as plain data once it is lowered, the crate by
//! the catalog of what is generated. How a document spells what it says is no difference.

mod bump;
mod counterparts;
mod json;
mod markdown;
mod pairs;
mod phrases;
pub mod rust;
mod side;
mod spelling;
mod text;
pub mod wire;
mod words;

use serde::Serialize;

use crate::api::Api;
use crate::catalog::Catalog;
use crate::spec::Idle;
use crate::stages::Stages;
use crate::{Errors, Named};
pub use bump::{Bump, Impact};
use pairs::Pairs;
use rust::Rust;
pub use side::{Side, own_overlay};
use wire::Wire;
pub use words::Words;

/// Everything that differs between two sides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What a server and a client that knows only the other side would notice.
    pub wire: Wire,
    /// What those who use the crate notice.
    pub rust: Rust,
    /// What only people who read the documents notice.
    pub words: Words,
}

/// Compares what `old` and `new` describe. How they spell it is no difference.
///
/// # Errors
///
/// Everything in one of the sides that the generator does not understand.
pub fn compare(old: &Side, new: &Side) -> Result<Report, Errors> {
    let (old, new) = rayon::join(|| catalogued(old), || catalogued(new));
    let ((old, old_catalog), (new, new_catalog)) = (old?, new?);
    let pairs = Pairs::of(&old, &new);
    Ok(Report {
        wire: wire::compare(&pairs),
        rust: rust::compare(&pairs, &old_catalog, &new_catalog),
        words: words::compare(&pairs),
    })
}

fn catalogued(side: &Side) -> Result<(Api, Catalog), Errors> {
    let idle = if side.borrows_overlay { Idle::Accepted } else { Idle::Refused };
    let named = crate::name(&side.inputs, idle, &mut Stages::default());
    let Named { api, names, .. } = named.map_err(|errors| errors.map(crate::with_lines(&side.inputs)))?;
    let catalog = Catalog::new(&api, &names);
    Ok((api, catalog))
}
