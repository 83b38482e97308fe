// Chatting: words as they are written, Stop, whole context, several chats, drafts, and what a reload keeps.

import type { Locator, Page } from "@playwright/test";

import { heard, release } from "./fixtures/sandbox";
import { chatWith, expect, preferModel, test } from "./fixtures/test";
import { countPieces, grantClipboard, piecesSeen } from "./fixtures/browsers";
import { answers, composer, distanceFromEnd, log, questions, send, sendButton, settled, sidebar, stopButton } from "./pages/chat";
import { kept } from "./pages/library";
import { chooseModel } from "./pages/models";
import { openSettings } from "./pages/settings";

/** The chat requests that carried this word. */
async function asked(word: string) {
  return (await heard(word)).filter((request) => request.path === "/api/v1/chat/completions" && request.method === "POST");
}

const newChat = (page: Page) => sidebar(page).getByRole("button", { name: "New chat" });

test("Enter sends, and the words arrive while the answer streams", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(questions(page)).toHaveText(new RegExp(word));
  await expect(answers(page)).toContainText("Before the gate.");
  await expect(stopButton(page)).toBeVisible();
  await expect(sendButton(page)).toHaveCount(0);
  await expect(composer(page)).toHaveValue("");
  await expect(composer(page)).toBeFocused();
  await expect(page).toHaveURL(/\/c\/[^/]+$/);
  await release(word);
  await expect(await settled(page)).toContainText("Before the gate. After the gate.");
  await expect(sendButton(page)).toBeVisible();
  await expect(log(page).getByRole("alert")).toHaveCount(0);
});

test("the button sends too, and Shift+Enter breaks the line", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).pressSequentially("First line");
  await composer(page).press("Shift+Enter");
  await composer(page).pressSequentially(word);
  await expect(composer(page)).toHaveValue(`First line\n${word}`);
  await sendButton(page).click();
  const answer = await settled(page);
  await expect(answer).toContainText(word);
  expect(JSON.parse((await asked(word))[0].body).messages).toEqual([{ role: "user", content: `First line\n${word}` }]);
  // The break is seen, not only sent.
  expect(await questions(page).innerText()).toContain(`First line\n${word}`);
});

test("Stop keeps the words and ends the request", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await stopButton(page).click();
  const answer = await settled(page);
  await expect(answer).toContainText("Before the gate.");
  await expect(answer).toContainText("You stopped this answer.");
  await expect(answer.getByRole("button", { name: "Retry" })).toBeVisible();
  await expect.poll(async () => (await asked(word)).map((request) => request.outcome)).toEqual(["client-gone"]);
  await expect(composer(page)).toBeFocused();
});

test("Escape in the composer stops the answer, and Retry asks again", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await composer(page).press("Escape");
  await (await settled(page)).getByRole("button", { name: "Retry" }).click();
  await expect(answers(page)).toHaveAttribute("aria-busy", "true");
  await expect(answers(page)).toContainText("Before the gate.");
  await release(word);
  await expect(await settled(page)).toContainText("After the gate.");
  await expect(questions(page)).toHaveCount(1);
  expect(await asked(word)).toHaveLength(2);
});

test("typing goes on while an answer streams; Enter then keeps the draft and says why", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await composer(page).pressSequentially("Next thought");
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("Next thought");
  await expect(page.getByText("An answer is still arriving.")).toBeVisible();
  await expect(questions(page)).toHaveCount(1);
  await release(word);
  await settled(page);
  await expect(page.getByText("An answer is still arriving.")).toHaveCount(0);
  await expect(composer(page)).toHaveValue("Next thought");
});

test("the whole conversation is sent with every question", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/context");
  await send(page, `One ${word}`);
  const first = await settled(page, 1);
  await expect(first.getByRole("listitem")).toHaveText(`user: One ${word}`);
  await send(page, "Two");
  await settled(page, 2);
  await send(page, "Three");
  const third = await settled(page, 3);
  await expect(third).toContainText("user: Two");
  await expect(third.getByRole("listitem").last()).toHaveText("user: Three");
  const requests = await asked(word);
  expect(JSON.parse(requests[2].body).messages.map((message: { role: string }) => message.role)).toEqual([
    "user",
    "assistant",
    "user",
    "assistant",
    "user",
  ]);
  expect(JSON.parse(requests[2].body).stream).toBe(true);
});

