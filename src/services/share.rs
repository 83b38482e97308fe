//! Giving text away.

use crate::browser::clipboard::{self, Refused};

/// Copies `text` to the clipboard.
pub async fn copy(text: &str) -> Result<(), Refused> {
    clipboard::write_text(text).await
}
