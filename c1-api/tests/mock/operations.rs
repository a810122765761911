//! An operation written by hand, with parameters of each form.

use c1_api::mock::{MockOperation, ReadError, RequestReader};
use c1_api::operation::{Operation, OperationInfo, RequestBuilder};
use chrono::{DateTime, Utc};
use http::Method;
use serde_json::Value;

/// Its parameters are in the path and the query.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GetThing {
    pub(crate) group: i64,
    pub(crate) id: String,
    pub(crate) page_size: i32,
    pub(crate) tags: Vec<String>,
    pub(crate) exact: Option<bool>,
    pub(crate) flag: bool,
    pub(crate) share: f64,
    pub(crate) since: Option<DateTime<Utc>>,
}

impl Operation for GetThing {
    type Response = Value;

    const INFO: OperationInfo =
        OperationInfo::new("test.v1.Things.Get", Method::GET, "/api/v1/groups/{group}/things/{id}:read").idempotent();

    fn encode(&self, out: &mut RequestBuilder) {
        out.path("group", &self.group);
        out.path("id", &self.id);
        out.query("page_size", &self.page_size);
        out.query("tags", &self.tags);
        out.query("exact", &self.exact);
        out.query("flag", &self.flag);
        out.query("share", &self.share);
        out.query("since", &self.since);
    }
}

impl MockOperation for GetThing {
    fn read(request: &RequestReader<'_>) -> Result<Self, ReadError> {
        Ok(Self {
            group: request.path("group")?,
            id: request.path("id")?,
            page_size: request.query("page_size")?,
            tags: request.query("tags")?,
            exact: request.query("exact")?,
            flag: request.query("flag")?,
            share: request.query("share")?,
            since: request.query("since")?,
        })
    }
}
