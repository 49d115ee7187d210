//! Tokens: chance that only one browser or one link has. The store sees their hashes.

use super::failure::Refusal;
use super::folder::hash;
use crate::world::World;

/// Bytes of chance in a token.
const TOKEN_BYTES: usize = 32;

/// A new token, as 64 hexadecimal digits.
pub fn new_token(world: &dyn World) -> Result<String, Refusal> {
    let mut bytes = [0; TOKEN_BYTES];
    world.random(&mut bytes).map_err(|error| Refusal::new("internal").with("what", error))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What the store keeps of a token.
pub fn hash_of(token: &str) -> String {
    hash(token.as_bytes()).to_string()
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub fn same(one: &str, other: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(one.as_bytes(), other.as_bytes()).into()
}
