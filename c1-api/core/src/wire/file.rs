//! Files, which are parts of multipart bodies.

use std::fmt;

use bytes::Bytes;
use serde::de::Deserializer;
use serde::ser::Serializer;

use super::parts::Parts;
use super::value::Wire;

/// A file to upload, or binary content with a content type of its own.
///
/// ```
/// use c1_api::File;
///
/// let file = File::new("id,name\n").name("users.csv").content_type("text/csv");
/// assert_eq!(File::from("id,name\n").content, file.content);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct File {
    /// The content, which is sent verbatim.
    pub content: Bytes,
    /// The name of the file; the name of its property if it is empty.
    pub name: String,
    /// The content type; that of the specification, else `application/octet-stream`, if it is empty.
    pub content_type: String,
}

impl File {
    /// Creates a file without a name.
    #[must_use]
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// Sets the name of the file.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the content type.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

macro_rules! from {
    ($($content:ty),+) => {$(
        impl From<$content> for File {
            fn from(content: $content) -> Self {
                Self::new(content)
            }
        }
    )+};
}

from!(Bytes, Vec<u8>, String, &'static [u8], &'static str);

/// Shows the size of the content only.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { content, name, content_type } = self;
        f.debug_struct("File")
            .field("bytes", &content.len())
            .field("name", name)
            .field("content_type", content_type)
            .finish()
    }
}

/// In JSON, a file is its content in base64.
impl Wire for File {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Bytes::read(deserializer).map(|content| content.map(Self::new))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.content.write(serializer)
    }

    fn is_default(&self) -> bool {
        *self == Self::default()
    }

    fn write_parts(&self, name: &str, parts: &mut Parts) {
        let Self { content, name: file_name, content_type } = self;
        let file_name = if file_name.is_empty() { name } else { file_name };
        let default = parts.content_type(name).unwrap_or("application/octet-stream");
        let content_type = if content_type.is_empty() { default } else { content_type };
        parts.push(name, Some(file_name), Some(content_type), content);
    }
}
