//! Reads the MathML string of math-core into a tree: elements, attributes, text, the five entities and character
//! references.
//!
//! Strict: anything else (a comment, a declaration, a tag that does not match) and nothing is read at all.

/// An element with what stands in it.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Names and values.
    pub attributes: Vec<(String, String)>,
    /// In their order.
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub enum Node {
    /// Another one.
    Element(Element),
    /// Words.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Gives it an attribute, in place of one of that name.
    pub fn set(&mut self, name: &str, value: &str) {
        self.attributes.retain(|(own, _)| own != name);
        self.attributes.push((name.to_owned(), value.to_owned()));
    }
}

/// The one element that `text` is; `None` if it is anything else, has more than `max_nodes` or is nested deeper than
/// `max_depth`.
pub fn read(text: &str, max_nodes: usize, max_depth: usize) -> Option<Element> {
    let mut open: Vec<Element> = Vec::new();
    let mut rest = text;
    let mut n_nodes = 0;
    loop {
        n_nodes += usize::from(!rest.starts_with("</"));
        if n_nodes > max_nodes || open.len() > max_depth {
            return None;
        }
        let Some(tag_start) = rest.strip_prefix('<') else {
            let (words, after) = rest.split_at(rest.find('<')?);
            open.last_mut()?.children.push(Node::Text(unescape(words)?));
            rest = after;
            continue;
        };
        let (tag, after) = tag_start.split_once('>')?;
        rest = after;
        let closed = if let Some(name) = tag.strip_prefix('/') {
            open.pop().filter(|element| element.name == name)?
        } else if let Some(tag) = tag.strip_suffix('/') {
            element(tag)?
        } else {
            open.push(element(tag)?);
            continue;
        };
        match open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(closed)),
            None => return rest.is_empty().then_some(closed),
        }
    }
}

/// `name a="b" c="d"`. Values hold no `>`: math-core escapes it.
fn element(tag: &str) -> Option<Element> {
    let tag = tag.trim_end();
    let (name, mut rest) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_name(name) {
        return None;
    }
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    while !rest.is_empty() {
        let (name, after) = rest.strip_prefix(' ')?.trim_start().split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        if !is_name(name) || element.attribute(name).is_some() {
            return None;
        }
        element.attributes.push((name.to_owned(), unescape(value)?));
        rest = after;
    }
    Some(element)
}

fn unescape(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut parts = text.split('&');
    plain.push_str(parts.next()?);
    for part in parts {
        let (name, after) = part.split_once(';')?;
        plain.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let number = name.strip_prefix('#')?;
                let number = match number.strip_prefix(['x', 'X']) {
                    Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                    None => number.parse(),
                };
                char::from_u32(number.ok()?)?
            }
        });
        plain.push_str(after);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_read(text: &str) -> bool {
        read(text, 100, 10).is_some()
    }

    #[test]
    fn elements_attributes_and_text_are_read() {
        let math = read("<math display=\"block\"><mi>a&lt;&#98;&#x63;&amp;</mi><mspace width=\"1em\"/></math>", 9, 9);
        let math = math.expect("well-formed");
        assert_eq!(math.attribute("display"), Some("block"));
        let [Node::Element(mi), Node::Element(space)] = &math.children[..] else { panic!("{math:?}") };
        assert!(matches!(&mi.children[..], [Node::Text(text)] if text == "a<bc&"));
        assert_eq!((space.name.as_str(), space.attribute("width")), ("mspace", Some("1em")));
    }

    #[test]
    fn what_is_not_well_formed_is_not_read_at_all() {
        let broken = [
            "",
            "x",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a/>x",
            "</a>",
            "<a b></a>",
            "<a b='c'/>",
            "<a b=\"c\" b=\"d\"/>",
            "<a>&nbsp;</a>",
            "<a>&#55296;</a>",
            "<a>&#x;</a>",
            "<a>& b</a>",
            "<!-- c --><a/>",
            "<!DOCTYPE a><a/>",
            "<?xml?><a/>",
            "<a><!--b--></a>",
            "<a><![CDATA[b]]></a>",
            "<a:b/>",
            "<a xlink:href=\"b\"/>",
            "< a/>",
            "<>",
            "<a b=\"c\"d=\"e\"/>",
        ];
        for text in broken {
            assert!(!is_read(text), "{text}");
        }
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let deep = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
        assert!(is_read(&deep(10)) && !is_read(&deep(11)));
        let wide = |n: usize| format!("<a>{}</a>", "<b/>".repeat(n));
        assert!(is_read(&wide(99)) && !is_read(&wide(100)));
    }
}