test("a chat is named by its first words, in the sidebar, the heading and the tab", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Why is the sky blue, ${word}?\nExplain.`);
  await settled(page);
  const title = `Why is the sky blue, ${word}?`;
  const shown = title.length > 60 ? /^Why is the sky blue…?/ : title;
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(shown);
  await expect(sidebar(page).getByRole("link", { name: /^Why is the sky blue/ })).toHaveAttribute("aria-current", "page");
  await expect(page).toHaveTitle(/^Why is the sky blue.* · Parlance$/);
});

test("a stream goes on while another chat or Settings is open, and the sidebar shows it", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Gate ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  const entry = sidebar(page).getByRole("link", { name: /^Gate/ });
  await expect(entry).toHaveAccessibleName(/answering$/);

  await newChat(page).click();
  await expect(answers(page)).toHaveCount(0);
  await send(page, `Second ${word}b`);
  await expect(answers(page)).toContainText("Before the gate.");
  await expect(sidebar(page).getByRole("link", { name: /answering$/ })).toHaveCount(2);
  await openSettings(page);
  await release(word);
  await expect(entry).not.toHaveAccessibleName(/answering$/);
  await expect(sidebar(page).getByRole("link", { name: /^Second/ })).toHaveAccessibleName(/answering$/);
  await entry.click();
  await expect(await settled(page)).toContainText("Before the gate. After the gate.");
  await release(`${word}b`);
  await sidebar(page).getByRole("link", { name: /^Second/ }).click();
  await expect(await settled(page)).toContainText("After the gate.");
});

test("leaving a chat in the very frame in which its words arrive breaks nothing", async ({ page, watch, word }) => {
  await page.clock.install();
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Gate ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  // No frame comes from here on: what waits for one is still waiting when its chat is left.
  await page.clock.pauseAt(Date.now() + 60_000);
  await release(word);
  await settled(page);
  await newChat(page).click();
  await expect(answers(page)).toHaveCount(0);
  await page.clock.runFor(1_000);
  await page.clock.resume();
  await sidebar(page).getByRole("link", { name: /^Gate/ }).click();
  await expect(await settled(page)).toContainText("After the gate.");
});

test("a reload brings chats and drafts back, each draft in its own chat", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill("Draft for a new chat");
  await newChat(page).click();
  await expect(composer(page)).toHaveValue("Draft for a new chat");
  await send(page, `Alpha ${word}`);
  await settled(page);
  await composer(page).fill("Draft of Alpha");
  await newChat(page).click();
  await expect(composer(page)).toHaveValue("");
  await send(page, `Beta ${word}`);
  await settled(page);
  await composer(page).fill("Draft of Beta");

  await page.reload();
  await expect(composer(page)).toHaveValue("Draft of Beta");
  await expect(answers(page)).toContainText(`Beta ${word}`);
  await sidebar(page).getByRole("link", { name: /^Alpha/ }).click();
  await expect(composer(page)).toHaveValue("Draft of Alpha");
  await expect(answers(page)).toContainText(`Alpha ${word}`);
  // The newest chat stands first.
  await expect(sidebar(page).getByRole("listitem").getByRole("link").first()).toContainText("Beta");
});

test("a reload in the middle of an answer keeps its words and marks it, with Retry", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await page.reload();
  const answer = await settled(page);
  await expect(answer).toContainText("Before the gate.");
  await expect(answer).toContainText("What arrived is kept");
  await release(word);
  await answer.getByRole("button", { name: "Retry" }).click();
  await expect(await settled(page)).toContainText("After the gate.");
});

test("words of a stopped answer never stand in the next one", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/fast");
  for (let round = 1; round <= 5; round++) {
    await send(page, `Round ${round}`);
    await expect(answers(page).nth(2 * round - 2)).toContainText("Part 1");
    await composer(page).fill(`And again ${round}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    const next = answers(page).nth(2 * round - 1);
    await expect(next).toContainText("Part 1");
    const begins = (answer: Locator) => answer.locator(".message__text").evaluate((text) => text.textContent!.slice(0, 40));
    expect(await begins(next)).toBe(await begins(answers(page).first()));
    await page.keyboard.press("Escape");
    await settled(page, 2 * round);
  }
});

test("words that arrive in a hidden tab are there when it is seen again", async ({ page, watch }) => {
  await page.addInitScript(() => {
    if (location.hostname !== "localhost") return;
    Object.defineProperty(document, "hidden", { get: () => true });
    // In a hidden tab no frame comes.
    globalThis.requestAnimationFrame = () => 0;
  });
  await chatWith(page, watch, "sandbox/stall");
  await send(page, "Hello");
  await expect(answers(page).first()).toContainText("A few words, and then");
});

