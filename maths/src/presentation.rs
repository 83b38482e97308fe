//! Inline styles and HTML inside MathML, turned into attributes of MathML.
//!
//! math-core says with `style` what MathML Core leaves to style sheets: the sides of columns, lines between cells,
//! colours. The page's policy refuses such attributes. So they become the attributes that MathML 3 had for the same
//! purpose; browsers know some of them, and `style/maths.css` gives the others their meaning.

use crate::reader::{Element, Node};

/// Gives each element below `element`, and itself, attributes in place of styles, classes and HTML.
pub fn without_styles(element: &mut Element) {
    match element.name.as_str() {
        "mtext" => flatten(element),
        "mtd" => unwrap(element),
        // What math-core does not know: browsers would put it into a box of alarming colours.
        "merror" => {
            element.name = "mrow".to_owned();
            for child in &mut element.children {
                if let Node::Element(child) = child {
                    child.set("mathvariant", "monospace");
                }
            }
        }
        // Where a browser does not know `menclose`, its lines are drawn by classes on empty rows.
        "menclose" => element.children.retain(|child| {
            !matches!(child, Node::Element(row) if row.attribute("class").is_some_and(|class| class.starts_with("menclose-")))
        }),
        _ => {}
    }
    let style = element.attribute("style").map(str::to_owned).unwrap_or_default();
    element.attributes.retain(|(name, _)| !["style", "class", "id"].contains(&name.as_str()));
    declare(element, &style);
    for child in &mut element.children {
        if let Node::Element(child) = child {
            without_styles(child);
        }
    }
    if element.name == "mtable" {
        close_below(element);
    }
}

fn declare(element: &mut Element, style: &str) {
    let declarations: Vec<(&str, &str)> = style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(property, value)| (property.trim(), value.trim()))
        .collect();
    let is_table = element.name == "mtable";
    for &(property, value) in &declarations {
        let line = if value.contains("dashed") { "dashed" } else { "solid" };
        match property {
            // The style sheet shows black as the colour of words: nobody sees black on a dark page.
            "color" => element.set("mathcolor", value),
            "font-size" => element.set("mathsize", value),
            "text-align" => element.set("columnalign", value),
            "border-right" => element.set("columnlines", line),
            "border-top" | "border-left" if is_table => add_side(element, &property["border-".len()..]),
            "border-top" => element.set("rowlines", line),
            "padding-top" => element.set("rowspacing", "0"),
            // A negative space.
            "margin-left" => element.set("width", value),
            "width" if element.name == "mtd" => element.set("columnwidth", value),
            "width" => element.set("width", value),
            _ => {}
        }
    }
    // Two columns that are one expression, aligned at what stands between them.
    let is_joint =
        |side, padding| declarations.contains(&("text-align", side)) && declarations.contains(&(padding, "0"));
    if is_joint("right", "padding-right") || is_joint("left", "padding-left") {
        element.set("columnspacing", "0");
    }
}

/// A cell needs no row in it, and no nothing at the beginning of it; both come from how cells are written for math-core.
fn unwrap(cell: &mut Element) {
    if let [Node::Element(row)] = &mut cell.children[..]
        && row.name == "mrow"
        && row.attributes.is_empty()
    {
        cell.children = std::mem::take(&mut row.children);
    }
    if let Some(Node::Element(first)) = cell.children.first()
        && first.name == "mrow"
        && first.children.is_empty()
    {
        cell.children.remove(0);
    }
}

fn add_side(table: &mut Element, side: &str) {
    let sides = match table.attribute("frame") {
        Some(sides) => format!("{sides} {side}"),
        None => side.to_owned(),
    };
    table.set("frame", &sides);
}

/// HTML in a text becomes its words; what it meant by letters becomes an attribute.
fn flatten(text: &mut Element) {
    let mut words = String::new();
    let mut variant = None;
    for child in &text.children {
        match child {
            Node::Text(own) => words.push_str(own),
            Node::Element(html) => {
                variant = match html.name.as_str() {
                    "b" => Some("bold"),
                    "i" => Some("italic"),
                    "code" => Some("monospace"),
                    _ if html.attribute("class").is_some_and(|class| class.contains("sans")) => Some("sans-serif"),
                    _ => variant,
                };
                add_words(html, &mut words);
            }
        }
    }
    text.children = vec![Node::Text(words)];
    if let Some(variant) = variant {
        text.set("mathvariant", variant);
    }
}

