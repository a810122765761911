//! Bytes as base64 strings.

use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD};
use bytes::Bytes;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::ser::Serializer;

use super::value::Wire;

/// Protobuf JSON uses the standard alphabet with padding. Readers also accept the URL-safe one, and missing padding.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD_LENIENT: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE_LENIENT: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

impl Wire for Bytes {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(BytesVisitor)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(self))
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }

    #[cfg(feature = "mock")]
    fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
        random.text().map(Self::from)
    }
}

struct BytesVisitor;

impl Visitor<'_> for BytesVisitor {
    type Value = Option<Bytes>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes in base64")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        let engine = if value.contains(['-', '_']) { URL_SAFE_LENIENT } else { STANDARD_LENIENT };
        match engine.decode(value) {
            Ok(bytes) => Ok(Some(bytes.into())),
            // The error does not show the value, as bytes are often secret.
            Err(_) => Err(E::invalid_value(Unexpected::Other("a string that is not base64"), &self)),
        }
    }
}
