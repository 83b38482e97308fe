// Answers as Markdown: what stands on the page, what its buttons do, and what a person takes along.

import type { Locator, Page } from "@playwright/test";

import { grantClipboard } from "./fixtures/browsers";
import { chatWith, expect, test } from "./fixtures/test";
import { answers, distanceFromEnd, log, send, settled } from "./pages/chat";

/** What a model answers, word for word. */
async function answered(page: Page, text: string): Promise<Locator> {
  await send(page, text);
  return settled(page);
}

const TABLE = "| Fruit | Price |\n|:--|--:|\n| **Apple** | `1.20` |\n| Pear \\| Quince | 2 |";

test("headings, lists, quotes and tables are what a screen reader calls them", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  const answer = await answered(page, `# Fruit\n\nSome **bold** words.\n\n1. one\n2. two\n   - nested\n\n> a quote\n\n- [x] done\n- [ ] open\n\n${TABLE}`);
  await expect(answer.getByRole("heading", { name: "Fruit", level: 2 })).toBeVisible();
  await expect(answer.locator("strong").first()).toHaveText("bold");
  await expect(answer.getByRole("list")).toHaveCount(3);
  await expect(answer.getByRole("listitem")).toHaveText(["one", /two/, "nested", "done", "open"]);
  await expect(answer.getByRole("blockquote")).toHaveText("a quote");
  await expect(answer.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await expect(answer.getByRole("checkbox", { checked: false })).toHaveCount(1);
  await expect(answer.getByRole("columnheader")).toHaveText(["Fruit", "Price"]);
  await expect(answer.getByRole("cell")).toHaveText(["Apple", "1.20", "Pear | Quince", "2"]);
});

test("code has its language, its colours, and is copied to the letter", async ({ page, watch, browserName }) => {
  const copied = await grantClipboard(page, browserName);
  await chatWith(page, watch, "sandbox/echo");
  const code = 'fn main() {\n\n    let x = "a <b> \\u{1F980}"; // 42\n\tprintln!("{x}");\n}\n';
  const answer = await answered(page, `Look:\n\n\`\`\`rs\n${code}\`\`\`\n\nDone.`);
  const block = answer.getByRole("group", { name: "Code, Rust" });
  await expect(block.locator("code")).toHaveText(code, { useInnerText: false });
  await expect(block.locator(".code__keyword", { hasText: /^fn$/ })).toHaveCount(1);
  await expect(block.locator(".code__comment")).toHaveText("// 42");
  await block.getByRole("button", { name: "Copy code" }).click();
  await expect(page.getByRole("status").getByText("Copied")).toBeVisible();
  expect(await copied()).toBe(code);
});

test("code without a language is a block too, and long lines wrap when asked", async ({ page, watch }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await chatWith(page, watch, "sandbox/echo");
  const answer = await answered(page, `\`\`\`\n${"long ".repeat(60)}\n\`\`\``);
  const frame = answer.getByRole("group", { name: /^Code/ }).locator("pre");
  const overflows = () => frame.evaluate((frame) => frame.scrollWidth > frame.clientWidth + 1);
  expect(await overflows()).toBe(true);
  // The keyboard scrolls it.
  await frame.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => frame.evaluate((frame) => frame.scrollLeft)).toBeGreaterThan(0);
  const wrap = answer.getByRole("button", { name: "Wrap lines" });
  await expect(wrap).toHaveAttribute("aria-pressed", "false");
  await wrap.click();
  await expect(wrap).toHaveAttribute("aria-pressed", "true");
  expect(await overflows()).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("a table is taken along as Markdown and for a sheet", async ({ page, watch, browserName }) => {
  const copied = await grantClipboard(page, browserName);
  await chatWith(page, watch, "sandbox/echo");
  const answer = await answered(page, `| other |\n|---|\n| first |\n\n${TABLE}`);
  await answer.getByRole("button", { name: "Copy table as Markdown" }).nth(1).click();
  await expect.poll(copied).toBe("| Fruit | Price |\n| :-- | --: |\n| **Apple** | `1.20` |\n| Pear \\| Quince | 2 |\n");
  await answer.getByRole("button", { name: "Copy table as text" }).nth(1).click();
  await expect.poll(copied).toBe("Fruit\tPrice\nApple\t1.20\nPear | Quince\t2\n");
});

test("links lead out alone, and say where to", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  const answer = await answered(page, "See [the docs](https://docs.example.org/a?b=c) or http://plain.example/x, not [this](javascript:alert(1)) or [that](/settings).");
  const links = answer.getByRole("link");
  await expect(links).toHaveText(["the docs", "http://plain.example/x"]);
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute("target", "_blank");
    await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
  }
  await links.first().focus();
  await expect(links.first()).toHaveAttribute("data-host", "docs.example.org");
  const shown = await links.first().evaluate((link) => getComputedStyle(link, "::after").content);
  expect(shown).toMatch(/^("docs\.example\.org"|attr\(data-host\))/);
  // Its name is still its own.
  await expect(page.getByRole("link", { name: "the docs", exact: true })).toBeFocused();
  await expect(answer).toContainText("not this or that.");
});

