//! Reads Cargo manifests as far as our customs need: does each dependency say why it is there?

/// The dependencies without a comment of at least two words on their line or the one above.
pub fn unexplained(manifest: &str) -> Vec<(usize, String)> {
    let is_table = |name: &str| name.ends_with("dependencies");
    let (mut found, mut in_table, mut above, mut depth) = (Vec::new(), false, false, 0);
    for (line, number) in manifest.lines().zip(1..) {
        let (entry, comment) = split_comment(line);
        let explained = above || comment.split_whitespace().count() > 1;
        if let Some(header) = entry.strip_prefix('[').filter(|_| depth == 0) {
            let header = header.trim_end().trim_end_matches(']');
            in_table = is_table(header);
            let own = header.rsplit_once('.').filter(|(table, _)| is_table(table));
            found.extend(own.filter(|_| !explained).map(|(_, name)| (number, name.to_owned())));
        } else {
            let name = entry.split(['=', '.']).next().unwrap_or_default().trim();
            if in_table && depth == 0 && !name.is_empty() && !explained {
                found.push((number, name.to_owned()));
            }
            depth += entry.matches(['{', '[']).count();
            depth -= entry.matches(['}', ']']).count().min(depth);
        }
        above = entry.trim().is_empty() && comment.split_whitespace().count() > 1;
    }
    found
}

/// A line of TOML and its comment.
fn split_comment(line: &str) -> (&str, &str) {
    let outside = |at: &usize| line[..*at].matches('"').count().is_multiple_of(2);
    let at = line.match_indices('#').map(|(at, _)| at).find(outside).unwrap_or(line.len());
    (&line[..at], line[at..].trim_start_matches('#'))
}

#[test]
fn a_dependency_without_a_reason_is_noticed() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\n# why a is here\na = \"1\"\nb = \"1#2\"\n\
                    c = { version = \"1\", features = [\n\"x\",\n] } # late\nd = \"1\" # it is needed\n\
                    [dependencies.e]\nversion = \"1\"\n[dependencies.f] # it is needed\noptional = true";
    let names: Vec<String> = unexplained(manifest).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["b", "c", "e"]);
}
