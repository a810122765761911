//! Mocked calls per second on one core. The bar: 100,000.
//!
//! A call goes through the whole client: its request is encoded, authorized and timed, the mock decodes it and encodes the
//! response, which the client decodes.
//!
//! `cargo bench -p c1-api --features mock --bench mock`

use c1_api::mock::MockServer;
use c1_api::user::v1::user_search::UserSearch;
use c1_api::user::v1::{SearchUsersRequest, SearchUsersResponse};
use cpu_time::ThreadTime;
use tokio::runtime::Builder;

const CALLS: u32 = 100_000;
const ROUNDS: usize = 5;

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    for (name, typed) in [("a constant response", false), ("a typed handler", true)] {
        let c1 = MockServer::new();
        let response = SearchUsersResponse { next_page_token: "next".into(), ..Default::default() };
        if typed {
            c1.on::<UserSearch>().respond_with(|call| SearchUsersResponse {
                next_page_token: call.request().query.clone(),
                ..Default::default()
            });
        } else {
            c1.on::<UserSearch>().respond(response);
        }
        let client = c1.client();
        let best = (0..ROUNDS).map(|_| {
            let began = ThreadTime::now();
            runtime.block_on(async {
                for _ in 0..CALLS {
                    let call = client.user_search().search(SearchUsersRequest::new().query("ada"));
                    assert!(!call.await.expect("a page").next_page_token.is_empty());
                }
            });
            f64::from(CALLS) / began.elapsed().as_secs_f64()
        });
        println!("{name}: {:.0} calls per second of CPU time", best.fold(0.0, f64::max));
    }
}
