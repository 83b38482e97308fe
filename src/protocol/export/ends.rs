//! What a text in Markdown leaves open at its end: a fence, or HTML that goes on until its own end.
//!
//! No parser of Markdown, which would be ten times as large: it sees what stands at the margin or in a list, since all
//! else ends where a heading follows. A quotation is read only for the paragraph that may go on behind it.

use std::borrow::Cow;
use std::iter::repeat_n;
use std::mem::take;

/// HTML that goes on over empty lines, and what ends it. (CommonMark lets any of the last four ends end any of the four; not
/// all readers do, so each is held to its own.)
const OPEN_ENDED: [(&str, &str); 8] = [
    ("<!--", "-->"),
    ("<?", "?>"),
    ("<![cdata[", "]]>"),
    ("<!", ">"),
    ("<script", "</script>"),
    ("<pre", "</pre>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
];

/// Elements that end a paragraph and go on until an empty line (CommonMark 4.6, the sixth kind).
const BLOCKS: &str = " address article aside base basefont blockquote body caption center col colgroup dd details dialog dir \
    div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li \
    link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead \
    title tr track ul ";

/// So many quotations are followed into each other, and so many lists in each: what is deeper opens nothing more.
const DEEPEST: usize = 32;

/// What lines stand in.
#[derive(Clone, Copy)]
enum Within {
    /// A fence of so many marks, so far in: its end stands where it does, in a list as well.
    Fence { mark: char, n: usize, indent: usize },
    /// HTML until these words.
    Html(&'static str),
    /// HTML until an empty line.
    Element,
    /// A paragraph, which may go on at the margin.
    Paragraph,
}

/// Where the lines that were read leave the next one.
#[derive(Default)]
struct Reader {
    within: Option<Within>,
    /// How far in the words of each list stand that the line is in.
    lists: Vec<usize>,
    /// Whether the last of these lists has nothing yet but its mark: an empty line ends it.
    is_bare: bool,
    /// The quotation that the next line may go on with.
    quoted: Option<Box<Self>>,
}

/// What is to be written behind a text so that nothing in it stays open: mostly nothing.
pub(super) fn missing(text: &str) -> String {
    let mut reader = Reader::default();
    for line in text.lines().flat_map(|line| line.split('\r')) {
        reader.read(&without_tabs(line), 0);
    }
    let margin = reader.lists.last().map_or(0, |list| *list);
    match reader.within {
        Some(Within::Html(end)) => format!("\n{}{end}", " ".repeat(margin)),
        Some(Within::Fence { mark, n, indent }) => format!("\n{}{}", " ".repeat(indent), mark.to_string().repeat(n)),
        Some(Within::Element | Within::Paragraph) | None => String::new(),
    }
}

/// A line with spaces for its tabs, up to every fourth column (CommonMark 2.2).
fn without_tabs(line: &str) -> Cow<'_, str> {
    if !line.contains('\t') {
        return line.into();
    }
    let mut spaced = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.chars() {
        let width = if c == '\t' { 4 - column % 4 } else { 1 };
        if c == '\t' {
            spaced.extend(repeat_n(' ', width))
        } else {
            spaced.push(c)
        }
        column += width;
    }
    spaced.into()
}

impl Reader {
    /// Reads the next line, which stands in so many quotations.
    fn read(&mut self, line: &str, depth: usize) {
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        let is_empty = words.is_empty();
        let n_around = if is_empty { self.lists.len() } else { self.lists.partition_point(|list| *list <= indent) };
        let is_out = n_around < self.lists.len();
        let margin = self.lists[..n_around].last().map_or(0, |list| *list);
        let within = self.within;
        let is_bare = take(&mut self.is_bare);
        self.within = match within {
            Some(Within::Fence { mark, n, .. }) if !is_out => {
                let rest = words.trim_start_matches(mark);
                let is_end =
                    indent <= margin + 3 && words.len() - rest.len() >= n && rest.trim_end_matches(' ').is_empty();
                within.filter(|_| !is_end)
            }
            Some(Within::Html(end)) if !is_out => within.filter(|_| !words.to_ascii_lowercase().contains(end)),
            _ if is_empty => {
                self.quoted = None;
                if is_bare {
                    self.lists.pop();
                }
                None
            }
            Some(Within::Element) if !is_out => within,
            Some(Within::Paragraph) if indent > margin + 3 || !interrupts(words, is_out || self.quoted.is_some()) => {
                within
            }
            _ => {
                // A list that has ended takes with it what stood there.
                self.lists.truncate(n_around);
                let quoted = self.quoted.take().filter(|_| !is_out);
                self.begin(indent, words, quoted, depth)
            }
        };
    }

    /// What a line begins. `quoted` is the quotation before it, which it may go on with.
    fn begin(
        &mut self,
        mut indent: usize,
        mut words: &str,
        mut quoted: Option<Box<Self>>,
        depth: usize,
    ) -> Option<Within> {
        let mut margin = self.lists.last().map_or(0, |list| *list);
        while indent - margin <= 3
            && self.lists.len() < DEEPEST
            && let Some(width) = marker(words)
        {
            margin = indent + width;
            self.lists.push(margin);
            // A mark that is alone counts a space that is not there.
            let behind = words.get(width..).unwrap_or_default();
            words = behind.trim_start_matches(' ');
            indent = margin + behind.len() - words.len();
            quoted = None;
        }
        if indent - margin > 3 && !words.is_empty() {
            return None;
        }
        if depth < DEEPEST
            && let Some(line) = words.strip_prefix('>')
        {
            let mut quoted = quoted.unwrap_or_default();
            quoted.read(line.strip_prefix(' ').unwrap_or(line), depth + 1);
            // Of what a quotation opens, a paragraph alone goes on without its mark.
            let within = quoted.within.filter(|within| matches!(within, Within::Paragraph));
            self.quoted = Some(quoted);
            return within;
        }
        self.is_bare = words.is_empty();
        if words.is_empty() || is_apart(words) {
            return None;
        }
        let opened = opened(words).map(|opened| match opened {
            Within::Fence { mark, n, .. } => Within::Fence { mark, n, indent },
            opened => opened,
        });
        match opened {
            Some(opened) => Some(opened),
            None if closed_at_once(words) => None,
            None if is_element(words) => Some(Within::Element),
            None => Some(Within::Paragraph),
        }
    }
}

/// Whether words end a paragraph instead of going on with it. A list does so only with words behind its mark and with
/// the number one, unless the paragraph stands deeper in than the list would, or in a quotation.
fn interrupts(words: &str, is_deeper: bool) -> bool {
    let is_first =
        || !words.starts_with(|c: char| c.is_ascii_digit()) || words.starts_with("1.") || words.starts_with("1)");
    let is_list = marker(words).is_some() && (is_deeper || (words.trim_end_matches(' ').contains(' ') && is_first()));
    is_apart(words) || is_list || opened(words).is_some() || closed_at_once(words) || is_block(words)
}

/// Whether words are no paragraph and open nothing: a heading, a rule, a quotation.
fn is_apart(words: &str) -> bool {
    let bare = words.replace(' ', "");
    let is_rule = bare.len() >= 3 && ["-", "*", "_"].iter().any(|sign| bare.replace(sign, "").is_empty());
    let heading = words.trim_start_matches('#');
    let n = words.len() - heading.len();
    let is_heading = (1..=6).contains(&n) && (heading.is_empty() || heading.starts_with(' '));
    is_rule || is_heading || words.starts_with('>')
}

/// What words open that stand at the margin.
fn opened(words: &str) -> Option<Within> {
    if let Some(mark) = words.chars().next().filter(|c| ['`', '~'].contains(c)) {
        let rest = words.trim_start_matches(mark);
        let n = words.len() - rest.len();
        let is_fence = n >= 3 && !(mark == '`' && rest.contains('`'));
        return is_fence.then_some(Within::Fence { mark, n, indent: 0 });
    }
    open_ended(words).filter(|(_, is_closed)| !is_closed).map(|(end, _)| Within::Html(end))
}

fn closed_at_once(words: &str) -> bool {
    open_ended(words).is_some_and(|(_, is_closed)| is_closed)
}

/// What ends the HTML of [`OPEN_ENDED`] that words begin with, and whether it stands there too.
fn open_ended(words: &str) -> Option<(&'static str, bool)> {
    let small = words.to_ascii_lowercase();
    OPEN_ENDED.iter().find_map(|(begin, end)| {
        let rest = small.strip_prefix(begin)?;
        let is_whole = match *begin {
            // A declaration has a name: `<!DOCTYPE`.
            "<!" => rest.starts_with(|c: char| c.is_ascii_alphabetic()),
            // That of an element ends where it ends: `<preface>` is another.
            begin if begin.ends_with(char::is_alphabetic) => rest.is_empty() || rest.starts_with([' ', '>']),
            _ => true,
        };
        is_whole.then(|| (*end, small.contains(end)))
    })
}

/// Whether words are HTML until an empty line: an element of [`BLOCKS`], or any tag that stands alone.
fn is_element(words: &str) -> bool {
    is_block(words) || is_tag(words)
}

fn is_block(words: &str) -> bool {
    name(words).is_some_and(|(name, rest)| {
        let is_whole = rest.is_empty() || [" ", ">", "/>"].iter().any(|behind| rest.starts_with(behind));
        is_whole && BLOCKS.contains(&format!(" {} ", name.to_ascii_lowercase()))
    })
}

/// Whether words are one tag and nothing else (CommonMark 6.6).
fn is_tag(words: &str) -> bool {
    let Some((_, mut rest)) = name(words) else { return false };
    let is_end = words.starts_with("</");
    loop {
        let next = rest.trim_start_matches(' ');
        if let Some(behind) = next.strip_prefix('>').or_else(|| next.strip_prefix("/>").filter(|_| !is_end)) {
            return behind.trim_end_matches(' ').is_empty();
        }
        match behind_attribute(next) {
            // A space stands before each.
            Some(behind) if !is_end && next.len() < rest.len() => rest = behind,
            _ => return false,
        }
    }
}

/// What stands behind the attribute that words begin with.
fn behind_attribute(words: &str) -> Option<&str> {
    let behind = words.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_:.-".contains(c));
    if !words.starts_with(|c: char| c.is_ascii_alphabetic() || "_:".contains(c)) {
        return None;
    }
    let Some(value) = behind.trim_start_matches(' ').strip_prefix('=').map(|value| value.trim_start_matches(' '))
    else {
        return Some(behind);
    };
    if let Some(quote) = value.chars().next().filter(|c| ['"', '\''].contains(c)) {
        return value[1..].split_once(quote).map(|(_, behind)| behind);
    }
    let behind = value.trim_start_matches(|c: char| !" \"'=<>`".contains(c));
    (behind.len() < value.len()).then_some(behind)
}

/// The name of the element whose beginning or end words begin with, and what stands behind it.
fn name(words: &str) -> Option<(&str, &str)> {
    let rest = words.strip_prefix('<')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    Some(rest.split_at(end)).filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// How wide the mark of a list is, with the spaces up to what stands in it: one, if that is code or nothing.
fn marker(words: &str) -> Option<usize> {
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let sign = words[digits..].chars().next()?;
    let is_mark = if digits == 0 { "-*+".contains(sign) } else { digits < 10 && ".)".contains(sign) };
    let rest = words.get(digits + 1..).filter(|_| is_mark)?;
    let inner = rest.trim_start_matches(' ');
    let spaces = rest.len() - inner.len();
    let width = if inner.is_empty() || spaces > 4 { 1 } else { spaces };
    ((spaces > 0 || rest.is_empty()) && !is_apart(words)).then_some(digits + 1 + width)
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn what_is_open_is_ended_where_it_began() {
        let check = |text: &str, end: &str| assert_eq!(missing(text), end, "{text}");
        check("words\n```rust\nlet a;\n```\nmore", "");
        check("```rust\nlet a;", "\n```");
        check("````md\n```rust\nlet a;\n```", "\n````");
        check("~~~\n```\n", "\n~~~");
        check("```\ncode\n``` no end\n  ```  \nwords", "");
        check("```\ncode\n    ```", "\n```");
        check("`` `not a fence` ``\n``` also `not` ```", "");
        check("    ```\nindented code is no fence", "");
        check("- a list\n  ```\n  code", "\n  ```");
        check("- a list\n  ```\n  code\nwords behind it", "");
        check("- a list\nthat goes on at the margin\n  ```\nwords behind it", "");
        check("1. ```sh\n   ls", "\n   ```");
        check("- - ```\n    x", "\n    ```");
        check("> ```\n> a quotation ends by itself", "");
        check("> ```\n> code\n</pre>\n```\n\nHTML until the empty line", "");
        check("> words\nthat go on\n> ```\n> code\n    indented code", "");
        check("words\n2. ```", "");
        check("> words\n2. ```", "\n   ```");
        check("+\n  ```", "\n  ```");
        check("+\n\nwords\n  ```\nwords", "\n  ```");
        check("-     code\n  ```", "\n  ```");
        check("* * *\n```", "\n```");
        check("<!-- swallows\n\n# all", "\n-->");
        check("<!-- a --> b", "");
        check("<PRE>\n\n```\n", "\n</pre>");
        check("<preface>\n```\nis HTML until here\n\nwords", "");
        check("- <!--", "\n  -->");
        check("<!-->\n```", "\n```");
        check("<!DOCTYPE html\n\n```", "\n>");
        check("<b>Note</b>\n```", "\n```");
        check("<https://a.example>\n```", "\n```");
        check("<a b='>' c=d e = \"f\" g/>\n```", "");
        check("<a b = >\n```", "\n```");
        check("</a b>\n```", "\n```");
        check("-\t```\n\tcode", "\n    ```");
        check("words\r```\rcode", "\n```");
        check("```\n```\u{3000}\n", "\n```");
        check("", "");
    }
}
