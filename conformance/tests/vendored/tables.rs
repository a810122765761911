// Emitted by `cargo xtask conformance`. Do not edit it.

use c1_api::Client;
use conformance::{Case, Model, Oneof, Operation, Tables, model, read, write};

use super::glue::{client, listening, path, query, remote, send};

pub(crate) static TABLES: Tables<Client> = Tables { models: MODELS, oneofs: ONEOFS, operations: OPERATIONS, client, listening, remote };

static MODELS: &[Model] = &[
    model::<c1_api::iam::v1::ExternalClientInfo>("c1.api.iam.v1.ExternalClientInfo"),
    model::<c1_api::iam::v1::ExternalClientSearchServiceSearchRequest>("c1.api.iam.v1.ExternalClientSearchServiceSearchRequest"),
    model::<c1_api::iam::v1::ExternalClientSearchServiceSearchResponse>("c1.api.iam.v1.ExternalClientSearchServiceSearchResponse"),
    model::<c1_api::iam::v1::PersonalClient>("c1.api.iam.v1.PersonalClient"),
    model::<c1_api::iam::v1::PersonalClientSearchServiceSearchRequest>("c1.api.iam.v1.PersonalClientSearchServiceSearchRequest"),
    model::<c1_api::iam::v1::PersonalClientSearchServiceSearchResponse>("c1.api.iam.v1.PersonalClientSearchServiceSearchResponse"),
    model::<c1_api::user::v1::SearchUsersRequest>("c1.api.user.v1.SearchUsersRequest"),
    model::<c1_api::user::v1::SearchUsersResponse>("c1.api.user.v1.SearchUsersResponse"),
    model::<c1_api::user::v1::User>("c1.api.user.v1.User"),
    model::<c1_api::user::v1::UserAttributeMappingSource>("c1.api.user.v1.UserAttributeMappingSource"),
    model::<c1_api::user::v1::UserExpandMask>("c1.api.user.v1.UserExpandMask"),
    model::<c1_api::user::v1::UserRef>("c1.api.user.v1.UserRef"),
    model::<c1_api::user::v1::UserView>("c1.api.user.v1.UserView"),
];

static ONEOFS: &[Oneof] = &[
];

static OPERATIONS: &[Operation<Client>] = &[
    Operation { id: "c1.api.iam.v1.ExternalClientSearchService.Search", call: |client, input| send(client.external_client_search().search(input.body()?)) },
    Operation { id: "c1.api.iam.v1.PersonalClientSearchService.Search", call: |client, input| send(client.personal_client_search().search(input.body()?)) },
    Operation { id: "c1.api.user.v1.UserSearch.Search", call: |client, input| send(client.user_search().search(input.body()?)) },
];