test("a host that looks like another is written as it is", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  // The first letter is Cyrillic.
  const answer = await answered(page, "[apple](https://\u0430pple.com/)");
  await expect(answer.getByRole("link")).toHaveAttribute("data-host", "xn--pple-43d.com");
});

test("a picture from elsewhere is fetched only when the person asks for it", async ({ page, watch }) => {
  const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  const fetched: string[] = [];
  await page.context().route("https://pictures.example/**", async (route) => {
    fetched.push(route.request().url());
    expect(route.request().headers().referer).toBeUndefined();
    await route.fulfill({ contentType: "image/png", body: pixel });
  });
  watch.allow(/^asked a stranger: https:\/\/pictures\.example\/chart\.png/);
  await chatWith(page, watch, "sandbox/echo");
  const answer = await answered(page, "![A chart](https://pictures.example/chart.png?words=secret) and ![dot](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==)");
  await expect(answer).toContainText("A chart");
  await expect(answer).toContainText("pictures.example");
  await expect(answer.getByRole("img", { name: "dot" })).toHaveJSProperty("naturalWidth", 1);
  expect(fetched).toEqual([]);
  await answer.getByRole("button", { name: "Load image" }).click();
  await expect(answer.getByRole("img", { name: "A chart" })).toHaveJSProperty("naturalWidth", 1);
  expect(fetched).toEqual(["https://pictures.example/chart.png?words=secret"]);
});

test("a footnote leads to its words and is no address of the page", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  const answer = await answered(page, "It is so.[^a] And so.[^b]\n\n[^a]: Said the *first*.\n[^b]: Said the second.");
  const address = page.url();
  await answer.getByRole("button", { name: "Footnote 2" }).click();
  await expect(page.locator(":focus")).toContainText("Said the second.");
  expect(page.url()).toBe(address);
});

test("a part of an answer is copied as clean text", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  const answer = await answered(page, `First *words*.\n\n\`\`\`js\nlet a = 1;\n\nlet b = 2;\n\`\`\`\n\n- one\n- two\n\n${TABLE}`);
  const text = await answer.locator(".prose").evaluate((prose) => {
    getSelection()!.selectAllChildren(prose);
    return getSelection()!.toString();
  });
  expect(text).not.toMatch(/Copy|Wrap/);
  expect(text).toContain("First words.");
  expect(text).toContain("let a = 1;\n\nlet b = 2;\n");
  expect(text.replace(/\s+/g, " ")).toContain("one two Fruit Price Apple 1.20");
});

