//! Related objects, which a response holds beside its items, and which the items lead to by JSONPath.

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::error::{Error, ErrorKind, excerpt};
use crate::wire::{Any, Message, Wire};

/// The most brackets that a path may have. Reading a path takes twice as long for each filter within a filter, and a
/// part of the stack for each parenthesis: a server must not choose how much of either.
const BRACKETS: usize = 8;

/// The objects that `path` leads to.
///
/// # Errors
///
/// A path that is no JSONPath (RFC 9535), or that leads nowhere or to something else.
pub fn find<'o>(objects: &'o [Any], path: &str) -> Result<Vec<&'o Any>, Error> {
    if path.is_empty() {
        return Ok(Vec::new());
    }
    let refused = |why: String| Error::new(ErrorKind::Path, format!("the path `{}` {why}", excerpt(path)));
    if path.matches(['[', '(']).count() > BRACKETS {
        return Err(refused(format!("has more than {BRACKETS} brackets")));
    }
    let parsed = JsonPath::parse(path).map_err(|cause| refused(format!("is no JSONPath: {cause}")).caused_by(cause))?;
    let document = document(objects, path);
    let found = parsed.query_located(&document);
    if found.is_empty() {
        return Err(refused(format!("leads to none of the {} related objects", objects.len())));
    }
    found
        .iter()
        .map(|node| object(objects, &node.location().to_json_pointer()))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| refused("leads to something else than the related objects".to_owned()))
}

/// What paths are resolved in. Only a filter looks into the objects; for all other paths their number is enough.
fn document(objects: &[Any], path: &str) -> Value {
    let of_object = |object: &Any| match path.contains('?') {
        true => serde_json::to_value(object).unwrap_or_default(),
        false => Value::Null,
    };
    serde_json::json!({ "expanded": objects.iter().map(of_object).collect::<Vec<_>>() })
}

fn object<'o>(objects: &'o [Any], pointer: &str) -> Option<&'o Any> {
    objects.get(pointer.strip_prefix("/expanded/")?.parse::<usize>().ok()?)
}

impl Any {
    /// Whether this is a message of type `T`, by its [`type_url`](Self::type_url).
    ///
    /// ```
    /// # use c1_api::{Any, Empty};
    /// let any = Any::new("type.googleapis.com/google.protobuf.Empty", Default::default());
    /// assert!(any.is::<Empty>());
    /// ```
    pub fn is<T: Message>(&self) -> bool {
        self.type_url().rsplit('/').next() == Some(T::NAME)
    }

    /// The message itself.
    ///
    /// # Errors
    ///
    /// Where this is a message of another type, and where its fields are not those of `T`.
    pub fn decode<T: Message>(&self) -> Result<T, Error> {
        if !self.is::<T>() {
            let found = excerpt(self.type_url());
            return Err(Error::new(ErrorKind::Decode, format!("the message is a `{found}`, and no `{}`", T::NAME)));
        }
        let message = T::read(Value::Object(self.fields().clone())).map_err(|cause| {
            let summary = format!("the message of type `{}` cannot be read: {}", T::NAME, excerpt(&cause.to_string()));
            Error::new(ErrorKind::Decode, summary).caused_by(cause)
        })?;
        Ok(message.unwrap_or_default())
    }
}
