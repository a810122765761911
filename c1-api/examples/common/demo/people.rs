//! The people of the demo: a chief executive, departments with heads and managers, service accounts and agents.

use c1_api::user::v1::{DelegateStatus, User, UserOrigin, UserStatus, UserType};

use super::days_ago;
use super::dice::Dice;
use super::names::Names;

/// Departments: their name, the number of people, and the titles of their members.
const DEPARTMENTS: &[(&str, usize, [&str; 3])] = &[
    ("Engineering", 88, ["Software Engineer", "Senior Software Engineer", "Site Reliability Engineer"]),
    ("Sales", 52, ["Account Executive", "Sales Engineer", "Account Manager"]),
    ("Customer Success", 34, ["Support Engineer", "Customer Success Manager", "Solutions Architect"]),
    ("Data", 26, ["Data Analyst", "Data Engineer", "Data Scientist"]),
    ("Product", 24, ["Product Manager", "Product Designer", "User Researcher"]),
    ("IT", 22, ["Systems Administrator", "IT Support Specialist", "Network Engineer"]),
    ("Marketing", 20, ["Content Strategist", "Marketing Manager", "Brand Designer"]),
    ("Finance", 19, ["Accountant", "Financial Analyst", "Procurement Specialist"]),
    ("Security", 18, ["Security Engineer", "Threat Analyst", "Identity Engineer"]),
    ("People", 14, ["Recruiter", "People Partner", "Payroll Specialist"]),
    ("Legal", 9, ["Counsel", "Paralegal", "Privacy Analyst"]),
];

/// Service accounts and agents, with the department that they work for.
const ACCOUNTS: &[(&str, &str, UserType)] = &[
    ("Backup Operator", "IT", UserType::Service),
    ("Build Pipeline", "Engineering", UserType::Service),
    ("Calendar Sync", "People", UserType::Service),
    ("Data Warehouse Loader", "Data", UserType::Service),
    ("Deploy Bot", "Engineering", UserType::Service),
    ("Directory Sync", "IT", UserType::Service),
    ("Invoice Importer", "Finance", UserType::Service),
    ("Log Shipper", "Security", UserType::Service),
    ("Support Triage Agent", "Customer Success", UserType::Agent),
    ("Access Review Agent", "Security", UserType::Agent),
    ("Release Notes Agent", "Product", UserType::Agent),
];

/// The size of a team, with its manager.
const TEAM: usize = 9;

pub(super) const ROLES: &[(&str, &str)] = &[
    ("role-user", "User"),
    ("role-reviewer", "Access Reviewer"),
    ("role-app-admin", "Application Administrator"),
    ("role-auditor", "Read-Only Auditor"),
    ("role-super-admin", "Super Administrator"),
];

/// Everyone, sorted by id.
pub(super) fn people() -> Vec<User> {
    let (mut dice, mut names) = (Dice::new(11), Names::default());
    let mut people = vec![person(&mut dice, &mut names, "Executive", "Chief Executive Officer", &[])];
    let chief = ids(&people);
    for (department, size, titles) in DEPARTMENTS {
        let mut head = person(&mut dice, &mut names, department, &format!("Head of {department}"), &chief);
        number(&mut head, people.len());
        let head_id = vec![head.id.clone()];
        people.push(head);
        let mut manager_id = head_id.clone();
        for index in 1..*size {
            let leads = index % TEAM == 1;
            let title = if leads { "Team Manager" } else { dice.pick(titles).copied().unwrap_or_default() };
            let managers = if leads { &head_id } else { &manager_id };
            let mut member = person(&mut dice, &mut names, department, title, managers);
            number(&mut member, people.len());
            if leads {
                manager_id = vec![member.id.clone()];
            }
            people.push(member);
        }
    }
    let humans = people.len();
    people.extend((humans..).zip(ACCOUNTS).map(|(index, account)| service_account(index, account, &chief)));
    change_some(&mut people, humans, &mut dice);
    people
}

