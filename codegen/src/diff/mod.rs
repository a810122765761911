//! What changes from one set of documents to another: on the wire, for those who use the crate, and in words only.

mod pairs;
pub mod wire;
mod words;

use serde::Serialize;

use crate::spec::Idle;
use crate::stages::Stages;
use crate::{Errors, Inputs, Named};
use pairs::Pairs;
use wire::Wire;
pub use words::Words;

/// One of the two that are compared.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The documents, and their overlay.
    pub inputs: Inputs,
    /// Whether the overlay was written for other documents than these: actions that match nothing are not told then.
    pub borrows_overlay: bool,
}

/// Everything that differs between two sides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What a server and a client that knows only the other side would notice.
    pub wire: Wire,
    /// What only people who read the documents notice.
    pub words: Words,
}

/// Compares what `old` and `new` describe. How they spell it is no difference.
///
/// # Errors
///
/// Everything in one of the sides that the generator does not understand.
pub fn compare(old: &Side, new: &Side) -> Result<Report, Errors> {
    let (old, new) = rayon::join(|| understood(old), || understood(new));
    let (old, new) = (old?, new?);
    let pairs = Pairs::of(&old.api, &new.api);
    Ok(Report { wire: wire::compare(&pairs), words: words::compare(&pairs) })
}

fn understood(side: &Side) -> Result<Named, Errors> {
    let idle = if side.borrows_overlay { Idle::Accepted } else { Idle::Refused };
    crate::name(&side.inputs, idle, &mut Stages::default())
        .map_err(|errors| errors.map(crate::with_lines(&side.inputs)))
}
