//! What browsers read.

use crate::domain::highlight::definition::{
    CODE, Definition, ESCAPE, Grammar, Hole, JSX, LABELS, LINES, Quote, REGEX, STRING_KEYS,
};

const SCRIPT_QUOTES: &[Quote] = &[
    Quote::new("`", "`", Hole::Dollar, ESCAPE | LINES),
    Quote::new("\"", "\"", Hole::Never, ESCAPE),
    Quote::new("'", "'", Hole::Never, ESCAPE),
    Quote::new("/", "/", Hole::Never, REGEX),
];

pub(in crate::domain::highlight) static JAVASCRIPT: Definition = Definition {
    label: "JavaScript",
    names: "cjs javascript js jsx mjs node",
    words: "Infinity NaN arguments as async await break case catch class clearInterval clearTimeout console \
        const continue debugger decodeURI decodeURIComponent default delete do document else encodeURI \
        encodeURIComponent eval export exports extends false finally for from function get global globalThis \
        if import in instanceof isFinite isNaN let localStorage module new null of parseFloat parseInt \
        require return sessionStorage set setInterval setTimeout static super switch this throw true try \
        typeof undefined using var void while window with yield",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: SCRIPT_QUOTES,
    letters: "$",
    rules: JSX | LABELS,
    ..CODE
};

pub(super) static TYPESCRIPT: Definition = Definition {
    label: "TypeScript",
    names: "cts mts ts tsx typescript",
    words: "Infinity NaN abstract any arguments as async await bigint boolean break case catch class \
        clearInterval clearTimeout console const continue debugger declare decodeURI decodeURIComponent \
        default delete do document else encodeURI encodeURIComponent enum eval export exports extends false \
        finally for from function get global globalThis if implements import in infer instanceof interface \
        is isFinite isNaN keyof let localStorage module namespace never new null number object of override \
        parseFloat parseInt private protected public readonly require return satisfies sessionStorage set \
        setInterval setTimeout static string super switch symbol this throw true try type typeof undefined \
        unknown using var void while window with yield",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: SCRIPT_QUOTES,
    letters: "$",
    rules: JSX | LABELS,
    ..CODE
};

const MARKUP_QUOTES: &[Quote] = &[
    Quote::new("\"", "\"", Hole::Never, LINES),
    Quote::new("'", "'", Hole::Never, LINES),
    Quote::new("<![CDATA[", "]]>", Hole::Never, LINES),
];

pub(super) static HTML: Definition = Definition {
    label: "HTML",
    names: "astro handlebars hbs htm html svelte vue xhtml",
    grammar: Grammar::Markup,
    comments: &[("<!--", "-->")],
    quotes: MARKUP_QUOTES,
    ..CODE
};

pub(super) static XML: Definition = Definition {
    label: "XML",
    names: "atom csproj plist rss svg xaml xml xsd xsl xslt",
    grammar: Grammar::Markup,
    comments: &[("<!--", "-->")],
    quotes: MARKUP_QUOTES,
    ..CODE
};

pub(in crate::domain::highlight) static CSS: Definition = Definition {
    label: "CSS",
    names: "css",
    grammar: Grammar::Style,
    comments: &[("/*", "*/")],
    quotes: &[Quote::new("\"", "\"", Hole::Never, ESCAPE), Quote::new("'", "'", Hole::Never, ESCAPE)],
    ..CODE
};

pub(super) static SCSS: Definition = Definition {
    label: "SCSS",
    names: "sass scss",
    grammar: Grammar::Style,
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[Quote::new("\"", "\"", Hole::Hash, ESCAPE), Quote::new("'", "'", Hole::Hash, ESCAPE)],
    ..CODE
};

pub(super) static LESS: Definition = Definition {
    label: "Less",
    names: "less",
    words: "charset container font-face import keyframes layer media namespace page plugin property supports",
    grammar: Grammar::Style,
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[Quote::new("\"", "\"", Hole::Never, ESCAPE), Quote::new("'", "'", Hole::Never, ESCAPE)],
    ..CODE
};

pub(super) static JSON: Definition = Definition {
    label: "JSON",
    names: "geojson json json5 jsonc jsonl ndjson webmanifest",
    words: "false null true",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[Quote::new("\"", "\"", Hole::Never, ESCAPE)],
    rules: STRING_KEYS,
    ..CODE
};

pub(super) static GRAPHQL: Definition = Definition {
    label: "GraphQL",
    names: "gql graphql",
    words: "directive enum extend false fragment implements input interface mutation null on query repeatable \
        scalar schema subscription true type union",
    comments: &[("#", "")],
    quotes: &[Quote::new("\"\"\"", "\"\"\"", Hole::Never, LINES), Quote::new("\"", "\"", Hole::Never, ESCAPE)],
    rules: LABELS,
    ..CODE
};