fn ids(people: &[User]) -> Vec<String> {
    people.iter().map(|user| user.id.clone()).collect()
}

fn number(user: &mut User, index: usize) {
    user.id = format!("u{index:04}");
    user.employee_ids = vec![format!("E{:05}", 10_000 + index)];
}

fn person(dice: &mut Dice, names: &mut Names, department: &str, title: &str, managers: &[String]) -> User {
    let (display_name, address) = names.draw(dice);
    let role = match (dice.below(20), department) {
        (0, "IT") => "role-super-admin",
        (0..6, "Security") => "role-auditor",
        (0..3, _) => "role-app-admin",
        (3..7, _) => "role-reviewer",
        _ => "role-user",
    };
    let mut user = User {
        created_at: days_ago(40 + dice.below(1_800)),
        department: department.to_owned(),
        directory_status: UserStatus::Enabled,
        display_name,
        email: format!("{address}@example.com"),
        employment_status: "active".to_owned(),
        employment_type: if dice.percent(12) { "contractor" } else { "employee" }.to_owned(),
        job_title: title.to_owned(),
        manager_ids: managers.to_vec(),
        origin: UserOrigin::Directory,
        role_ids: vec![role.to_owned()],
        status: UserStatus::Enabled,
        r#type: UserType::Human,
        updated_at: days_ago(dice.below(30)),
        username: address,
        ..Default::default()
    };
    number(&mut user, 0);
    user
}

fn service_account(index: usize, (name, department, kind): &(&str, &str, UserType), managers: &[String]) -> User {
    let username = name.to_lowercase().replace(' ', "-");
    let mut user = User {
        created_at: days_ago(200 + 31 * u64::try_from(index % 20).unwrap_or_default()),
        department: (*department).to_owned(),
        display_name: (*name).to_owned(),
        email: format!("{username}@svc.example.com"),
        manager_ids: managers.to_vec(),
        origin: UserOrigin::Local,
        role_ids: vec!["role-user".to_owned()],
        status: UserStatus::Enabled,
        r#type: kind.clone(),
        username,
        ..Default::default()
    };
    number(&mut user, index);
    user.employee_ids.clear();
    user
}

/// Some people left, some lost their manager, and some delegate their tasks, not all of them to somebody who still works here.
fn change_some(people: &mut [User], humans: usize, dice: &mut Dice) {
    for user in people.iter_mut().take(humans).skip(12) {
        if dice.percent(7) {
            user.status = if dice.percent(20) { UserStatus::Deleted } else { UserStatus::Disabled };
            user.directory_status = user.status.clone();
            user.employment_status = "terminated".to_owned();
            user.deleted_at = (user.status == UserStatus::Deleted).then(|| days_ago(20)).flatten();
        } else if dice.percent(2) {
            user.manager_ids.clear();
        }
    }
    let colleagues: Vec<(String, UserStatus)> =
        people[..humans].iter().map(|user| (user.id.clone(), user.status.clone())).collect();
    let (absent, present): (Vec<_>, Vec<_>) =
        colleagues.into_iter().partition(|(_, status)| *status != UserStatus::Enabled);
    for user in people[..humans].iter_mut().filter(|user| user.status == UserStatus::Enabled) {
        let delegates = match dice.below(100) {
            0..3 => &absent,
            3..10 => &present,
            _ => continue,
        };
        let delegate = dice.pick(delegates).map(|(id, _)| id.clone()).filter(|id| *id != user.id);
        user.delegated_user_id = delegate.unwrap_or_default();
    }
}

/// Whether a user has the delegate status.
pub(super) fn has_delegate_status(user: &User, status: &DelegateStatus) -> bool {
    match status {
        DelegateStatus::HasDelegate => !user.delegated_user_id.is_empty(),
        DelegateStatus::NoDelegate => user.delegated_user_id.is_empty(),
        _ => true,
    }
}
