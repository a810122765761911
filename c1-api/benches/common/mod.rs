//! What the benchmarks share, with the test of what a call allocates.

pub(crate) mod bare;
pub(crate) mod derived;
pub(crate) mod page;
pub(crate) mod rounds;
