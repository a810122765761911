//! The command `release`, in a repository of its own, with a script in place of Cargo.
#![cfg(unix)]

mod checks;
mod preparing;
mod repository;

/// A document with one operation.
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
components:
  schemas:
    c1.api.book.v1.Book:
      type: object
      properties:
        title: {type: string}
        isbn: {type: string}
";

/// The document with another operation.
fn with_addition() -> String {
    let shelves = "  /shelves:\n    get:\n      operationId: c1.api.book.v1.ShelfService.List\n      responses:\n        '200':\n          \
                   description: A shelf.\n          content: {application/json: {schema: {$ref: \
                   '#/components/schemas/c1.api.book.v1.Book'}}}\ncomponents:\n";
    API.replace("components:\n", shelves)
}

/// The document without a property.
fn with_removal() -> String {
    API.replace("        isbn: {type: string}\n", "")
}
