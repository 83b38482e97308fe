// What draws answers is a module of its own: what people see before it is there, without it, and of what it alone can do.

import { grantClipboard } from "./fixtures/browsers";
import { chatWith, connectWithKey, expect, test } from "./fixtures/test";
import { answers, composer, distanceFromEnd, log, send, settled } from "./pages/chat";
import { release } from "./fixtures/sandbox";

const MODULE = /\/renderer[^/]*\.(js|wasm)$/;

test("a first visit does not fetch what draws answers, and a connected one does unasked", async ({ page, watch }) => {
  const fetched: string[] = [];
  page.on("request", (request) => {
    if (MODULE.test(request.url())) fetched.push(request.url());
  });
  await page.goto("");
  await expect(page.getByRole("button", { name: "Connect OpenRouter" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(fetched).toEqual([]);
  await connectWithKey(page, watch);
  await expect.poll(() => fetched.length).toBe(2);
});

for (const part of ["js", "wasm"]) {
  test(`without its ${part} words stand as they were written, and are drawn once it can be had`, async ({ page, watch }) => {
    watch.allow(/renderer|Failed to load|dynamically imported|NetworkError|wasm/i);
    let is_refused = true;
    await page.route(MODULE, (route) => (is_refused && route.request().url().endsWith(part) ? route.abort() : route.continue()));
    await page.clock.install();
    await chatWith(page, watch, "sandbox/echo");
    await send(page, "Some **bold** words.\n\n- one");
    const answer = await settled(page);
    await expect(answer).toContainText("Some **bold** words.\n\n- one", { useInnerText: true });
    await expect(answer.locator("strong")).toHaveCount(0);
    // The next text asks again, but not at once.
    is_refused = false;
    await page.clock.fastForward(11_000);
    await send(page, "And **more**.");
    await expect((await settled(page, 2)).locator("strong")).toHaveText("more");
    await expect(answers(page).first().locator("strong")).toHaveText("bold");
  });
}

test("what breaks in the drawing leaves the words and the app", async ({ page, watch }) => {
  watch.allow(/unreachable|RuntimeError|panicked|recursive|null pointer/);
  await chatWith(page, watch, "sandbox/echo");
  await send(page, "Before.");
  await settled(page);
  // Nothing that a model writes is known to do this, so the nodes themselves refuse.
  await page.evaluate(() => {
    const make = Document.prototype.createElement;
    Document.prototype.createElement = function (this: Document, name: string, ...rest: []) {
      if (name === "blockquote") throw new Error("refused");
      return make.call(this, name, ...rest);
    } as typeof make;
  });
  await send(page, "Some **bold** words.\n\n> and a quote");
  const answer = await settled(page, 2);
  await expect(answer).toContainText("Some **bold** words.\n\n> and a quote", { useInnerText: true });
  await composer(page).fill("It goes on.");
  await page.keyboard.press("Enter");
  await expect(await settled(page, 3)).toContainText("It goes on.");
});

for (const [length, formula] of [
  ["short", "n = 30"],
  ["long", "a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 = \\frac{b}{c}"],
]) {
  test(`a ${length} formula stands in the line, and no sign beside it is parted from it, however wide the page is`, async ({ page, watch }) => {
    await chatWith(page, watch, "sandbox/echo");
    await send(page, `It is known ($${formula}$), and so on.\n\n| Known |\n| --- |\n| $${formula}$ |\n`);
    const answer = await settled(page);
    await expect(answer.locator("math")).toHaveCount(2);
    // A table, which is scrolled itself, has room for all of it.
    expect(await answer.locator("td .formula__drawing").evaluate((drawing) => drawing.scrollWidth - drawing.clientWidth)).toBe(0);
    const seen = await answer.locator("p:has(math)").evaluate((paragraph) => {
      const sign = (node: Node, at: number) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range;
      };
      const [before, behind] = [paragraph.firstChild!, paragraph.lastChild!];
      const signs = [sign(before, before.textContent!.length - 1), sign(behind, 0), sign(behind, 1)];
      const drawing = paragraph.querySelector<HTMLElement>(".formula__drawing")!;
      const math = drawing.querySelector("math")!;
      const parted: number[] = [];
      const cut: number[] = [];
      const raised: number[] = [];
      const heights = new Set<number>();
      for (let width = 80; width < 480; width += 1) {
        paragraph.style.inlineSize = `${width}px`;
        heights.add(Math.round(paragraph.getBoundingClientRect().height));
        const line = math.getBoundingClientRect();
        const isOff = (range: Range) => range.getBoundingClientRect().top > line.bottom || range.getBoundingClientRect().bottom < line.top;
        if (signs.some(isOff)) parted.push(width);
        if (drawing.getBoundingClientRect().right > paragraph.getBoundingClientRect().right + 1) cut.push(width);
      }
      // As far above the comma as it is where nothing is scrolled.
      const height = () => math.getBoundingClientRect().top - signs[2]!.getBoundingClientRect().top;
      const ours = height();
      drawing.style.display = "inline";
      if (Math.abs(height() - ours) > 0.5) raised.push(ours, height());
      return { signs: signs.map(String), parted, cut, raised, heights: heights.size };
    });
    expect(seen).toMatchObject({ signs: ["(", ")", ","], parted: [], cut: [], raised: [] });
    // It was broken in several ways.
    expect(seen.heights).toBeGreaterThan(2);
  });
}

test("a formula that is too long for its cell is scrolled in it, and one in a text from right to left shows its beginning", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  const long = Array.from({ length: 40 }, (_, n) => `a_{${n}}`).join(" + ");
  await send(page, `هذه معادلة طويلة $${long}$، ثم نهاية.\n\n| Formula | Note |\n| --- | --- |\n| ($${long}$), end | words |\n`);
  const answer = await settled(page);
  await expect(answer.locator("math")).toHaveCount(2);
  const seen = await answer.locator(".formula__drawing").evaluateAll((drawings) => {
    return drawings.map((drawing) => {
      const [box, math] = [drawing, drawing.querySelector("math")!].map((element) => element.getBoundingClientRect());
      const cell = drawing.closest("td")?.getBoundingClientRect();
      return { startsAt: Math.round(math!.left - box!.left), isIn: !cell || box!.right <= cell.right, isCut: drawing.scrollWidth > drawing.clientWidth };
    });
  });
  expect(seen).toEqual([{ startsAt: 0, isIn: true, isCut: true }, { startsAt: 0, isIn: true, isCut: true }]);
});

test("a formula covers neither the comma behind it nor a reference below it", async ({ page, watch }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await chatWith(page, watch, "sandbox/echo");
  const long = Array.from({ length: 24 }, (_, n) => `a_{${n}}`).join(" + ");
  await send(page, `A sum $\\displaystyle\\sum_{i=0}^{n}\\frac{1}{i}$, and $\\displaystyle\\lim_{x\\to 0} x$, in a line. And a long one ($${long}$), that is cut.[^a]\n\n[^a]: A note.`);
  const answer = await settled(page);
  await expect(answer.locator("math")).toHaveCount(3);
  const covered = await answer.locator(".formula").evaluateAll((formulas) => {
    return formulas.map((formula) => {
      const sign = document.createRange();
      sign.setStart(formula.nextSibling!, 0);
      sign.setEnd(formula.nextSibling!, 1);
      const { left, right, top, bottom } = sign.getBoundingClientRect();
      return formula.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
    });
  });
  expect(covered).toEqual([false, false, false]);
  await answer.getByRole("button", { name: "Footnote 1" }).click();
  await expect(answer.locator(".footnote")).toBeFocused();
});

test("formulas are drawn, copied, and taken along as LaTeX", async ({ page, watch, browserName }) => {
  const copied = await grantClipboard(page, browserName);
  await chatWith(page, watch, "sandbox/echo");
  await send(page, "For $5 you get $x^2$ and\n\n$$\n\\frac{a}{b}\n$$\n\nDone.");
  const answer = await settled(page);
  await expect(answer.locator("math")).toHaveCount(2);
  await expect(answer.locator("math[display=block] mfrac")).toBeVisible();
  await expect(answer).toContainText("For $5 you get");
  const formula = answer.locator(".formula[data-display]");
  await formula.hover();
  await formula.getByRole("button", { name: "Copy formula" }).click();
  expect(await copied()).toBe("\\frac{a}{b}");
  const selected = await answer.locator(".prose").evaluate((prose) => {
    getSelection()!.selectAllChildren(prose);
    return getSelection()!.toString().replace(/\s+/g, " ");
  });
  expect(selected).toBe("For $5 you get $x^2$ and $$\\frac{a}{b}$$ Done.");
});

test("a formula that grows keeps the keyboard where it is", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo-gate");
  await send(page, `$$\nx^2 + 2xz ⏸ + y^2\n$$\n\nDone. ${word}`);
  const copy = answers(page).getByRole("button", { name: "Copy formula" });
  await expect(answers(page).locator("msup")).toHaveCount(1);
  await copy.focus();
  await release(word);
  await settled(page);
  await expect(answers(page).locator("msup")).toHaveCount(2);
  await expect(copy).toBeFocused();
});

