// Every hostile text of tests/hostile on the page: nothing runs, nothing is fetched, nothing breaks out.

import { readFileSync } from "node:fs";

import { expect, test, connectWithKey, chatWith } from "./fixtures/test";
import { composer, log, send, settled, sidebar } from "./pages/chat";

interface Case {
  name: string;
  markdown: string;
}

const cases: Case[] = JSON.parse(readFileSync(new URL("../hostile/cases.json", import.meta.url), "utf8"));
/** As many as stand on the page at once. */
const AT_ONCE = 24;
const groups = Array.from({ length: Math.ceil(cases.length / AT_ONCE) }, (_, index) => cases.slice(AT_ONCE * index, AT_ONCE * (index + 1)));

/** What no text of a model may become, as a list of complaints. */
function breaches(log: Element): string[] {
  const told: string[] = [];
  const tags = new Set(
    "ARTICLE DIV P H2 H3 H4 H5 H6 UL OL LI INPUT BLOCKQUOTE HR PRE CODE SPAN EM STRONG S SUP SUB KBD A BR IMG BUTTON TABLE THEAD TBODY TR TH TD".split(" "),
  );
  const attributes = new Set(
    "class dir data-id data-role data-tight data-latex data-display data-undrawn data-host data-align data-footnote data-reference data-name data-action data-source data-alt aria-label aria-busy aria-hidden aria-pressed role tabindex type disabled checked start href target rel src alt referrerpolicy".split(" "),
  );
  for (const prose of log.querySelectorAll(".prose")) {
    for (const element of prose.querySelectorAll("*")) {
      const isMaths = element.namespaceURI === "http://www.w3.org/1998/Math/MathML";
      if (!isMaths && !tags.has(element.tagName)) told.push(`<${element.tagName}>`);
      for (const { name } of element.attributes) {
        if (/^(on|style$|id$|name$|xlink|srcdoc|action|formaction)/.test(name) || (!isMaths && !attributes.has(name)) || (isMaths && name === "href")) told.push(`${element.tagName}[${name}]`);
      }
      if (element instanceof HTMLAnchorElement && element.hasAttribute("href")) {
        if (!["http:", "https:", "mailto:"].includes(element.protocol)) told.push(`link to ${element.href}`);
        if (element.target !== "_blank" || element.rel !== "noopener noreferrer nofollow") told.push(`link that keeps a hold: ${element.href}`);
      }
      if (element instanceof HTMLImageElement && !/^data:image\/(png|jpeg|gif|webp|avif);base64,/.test(element.src)) told.push(`picture from ${element.src}`);
    }
  }
  if ("__hostile" in globalThis) told.push("something ran");
  if (document.documentElement.scrollWidth > innerWidth) told.push("the page is wider than its window");
  return told;
}

test("no hostile text becomes more than words, in a chat that is opened", async ({ page, watch }) => {
  test.slow();
  await connectWithKey(page, watch);
  await page.evaluate((groups) => {
    groups.forEach((texts, index) => {
      const messages = texts.map((text, at) => ({
        id: `h${at}`,
        ...(at > 0 ? { parent: `h${at - 1}` } : {}),
        role: "assistant",
        created: 1_790_000_000_000 + at,
        parts: [{ kind: "text", text }],
        answer: { asked: "sandbox/echo", outcome: "complete" },
      }));
      const chat = { v: 1, id: `hostile${index}`, title: `Hostile ${index}`, created: 1_790_000_000_000 + index, messages, chosen: {} };
      sessionStorage.setItem(`parlance.chat.hostile${index}`, JSON.stringify(chat));
    });
  }, groups.map((group) => group.map((one) => one.markdown)));
  await page.setViewportSize({ width: 390, height: 800 });
  for (const [index, group] of groups.entries()) {
    await page.goto(`c/hostile${index}`);
    await expect(log(page).getByRole("article")).toHaveCount(group.length);
    // Each text stands somewhere: in blocks, or in nothing if it is nothing.
    await expect(log(page).locator(".prose")).not.toHaveCount(0);
    expect(await log(page).evaluate(breaches)).toEqual([]);
    await expect(composer(page)).toBeVisible();
    expect(await page.title()).toBe(`Hostile ${index} · Parlance`);
  }
});

test("nor while they arrive", async ({ page, watch }) => {
  test.slow();
  await chatWith(page, watch, "sandbox/echo");
  // One of each kind is enough: what streams ends as it would be opened.
  const some = cases.filter((one, index) => index % 12 === 0 && one.markdown.trim() !== "" && one.markdown.length < 2_000);
  for (const [index, one] of some.entries()) {
    if (index > 0) {
      await sidebar(page).getByRole("button", { name: "New chat" }).click();
      await expect(log(page)).toHaveCount(0);
    }
    await send(page, one.markdown);
    await settled(page);
    expect(await log(page).evaluate(breaches), one.name).toEqual([]);
  }
});
