// Searching all chats as one types: from the field to the message, in its branch.

import { axeFindsNothing } from "./fixtures/access";
import { remember } from "./fixtures/library";
import { chatWith, connectWithKey, expect, test } from "./fixtures/test";
import { composer, log, send, settled, sidebar } from "./pages/chat";
import { choose, entry, rename, searchBox } from "./pages/sidebar";

const state = (page: import("@playwright/test").Page) => sidebar(page).getByRole("status");

/** The messages that were found, below their chats. */
const hits = (page: import("@playwright/test").Page) => sidebar(page).getByRole("list").getByRole("list").getByRole("link");

const PAST = [
  { id: "sky", title: "Why is the sky blue?", question: "Why is the sky blue?", answer: "Because air scatters blue light most, and Zürich has some of it." },
  { id: "sea", title: "The sea", ago: 3, question: "Is the sea blue too?", answer: "Water takes red away." },
  { id: "bread", title: "Sourdough", ago: 9, archived: true, question: "How much water?", answer: "Seventy percent." },
  { id: "gone", title: "Blue in the trash", thrown: 2 },
];

test("words are found in titles and messages, marked, and counted", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.reload();
  await searchBox(page).fill("BLUE");
  await expect(state(page)).toHaveText("2 chats");
  await expect(sidebar(page).locator("mark").first()).toHaveText("blue");
  await expect(sidebar(page).getByRole("link", { name: "Blue in the trash" })).toHaveCount(0);
  // Accents are no matter, and the archive is searched too.
  await searchBox(page).fill("zurich");
  await expect(state(page)).toHaveText("1 chat");
  await expect(sidebar(page).locator("mark")).toHaveText("Zürich");
  await searchBox(page).fill("percent");
  await expect(sidebar(page).getByRole("link", { name: /Sourdough/ })).toContainText("archived");
  await searchBox(page).fill("nowhere to be found");
  await expect(state(page)).toHaveText("No title or message has all these words");
  await searchBox(page).fill("");
  await expect(entry(page, "The sea")).toBeVisible();
  await expect(state(page)).toHaveText("");
});

test("who searches before the composer stands stays in the field, and writes on in the chat that is chosen", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, PAST);
  // Whoever is that quick: in the field as soon as there is one, while the key is still being opened.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const field = document.querySelector<HTMLInputElement>("input[type=search]");
      if (!field) return;
      observer.disconnect();
      Object.assign(window, { isFirst: !document.querySelector("textarea") });
      field.focus();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await expect(composer(page)).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { isFirst: boolean }).isFirst)).toBe(true);
  await page.keyboard.type("blue");
  await expect(searchBox(page)).toHaveValue("blue");
  await expect(composer(page)).toHaveValue("");
  // A chat that is chosen is for going on with.
  await hits(page).first().click();
  await expect(log(page)).toBeVisible();
  await expect(composer(page)).toBeFocused();
});

test("a hit opens the chat at the message, in the branch it stands in", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First version ${word}`);
  await settled(page);
  await log(page).getByRole("button", { name: "Edit" }).click();
  const field = log(page).getByRole("textbox", { name: "Edit message" });
  await field.fill("Second version");
  await log(page).getByRole("button", { name: "Save and send" }).click();
  await settled(page);
  await expect(log(page)).not.toContainText(`First version ${word}`);
  await searchBox(page).fill(word);
  await hits(page).filter({ hasText: `First version ${word}` }).last().click();
  await expect(log(page)).toContainText(`First version ${word}`);
  await expect(log(page).getByText("1 / 2")).toBeVisible();
  // All of it is in view, so there is nothing to jump to.
  await expect(page.getByRole("button", { name: "Jump to latest" })).toHaveCount(0);
});

test("a hit far up in a long chat is brought into view", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  const long = Array.from({ length: 40 }, (_, n) => `Paragraph ${n}.`).join("\n\n");
  await remember(page, [{ id: "long", title: "Long", question: "Where is the needle?", answer: long }]);
  await page.reload();
  await searchBox(page).fill("needle");
  await hits(page).filter({ hasText: "Where is the needle?" }).click();
  await expect(log(page).getByText("Where is the needle?")).toBeInViewport();
  // It can be told from its neighbours.
  await expect(log(page).locator("article[data-named]")).toHaveText(/Where is the needle\?/);
  await expect(log(page).locator("article[data-named]")).toHaveCount(1);
  await expect(log(page).getByText("Paragraph 39.")).not.toBeInViewport();
});

test("a hit is an address: a reload leads there again, and Back to where one was", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  const long = (needle: string) => Array.from({ length: 40 }, (_, n) => (n === 1 ? needle : `Paragraph ${n}.`)).join("\n\n");
  await remember(page, [
    { id: "long", title: "Long", question: "Where is the needle?", answer: long("Nowhere.") },
    { id: "other", title: "Other", ago: 1, question: "Another needle?", answer: long("None here.") },
    { id: "start", title: "Start", ago: 2 },
  ]);
  await page.goto("c/start");
  await expect(log(page)).toContainText("About Start.");
  await searchBox(page).fill("needle");
  const named = log(page).locator("article[data-named]");
  const isAt = async (chat: string, message: string, words: string) => {
    await expect(page).toHaveURL(new RegExp(`/c/${chat}#${message}$`));
    await expect(named).toHaveText(new RegExp(words));
    await expect(log(page).getByText(words)).toBeInViewport();
    await expect(log(page).getByText("Paragraph 39.")).not.toBeInViewport();
  };
  await hits(page).filter({ hasText: "Where is the needle?" }).click();
  await isAt("long", "long-1", "Where is the needle?");
  await hits(page).filter({ hasText: "Another needle?" }).click();
  await isAt("other", "other-1", "Another needle?");

  await page.reload();
  await isAt("other", "other-1", "Another needle?");
  await page.goBack();
  await isAt("long", "long-1", "Where is the needle?");
  await page.goBack();
  await expect(page).toHaveURL(/\/c\/start$/);
  await expect(log(page)).toContainText("About Start.");
  await expect(named).toHaveCount(0);
  await page.goForward();
  await isAt("long", "long-1", "Where is the needle?");
});