test("a definition that comes late changes its link and leaves the rest", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo-gate");
  await send(page, `See [the manual][ref] first.\n\n\`\`\`js\nlet a;\n\`\`\`\n\nBehind.\n\n⏸[ref]: https://example.org/\n\nDone. ${word}`);
  const answer = answers(page);
  const wrap = answer.getByRole("button", { name: "Wrap lines" });
  await wrap.click();
  await expect(wrap).toHaveAttribute("aria-pressed", "true");
  await release(word);
  await settled(page);
  await expect(answer.getByRole("link", { name: "the manual" })).toHaveAttribute("href", "https://example.org/");
  await expect(wrap).toHaveAttribute("aria-pressed", "true");
  await expect(wrap).toBeFocused();
});

test("a picture in a link is loaded without going there, and says so if it cannot be", async ({ page, watch, context }) => {
  watch.allow(/pictures\.example|ERR_FAILED|Failed to load/);
  let is_refused = true;
  const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
  await context.route("https://pictures.example/**", (route) => (is_refused ? route.abort() : route.fulfill({ contentType: "image/png", body: pixel })));
  await chatWith(page, watch, "sandbox/echo");
  await send(page, "[![A chart](https://pictures.example/chart.png)](https://example.org/)");
  const answer = await settled(page);
  const load = answer.getByRole("button", { name: "Load image" });
  await load.focus();
  await page.keyboard.press("Enter");
  await expect(answer).toContainText("could not be loaded");
  await expect(load).toBeFocused();
  is_refused = false;
  await load.click();
  await expect(answer.getByRole("img", { name: "A chart" })).toHaveJSProperty("naturalWidth", 1);
  expect(context.pages()).toHaveLength(1);
});

