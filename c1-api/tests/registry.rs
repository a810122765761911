//! The registry has the operations of the generated code, described as they are sent.

#![cfg(all(feature = "registry", feature = "full"))]

use c1_api::iam::v1::external_client_search::ExternalClientSearch;
use c1_api::iam::v1::personal_client_search::PersonalClientSearch;
use c1_api::operation::Operation;
use c1_api::registry::OPERATIONS;
use c1_api::user::v1::user_search::UserSearch;
use http::Method;

#[test]
fn each_operation_is_described_as_it_is_sent() {
    let sent = [ExternalClientSearch::INFO, PersonalClientSearch::INFO, UserSearch::INFO];
    assert_eq!(OPERATIONS.iter().map(|operation| operation.info.clone()).collect::<Vec<_>>(), sent);
    for info in &sent {
        assert_eq!(OPERATIONS.get(info.id).map(|operation| &operation.info), Some(info));
        assert_eq!(OPERATIONS.route(&info.method, info.path).map(|operation| operation.info.id), Some(info.id));
        assert_eq!(OPERATIONS.route(&Method::DELETE, info.path), None);
    }
}

#[test]
fn schemas_have_their_full_names() {
    let search = OPERATIONS.get(UserSearch::INFO.id).expect("an operation");
    assert_eq!(search.package, "c1.api.user.v1");
    assert_eq!(search.request, Some("c1.api.user.v1.SearchUsersRequest"));
    assert_eq!(search.response, Some("c1.api.user.v1.SearchUsersResponse"));
    assert_eq!((search.paged, search.deprecated, search.info.stability), (true, false, None));
}