test("words arrive, and an answer ends, although no frame comes", async ({ page, watch, word }) => {
  await page.addInitScript(() => {
    if (location.hostname !== "localhost") return;
    const frames = { areStopped: false, nRefused: 0 };
    const request = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = (callback) => {
      if (!frames.areStopped) return request(callback);
      frames.nRefused += 1;
      return 0;
    };
    Object.assign(globalThis, { frames });
  });
  await chatWith(page, watch, "sandbox/echo-gate");
  await send(page, `First words. ⏸${"And more. ".repeat(40)}The last. ${word}`);
  await expect(answers(page)).toContainText("First words.");
  await page.evaluate("frames.areStopped = true");
  await release(word);
  await expect(await settled(page)).toContainText("The last.");
  expect(await page.evaluate("frames.nRefused")).toBeGreaterThan(0);
});

test("an answer tells what it cost and when it was asked for, and the chat what it costs in all", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Hello ${word}`);
  const answer = await settled(page);
  const line = answer.getByText(/^Sandbox: Echo · (under )?\$[\d.]+ · [\d,]+ tokens$/);
  await expect(line).toBeVisible();
  await line.click();
  await expect(answer.getByText(/tokens? in$/)).toBeVisible();
  await expect.poll(async () => (await kept(page)).messages.length).toBe(2);
  const { messages } = await kept(page);
  const moment = await page.evaluate(
    (created) => {
      const at = new Date(created);
      const clock = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      return `Asked ${at.getDate()} ${at.toLocaleString("en-US", { month: "long" })} ${at.getFullYear()}, ${clock}`;
    },
    messages.find(({ role }) => role === "assistant")!.created as number,
  );
  await expect(answer.getByRole("listitem").filter({ hasText: moment })).toBeVisible();
  await expect(page.getByTitle("Cost of this chat")).toHaveText(/\$/);
});

test("Copy puts the words on the clipboard as they were written", async ({ page, watch, word, browserName }) => {
  const copied = await grantClipboard(page, browserName);
  await chatWith(page, watch, "sandbox/echo");
  const text = `# ${word}\n\n    indented **stars**\n`;
  await send(page, text);
  await (await settled(page)).getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByRole("status").getByText("Copied")).toBeVisible();
  expect(await copied()).toBe(text.trimEnd());
  await questions(page).getByRole("button", { name: "Copy", exact: true }).click();
  expect(await copied()).toBe(text.trimEnd());
});

