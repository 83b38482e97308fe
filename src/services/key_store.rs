//! The key at rest: sealed, here or in this tab alone, or in memory where nothing can be sealed.

use crate::browser::storage::{self, Area};
pub use crate::browser::vault::VaultError;
use crate::browser::vault::{self, Sealed};
use crate::domain::ids::ApiKey;
use crate::protocol::archive::SealedKey;

const NAME: &str = "parlance.key";

/// Where the person wants the key kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// In this browser, for all tabs, until disconnected.
    Browser,
    /// In this tab, until it is closed.
    Tab,
}

/// Where the key is really kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Sealed, for all tabs.
    Browser,
    /// Sealed, in this tab.
    Tab,
    /// In memory until the page is closed, because sealing failed for this reason.
    Memory(VaultError),
}

impl Keep {
    fn area(self) -> Area {
        match self {
            Self::Browser => Area::Local,
            Self::Tab => Area::Tab,
        }
    }
}

/// Seals the key and keeps it in one place, forgetting it in the other.
pub async fn save(key: &ApiKey, keep: Keep) -> Kept {
    let sealed = match vault::seal(key.reveal().as_bytes()).await {
        Ok(sealed) => sealed,
        Err(error) => {
            forget();
            return Kept::Memory(error);
        }
    };
    let text = SealedKey { iv: sealed.iv, sealed: sealed.bytes }.to_text();
    forget();
    match (keep.area().set(NAME, &text), keep) {
        (Ok(()), Keep::Browser) => Kept::Browser,
        (Ok(()), Keep::Tab) => Kept::Tab,
        (Err(_), _) => Kept::Memory(VaultError::NoDatabase),
    }
}

/// The key that was kept, this tab's own before the browser's.
///
/// A seal that does not open is no key: its database is gone, and nothing else opens it.
pub async fn load() -> Option<(ApiKey, Kept)> {
    for (area, kept) in [(Area::Tab, Kept::Tab), (Area::Local, Kept::Browser)] {
        let Some(sealed) = area.get(NAME).and_then(|text| SealedKey::from_text(&text)) else { continue };
        match vault::open(&Sealed { iv: sealed.iv, bytes: sealed.sealed }).await {
            Ok(plain) => {
                if let Some(key) = std::str::from_utf8(&plain).ok().and_then(|text| ApiKey::parse(text).ok()) {
                    return Some((key, kept));
                }
                area.remove(NAME);
            }
            Err(VaultError::Broken) => area.remove(NAME),
            // Perhaps only for now: a browser that starts may have no database yet.
            Err(VaultError::InsecureContext | VaultError::NoDatabase) => {}
        }
    }
    None
}

/// Calls `changed` whenever another tab has kept or forgotten the key of all tabs.
pub fn on_change(changed: impl Fn() + 'static) {
    storage::on_change(NAME, changed);
}

/// Whether a sealed key lies here, without opening it.
pub fn is_kept() -> bool {
    Area::Tab.get(NAME).is_some() || Area::Local.get(NAME).is_some()
}

/// Forgets the key, in this tab and in the browser.
pub fn forget() {
    Area::Tab.remove(NAME);
    Area::Local.remove(NAME);
}
