//! Tokens to text, laid out as rustfmt would at the project's width.
//!
//! Lines that fit are written as they are. prettyplease, which is narrower, breaks only those that do not.

use std::mem;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{Expr, Lit};

use super::compact::compact;
use super::doc_comment::fill;
use super::{NOTICE, WIDTH};
use crate::diagnostics::{Diagnostic, codes};

/// The text of a file.
pub(super) fn file(tokens: &TokenStream) -> Result<String, Diagnostic> {
    // It takes a quarter of the time of generation, so only tests check it.
    if cfg!(debug_assertions)
        && let Err(error) = syn::parse2::<syn::File>(tokens.clone())
    {
        let message = format!("the generated code is not Rust: {error}");
        let help = "this is a mistake in the generator, not in the documents: please report it";
        return Err(Diagnostic::new(&codes::INTERNAL, "codegen", message).help(help));
    }
    let mut layout = Layout { text: format!("// {NOTICE}\n"), indent: 0 };
    let mut before = None;
    for row in rows(tokens.clone()) {
        let group = group(&row);
        if group.is_none() || before != Some(group) {
            layout.text.push('\n');
        }
        layout.item(&row);
        before = Some(group);
    }
    Ok(layout.text)
}

/// Tokens up to a `;`, a `,` or braces.
#[derive(Default)]
struct Row {
    /// What is in the `#[...]` of each attribute.
    attributes: Vec<TokenStream>,
    /// With the `;` or `,` at its end.
    head: Vec<TokenTree>,
    /// What is in the braces.
    body: Option<TokenStream>,
}

fn rows(tokens: TokenStream) -> Vec<Row> {
    let (mut rows, mut row, mut angles) = (Vec::new(), Row::default(), 0);
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let mut is_end = false;
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '#' && row.head.is_empty() => {
                let Some(TokenTree::Group(attribute)) = tokens.next() else { continue };
                row.attributes.push(attribute.stream());
                continue;
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !is_punct(tokens.peek(), ';') => {
                row.body = Some(group.stream());
                rows.push(mem::take(&mut row));
                continue;
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                '<' => angles += 1,
                '>' if !is_punct(row.head.last(), '-') => angles -= 1,
                ';' => is_end = true,
                ',' => is_end = angles == 0,
                _ => {}
            },
            _ => {}
        }
        row.head.push(token);
        if is_end {
            rows.push(mem::take(&mut row));
        }
    }
    if !row.head.is_empty() {
        rows.push(row);
    }
    rows
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

impl Row {
    /// The tokens before the body, on one line.
    fn line(&self) -> String {
        compact(self.head.iter().cloned())
    }

    fn has_word(&self, word: &str) -> bool {
        self.head.iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == word))
    }
}

/// The group of items that no blank line separates: imports from the standard library, from other crates or from this crate,
/// and declarations of modules.
fn group(row: &Row) -> Option<(bool, u8)> {
    let line = row.line();
    let is_public = line.starts_with("pub ");
    match line.trim_start_matches("pub ").split("::").next()? {
        "use std" => Some((is_public, 0)),
        "use self" | "use super" | "use crate" => Some((is_public, 2)),
        path if path.starts_with("use ") => Some((is_public, 1)),
        path if path.starts_with("mod ") && row.attributes.is_empty() => Some((false, 3)),
        _ => None,
    }
}

struct Layout {
    text: String,
    /// In spaces.
    indent: usize,
}

impl Layout {
    fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.push_str(&" ".repeat(self.indent));
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    fn fits(&self, line: &str) -> bool {
        self.indent + line.chars().count() <= WIDTH
    }

    fn indented(&mut self, lines: impl FnOnce(&mut Self)) {
        self.indent += 4;
        lines(self);
        self.indent -= 4;
    }

    fn block(&mut self, head: &str, body: impl FnOnce(&mut Self)) {
        self.line(&format!("{head} {{"));
        self.indented(body);
        self.line("}");
    }

