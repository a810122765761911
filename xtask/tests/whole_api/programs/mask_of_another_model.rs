//! Does not compile: the mask of an entitlement has no field of a user.

use c1_api::FieldMask;
use c1_api::app::v1::UpdateAppEntitlementRequestInput;
use c1_api::user::v1::User;

fn main() {
    UpdateAppEntitlementRequestInput::new().update_mask(FieldMask::new().with(User::STATUS));
}
