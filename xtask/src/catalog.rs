//! What the commands that only look something up begin with.

use ::codegen::catalog::Catalog;
use ::codegen::{Errors, Inputs, Specs, Workspace};

/// The vendored documents and what they describe.
pub(crate) struct Loaded {
    pub(crate) inputs: Inputs,
    pub(crate) catalog: Catalog,
}

/// Reads specs/ as the generator would.
pub(crate) fn load(workspace: &Workspace) -> Result<Loaded, Errors> {
    let inputs = Specs::read(&workspace.specs()?)?.inputs();
    let catalog = Catalog::read(&inputs)?;
    Ok(Loaded { inputs, catalog })
}
