// What highlight.js makes of each sample in tests/highlight/samples: one letter for each character.
// k keyword, s string, c comment, n number, - anything else. tests/highlight/judge.rs compares.

import { readFileSync, readdirSync } from "node:fs";

import hljs from "highlight.js";

const folder = new URL("../../highlight/samples/", import.meta.url);

// What is not named here is anything else: titles, variables, attributes, properties, punctuation, operators,
// symbols, bullets and all that is `meta`, such as annotations. What is nested is judged by the innermost
// scope, so that code within a string (`subst`) counts as what it is.
const letters = {
  keyword: "k",
  literal: "k",
  built_in: "k",
  type: "k",
  name: "k",
  section: "k",
  "selector-tag": "k",
  "selector-class": "k",
  "selector-id": "k",
  "selector-attr": "k",
  "selector-pseudo": "k",
  string: "s",
  regexp: "s",
  char: "s",
  link: "s",
  code: "s",
  comment: "c",
  quote: "c",
  doctag: "c",
  number: "n",
};

// `this`, `self`, `console`: highlight.js files them under variables, but they are words of the language.
function letter(names) {
  const scope = names.find((name) => name.startsWith("hljs-"))?.slice("hljs-".length);
  return scope === "variable" && names.includes("language_") ? "k" : (letters[scope] ?? "-");
}

// `value` is the public result: text in nested spans, and nothing else. An entity is one character.
function classes(value) {
  const open = ["-"];
  let out = "";
  for (const [token, names] of value.matchAll(/<span class="([^"]*)">|<\/span>|&[^;]+;|[^<&]+/gu)) {
    if (token === "</span>") open.pop();
    else if (names !== undefined) open.push(letter(names.split(" ")));
    else out += open.at(-1).repeat(token.startsWith("&") ? 1 : [...token].length);
  }
  return out;
}

// C++ calls every call of a function `function.dispatch` and shows it as `built_in` for the sake of themes.
hljs.getLanguage("cpp").classNameAliases = {};

const judged = {};
for (const file of readdirSync(folder)) {
  const language = file.split(".")[0];
  const text = readFileSync(new URL(file, folder), "utf8");
  judged[file] = classes(hljs.highlight(text, { language }).value);
}
process.stdout.write(JSON.stringify(judged));