    fn attributes(&mut self, row: &Row) {
        for attribute in &row.attributes {
            match doc(attribute) {
                Some(text) => self.line(format!("///{text}").trim_end()),
                None => self.line(&format!("#[{}]", compact(attribute.clone()))),
            }
        }
    }

    /// An item of a file or of an `impl`.
    fn item(&mut self, row: &Row) {
        self.attributes(row);
        let line = row.line();
        match &row.body {
            None if row.has_word("use") => self.import(&line),
            None if row.has_word("const") && self.indent > 0 => self.constant(&line),
            None => self.line(&line),
            Some(body) if body.is_empty() => self.line(&format!("{line} {{}}")),
            Some(body) if row.has_word("fn") => self.function(row, body.clone()),
            Some(body) if row.has_word("impl") => self.block(&line, |layout| {
                for (index, member) in rows(body.clone()).iter().enumerate() {
                    if index > 0 {
                        layout.line("");
                    }
                    layout.item(member);
                }
            }),
            Some(body) => self.block(&line, |layout| layout.table(body)),
        }
    }

    /// An import. Names that are too long for one line fill several.
    fn import(&mut self, line: &str) {
        let line = line.replace("{ ", "{").replace(" }", "}");
        match line.split_once('{') {
            Some((head, names)) if !self.fits(&line) => {
                let names = fill(&names.replace("};", ","), WIDTH - 4);
                self.line(&format!("{head}{{"));
                self.indented(|layout| names.lines().for_each(|names| layout.line(names)));
                self.line("};");
            }
            _ => self.line(&line),
        }
    }

    /// A constant. One that is too long continues on the next line.
    fn constant(&mut self, line: &str) {
        match line.split_once(" = ") {
            Some((head, value)) if !self.fits(line) => {
                self.line(&format!("{head} ="));
                self.indented(|layout| layout.statement(value));
            }
            _ => self.line(line),
        }
    }

    /// A function. Arguments that are too long for one line have a line each.
    fn function(&mut self, row: &Row, body: TokenStream) {
        let mut head = row.line();
        let is_arguments =
            |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
        let (name, rest) = row.head.split_at(row.head.iter().position(is_arguments).unwrap_or_default());
        if let (false, Some((TokenTree::Group(arguments), output))) =
            (self.fits(&format!("{head} {{")), rest.split_first())
        {
            self.line(&format!("{}(", compact(name.iter().cloned())));
            self.indented(|layout| {
                for argument in rows(arguments.stream()) {
                    layout.line(&format!("{},", argument.line().trim_end_matches(',')));
                }
            });
            head = format!(") {}", compact(output.iter().cloned())).trim_end().to_owned();
        }
        self.block(&head, |layout| {
            let body: Vec<TokenTree> = body.into_iter().collect();
            for statement in body.split_inclusive(|token| is_punct(Some(token), ';')) {
                layout.statement(&compact(statement.iter().cloned()));
            }
        });
    }

    fn statement(&mut self, line: &str) {
        let (expression, end) = line.strip_suffix(';').map_or((line, ""), |expression| (expression, ";"));
        match syn::parse_str::<Expr>(expression) {
            Ok(expression) if !self.fits(line) => {
                let text = prettyplease::unparse(&syn::parse_quote!(const A: () = #expression;));
                let text = text.trim_end().trim_start_matches("const A: () = ").trim_end_matches(';');
                format!("{text}{end}").lines().for_each(|line| self.line(line));
            }
            _ => self.line(line),
        }
    }

    /// The fields of a struct, or the rows of a macro's table.
    fn table(&mut self, tokens: &TokenStream) {
        for row in rows(tokens.clone()) {
            self.attributes(&row);
            match &row.body {
                Some(body) => self.block(&row.line(), |layout| layout.table(body)),
                None => self.line(&row.line()),
            }
        }
    }
}

/// The text of `#[doc = "..."]`.
fn doc(attribute: &TokenStream) -> Option<String> {
    let meta: syn::MetaNameValue = syn::parse2(attribute.clone()).ok()?;
    match meta.value {
        Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) if meta.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}
