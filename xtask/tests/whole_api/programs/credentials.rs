//! Lists the personal clients with the fewest restrictions.

use c1_api::iam::v1::PersonalClientSearchServiceSearchRequest;
use c1_api::{Client, Error};

fn main() -> Result<(), Error> {
    let request = PersonalClientSearchServiceSearchRequest::new().page_size(25);
    let mut rows = Vec::new();
    for client in Client::from_env()?.personal_client_search().search(request).items().prefetch(1).wait() {
        let client = client?;
        let findings =
            [client.scoped_roles.is_empty(), client.expires_time.is_none(), client.allow_source_cidr.is_empty()];
        let risk = findings.iter().fold(0, |risk, found| 2 * risk + u8::from(*found));
        rows.push((risk, client.display_name, client.user_id, findings));
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.0));
    for (risk, name, user, [roles, expiry, cidr]) in rows.iter().take(8).filter(|row| row.0 > 0) {
        println!("{risk} {name} {user} no-expiry={expiry} no-cidr={cidr} no-roles={roles}");
    }
    Ok(())
}
