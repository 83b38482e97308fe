//! The examples of a specification that is written as CommonMark's is: between lines of 32 backticks
//! stand a text, a dot, and the HTML that it means; an arrow is a tab.

/// One example.
pub struct Example {
    /// Its place, from 1, which is the number it is known by.
    pub number: usize,
    /// The last heading before it.
    pub section: String,
    /// What is written.
    pub text: String,
    /// What it means.
    pub html: String,
}

/// All examples of a specification.
pub fn read(specification: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let begin = format!("{fence} example");
    let mut examples: Vec<Example> = Vec::new();
    let mut section = String::new();
    let mut lines = specification.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix('#') {
            section = heading.trim_matches(['#', ' ']).to_owned();
        }
        if line.trim_end() != begin {
            continue;
        }
        let mut part = |end: &str| -> String {
            let lines = lines.by_ref().take_while(|line| *line != end);
            lines.map(|line| format!("{}\n", line.replace('→', "\t"))).collect()
        };
        let (text, html) = (part("."), part(&fence));
        examples.push(Example { number: examples.len() + 1, section: section.clone(), text, html });
    }
    examples
}
