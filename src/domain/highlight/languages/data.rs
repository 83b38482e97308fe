//! Data, settings, questions to databases, and prose.

use crate::domain::highlight::definition::{
    ANY_CASE, APART_COMMENTS, CODE, DOUBLED, Definition, ESCAPE, Grammar, Hole, LINES, Quote, STRING_KEYS,
};

pub(super) static SQL: Definition = Definition {
    label: "SQL",
    names: "mariadb mysql pgsql plpgsql plsql postgres postgresql psql sql sqlite sqlite3 tsql",
    words: "add all alter and any array as asc avg begin between bigint binary blob boolean both by call cascade \
        case cast char character check clob coalesce collate column commit constraint count create cross \
        cube current_date current_time current_timestamp current_user cursor cycle date day deallocate dec \
        decimal declare default delete dense_rank desc describe deterministic distinct double drop each else \
        end escape except exec execute exists extract false fetch filter first_value float following for \
        foreign from full function grant group grouping having hour if in index inner inout insert int \
        integer intersect interval into is join json_object json_value key lag last_value lateral lead \
        leading left like limit local localtime localtimestamp lower materialized max merge min minute month \
        natural new no not ntile null nullif numeric of offset old on only open or order out outer over \
        partition percent precision prepare primary procedure rank real recursive references replace \
        restrict return returning returns revoke right rollback rollup row row_number rows savepoint second \
        select session_user set similar smallint some sql start substring sum system_user table temporary \
        then time timestamp to trailing transaction trigger trim true truncate union unique unknown update \
        upper user using value values varbinary varchar varying view when where window with within without \
        year",
    comments: &[("--", ""), ("/*", "*/")],
    quotes: &[Quote::new("'", "'", Hole::Never, LINES | DOUBLED)],
    rules: ANY_CASE,
    ..CODE
};

pub(super) static PROTOBUF: Definition = Definition {
    label: "Protocol Buffers",
    names: "proto protobuf",
    words: "bool bytes double enum extend extensions false fixed32 fixed64 float group import int32 int64 map \
        max message oneof option optional package public repeated required reserved returns rpc service \
        sfixed32 sfixed64 sint32 sint64 stream string syntax to true uint32 uint64 weak",
    comments: &[("//", ""), ("/*", "*/")],
    quotes: &[Quote::new("\"", "\"", Hole::Never, ESCAPE), Quote::new("'", "'", Hole::Never, ESCAPE)],
    ..CODE
};

pub(super) static YAML: Definition = Definition {
    label: "YAML",
    names: "yaml yml",
    grammar: Grammar::Yaml,
    words: "false no null off on true yes ~",
    comments: &[("#", "")],
    quotes: &[Quote::new("\"", "\"", Hole::Never, ESCAPE | LINES), Quote::new("'", "'", Hole::Never, DOUBLED | LINES)],
    rules: APART_COMMENTS | ANY_CASE | STRING_KEYS,
    ..CODE
};

const INI_QUOTES: &[Quote] = &[
    Quote::new("\"\"\"", "\"\"\"", Hole::Never, ESCAPE | LINES),
    Quote::new("'''", "'''", Hole::Never, LINES),
    Quote::new("\"", "\"", Hole::Never, ESCAPE),
    Quote::new("'", "'", Hole::Never, 0),
];

pub(super) static TOML: Definition = Definition {
    label: "TOML",
    names: "toml",
    grammar: Grammar::Ini,
    words: "false inf nan true",
    comments: &[("#", "")],
    quotes: INI_QUOTES,
    ..CODE
};

pub(super) static INI: Definition = Definition {
    label: "INI",
    names: "cfg conf dosini dotenv editorconfig env gitconfig ini properties systemd",
    grammar: Grammar::Ini,
    words: "false no off on true yes",
    comments: &[("#", ""), (";", "")],
    quotes: INI_QUOTES,
    rules: APART_COMMENTS | ANY_CASE,
    ..CODE
};

pub(super) static MARKDOWN: Definition =
    Definition { label: "Markdown", names: "markdown md mdx mkd", grammar: Grammar::Markdown, ..CODE };

pub(super) static DIFF: Definition =
    Definition { label: "Diff", names: "diff patch udiff", grammar: Grammar::Diff, ..CODE };
