//! Names that generated code cannot give to elements of a specification.

/// Types and traits that generated files use without a path.
#[rustfmt::skip]
pub(super) const TYPES: [&str; 53] = [
    "Any", "BTreeMap", "Box", "Bytes", "Call", "Client", "Clone", "Cow", "DateTime", "Debug", "Default", "Empty", "Err",
    "Expanded", "FieldEncoding", "FieldMask", "FieldPath", "FieldSink", "FieldSource", "File", "Into", "Map", "Message", "Method",
    "MultipleCasesSet", "NaiveDate", "None", "Ok", "Oneof", "OpenEnum", "Operation", "OperationInfo", "Option", "Paged",
    "ParamStyle", "PartialEq", "Redacted", "RequestBuilder", "ResponseBody", "ServerSentEvent", "Some",
    "StreamFormat", "StreamItem", "Streamed", "String", "TimeDelta", "Union", "UnlistedValue", "Utc", "Value",
    "Vec", "Waiter", "WithParams",
];

/// Whether a name that an overlay gives would collide with one that generated code uses.
pub(super) fn is_used(name: &str) -> bool {
    TYPES.contains(&name) || OPERATION_FIELDS.contains(&name) || MODEL_FIELDS.contains(&name)
}

/// Modules of c1-api's root, and crates.
#[rustfmt::skip]
pub(super) const ROOT_MODULES: [&str; 22] = [
    "alloc", "bytes", "c1_api_core", "chrono", "codec", "core", "drift", "error", "generated", "guide", "http",
    "mock", UNPACKAGED, "operation", "registry", "runtime", "serde", "serde_json", "std", "tests", "transport", "waiter",
];

/// Modules that every package has.
pub(super) const PACKAGE_MODULES: [&str; 3] = ["enums", "models", "operations"];

/// The module of schemas without a package.
pub(super) const UNPACKAGED: &str = "models";

/// Features that are not those of a package.
pub(super) const FEATURES: [&str; 10] =
    ["blocking", "default", "full", "gzip", "http2", "mock", "native-tls", "registry", "rustls", "zstd"];

/// Methods that every `Client` has.
pub(super) const CLIENT_METHODS: [&str; 7] = ["builder", "clone", "device_login", "fmt", "from_env", "new", "request"];

/// Methods of `Call` with the prefix of waiters' methods.
pub(super) const CALL_METHODS: [&str; 1] = ["until_gone"];

/// Arguments and fields that every operation may have.
pub(super) const OPERATION_FIELDS: [&str; 4] = ["out", "page_token", "params", "request"];

/// The last field of every model. Its name sorts last, as the compiler lists missing fields by name, and stops at three.
pub(super) const MODEL_FIELDS: [&str; 1] = ["zz_non_exhaustive"];

/// The fallback of every enum.
pub(super) const VARIANTS: [&str; 1] = ["Unlisted"];

/// The case of every oneof for several cases at once.
pub(super) const CASES: [&str; 1] = ["Several"];

/// The payload that is not among the known ones.
pub(super) const PAYLOADS: [&str; 1] = ["Other"];

/// Methods of models and of optional parameters, inherent or of the traits that they implement.
#[rustfmt::skip]
pub(super) const MODEL_METHODS: [&str; 12] = [
    "all", "clone", "default", "encode", "eq", "expanded", "expanded_as", "fmt", "new", "of", "read_field",
    "write_fields",
];
