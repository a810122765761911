//! The command `vendor`, with files, pages and servers.

mod documents;
#[cfg(unix)]
mod explanations;
mod fetching;
mod hostile;
mod inputs;
#[cfg(unix)]
mod interrupted;
mod only;
mod server;
#[cfg(unix)]
#[path = "../terminal/mod.rs"]
mod terminal;
mod updating;
#[cfg(unix)]
mod waiting;
#[cfg(unix)]
mod workflows;
mod workspace;

/// A document with two operations and two schemas.
const API: &str = "\
openapi: 3.1.0
info: {title: API, version: '1'}
paths:
  /books/{id}:
    get:
      operationId: c1.api.book.v1.BookService.Get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: A book.
          content: {application/json: {schema: {$ref: '#/components/schemas/c1.api.book.v1.Book'}}}
  /shelves:
    get:
      operationId: c1.api.book.v1.ShelfService.Get
      responses:
        '200':
          description: A shelf.
          content: {application/json: {schema: {$ref: '#/components/schemas/c1.api.book.v1.Shelf'}}}
components:
  schemas:
    c1.api.book.v1.Book:
      type: object
      properties:
        title: {type: string}
    c1.api.book.v1.Shelf:
      type: object
      properties:
        label: {type: string}
";

/// The document with an additional property.
fn newer() -> String {
    API.replace("        title: {type: string}\n", "        title: {type: string}\n        author: {type: string}\n")
}

/// The part of the document that describes the operation of books.
fn part() -> String {
    let (before, rest) = API.split_once("  /shelves:\n").expect("a path");
    let (_, after) = rest.split_once("components:\n").expect("components");
    let (books, _) = after.split_once("    c1.api.book.v1.Shelf:\n").expect("a schema");
    format!("{before}components:\n{books}")
}

/// A documentation page that names its origin.
fn page(origin: &str, document: &str) -> String {
    format!("# Get a book\n\n````yaml {origin} get /books/{{id}}\n{document}````\n")
}
