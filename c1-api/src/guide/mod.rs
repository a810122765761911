//! Guide: a page for each task.
//!
#![doc = include_str!("contents.md")]
//!
//! The examples run on the mock: each page is tested with the crate.

/// Declares pages, whose texts are the Markdown files of their names. The last attributes resolve links to items of features.
macro_rules! pages {
    ($($name:ident)*) => {
        $(
            #[doc = include_str!(concat!(stringify!($name), ".md"))]
            #[doc = ""]
            #[cfg_attr(feature = "blocking", doc = "[`wait`]: crate::Call::wait")]
            #[cfg_attr(not(feature = "blocking"), doc = "[`wait`]: https://docs.rs/c1-api/latest/c1_api/struct.Call.html#method.wait")]
            #[cfg_attr(feature = "mock", doc = "[`mock`]: crate::mock")]
            #[cfg_attr(not(feature = "mock"), doc = "[`mock`]: https://docs.rs/c1-api/latest/c1_api/mock/")]
            #[cfg_attr(feature = "registry", doc = "[`registry`]: crate::registry")]
            #[cfg_attr(not(feature = "registry"), doc = "[`registry`]: https://docs.rs/c1-api/latest/c1_api/registry/")]
            pub mod $name {}
        )*
    };
}

pages! {
    credentials
    paging
    enums
    oneofs
    expanded
    update_masks
    errors
    timeouts
    blocking
    concurrency
    mocking
    drift
    waiters
    observability
    features
    other_sdks
}
