//! The codes of the maintainers' commands. An id keeps its meaning: a code that goes leaves a gap.

codegen::diagnostic_codes! {
    // Files.
    FILE_ACCESS = "C1X0001", Error, "file that cannot be read or written";
    NOT_REGULAR = "C1X0002", Error, "not a regular file";
    NOT_UTF8 = "C1X0003", Error, "not UTF-8 text";
    INVALID_MANIFEST = "C1X0004", Error, "invalid Cargo manifest";
    NO_FEATURE_TABLE = "C1X0005", Error, "missing marker comments of the generated features";
    FEATURE_COLLISION = "C1X0006", Error, "hand-written feature with a generated name";
    STALE = "C1X0007", Error, "stale generated code";
    INVALID_CRATE_NAME = "C1X0008", Error, "invalid name of a crate";

    // specs/.
    NOTHING_VENDORED = "C1X0010", Error, "no vendored document";
    INVALID_SOURCES = "C1X0011", Error, "invalid SOURCES.toml";
    UNLISTED_FILE = "C1X0012", Error, "document that is not listed in SOURCES.toml";
    MISSING_FILE = "C1X0013", Error, "missing vendored document";
    ALTERED_FILE = "C1X0014", Error, "modified vendored document";

    // Vendoring.
    NOT_A_DOCUMENT = "C1X0020", Error, "unknown file format";
    INVALID_PAGE = "C1X0021", Error, "page without exactly one OpenAPI block";
    INVALID_NAME = "C1X0022", Error, "invalid document name";
    NAME_COLLISION = "C1X0023", Error, "duplicate document name";
    SAME_API = "C1X0024", Error, "another version of a vendored document";
    OPERATION_GONE = "C1X0025", Error, "removed operation of a vendored page";
    NO_URL = "C1X0026", Error, "no URL to update from";
    INVALID_URL = "C1X0027", Error, "unsupported URL";
    FETCH_FAILED = "C1X0028", Error, "failed fetch";
    UNEXPECTED_RESPONSE = "C1X0029", Error, "unexpected response";
    UNKNOWN_LENGTH = "C1X0030", Warning, "response of unknown length";
    UNMATCHED_GLOB = "C1X0031", Error, "glob that no operation matches";

    // Comparing and finding.
    GIT = "C1X0040", Error, "git revision that cannot be read";
    NOTHING_TO_COMPARE = "C1X0041", Error, "nothing to compare";
    BREAKING_CHANGE = "C1X0042", Error, "breaking change";
    NOT_FOUND = "C1X0050", Error, "unknown name";
    AMBIGUOUS = "C1X0051", Error, "ambiguous name";
    INVALID_FILTER = "C1X0052", Error, "filter that nothing can match";

    // Judging.
    NOT_CONFORMING = "C1X0060", Error, "crate that contradicts its specification";

    // Releasing.
    RELEASE_CHECK = "C1X0070", Error, "release that does not pass a check";
    INVALID_CHANGELOG = "C1X0071", Error, "changelog without a heading of unreleased changes";
}
