//! The tables. Which word belongs to which language is their whole content.

mod apps;
mod data;
mod scripts;
mod systems;
pub(super) mod web;

use super::definition::Definition;

pub(super) use scripts::SHELL_WORDS;

/// All of them.
pub(super) static ALL: [&Definition; 37] = [
    &web::JAVASCRIPT,
    &web::TYPESCRIPT,
    &web::HTML,
    &web::XML,
    &web::CSS,
    &web::SCSS,
    &web::LESS,
    &web::JSON,
    &web::GRAPHQL,
    &systems::RUST,
    &systems::GO,
    &systems::C,
    &systems::CPP,
    &scripts::PYTHON,
    &scripts::BASH,
    &scripts::DOCKERFILE,
    &scripts::MAKEFILE,
    &scripts::POWERSHELL,
    &scripts::RUBY,
    &scripts::PHP,
    &scripts::LUA,
    &scripts::R,
    &scripts::ELIXIR,
    &apps::JAVA,
    &apps::KOTLIN,
    &apps::SWIFT,
    &apps::CSHARP,
    &apps::SCALA,
    &apps::DART,
    &apps::HASKELL,
    &data::SQL,
    &data::PROTOBUF,
    &data::YAML,
    &data::TOML,
    &data::INI,
    &data::MARKDOWN,
    &data::DIFF,
];