test("Back from a hit in the chat on view leads to where one was in it", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  const long = Array.from({ length: 40 }, (_, n) => `Paragraph ${n}.`).join("\n\n");
  await remember(page, [{ id: "long", title: "Long", question: "Where is the needle?", answer: long }]);
  await page.goto("c/long");
  await expect(log(page).getByText("Paragraph 39.")).toBeInViewport();
  await searchBox(page).fill("needle");
  await hits(page).filter({ hasText: "Where is the needle?" }).click();
  await expect(log(page).getByText("Where is the needle?")).toBeInViewport();
  // Playwright waits in vain for Firefox to have gone back within a page.
  await page.evaluate(() => history.back());
  await expect(page).toHaveURL(/\/c\/long$/);
  await expect(log(page).locator("article[data-named]")).toHaveCount(0);
  await expect(log(page).getByText("Paragraph 39.")).toBeInViewport();
});

test("a hit in the chat on view leads there each time, on a phone too", async ({ page, watch }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await connectWithKey(page, watch);
  const long = Array.from({ length: 60 }, (_, n) => `Paragraph ${n}.`).join("\n\n");
  await remember(page, [{ id: "long", title: "Long", question: "Where is the needle?", answer: long }]);
  await page.goto("c/long");
  const question = log(page).getByText("Where is the needle?");
  for (let time = 0; time < 2; time++) {
    await expect(log(page).getByText("Paragraph 59.")).toBeInViewport();
    await page.getByRole("button", { name: "Show chats" }).click();
    await searchBox(page).fill("“needle”");
    await hits(page).filter({ hasText: "Where is the needle?" }).click();
    await expect(question).toBeInViewport();
    await expect(log(page).getByText("Paragraph 59.")).not.toBeInViewport();
    await page.getByRole("button", { name: "Jump to latest" }).click();
  }
});

test("the results are walked by keys, and Esc empties the field", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.reload();
  await searchBox(page).fill("blue");
  await expect(state(page)).toHaveText("2 chats");
  await searchBox(page).press("ArrowDown");
  const links = sidebar(page).getByRole("listitem").getByRole("link");
  await expect(links.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(searchBox(page)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await expect(searchBox(page)).toBeFocused();
  await expect(searchBox(page)).toHaveValue("");
  await expect(entry(page, "The sea")).toBeVisible();
});

test("what is said, renamed and deleted while one searches is found as it is", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await searchBox(page).fill(word);
  await expect(state(page)).toHaveText("No title or message has all these words");
  await send(page, `Hello ${word}`);
  await settled(page);
  await expect(state(page)).toHaveText("1 chat");
  await searchBox(page).fill("");
  await rename(page, `Hello ${word}`, `Renamed x${word}`);
  await searchBox(page).fill(`x${word}`);
  await expect(state(page)).toHaveText("1 chat");
  await searchBox(page).fill("");
  await choose(page, `Renamed x${word}`, "Delete");
  await searchBox(page).fill(word);
  await expect(state(page)).toHaveText("No title or message has all these words");
});

test("a search that could not be started is tried again at the keyboard, which then is in the field", async ({ page, context, watch }) => {
  await context.addInitScript(() => {
    const RealWorker = Worker;
    const asked = window as unknown as { canWork?: boolean };
    window.Worker = function (...given: ConstructorParameters<typeof Worker>) {
      if (!asked.canWork) throw new Error("No worker today");
      return Reflect.construct(RealWorker, given);
    } as unknown as typeof Worker;
    window.Worker.prototype = RealWorker.prototype;
  });
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.reload();
  await searchBox(page).fill("sea");
  const tryAgain = sidebar(page).getByRole("button", { name: "Try again" });
  await expect(tryAgain).toBeVisible();
  await page.evaluate(() => void Object.assign(window, { canWork: true }));
  await tryAgain.press("Enter");
  await expect(tryAgain).toHaveCount(0);
  await expect(searchBox(page)).toBeFocused();
  await expect(state(page)).toHaveText(/^\d+ chats?$/);
});

test("axe finds nothing on results", async ({ page, watch }) => {
  test.setTimeout(120_000);
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.reload();
  await searchBox(page).fill("blue");
  await expect(state(page)).toHaveText("2 chats");
  await axeFindsNothing(page, "results");
});