test("back and forward walk through the chats", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Alpha ${word}`);
  await settled(page);
  const alpha = page.url();
  await newChat(page).click();
  await expect(answers(page)).toHaveCount(0);
  await send(page, `Beta ${word}`);
  await settled(page);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(alpha);
  await expect(answers(page)).toContainText("Alpha");
  await page.goForward();
  await page.goForward();
  await expect(answers(page)).toContainText("Beta");
});

test("a chat that is not here says so, with a way on", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  await page.goto("c/01JNOSUCHCHATXXXXXXXXXXXXX");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await page.getByRole("link", { name: "Start a new chat" }).click();
  await expect(composer(page)).toBeVisible();
  await expect(page).toHaveURL(/\/$/);
});

test("Enter does not send while an IME composes", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill("にほん");
  for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
    const taken = await composer(page).evaluate(
      (field, how) => !field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...how })),
      how,
    );
    expect(taken, JSON.stringify(how)).toBe(false);
  }
  await expect(composer(page)).toHaveValue("にほん");
  await expect(log(page)).toHaveCount(0);
});

test("what a model writes does not run, fetches nothing, and leads nowhere unsafe", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/hostile");
  await send(page, `Go on <b>${word}</b>`);
  const answer = await settled(page);
  await expect(answer).toContainText("<script>window.__hostile = 1");
  await expect(questions(page)).toContainText(`<b>${word}</b>`);
  const strange = log(page).locator("script, img, svg:not(.icon), iframe, style, [onload], [onerror], [onmouseover], [style], [id]");
  await expect(strange).toHaveCount(0);
  const targets = await log(page).locator("a").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
  expect(new Set(targets)).toEqual(new Set(["https:"]));
  expect(await page.evaluate(() => "__hostile" in window)).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("a message of two hundred thousand characters is sent whole", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  const text = `${"0123456789abcdef ".repeat(12_000)}${word}`;
  await send(page, text);
  await expect(answers(page)).toContainText("Before the gate.");
  await release(word);
  await settled(page);
  expect(JSON.parse((await asked(word))[0].body).messages[0].content).toBe(text);
});

test("twenty thousand pieces at once arrive whole", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/20k-tokens");
  await send(page, `Much ${word}`);
  await expect(answers(page)).toHaveAttribute("aria-busy", "false", { timeout: 20_000 });
  // Eighty thousand characters, of which the marks of Markdown are no longer there.
  const text = (await answers(page).locator(".message__text").textContent())!;
  expect(text.length).toBeGreaterThan(70_000);
  expect(text).toContain("Part 100");
});

test("a JSON answer instead of a stream, and one without its last line, are whole answers", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/json");
  await send(page, `One ${word}`);
  await expect(await settled(page)).toContainText("this is one piece of JSON.");
  await chooseModel(page, "sandbox/no-done");
  await send(page, "Two");
  await expect(await settled(page, 2)).toContainText("but the very last line.");
  await expect(log(page).getByRole("alert")).toHaveCount(0);
});

test("after a minute without a byte the person is asked, nothing is aborted, and the answer may go on", async ({ page, watch, word }) => {
  await page.clock.install();
  await chatWith(page, watch, "sandbox/stall");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("A few words, and then");
  const words = page.getByRole("status").filter({ hasText: "Nothing has arrived for a minute" });
  await page.clock.runFor(50_000);
  await expect(words).toHaveCount(0);
  await page.clock.runFor(20_000);
  await expect(words).toBeVisible();
  await expect(page.getByRole("button", { name: "Retry" })).toBeVisible();
  await expect(stopButton(page)).toBeVisible();
  expect((await asked(word)).map((request) => request.outcome)).toEqual(["running"]);
  await release(word);
  await expect(await settled(page)).toContainText("A few words, and then the rest after all.");
  await expect(words).toHaveCount(0);
});

test("Retry in the silence asks anew and gives the silent answer up", async ({ page, watch, word }) => {
  await page.clock.install();
  await chatWith(page, watch, "sandbox/stall");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("and then");
  await page.clock.runFor(61_000);
  await page.getByRole("button", { name: "Retry" }).click();
  await expect.poll(async () => (await asked(word)).map((request) => request.outcome)).toEqual(["client-gone", "running"]);
  await expect(answers(page)).toContainText("and then");
  await release(word);
  await expect(await settled(page)).toContainText("the rest after all.");
});

test("comments count as signs of life", async ({ page, watch, word }) => {
  await page.clock.install();
  await countPieces(page);
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  // At the gate the sandbox sends nothing but comments. Fifty seconds pass between one and the next, twice.
  for (let step = 0; step < 2; step++) {
    const seen = await piecesSeen(page);
    await expect.poll(() => piecesSeen(page)).toBeGreaterThan(seen);
    await page.clock.fastForward(50_000);
    await expect(page.getByText("Nothing has arrived for a minute")).toHaveCount(0);
  }
  await release(word);
  await settled(page);
});

test("the view follows the answer while the person is at the end", async ({ page, watch, word }) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `${"A line of its own.\n".repeat(60)}${word}`);
  await expect.poll(() => distanceFromEnd(page)).toBeLessThanOrEqual(4);
  await settled(page);
  await expect.poll(() => distanceFromEnd(page)).toBeLessThanOrEqual(4);
  await expect(answers(page).getByText(word)).toBeInViewport();
  await expect(page.getByRole("button", { name: "Jump to latest" })).toHaveCount(0);
});

test("one wheel tick up lets go of the end, and Jump to latest takes it up again", async ({ page, watch, word }) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `${"A line of its own.\n".repeat(60)}${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await expect.poll(() => distanceFromEnd(page)).toBeLessThanOrEqual(4);

  await log(page).hover();
  await page.mouse.wheel(0, -100);
  const jump = page.getByRole("button", { name: "Jump to latest" });
  await expect(jump).toBeVisible();
  await expect.poll(() => distanceFromEnd(page)).toBeGreaterThan(50);
  const top = await log(page).evaluate((log) => log.scrollTop);
  await release(word);
  await settled(page);
  expect(await log(page).evaluate((log) => log.scrollTop)).toBe(top);
  await jump.click();
  await expect.poll(() => distanceFromEnd(page)).toBeLessThanOrEqual(4);
  await expect(jump).toHaveCount(0);
});

test("a preferred model is asked in a new chat", async ({ page, context, watch, word }) => {
  await preferModel(context, "sandbox/echo");
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Hello ${word}`);
  await settled(page);
  expect(JSON.parse((await asked(word))[0].body).model).toBe("sandbox/echo");
});
