//! Which marks are still open at the end of running text, and what closes them.

/// Bytes after which an open mark is taken for a sign like any other.
const LONGEST: usize = 2_000;
/// Marks that may be open within each other.
const DEEPEST: usize = 32;

/// Running text with its end as it is about to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Closed {
    /// Bytes of the text that stay.
    pub keep: usize,
    /// What follows them.
    pub marks: String,
}

impl Closed {
    /// Whether nothing is to be changed.
    pub fn is_whole(&self, text: &str) -> bool {
        self.keep == text.len() && self.marks.is_empty()
    }
}

/// A mark that waits for its end.
#[derive(Debug)]
struct Open {
    /// `*`, `_`, `~`, `[`, or `<` of an element.
    sign: u8,
    /// How many bytes it has.
    run: usize,
    at: usize,
}

/// Closes what is open at the end of running text.
pub(super) fn close(text: &str) -> Closed {
    let mut scan = Scan { text, at: 0, keep: text.len(), marks: String::new(), open: Vec::new() };
    while scan.at < scan.keep {
        scan.step();
    }
    scan.close()
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// Where the text ends that is kept.
    keep: usize,
    /// What closes code or a formula in which the text ends.
    marks: String,
    open: Vec<Open>,
}

impl Scan<'_> {
    fn step(&mut self) {
        let is_mark = |byte: &u8| b"\\`$<&[]*_~".contains(byte);
        let Some(next) = self.text.as_bytes()[self.at..].iter().position(is_mark) else {
            self.at = self.text.len();
            return;
        };
        self.at += next;
        let rest = &self.text[self.at..];
        match rest.as_bytes()[0] {
            b'\\' => self.escape(rest),
            b'`' => self.code(rest),
            b'$' => self.formula(rest),
            b'<' => self.angle(rest),
            b'&' => self.entity(rest),
            b'[' => {
                self.push(b'[', 1);
                self.at += 1;
            }
            b']' => self.bracket(rest),
            sign @ (b'*' | b'_' | b'~') => self.emphasis(sign, rest),
            _ => self.at += 1,
        }
    }

    /// Shows nothing from here on.
    fn cut(&mut self) {
        self.keep = self.at;
    }

    /// The text ends within something that `marks` closes; `end` bytes of the text are its words.
    fn end_with(&mut self, end: usize, marks: &str) {
        self.keep = end;
        self.at = end;
        self.marks = marks.to_owned();
    }

    fn push(&mut self, sign: u8, run: usize) {
        if self.open.len() < DEEPEST {
            self.open.push(Open { sign, run, at: self.at });
        }
    }

    fn escape(&mut self, rest: &str) {
        let close = match rest.as_bytes().get(1) {
            None => return self.cut(),
            Some(b'(') => "\\)",
            Some(b'[') => "\\]",
            Some(_) => {
                self.at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                return;
            }
        };
        match rest[2..].find(close) {
            Some(end) => self.at += 2 + end + 2,
            None if rest.len() > LONGEST => self.at += 2,
            None if rest[2..].trim().is_empty() => self.cut(),
            None => {
                let words = rest.strip_suffix('\\').unwrap_or(rest);
                self.end_with(self.at + words.len(), close);
            }
        }
    }

    fn code(&mut self, rest: &str) {
        let run = run_of(rest, b'`');
        let mut from = run;
        while let Some(next) = rest[from..].find('`') {
            let closing = run_of(&rest[from + next..], b'`');
            from += next + closing;
            if closing == run {
                self.at += from;
                return;
            }
        }
        let words = rest[run..].trim_end_matches('`');
        if words.trim().is_empty() {
            self.cut();
        } else if rest.len() > LONGEST {
            self.at += run;
        } else {
            let signs = rest[..run].to_owned();
            self.end_with(self.at + run + words.len(), &signs);
        }
    }

    fn formula(&mut self, rest: &str) {
        if let Some(inner) = rest.strip_prefix("$$") {
            return match inner.find("$$") {
                Some(end) => self.at += 2 + end + 2,
                None if rest.len() > LONGEST => self.at += 2,
                None if inner.trim().is_empty() => self.cut(),
                None => {
                    let words = inner.strip_suffix('$').unwrap_or(inner);
                    self.end_with(self.at + 2 + words.len(), "$$");
                }
            };
        }
        let inner = &rest[1..];
        let line = inner.split('\n').next().unwrap_or_default();
        if inner.is_empty() {
            return self.cut();
        }
        let before = self.text[..self.at].chars().next_back();
        let opens = !before.is_some_and(char::is_alphanumeric) && !inner.starts_with(char::is_whitespace);
        match line.find('$') {
            _ if !opens => self.at += 1,
            Some(end) if !line[..end].ends_with(char::is_whitespace) => self.at += 1 + end + 1,
            Some(_) => self.at += 1,
            // Without a sign of mathematics it may be money, or the name of a variable.
            None => {
                let words = inner.trim_end();
                let is_maths = words.chars().count() == 1 || words.contains(['\\', '^', '_', '{', '=', '+']);
                let may_open = !inner.starts_with(|c: char| c.is_ascii_digit()) && words.len() <= LONGEST / 8;
                if is_maths && may_open && line.len() == inner.len() {
                    let words = words.trim_end_matches('\\');
                    self.end_with(self.at + 1 + words.len(), "$");
                } else {
                    self.at += 1;
                }
            }
        }
    }

    fn angle(&mut self, rest: &str) {
        let inner = &rest[1..];
        if let Some(end) = inner.find(['>', ' ', '\n']) {
            let is_tag = inner[end..].starts_with('>');
            match &inner[..end] {
                "sub" | "sup" | "kbd" if is_tag => self.push(b'<', end + 2),
                "/sub" | "/sup" | "/kbd" if is_tag => {
                    let last = self.open.iter().rposition(|open| open.sign == b'<');
                    self.open.truncate(last.unwrap_or(self.open.len()));
                }
                _ => {}
            }
            self.at += if is_tag { end + 2 } else { 1 };
            return;
        }
        let name = inner.trim_start_matches('/');
        if inner.contains(':') && inner.len() <= LONGEST {
            self.end_with(self.text.len(), ">");
        } else if name.len() <= 8 && name.chars().all(|c| c.is_ascii_alphanumeric()) {
            self.cut();
        } else {
            self.at += 1;
        }
    }

    fn entity(&mut self, rest: &str) {
        let name = &rest[1..];
        if name.len() <= 10 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') {
            self.cut();
        } else {
            self.at += 1;
        }
    }

    fn bracket(&mut self, rest: &str) {
        let Some(depth) = self.open.iter().rposition(|open| open.sign == b'[') else {
            self.at += 1;
            return;
        };
        let start = self.open[depth].at;
        // Marks that were opened within the brackets end with them.
        self.open.truncate(depth);
        let is_image = self.text[..start].ends_with('!');
        match rest.as_bytes().get(1) {
            Some(b'(') => match end_of_target(&rest[2..]) {
                Some(end) => self.at += 2 + end + 1,
                None if rest.len() > LONGEST || rest[2..].contains('\n') => self.at += 2,
                None if is_image => self.keep = start - 1,
                None => self.end_with(self.at + 2, "#)"),
            },
            None if is_image => self.keep = start - 1,
            None if self.at > start + 2 && may_be_link(&self.text[start + 1..self.at]) => {
                self.end_with(self.text.len(), "(#)")
            }
            _ => self.at += 1,
        }
    }

    fn emphasis(&mut self, sign: u8, rest: &str) {
        let run = run_of(rest, sign);
        let after = rest[run..].chars().next();
        let before = self.text[..self.at].chars().next_back();
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
        let leans_left = !is_space(after) && (!is_sign(after) || is_space(before) || is_sign(before));
        let leans_right = !is_space(before) && (!is_sign(before) || is_space(after) || is_sign(after));
        let (may_open, may_close) = match sign {
            b'_' => (leans_left && (!leans_right || is_sign(before)), leans_right && (!leans_left || is_sign(after))),
            _ => (leans_left, leans_right),
        };
        if after.is_none() {
            // Whatever these will be, they are closed by what follows.
            return self.cut();
        }
        let mut left = run;
        if may_close {
            while let Some(last) = self.open.iter().rposition(|open| open.sign == sign) {
                if self.open[last..].iter().any(|open| open.sign == b'[') {
                    break;
                }
                let closed = self.open[last].run.min(left);
                self.open.truncate(last + 1);
                self.open[last].run -= closed;
                left -= closed;
                if self.open[last].run == 0 {
                    self.open.truncate(last);
                }
                if left == 0 {
                    break;
                }
            }
        }
        let begins_words = after.is_some_and(|c| c.is_alphanumeric() || "\"'([`$\\*_~<“‘«¿¡!".contains(c));
        if left > 0 && may_open && begins_words && !(sign == b'~' && run > 2) {
            self.push(sign, left);
        }
        self.at += run;
    }

    fn close(mut self) -> Closed {
        let mut marks = std::mem::take(&mut self.marks);
        let has_marks = !marks.is_empty();
        self.open.retain(|open| self.keep - open.at <= LONGEST);
        if !has_marks && !self.open.is_empty() {
            self.keep = self.text[..self.keep].trim_end().len();
        }
        while let Some(open) = self.open.pop() {
            let words = self.text.get(open.at + open.run..self.keep).unwrap_or_default();
            let is_image = open.sign == b'[' && self.text[..open.at].ends_with('!');
            if is_image {
                (self.keep, marks) = (open.at - 1, String::new());
            } else if words.is_empty() && marks.is_empty() {
                self.keep = open.at.min(self.keep);
            } else if open.sign == b'<' {
                marks.push_str("</");
                marks.push_str(&self.text[open.at + 1..open.at + open.run]);
            } else if open.sign != b'[' {
                marks.extend(std::iter::repeat_n(char::from(open.sign), open.run));
            } else if words.starts_with('^') {
                (self.keep, marks) = (open.at, String::new());
            } else if may_be_link(words) && !self.text[..open.at].ends_with(char::is_alphanumeric) {
                marks.push_str("](#)");
            }
        }
        Closed { keep: self.keep, marks }
    }
}

/// Whether words in brackets may be those of a link: not a number, a check box or an index.
fn may_be_link(words: &str) -> bool {
    words.starts_with(|c: char| !c.is_whitespace() && !c.is_ascii_digit() && c != '^')
}

/// Where the target of a link ends: before the bracket that closes it.
fn end_of_target(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

fn run_of(text: &str, sign: u8) -> usize {
    text.bytes().take_while(|byte| *byte == sign).count()
}
