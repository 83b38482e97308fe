//! The longer texts.

/// About six thousand characters of technical Markdown.
pub const MARKDOWN: &str = include_str!("../texts/markdown.md");

/// Exactly `n_chars` characters of Markdown: the sections of the long answer, numbered, again and again.
pub fn technical(n_chars: usize) -> String {
    let sections: Vec<_> = MARKDOWN.split("\n## ").collect();
    let mut text = String::with_capacity(n_chars + 4096);
    let mut n_written = 0;
    for (idx, section) in sections.iter().skip(1).cycle().enumerate() {
        if n_written >= n_chars {
            break;
        }
        let section = format!("## Part {}: {}\n\n", idx + 1, section.trim_end());
        n_written += section.chars().count();
        text.push_str(&section);
    }
    text.chars().take(n_chars).collect()
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
    }
}
