//! Random values of models.

use c1_api::codec::{FieldSink, Message, OpenEnum, Wire};
use c1_api::iam::v1::{ExternalClientInfo, PersonalClient};
use c1_api::mock::{dummies, dummy};
use c1_api::user::v1::{SearchUsersRequest, SearchUsersResponse, User, UserOrigin, UserStatus, UserView};

/// The fields that are not written, other than the page tokens and paths.
struct Unset(Vec<&'static str>);

impl FieldSink for Unset {
    fn field<T: Wire>(&mut self, name: &'static str, value: &T) {
        if value.is_default() && !name.ends_with("Token") && !name.ends_with("Path") && name != "expanded" {
            self.0.push(name);
        }
    }
}

fn assert_filled<T: Message + PartialEq + serde::Serialize + serde::de::DeserializeOwned>() {
    for seed in 0..50 {
        let message: T = dummy(seed);
        let mut unset = Unset(Vec::new());
        message.write_fields(&mut unset);
        assert!(unset.0.is_empty(), "{} lacks {:?}", T::NAME, unset.0);
        assert_eq!(message, dummy(seed), "the same seed");
        let json = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<T>(&json).unwrap(), message, "{json}");
    }
}

#[test]
fn every_field_has_a_value() {
    assert_filled::<User>();
    assert_filled::<UserView>();
    assert_filled::<SearchUsersRequest>();
    assert_filled::<SearchUsersResponse>();
    assert_filled::<ExternalClientInfo>();
    assert_filled::<PersonalClient>();
}

#[test]
fn values_differ_and_fit_their_fields() {
    let users: Vec<User> = dummies(100);
    assert_eq!(users.len(), 100);
    for (index, user) in users.iter().enumerate() {
        assert!(users[..index].iter().all(|other| other.id != user.id && other != user));
        assert!(user.email.contains('@'), "{user:?}");
        assert!(!user.status.is_unlisted() && !user.origin.is_unlisted() && !OpenEnum::is_default(&user.status));
        assert!(user.created_at.is_some() && user.profile.is_some());
    }
    let statuses = UserStatus::VALUES.iter().filter(|status| !OpenEnum::is_default(*status));
    assert!(statuses.clone().all(|status| users.iter().any(|user| user.status == *status)));
    assert_ne!(dummy::<UserOrigin>(1), UserOrigin::Unspecified);
    let client: ExternalClientInfo = dummy(1);
    assert!(client.client_id_url.starts_with("https://") && !client.user_id.contains(' '), "{client:?}");
    assert!(client.display_name.starts_with("displayName "), "{client:?}");
}

#[test]
fn a_page_of_dummies_is_the_last_one() {
    let page: SearchUsersResponse = dummy(1);
    assert!(!page.list.is_empty() && page.next_page_token.is_empty());
    assert!(page.list[0].managers(&page).unwrap().is_empty());
}
