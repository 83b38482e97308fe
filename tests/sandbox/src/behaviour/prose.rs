//! The longer texts.

/// About six thousand characters of technical Markdown.
pub const MARKDOWN: &str = include_str!("../texts/markdown.md");

/// What an answer with a last word ends with. The word stands nowhere else.
const LAST_WORD: &str = "\n\nFinis.\n";
/// What fills such an answer up, when no whole section fits any more.
const FILLING: &str = "The rest is measured in plain words, since half a table would be no fair end. ";

/// The sections of the long answer, numbered, again and again.
fn sections() -> impl Iterator<Item = String> {
    let sections: Vec<_> = MARKDOWN.split("\n## ").skip(1).collect();
    (1..).zip(sections.into_iter().cycle()).map(|(part, section)| format!("## Part {part}: {}\n\n", section.trim_end()))
}

/// Exactly `n_chars` characters of Markdown. It may break off anywhere.
pub fn technical(n_chars: usize) -> String {
    let mut text = String::with_capacity(n_chars + 4096);
    let mut n_written = 0;
    for section in sections() {
        if n_written >= n_chars {
            break;
        }
        n_written += section.chars().count();
        text.push_str(&section);
    }
    text.chars().take(n_chars).collect()
}

/// Exactly `n_chars` characters of Markdown in whole sections, a paragraph to fill up, and a last word.
pub fn with_last_word(n_chars: usize) -> String {
    let mut text = String::with_capacity(n_chars + 4096);
    let mut n_left = n_chars.saturating_sub(LAST_WORD.chars().count());
    for section in sections() {
        let n_section = section.chars().count();
        if n_section > n_left {
            break;
        }
        n_left -= n_section;
        text.push_str(&section);
    }
    text.extend(FILLING.chars().cycle().take(n_left));
    text + LAST_WORD
}

/// Markup, links and characters that have fooled pages before.
pub fn hostile() -> String {
    let endless = "incomprehensibilities".repeat(60);
    format!(
        "# Hostile text\n\n\
         <script>window.__hostile = 1; alert('script')</script>\n\n\
         <img src=x onerror=\"window.__hostile = 2\"> and <svg onload=\"window.__hostile = 3\"></svg>\n\n\
         <iframe src=\"https://evil.example/\"></iframe><style>* {{ display: none }}</style>\n\n\
         [a link](javascript:window.__hostile=4) · [another](JaVaScRiPt:window.__hostile=5) · \
         [data](data:text/html,<script>window.__hostile=6</script>) · \
         [vb](vbscript:msgbox) · <javascript:window.__hostile=7> · \
         [quoted](https://example.com/\"onmouseover=\"window.__hostile=8)\n\n\
         ![a picture](https://evil.example/pixel.png?stolen) and ![x](x\" onerror=\"window.__hostile=9)\n\n\
         `<b>code</b>` and an entity: &lt;script&gt; &#x3c;img src=x onerror=alert(1)&#x3e;\n\n\
         ```html\n</code></pre><script>window.__hostile = 10</script>\n```\n\n\
         ANSI: \u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} · bidi: \u{202e}txet desrever\u{202c} \
         \u{2066}isolated\u{2069} · zero width: a\u{200b}b\u{feff}c · null: a\u{0}b · line: a\u{2028}b\n\n\
         Zalgo: Z\u{0351}\u{036b}\u{0343}a\u{0363}\u{0349}l\u{0348}g\u{033a}o\n\n\
         $\\href{{javascript:window.__hostile=11}}{{x}}$ and $$\\unclosed{{\\frac{{1}}{{2}}$$\n\n\
         {endless}\n\n\
         {}an end.\n",
        "> ".repeat(60),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn technical_text_has_the_length_asked_for() {
        assert_eq!(technical(30_000).chars().count(), 30_000);
        assert_eq!(with_last_word(30_000).chars().count(), 30_000);
    }

    #[test]
    fn the_last_word_stands_at_the_end_alone() {
        let text = with_last_word(30_000);
        assert_eq!(text.match_indices(LAST_WORD.trim()).count(), 1);
        assert!(text.ends_with(LAST_WORD));
    }
}