fn add_words(element: &Element, words: &mut String) {
    for child in &element.children {
        match child {
            Node::Text(own) => words.push_str(own),
            Node::Element(child) => add_words(child, words),
        }
    }
}

/// A line below the last row comes as a row of its own with a line above: the table gets the line, the row goes.
fn close_below(table: &mut Element) {
    let is_line = |row: &Node| {
        let Node::Element(row) = row else { return false };
        match &row.children[..] {
            [Node::Element(cell)] => cell.children.is_empty() && cell.attribute("rowlines").is_some(),
            _ => false,
        }
    };
    if table.children.len() > 1 && table.children.last().is_some_and(is_line) {
        table.children.pop();
        add_side(table, "bottom");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader;

    fn presented(mathml: &str) -> Element {
        let mut element = reader::read(mathml, 100, 10).expect("well-formed");
        without_styles(&mut element);
        element
    }

    fn attributes(mathml: &str) -> Vec<(String, String)> {
        presented(mathml).attributes
    }

    #[test]
    fn styles_become_attributes() {
        let rows: [(&str, &[(&str, &str)]); 9] = [
            (r#"<mrow style="color:#FF0000;"/>"#, &[("mathcolor", "#FF0000")]),
            (r#"<mrow style="color:#000000;"/>"#, &[("mathcolor", "#000000")]),
            (r#"<mspace style="margin-left:-0.2em;"/>"#, &[("width", "-0.2em")]),
            (
                r#"<mtd style="text-align: right;justify-items: end;padding-right: 0;"/>"#,
                &[("columnalign", "right"), ("columnspacing", "0")],
            ),
            (r#"<mtd style="text-align: left;padding-right: 0;padding-left:1em;"/>"#, &[("columnalign", "left")]),
            (r#"<mtd style="border-right: 0.05em dashed currentcolor;"/>"#, &[("columnlines", "dashed")]),
            (r#"<mtable style="border-left: 0.05em solid x;border-top: 0.05em solid x;"/>"#, &[("frame", "left top")]),
            (r#"<mtd style="width: 50%"/>"#, &[("columnwidth", "50%")]),
            (r#"<mrow class="a" id="b" style="background:url(c);position:fixed"/>"#, &[]),
        ];
        for (mathml, expected) in rows {
            let attributes = attributes(mathml);
            let attributes: Vec<_> = attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(attributes, expected, "{mathml}");
        }
    }

    #[test]
    fn html_in_a_text_becomes_its_words() {
        let text = presented("<mtext><b>bo<a href=\"x\">ld</a></b></mtext>");
        assert!(matches!(&text.children[..], [Node::Text(words)] if words == "bold"), "{text:?}");
        assert_eq!(text.attribute("mathvariant"), Some("bold"));
    }

    #[test]
    fn a_cell_holds_what_stands_in_its_row() {
        let cell = presented("<mtd><mrow><mrow></mrow><mo>=</mo><mi>b</mi></mrow></mtd>");
        let names: Vec<_> = cell
            .children
            .iter()
            .map(|child| match child {
                Node::Element(child) => child.name.as_str(),
                Node::Text(_) => "text",
            })
            .collect();
        assert_eq!(names, ["mo", "mi"]);
    }

    #[test]
    fn a_last_line_is_a_side_of_the_table() {
        let row = "<mtr><mtd><mi>a</mi></mtd></mtr>";
        let line = r#"<mtr><mtd style="border-top: 0.05em solid currentcolor;"></mtd></mtr>"#;
        let table = presented(&format!("<mtable>{row}{line}</mtable>"));
        assert_eq!((table.children.len(), table.attribute("frame")), (1, Some("bottom")));
    }
}
