//! The generator's codes. An id keeps its meaning: a code that goes leaves a gap.

crate::diagnostic_codes! {
    // Reading.
    INTERNAL = "C1G0001", Error, "the generator contradicts itself";
    NO_DOCUMENTS = "C1G0002", Error, "no document";
    SYNTAX = "C1G0003", Error, "not a YAML or JSON document";
    DUPLICATE_KEY = "C1G0004", Error, "duplicate key";
    LIMIT = "C1G0005", Error, "document too deep or too large";
    NOT_OPENAPI = "C1G0006", Error, "not an OpenAPI 3 document";
    NOTHING_DEFINED = "C1G0007", Error, "document without operations and schemas";

    // Validation.
    MISSING_KEY = "C1G0010", Error, "missing key";
    UNSUPPORTED_KEY = "C1G0011", Error, "unsupported key";
    UNSUPPORTED_VALUE = "C1G0012", Error, "unsupported value";
    WRONG_KIND = "C1G0013", Error, "value of the wrong kind";
    KEY_WITHOUT_TYPE = "C1G0014", Error, "key that its type does not have";
    EMPTY_ENUM = "C1G0015", Error, "enum without values";
    UNSUPPORTED_COMPOSITION = "C1G0016", Error, "unsupported combination of schemas";
    UNSUPPORTED_REFERENCE = "C1G0017", Error, "unsupported reference";
    INVALID_PATH = "C1G0018", Error, "invalid path";
    MISPLACED_EXTENSION = "C1G0019", Error, "extension without effect";
    INVALID_EXTENSION = "C1G0020", Error, "invalid value of an extension";
    UNKNOWN_KEY = "C1G0021", Warning, "key that JSON Schema does not define";

    // Overlay.
    INVALID_OVERLAY = "C1G0030", Error, "invalid overlay";
    INVALID_TARGET = "C1G0031", Error, "invalid target of an overlay action";
    UNMATCHED_ACTION = "C1G0032", Error, "overlay action that matches nothing";

    // Merging.
    CONFLICTING_DEFINITIONS = "C1G0040", Error, "conflicting definitions";
    CONFLICTING_SETTINGS = "C1G0041", Error, "conflicting settings";

    // Schemas.
    UNSUPPORTED_SCHEMA = "C1G0050", Error, "unsupported schema";
    UNKNOWN_SCHEMA = "C1G0052", Error, "reference to an unknown schema";
    UNKNOWN_REQUIRED = "C1G0053", Error, "required property that is not defined";
    CONFLICTING_ENUMS = "C1G0054", Error, "enums of one name with different values";
    DUPLICATE_VALUE = "C1G0055", Error, "duplicate enum value";
    ONEOF_LEFT_OUT = "C1G0056", Warning, "oneof left out";
    UNKNOWN_ONEOF = "C1G0057", Warning, "name of an unknown oneof";

    // Operations.
    INVALID_OPERATION_ID = "C1G0060", Error, "invalid operation id";
    DUPLICATE_OPERATION_ID = "C1G0061", Error, "duplicate operation id";
    DUPLICATE_PARAMETER = "C1G0062", Error, "duplicate parameter";
    UNSUPPORTED_PARAMETER = "C1G0063", Error, "unsupported parameter";
    PATH_MISMATCH = "C1G0064", Error, "path and parameters that differ";
    UNSUPPORTED_CONTENT = "C1G0065", Error, "unsupported request or response body";
    AMBIGUOUS_PAGINATION = "C1G0066", Error, "ambiguous pagination";
    INVALID_PAGINATION = "C1G0067", Error, "invalid x-speakeasy-pagination";
    INVALID_WAITER = "C1G0068", Error, "invalid x-rust-waiter";

    // Names.
    NAME_COLLISION = "C1G0070", Error, "name collision";
    NO_NAME = "C1G0071", Error, "no Rust name";
    INVALID_NAME = "C1G0072", Error, "invalid Rust name";
    PATH_COLLISION = "C1G0073", Error, "file path collision";
}
