//! Calls a server on a loopback port, and one in memory, with the emitted crate.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use pet_shop::Client;
use pet_shop::mock::{MockServer, dummies};
use pet_shop::models::{Pet, PetKind, Pets};
use pet_shop::pet_store::ListPetsKind;
use pet_shop::pet_store::pet_store::{ListPetsParams, PetStoreGetPet, PetStoreListPets};

#[tokio::test]
async fn a_call_is_sent_and_its_response_read() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let lines = BufReader::new(stream.try_clone().expect("a handle")).lines().map(|line| line.expect("text"));
        let request: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
        let body = r#"{"items":[{"name":"Ada","kind":"dog"},{"name":"Bob","kind":"fish"}]}"#;
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all((head + body).as_bytes()).expect("the response is sent");
        request
    });
    let base_url = format!("http://{address}/v1");
    let builder = Client::builder().base_url(base_url).api_key_header("X-Pet-Key", "open-sesame").api_key_query("app", "a b");
    let client = builder.bearer_token("secret").build().expect("a client");
    let call = client.pet_store().list_pets().params(ListPetsParams::new().kind(ListPetsKind::Dog));
    let pets = call.await.expect("a response").items;
    let pets = pets.expect("items");
    assert_eq!(pets.iter().map(|pet| pet.name.as_str()).collect::<Vec<_>>(), ["Ada", "Bob"]);
    assert_eq!(pets[0].kind, Some(PetKind::Dog));
    assert_eq!(pets[1].kind.as_ref().map(|kind| kind.as_str()), Some("fish"));
    let request = server.join().expect("the server ends");
    assert_eq!(request[0], "GET /v1/pets?kind=dog&app=a%20b HTTP/1.1");
    assert!(request.iter().any(|line| line.eq_ignore_ascii_case("authorization: Bearer secret")));
    assert!(request.iter().any(|line| line.eq_ignore_ascii_case("x-pet-key: open-sesame")));
}

#[test]
fn the_servers_and_the_credentials_are_those_of_the_document() {
    assert_eq!(Client::SERVERS, ["https://eu.pets.example/v1"]);
    let builder = Client::builder();
    assert!(format!("{builder:?}").contains(Client::SERVERS[0]), "{builder:?}");
    let error = builder.base_url("http://localhost").build().expect_err("a credential is missing").to_string();
    let methods = "api_key_header(..) and api_key_query(..) and bearer_token(..) and token_provider(..)";
    assert_eq!(error, format!("the credential is missing; set one of {methods}"));
}

#[tokio::test]
async fn a_test_needs_no_server() {
    let server = MockServer::new();
    server.on::<PetStoreListPets>().when(|call| call.params().kind == Some(ListPetsKind::Dog)).times(1).respond_with(
        |_| Pets { items: Some(dummies(3)), ..Default::default() },
    );
    server.on::<PetStoreGetPet>().respond_with(|call| Pet { name: call.id().clone(), ..Default::default() });
    let pets = server.client().pet_store();
    let dogs = pets.list_pets().params(ListPetsParams::new().kind(ListPetsKind::Dog)).await.expect("a response");
    assert_eq!(dogs.items, Some(dummies(3)));
    assert_eq!(pets.get_pet("a/b").await.expect("a pet").name, "a/b");
    server.assert_done();
}
