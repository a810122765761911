//! The personal clients of the demo.

use c1_api::iam::v1::PersonalClient;
use c1_api::user::v1::{User, UserStatus, UserType};
use chrono::TimeDelta;

use super::dice::Dice;
use super::{NOW, days_ago};

const NAMES: &[&str] = &[
    "terraform",
    "ci",
    "local scripts",
    "quarterly report",
    "access export",
    "onboarding",
    "laptop",
    "Slack bot",
    "spreadsheet",
];

/// The credentials, in the order of their owners.
pub(super) fn credentials(people: &[User]) -> Vec<PersonalClient> {
    let mut dice = Dice::new(37);
    let mut credentials = Vec::new();
    for user in people {
        let chance = match (&user.r#type, user.department.as_str()) {
            (UserType::Service | UserType::Agent, _) => 100,
            _ if user.status != UserStatus::Enabled => 40,
            (_, "IT" | "Security") => 45,
            (_, "Engineering") => 25,
            _ => 6,
        };
        if dice.percent(chance) {
            credentials.push(credential(&mut dice, user, credentials.len()));
        }
    }
    credentials
}

fn credential(dice: &mut Dice, user: &User, index: usize) -> PersonalClient {
    let id = format!("pc{index:03}");
    let created = 5 + dice.below(500);
    let left = if user.status == UserStatus::Enabled { 0 } else { 20 + dice.below(60) };
    let used = if dice.percent(70) { dice.below(20) } else { dice.below(500) };
    let lifetime = i64::try_from(90 + dice.below(4) * 90).unwrap_or(90);
    // Most that exist have some time to go, and a few have expired.
    let to_go = TimeDelta::days(lifetime - i64::try_from(dice.below(120)).unwrap_or(0));
    let network = index % 200;
    PersonalClient {
        allow_source_cidr: if dice.percent(45) {
            vec![format!("198.51.100.{network}/32"), "2001:db8:20::/48".to_owned()]
        } else {
            Vec::new()
        },
        client_id: format!("{}-{:05}@demo.conductor.one/pcc", user.username.replace('.', "-"), 10_000 + index * 37),
        created_at: days_ago(created),
        deleted_at: if dice.percent(5) { days_ago(2) } else { None },
        display_name: dice.pick(NAMES).map(|name| (*name).to_owned()).unwrap_or_default(),
        expires_time: dice.percent(65).then_some(NOW + to_go),
        id,
        last_used_at: if dice.percent(8) { None } else { days_ago((left + used).min(created)) },
        scoped_roles: if dice.percent(55) { vec!["role-auditor".to_owned()] } else { Vec::new() },
        updated_at: days_ago(created),
        user_id: user.id.clone(),
        ..Default::default()
    }
}
