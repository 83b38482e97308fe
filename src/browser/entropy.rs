//! The browser's dice.

/// `N` bytes of chance.
///
/// # Panics
/// If the browser has no source of chance: nothing that stands on it could be trusted then.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("every browser has crypto.getRandomValues");
    bytes
}
