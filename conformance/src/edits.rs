//! Edits of requests: of the path, the query, a header, or a value of the body.

use serde_json::Value;

use crate::document::{Document, Kind, Operation, is_required, properties};
use crate::json::{self, Step, at};
use crate::request::{decoded, escaped};
use crate::server::Recorded;

/// What a request is of.
pub(crate) struct Planting<'a> {
    pub(crate) document: &'a Document,
    pub(crate) operation: &'a Operation,
}

pub(crate) fn edit_path(request: &mut Recorded, edit: impl Fn(&str) -> Option<String>) -> Option<()> {
    let (path, query) = request.parts();
    let edited = edit(path)?;
    request.target = query.map_or(edited.clone(), |query| format!("{edited}?{query}"));
    Some(())
}

pub(crate) fn edit_query(request: &mut Recorded, edit: impl Fn(&str) -> Option<String>) -> Option<()> {
    let (path, query) = request.parts();
    request.target = format!("{path}?{}", edit(query?)?);
    Some(())
}

/// Edits the first segment that is a parameter.
pub(crate) fn edit_segment(
    request: &mut Recorded,
    planting: &Planting<'_>,
    edit: impl Fn(&str) -> String,
) -> Option<()> {
    let index = planting.operation.path.split('/').position(|segment| segment.starts_with('{'))?;
    edit_path(request, |path| {
        let mut segments: Vec<String> = path.split('/').map(str::to_owned).collect();
        segments[index] = edit(&segments[index]);
        Some(segments.join("/"))
    })
}

/// Edits the decoded value of the first path parameter.
pub(crate) fn edit_parameter(
    request: &mut Recorded,
    planting: &Planting<'_>,
    edit: impl Fn(&str) -> String,
) -> Option<()> {
    edit_segment(request, planting, |segment| escaped(&edit(&decoded(segment).unwrap_or_default())))
}

pub(crate) fn without_header(request: &mut Recorded, name: &str) -> Option<()> {
    let before = request.headers.len();
    request.headers.retain(|(header, _)| header != name);
    (request.headers.len() < before).then_some(())
}

pub(crate) fn with_header(request: &mut Recorded, name: &str, value: &str) -> Option<()> {
    let header = request.headers.iter_mut().find(|(header, _)| header == name)?;
    value.clone_into(&mut header.1);
    Some(())
}

/// A value in a body.
pub(crate) struct Site<'a> {
    pub(crate) path: Vec<Step>,
    pub(crate) kind: Kind<'a>,
    pub(crate) is_required: bool,
}

impl Site<'_> {
    /// Its name, if it is a property.
    pub(crate) fn name(&self) -> Option<&str> {
        match self.path.last()? {
            // What is required is always a property; of others, the kind of the parent is not known here.
            Step::Key(name) => Some(name),
            Step::Index(_) => None,
        }
    }
}

fn sites<'a>(planting: &Planting<'a>, body: &Value) -> Vec<Site<'a>> {
    fn visit<'a>(document: &'a Document, kind: Kind<'a>, value: &Value, path: &[Step], sites: &mut Vec<Site<'a>>) {
        let step = |step: Step| path.iter().cloned().chain([step]).collect::<Vec<_>>();
        match (kind, value) {
            (Kind::Message(schema), Value::Object(fields)) => {
                for (name, property) in properties(schema) {
                    let Some(value) = fields.get(name).filter(|value| !value.is_null()) else { continue };
                    let (path, kind) = (step(Step::Key(name.clone())), document.property(name, property).kind);
                    let is_required = is_required(schema, name);
                    sites.push(Site { path: path.clone(), kind, is_required });
                    visit(document, kind, value, &path, sites);
                }
            }
            (Kind::List(items), Value::Array(values)) => {
                let kind = document.shape(items).kind;
                for (index, value) in values.iter().enumerate() {
                    let path = step(Step::Index(index));
                    sites.push(Site { path: path.clone(), kind, is_required: true });
                    visit(document, kind, value, &path, sites);
                }
            }
            _ => {}
        }
    }
    let mut sites = Vec::new();
    if let Some(schema) = &planting.operation.body {
        let kind = planting.document.shape(schema).kind;
        sites.push(Site { path: Vec::new(), kind, is_required: true });
        visit(planting.document, kind, body, &[], &mut sites);
    }
    sites
}

/// Edits the first value of the body for which `is_wanted` holds and the edit succeeds.
pub(crate) fn edit_body(
    request: &mut Recorded,
    planting: &Planting<'_>,
    is_wanted: impl Fn(&Site<'_>) -> bool,
    edit: impl Fn(&mut Value) -> Option<()>,
) -> Option<()> {
    let body = json::parse(&request.body).ok()?;
    let edited = sites(planting, &body).iter().filter(|site| is_wanted(site)).find_map(|site| {
        let mut body = body.clone();
        edit(at(&mut body, &site.path)?)?;
        Some(body)
    });
    request.body = json::text(&edited?);
    Some(())
}

/// Replaces the first value of a kind by another one.
// By value, as the table of faults reads better so.
#[allow(clippy::needless_pass_by_value)]
pub(crate) fn set(
    request: &mut Recorded,
    planting: &Planting<'_>,
    is_wanted: fn(Kind<'_>) -> bool,
    value: Value,
) -> Option<()> {
    edit_body(request, planting, |site| is_wanted(site.kind), |place| (*place != value).then(|| *place = value.clone()))
}

pub(crate) fn insert(value: &mut Value, name: &str, inserted: Value) -> Option<()> {
    value.as_object_mut()?.insert(name.to_owned(), inserted);
    Some(())
}

/// Renames the first property that is wanted and counts, or removes it if its new name is empty.
pub(crate) fn rename(
    request: &mut Recorded,
    planting: &Planting<'_>,
    is_wanted: impl Fn(&Site<'_>) -> bool,
    renamed: impl Fn(&str) -> String,
) -> Option<()> {
    let mut body = json::parse(&request.body).ok()?;
    let sites = sites(planting, &body);
    let site = sites.iter().find(|site| is_wanted(site))?;
    let (last, parent) = site.path.split_last()?;
    let Step::Key(name) = last else { return None };
    let fields = at(&mut body, parent)?.as_object_mut()?;
    let value = fields.remove(name)?;
    let renamed = renamed(name);
    if !renamed.is_empty() {
        fields.insert(renamed, value);
    }
    request.body = json::text(&body);
    Some(())
}
