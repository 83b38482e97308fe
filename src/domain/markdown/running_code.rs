//! Code that is still arriving: a fenced block at the beginning of the open tail, read line by line.
//!
//! Programs of a thousand lines are common, and such a block would otherwise be parsed from its
//! beginning with each new word.

use super::block::Block;
use super::fence::may_be_math;

/// A fenced block whose end has not come yet. Its fence is not indented, so its lines stand as they are.
#[derive(Debug, Clone)]
pub(super) struct RunningCode {
    sign: char,
    /// Signs of the opening line; the closing one has as many or more.
    run: usize,
    language: String,
    /// The whole lines between the fences.
    code: String,
    /// Bytes of the text that were read: whole lines.
    read_to: usize,
}

impl RunningCode {
    /// The block that begins with the first line of `text`, which the parser took for `block`.
    pub fn begin(text: &str, block: &Block) -> Option<Self> {
        let Block::Code { language, .. } = block else { return None };
        let sign = text.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let run = text.chars().take_while(|c| *c == sign).count();
        // A formula is no code.
        let is_code = run >= 3 && !may_be_math(language);
        let read_to = text.find('\n').filter(|_| is_code)? + 1;
        Some(Self { sign, run, language: language.clone(), code: String::new(), read_to })
    }

    /// Reads the lines that have become whole. Returns where the block ends, once it does.
    pub fn read(&mut self, text: &str) -> Option<usize> {
        while let Some(length) = text[self.read_to..].find('\n') {
            let line = &text[self.read_to..=self.read_to + length];
            self.read_to += line.len();
            if self.is_end(line) {
                return Some(self.read_to);
            }
            self.code.push_str(line);
        }
        None
    }

    /// The block as far as it has come. A last line that may become the end is not shown yet.
    pub fn block(&self, text: &str) -> Block {
        let open = &text[self.read_to..];
        let mut code = String::with_capacity(self.code.len() + open.len());
        code.push_str(&self.code);
        if !may_be_fence(open, self.sign) {
            code.push_str(open);
        }
        Block::Code { language: self.language.clone(), text: code }
    }

    fn is_end(&self, line: &str) -> bool {
        let indent = line.bytes().take_while(|byte| *byte == b' ').count();
        // Only spaces may follow, as the parser has it.
        let signs = line[indent..].trim_end_matches('\n').trim_end_matches(' ');
        indent < 4 && signs.len() >= self.run && signs.chars().all(|c| c == self.sign)
    }
}

/// Whether nothing but signs of a fence stands on this unfinished line.
pub(super) fn may_be_fence(line: &str, sign: char) -> bool {
    line.trim_start().chars().all(|c| c == sign)
}
