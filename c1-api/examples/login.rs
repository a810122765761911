//! Logs a person in by a code, and prints a new personal client credential as the environment variables of `Client::from_env`:
//!
//! ```sh
//! cargo run --example login -- acme.conductor.one OAUTH_CLIENT_ID > credential.env
//! ```

use c1_api::Client;
use secrecy::ExposeSecret;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(host), Some(client_id)) = (arguments.next(), arguments.next()) else {
        return Err("usage: login TENANT_DOMAIN OAUTH_CLIENT_ID".into());
    };

    let login = Client::device_login(host, client_id).await?;
    eprintln!("Open {}", login.verification_uri());
    eprintln!("and confirm the code {} within {} s.", login.user_code(), login.expires_in().as_secs());
    let credential = login.create_credential("c1-api example").await?;

    println!("CONDUCTORONE_CLIENT_ID={}", credential.client_id());
    println!("CONDUCTORONE_CLIENT_SECRET={}", credential.client_secret().expose_secret());
    Ok(())
}
