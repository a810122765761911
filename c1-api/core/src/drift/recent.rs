//! The notes of one body, so that those of a thousand elements are reported by one.

use super::path::ValuePath;

/// What a decoder notices in a body.
#[derive(Clone, Copy, Hash)]
pub(super) enum Note<'n> {
    UnknownEnumValue(&'n str),
    UnknownProperty,
    UnknownVariant,
    UndeclaredStatus(u16),
}

/// A set of the latest notes, by cheap hashes.
///
/// A note that it lacks is looked up in the log, so forgotten notes cost time only. Names of models are compared by their address,
/// which is that of one literal.
#[derive(Default)]
pub(super) struct Recent([[u64; WAYS]; GROUPS]);

const GROUPS: usize = 16;
/// The notes of a group, the latest first.
const WAYS: usize = 4;

impl Recent {
    /// Adds a note, and returns whether it is not known to be in the set.
    pub(super) fn insert(&mut self, path: &ValuePath<'_>, note: Note<'_>) -> bool {
        let mut names = path.names_upwards();
        let hash = match note {
            Note::UnknownProperty => names.next().map_or(1, |name| mix_text(1, name)),
            Note::UnknownEnumValue(value) => mix_text(2, value),
            Note::UnknownVariant => 3,
            Note::UndeclaredStatus(status) => 4 + u64::from(status),
        };
        let hash = names.fold(hash, |hash, name| mix(mix(hash, name.as_ptr().addr() as u64), name.len() as u64));
        // Zero is an empty place.
        let hash = hash | 1;
        let group = &mut self.0[(hash >> 32) as usize % GROUPS];
        if group.contains(&hash) {
            return false;
        }
        group.rotate_right(1);
        group[0] = hash;
        true
    }
}

/// Eight bytes at a time: the names are short.
fn mix_text(hash: u64, text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let hash = words.iter().fold(mix(hash, text.len() as u64), |hash, word| mix(hash, u64::from_le_bytes(*word)));
    rest.iter().fold(hash, |hash, byte| mix(hash, u64::from(*byte)))
}

/// A multiplication of 128 bits whose halves are combined, as in wyhash.
fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ 0x9e37_79b9_7f4a_7c15) * u128::from(word ^ 0xd1b5_4a32_d192_ed03);
    (product >> 64) as u64 ^ product as u64
}
