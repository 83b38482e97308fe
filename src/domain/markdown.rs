//! Markdown as models write it, from text to blocks.
//!
//! CommonMark and GFM are parsed by pulldown-cmark. Ours is what it does not know: mathematics between
//! `$`, `\(` and `\[` as models write it, bare addresses, a bound on depth and width, and a text that is
//! still arriving. Parsing never fails and never makes HTML: raw HTML becomes words, except for a few
//! elements without attributes.

pub mod address;
mod bare;
pub mod block;
mod fence;
mod growing;
mod marks;
mod mask;
mod normal;
mod parse;
mod running_code;
pub mod stream;
mod tail;
mod tree;
pub mod write;

pub use block::{Alignment, Block, Inline, Item};
pub use parse::parse;