test("footnotes lead to their words and back", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, "It is so.[^a]\n\n[^a]: Said the first.");
  const answer = await settled(page);
  const reference = answer.getByRole("button", { name: "Footnote 1" });
  await reference.click();
  await expect(answer.getByRole("note", { name: "Footnote 1" })).toBeFocused();
  await answer.getByRole("button", { name: "Back to the text" }).click();
  await expect(reference).toBeFocused();
});

test("what turns the direction of writing is named in code", async ({ page, watch, browserName }) => {
  const copied = await grantClipboard(page, browserName);
  await chatWith(page, watch, "sandbox/echo");
  const code = "/*\u202E } \u2066if (isAdmin)\u2069 */\n";
  await send(page, `\`\`\`js\n${code}\`\`\`\n\nAnd \`\u202Ecode\` in words.`);
  const answer = await settled(page);
  await expect(answer.locator(".code__control")).toHaveCount(4);
  await expect(answer.locator(".code__control").first()).toHaveAttribute("data-name", "U+202E");
  await answer.getByRole("button", { name: "Copy code" }).click();
  expect(await copied()).toBe(code);
});

for (const key of ["ArrowUp", "PageUp", "Home", "Shift+Space"]) {
  test(`${key} lets go of the end while words rush in`, async ({ page, watch, word }) => {
    await page.setViewportSize({ width: 1000, height: 500 });
    await chatWith(page, watch, "sandbox/bench-30000-1000");
    await send(page, `A long one, please. ${word}`);
    await release(word);
    await expect.poll(() => log(page).evaluate((log) => log.scrollTop)).toBeGreaterThan(600);
    await log(page).focus();
    await page.keyboard.press(key);
    await expect(page.getByRole("button", { name: "Jump to latest" })).toBeVisible();
    await settled(page);
    expect(await distanceFromEnd(page)).toBeGreaterThan(50);
  });
}

test("what shrinks by itself while an answer grows lets nothing go", async ({ page, watch, word }) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await chatWith(page, watch, "sandbox/bench-6000-5000");
  await send(page, `A long one, please. ${word}`);
  await release(word);
  await settled(page);
  await expect.poll(() => distanceFromEnd(page)).toBeLessThanOrEqual(4);
  // As when formulas become shorter than their source and, before the next frame, more words are there.
  await answers(page).last().evaluate((answer: HTMLElement) => {
    const scroller = answer.closest("[role=log]")!;
    const before = scroller.scrollTop;
    answer.style.marginBottom = "-10px";
    if (scroller.scrollTop >= before) throw new Error("The page did not have to move.");
    answer.style.marginBottom = "100px";
  });
  await expect.poll(() => distanceFromEnd(page)).toBeLessThanOrEqual(4);
  await expect(page.getByRole("button", { name: "Jump to latest" })).toBeHidden();
});

test("a long answer stands at its end after a reload", async ({ page, watch, word }) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await chatWith(page, watch, "sandbox/bench-30000-5000");
  await send(page, `A long one, please. ${word}`);
  await release(word);
  await settled(page);
  await page.reload();
  await expect(answers(page).locator("h2, h3").last()).toBeVisible();
  await expect.poll(() => distanceFromEnd(page)).toBeLessThanOrEqual(4);
  await expect(answers(page).locator(".prose p").last()).toBeInViewport();
});