test("an unfinished answer shows no marks, and what stands stays the same node", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  // What draws answers comes after the composer, and until then words stand as they are.
  await expect((await answered(page, "**Here**")).locator("strong")).toBeVisible();
  await page.evaluate(() => {
    const seen = new Set<string>();
    (globalThis as Record<string, unknown>).seen = seen;
    new MutationObserver(() => {
      const prose = document.querySelectorAll(".prose")[1];
      if (prose) seen.add(prose.textContent!);
      const first = prose?.querySelector("p");
      if (first) (globalThis as Record<string, unknown>).first ??= first;
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  const text = `A **bold** start with \`code\`, [a link](https://example.org/there) and *more*.\n\n${TABLE}\n\nThe end is **near**.`;
  await send(page, text);
  const answer = await settled(page, 2);
  const whole = (await answer.locator(".prose").textContent())!;
  const seen = await page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen]);
  expect(seen.length).toBeGreaterThan(3);
  for (const state of seen) expect(state).not.toMatch(/\*\*|\]\(|^\||`/);
  expect(whole).toContain("The end is near.");
  expect(await answer.locator(".prose p").first().evaluate((first) => first === (globalThis as unknown as { first: Element }).first)).toBe(true);
});

test("sources and pictures that the stream brings are shown", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/transcript-06-web-search-annotations");
  await send(page, "Search");
  const answer = await settled(page);
  const sources = answer.getByRole("region", { name: "Sources" });
  await expect(sources.getByRole("listitem")).toHaveCount(2);
  await expect(sources.getByRole("link", { name: "Harbour bridge open again" })).toHaveAttribute("href", "https://portnews.example/bridge");
  await expect(sources.getByRole("listitem").nth(1)).toContainText("city.example");
});

test("a picture that a model made is shown", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/transcript-04-image-output");
  await send(page, "Draw");
  const answer = await settled(page);
  await expect(answer.getByRole("img", { name: "Picture made by the model" })).toBeVisible();
  await expect(answer).not.toContainText("cannot show");
});

test("the seconds of reasoning stand in its name", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  // As this tab would have kept it: a model of the sandbox thinks for no second.
  await page.evaluate(() => {
    const parts = [{ kind: "reasoning", text: "Hm, **well**.", details: [], took_ms: 65_400 }, { kind: "text", text: "Yes." }];
    const messages = [{ id: "m", role: "assistant", created: 1_790_000_000_000, parts, answer: { asked: "sandbox/echo", outcome: "complete" } }];
    const chat = { v: 1, id: "thought", title: "Thought", created: 1_790_000_000_000, messages, chosen: {} };
    sessionStorage.setItem("parlance.chat.thought", JSON.stringify(chat));
  });
  await page.goto("c/thought");
  const summary = answers(page).locator("summary", { hasText: "Reasoning" });
  await expect(summary).toHaveText("Reasoning 1 min 5 s");
  await expect(answers(page).getByText("well")).toHaveCount(0);
  await summary.click();
  await expect(answers(page).locator("strong")).toHaveText("well");
});

test("a long chat opens at its end, and its beginning is reached by scrolling", async ({ page, watch }) => {
  test.slow();
  await chatWith(page, watch, "sandbox/echo");
  // Three hundred questions and answers, as this tab would have kept them.
  await page.evaluate(() => {
    const messages = Array.from({ length: 600 }, (_, index) => ({
      id: `m${index}`,
      ...(index > 0 ? { parent: `m${index - 1}` } : {}),
      role: index % 2 === 0 ? "user" : "assistant",
      created: 1_790_000_000_000 + index,
      parts: [{ kind: "text", text: `${index % 2 === 0 ? "Question" : "Answer"} number ${index}.\n\nWith a **second** paragraph.` }],
      ...(index % 2 === 1 ? { answer: { asked: "sandbox/echo", outcome: "complete" } } : {}),
    }));
    const chat = { v: 1, id: "long", title: "A long chat", created: 1_790_000_000_000, messages, chosen: {} };
    sessionStorage.setItem("parlance.chat.long", JSON.stringify(chat));
  });
  await page.reload();
  await page.getByRole("link", { name: "A long chat" }).click();
  await expect(log(page)).toContainText("number 599");
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(8);
  expect(await log(page).getByRole("article").count()).toBeLessThan(60);
  await log(page).focus();
  // Up to the first message, and never so many at once that the page grows with the chat.
  await expect
    .poll(
      async () => {
        await page.keyboard.press("Home");
        expect(await log(page).getByRole("article").count()).toBeLessThanOrEqual(96);
        return log(page).getByText("Question number 0.").count();
      },
      // A browser that scrolls smoothly takes its time for each screen.
      { intervals: [50], timeout: 40_000 },
    )
    .toBe(1);
  await expect(page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
  // A key may scroll smoothly: what moves the page before it has arrived is overruled.
  await expect
    .poll(
      async () => {
        await page.keyboard.press("Home");
        return log(page).evaluate((log) => log.scrollTop);
      },
      { intervals: [500] },
    )
    .toBe(0);
  // Away and back: the same place.
  const place = () =>
    log(page).evaluate((log) => [...log.querySelectorAll("article")].find((article) => article.getBoundingClientRect().bottom > log.getBoundingClientRect().top)!.textContent!.slice(0, 24));
  await log(page).evaluate((log) => log.scrollBy(0, 900));
  await expect.poll(place).not.toContain("number 0.");
  const before = await place();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.goBack();
  await expect.poll(place).toBe(before);
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect.poll(() => distanceFromEnd(page)).toBeLessThan(8);
  await expect(log(page)).toContainText("number 599");
});

test("what one reads stays where it is while an answer grows", async ({ page, watch }) => {
  await page.setViewportSize({ width: 800, height: 500 });
  await chatWith(page, watch, "sandbox/slow");
  await send(page, "On and on");
  await expect(answers(page)).toContainText("Piece 24");
  await log(page).hover();
  await page.mouse.wheel(0, -120);
  await expect(page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
  const top = await log(page).evaluate((log) => log.scrollTop);
  await expect(answers(page)).toContainText("Piece 36");
  expect(await log(page).evaluate((log) => log.scrollTop)).toBe(top);
});
