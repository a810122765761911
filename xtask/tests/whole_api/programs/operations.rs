//! Lists the operations of the API, and routes a request of each to its description.

use c1_api::registry::OPERATIONS;

/// The path of a request, with a value for each parameter.
fn path(template: &str) -> String {
    let parts = template.split('{').map(|part| match part.split_once('}') {
        Some((_, literal)) => format!("2abc{literal}"),
        None => part.to_owned(),
    });
    parts.collect()
}

fn main() {
    for operation in &OPERATIONS {
        let info = &operation.info;
        let found = OPERATIONS.route(&info.method, &path(info.path)).map(|operation| operation.info.id);
        assert_eq!(found, Some(info.id), "{} {}", info.method, info.path);
        assert_eq!(OPERATIONS.get(info.id), Some(operation));
        println!("{} {} {} {}", info.id, info.method, info.path, operation.response.unwrap_or("-"));
    }
    assert!(OPERATIONS.iter().filter(|operation| operation.paged).count() > 100);
    assert!(OPERATIONS.iter().any(|operation| operation.request.is_some()));
}
