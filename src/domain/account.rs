//! What OpenRouter tells about the key in use.

use super::cost::Money;

/// A key's own account: its name, its limit, what it spent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyInfo {
    /// What the person called it, or a masked piece of the key itself.
    pub label: Option<String>,
    /// The most it may spend; `None` means no limit or not told.
    pub limit: Option<Money>,
    /// What it may still spend; `None` means no limit or not told.
    pub limit_remaining: Option<Money>,
    /// What it spent so far; about a minute late.
    pub usage: Option<Money>,
    /// Whether the account never bought credits.
    pub is_free_tier: bool,
}

impl KeyInfo {
    /// What to call the key. OpenRouter labels a nameless key with a piece of its secret, which is
    /// nothing to show: that is "your key".
    pub fn name(&self) -> &str {
        match self.label.as_deref().map(str::trim) {
            None | Some("") => "your key",
            Some(label) if label.starts_with("sk-or-") => "your key",
            Some(label) => label,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_the_key_is_never_its_name() {
        for (label, name) in [
            (None, "your key"),
            (Some(" "), "your key"),
            (Some("sk-or-v1-abc...123"), "your key"),
            (Some("Parlance"), "Parlance"),
        ] {
            let info = KeyInfo { label: label.map(str::to_owned), ..KeyInfo::default() };
            assert_eq!(info.name(), name, "{label:?}");
        }
    }
}
