//! A document for the tests to change.

use codegen::{Inputs, TextFile};
use xtask::diff::{self, Report, Side};

/// Each kind of element once.
pub(crate) const BOOKS: &str = "\
openapi: 3.1.0
x-rust-presence: protobuf
paths:
  /api/v1/books/{id}:
    get:
      operationId: c1.api.book.v1.BookService.Get
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: shelf, in: query, schema: { type: integer, format: int32 } }
        - { name: kind, in: query, schema: { type: string, enum: [BOOK_KIND_UNSPECIFIED, BOOK_KIND_PAPER] } }
      responses:
        '200':
          description: The book.
          content: { application/json: { schema: { $ref: '#/components/schemas/c1.api.book.v1.Book' } } }
  /api/v1/search/books:
    post:
      operationId: c1.api.book.v1.BookService.Search
      requestBody:
        content: { application/json: { schema: { $ref: '#/components/schemas/c1.api.book.v1.SearchRequest' } } }
      responses:
        '200':
          description: The books.
          content: { application/json: { schema: { $ref: '#/components/schemas/c1.api.book.v1.SearchResponse' } } }
components:
  schemas:
    c1.api.book.v1.Book:
      type: object
      description: A book that can be lent.
      properties:
        title: { type: string, description: How it is called. }
        pages: { type: integer, format: int32 }
        kind: { type: string, enum: [BOOK_KIND_UNSPECIFIED, BOOK_KIND_PAPER] }
        author: { $ref: '#/components/schemas/c1.api.book.v1.Author' }
        size: { type: object, properties: { width: { type: number }, height: { type: number } } }
    c1.api.book.v1.Author:
      type: object
      properties:
        name: { type: string }
    c1.api.book.v1.SearchRequest:
      type: object
      properties:
        query: { type: string }
        pageToken: { type: string }
    c1.api.book.v1.SearchResponse:
      type: object
      properties:
        list: { type: array, items: { $ref: '#/components/schemas/c1.api.book.v1.Book' } }
        nextPageToken: { type: string }
";

/// The report of the changes that `edits` make to [`BOOKS`].
pub(crate) fn edited(edits: &[(&str, &str)]) -> Report {
    let new = edits.iter().fold(BOOKS.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "missing text: {from}");
        text.replace(from, to)
    });
    between(BOOKS, &new)
}

/// The report of the changes between two documents.
pub(crate) fn between(old: &str, new: &str) -> Report {
    diff::compare(&side("old.yaml", old), &side("new.yaml", new)).unwrap_or_else(|errors| panic!("{errors}\n{new}"))
}

/// An input of one document without an overlay.
pub(crate) fn side(file: &str, text: &str) -> Side {
    let document = TextFile { file: file.to_owned(), text: text.to_owned() };
    Side { inputs: Inputs { documents: vec![document], ..Inputs::default() }, borrows_overlay: false }
}
