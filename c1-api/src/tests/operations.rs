//! Operations as the generator writes them, one for each way to make a request.

use http::Method;
use serde_json::{Value, json};

use crate::operation::{Operation, OperationInfo, Paged, RequestBuilder, WithParams};

/// The only parameter is in the path, and the body has no properties.
#[derive(Clone)]
pub(super) struct Delete {
    pub(super) id: String,
}

impl Operation for Delete {
    type Response = Value;

    const INFO: OperationInfo = OperationInfo::new("test.v1.Things.Delete", Method::DELETE, "/api/v1/things/{id}")
        .title("delete things")
        .idempotent();

    fn encode(&self, out: &mut RequestBuilder) {
        out.path("id", &self.id);
        out.empty_body();
    }
}

/// Two parameters in the path, one of them before a verb, and no body.
#[derive(Clone)]
pub(super) struct Cancel {
    pub(super) group: i64,
    pub(super) id: String,
}

impl Operation for Cancel {
    type Response = Value;

    const INFO: OperationInfo =
        OperationInfo::new("test.v1.Things.Cancel", Method::POST, "/api/v1/groups/{group}/things/{id}:cancel");

    fn encode(&self, out: &mut RequestBuilder) {
        out.path("group", &self.group);
        out.path("id", &self.id);
    }
}

/// Its pages hold numbers, and its parameters are in the query.
#[derive(Clone, Default)]
pub(super) struct List {
    pub(super) params: ListParams,
}

#[derive(Clone, Default)]
pub(super) struct ListParams {
    pub(super) page_size: i32,
    pub(super) page_token: String,
    pub(super) exact: Option<bool>,
    pub(super) tags: Vec<String>,
    pub(super) since: Option<chrono::DateTime<chrono::Utc>>,
}

impl Operation for List {
    type Response = Value;

    const INFO: OperationInfo = OperationInfo::new("test.v1.Things.List", Method::GET, "/api/v1/things").idempotent();

    fn encode(&self, out: &mut RequestBuilder) {
        out.query("page_size", &self.params.page_size);
        out.query("page_token", &self.params.page_token);
        out.query("exact", &self.params.exact);
        out.query("tags", &self.params.tags);
        out.query("since", &self.params.since);
    }
}

impl WithParams for List {
    type Params = ListParams;

    fn params_mut(&mut self) -> &mut ListParams {
        &mut self.params
    }
}

impl Paged for List {
    type Item = i64;

    fn set_page_token(&mut self, token: String) {
        self.params.page_token = token;
    }

    fn next_page_token(page: &Value) -> &str {
        page["nextPageToken"].as_str().unwrap_or_default()
    }

    fn take_items(page: &mut Value) -> Vec<i64> {
        page["list"].take().as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
    }
}

/// Its request is its body.
#[derive(Clone)]
pub(super) struct Search {
    pub(super) query: &'static str,
}

impl Operation for Search {
    type Response = Value;

    const INFO: OperationInfo = OperationInfo::new("test.v1.Things.Search", Method::POST, "/api/v1/search/things")
        .title("search things")
        .idempotent();

    fn encode(&self, out: &mut RequestBuilder) {
        out.body(&json!({ "query": self.query }));
    }
}

/// Its body has no form in JSON.
#[derive(Clone)]
pub(super) struct Unwritable;

impl Operation for Unwritable {
    type Response = Value;

    const INFO: OperationInfo = OperationInfo::new("test.v1.Things.Create", Method::POST, "/api/v1/things");

    fn encode(&self, out: &mut RequestBuilder) {
        out.body(&std::collections::BTreeMap::from([(vec![1], 1)]));
    }
}
