// Several tabs with the same chats: what changes in one appears in the others, and nothing is lost.

import type { BrowserContext, Page } from "@playwright/test";

import { release } from "./fixtures/sandbox";
import { chatWith, expect, test } from "./fixtures/test";
import { answers, composer, questions, send, settled, sidebar, stopButton } from "./pages/chat";
import { canBeFull, kept, setFull, untilKept } from "./pages/library";
import { choose, entry } from "./pages/sidebar";

/** The same place in another tab. */
async function sameIn(context: BrowserContext, page: Page): Promise<Page> {
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(composer(other)).toBeVisible();
  return other;
}

test("a chat that is begun in one tab appears in the other", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  const other = await sameIn(context, page);
  await send(page, `New ${word}`);
  await settled(page);
  await sidebar(other).getByRole("link", { name: new RegExp(word) }).click();
  await expect(answers(other)).toContainText(word);
});

test("an answer streams in every tab that shows its chat, and is whole in all of them", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}x`);
  await settled(page);
  const early = await sameIn(context, page);
  await expect(answers(early)).toHaveCount(1);
  await page.evaluate(() => localStorage.setItem("parlance.model", "sandbox/echo-gate"));
  await page.getByRole("button", { name: /^Model/ }).click();
  await page.getByRole("searchbox", { name: "Search models" }).fill("sandbox/echo-gate");
  await page.getByRole("option").first().click();
  await send(page, `One ⏸ two ⏸ three ${word}`);
  await expect(answers(page).nth(1)).toContainText("One");

  // One tab was there before, one comes in the middle.
  const late = await sameIn(context, page);
  for (const other of [early, late]) {
    await expect(questions(other)).toHaveCount(2);
    await expect(answers(other).nth(1)).toContainText("One");
    await expect(answers(other).nth(1)).toHaveAttribute("aria-busy", "true");
    await expect(stopButton(other)).toBeVisible();
  }
  await release(word);
  for (const tab of [page, early, late]) await expect(answers(tab).nth(1)).toContainText("two");
  await release(word);
  for (const tab of [page, early, late]) {
    await expect(await settled(tab, 2)).toContainText("three");
    await expect(stopButton(tab)).toHaveCount(0);
  }
});

test("Stop in one tab stops the answer that another makes", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  const other = await sameIn(context, page);
  await expect(answers(other)).toContainText("Before the gate.");
  await stopButton(other).click();
  for (const tab of [page, other]) await expect(await settled(tab)).toContainText("You stopped this answer.");
});

test("an answer whose tab goes is kept by the tab that looks on", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await expect.poll(async () => JSON.stringify((await kept(page)).journal)).toContain("Before the gate.");
  const other = await sameIn(context, page);
  await expect(answers(other)).toContainText("Before the gate.");
  await page.close();
  const answer = await settled(other);
  await expect(answer).toContainText("Before the gate.");
  await expect(answer).toContainText("The page was closed while this answer arrived.");
  await expect.poll(async () => (await kept(other)).journal).toEqual([]);
  expect((await kept(other)).messages).toHaveLength(2);
});

test("what a tab that looks on has seen of an answer is kept where the journal has less", async ({ page, context, watch, word }) => {
  // The disk of this tab has room for questions alone.
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, record) {
      return this.name === "journal" ? (this.count() as IDBRequest) : put.call(this, record);
    };
  });
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  const other = await sameIn(context, page);
  await expect(answers(other)).toContainText("Before the gate.");
  expect((await kept(other)).journal).toEqual([]);
  await page.close();
  await expect(await settled(other)).toContainText("The page was closed while this answer arrived.");
  await expect.poll(async () => (await kept(other)).messages.length).toBe(2);
  await other.reload();
  await expect(await settled(other)).toContainText("Before the gate.");
});

test("an answer whose end one tab cannot keep ends in the other too, and is kept there when that tab goes", async ({ page, context, watch, word }) => {
  await canBeFull(context);
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  const other = await sameIn(context, page);
  await expect(answers(other)).toContainText("Before the gate.");
  await setFull(page, true);
  await release(word);
  for (const tab of [page, other]) {
    await expect(await settled(tab)).toContainText("After the gate.");
    await expect(stopButton(tab)).toHaveCount(0);
  }
  await expect(page.getByRole("alert").filter({ hasText: "no room left" })).toBeVisible();
  // It is talked to there, and that answer is still on its way when the first tab goes.
  await send(other, `And then ${word}`);
  await expect(answers(other).nth(1)).toContainText("Before the gate.");
  await page.close();
  await expect.poll(async () => JSON.stringify((await kept(other)).messages)).toContain("After the gate.");
  await release(word);
  await settled(other, 2);
  await expect.poll(async () => (await kept(other)).messages.length).toBe(4);
  await other.reload();
  for (const number of [1, 2]) await expect(await settled(other, number)).toContainText("After the gate.");
});

test("an end that one tab cannot keep is seen and kept by a tab that was in another chat, once there is room there", async ({ page, context, watch, word }) => {
  await canBeFull(context);
  const other = await context.newPage();
  await chatWith(other, watch, "sandbox/gate");
  await page.goto("");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  const there = sidebar(other).getByRole("link", { name: new RegExp(word) });
  await expect(there).toBeVisible();
  for (const tab of [page, other]) await setFull(tab, true);
  await release(word);
  await expect(await settled(page)).toContainText("After the gate.");
  await expect(page.getByRole("alert").filter({ hasText: "no room left" })).toBeVisible();
  await there.click();
  await expect(await settled(other)).toContainText("After the gate.");
  await expect(stopButton(other)).toHaveCount(0);
  await page.close();
  await setFull(other, false);
  await expect.poll(async () => JSON.stringify((await kept(other)).messages)).toContain("After the gate.");
});

/** Holds back what this tab tells the others. What is returned tells them all of it. */
async function holdTongue(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const { postMessage } = BroadcastChannel.prototype;
    const untold: [string, unknown][] = [];
    BroadcastChannel.prototype.postMessage = function (message) {
      untold.push([this.name, message]);
    };
    const speak = () => {
      BroadcastChannel.prototype.postMessage = postMessage;
      // The channel that it was to be told on may be closed by now.
      for (const [name, message] of untold) new BroadcastChannel(name).postMessage(message);
    };
    Object.assign(window, { speak });
  });
  return () => page.evaluate(() => (window as unknown as { speak: () => void }).speak());
}

test("two tabs that ask in the same chat at once make two branches", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Start ${word}`);
  await settled(page);
  const other = await sameIn(context, page);
  await expect(answers(other)).toHaveCount(1);
  // At once is: neither has heard of the other. Who hears of an answer that is on its way waits for its end.
  const speak = await Promise.all([page, other].map(holdTongue));
  await composer(page).fill(`Left ${word}`);
  await composer(other).fill(`Right ${word}`);
  await Promise.all([composer(page).press("Enter"), composer(other).press("Enter")]);
  for (const tab of [page, other]) await settled(tab, 2);
  for (const tell of speak) await tell();
  await expect.poll(async () => (await kept(page)).messages.length).toBe(6);
  for (const tab of [page, other]) {
    await tab.reload();
    await expect(questions(tab).nth(1)).toContainText("/ 2");
  }
});

/** From now on nothing that this tab tells reaches the others, as if it had gone between writing and telling. */
async function mute(page: Page): Promise<void> {
  await page.evaluate(() => {
    BroadcastChannel.prototype.postMessage = () => {};
  });
}

test("a chat whose tab goes before it could tell of it appears in the other", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  const other = await sameIn(context, page);
  // It has no time to hear that the disk has it, and tells nothing before.
  await page.evaluate(() => {
    Object.defineProperty(IDBTransaction.prototype, "oncomplete", { set: () => {} });
  });
  await send(page, `New ${word}`);
  await expect.poll(async () => JSON.stringify((await kept(other)).messages)).toContain(word);
  await page.close();
  await expect(sidebar(other).getByRole("link", { name: new RegExp(word) })).toBeVisible();
});

test("a chat that a third tab recovers appears in the other", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  const other = await sameIn(context, page);
  await mute(page);
  await send(page, `New ${word}`);
  await expect.poll(async () => JSON.stringify((await kept(other)).journal)).toContain("Before the gate.");
  await page.close();
  await sameIn(context, other);
  await sidebar(other).getByRole("link", { name: new RegExp(word) }).click();
  await expect(await settled(other)).toContainText("The page was closed while this answer arrived.");
});

test("a tab that comes into view has what it was not told", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Start ${word}`);
  await settled(page);
  const other = await sameIn(context, page);
  await expect(answers(other)).toHaveCount(1);
  await mute(page);
  await send(page, `More ${word}`);
  await settled(page, 2);
  await page.getByRole("button", { name: "New chat" }).first().click();
  await send(page, `Beside ${word}`);
  await settled(page);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(6);
  await other.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(questions(other)).toHaveCount(2);
  await expect(sidebar(other).getByRole("link", { name: new RegExp(`Beside ${word}`) })).toBeVisible();
});

test("deleting all chats reaches the answers that run in other tabs", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Long ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  const other = await context.newPage();
  await other.goto("settings#data");
  await other.getByRole("button", { name: "Delete all chats" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(other.getByRole("status").getByText("All chats deleted")).toBeVisible();
  await expect(sidebar(page).getByText("No chats yet")).toBeVisible();
  await release(word);
  // What is written after that comes last.
  await page.goto("");
  await send(page, `Next ${word}n`);
  await expect.poll(async () => JSON.stringify((await kept(page)).messages)).toContain(`Next ${word}n`);
  const { chats, messages } = await kept(page);
  expect([chats.length, messages.length]).toEqual([1, 1]);
  await release(`${word}n`);
});

test("a message that is deleted in one tab is gone in the other", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Start ${word}`);
  await settled(page);
  const other = await sameIn(context, page);
  await expect(answers(other)).toHaveCount(1);
  await answers(page).hover();
  await answers(page).getByRole("button", { name: "Delete" }).click();
  await expect(answers(page)).toHaveCount(0);
  await expect(answers(other)).toHaveCount(0);
});

test("a chat that was deleted for good comes back by nothing that is done about it", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  const other = await context.newPage();
  await other.goto("settings");
  await expect(entry(other, `First ${word}`)).toBeVisible();
  await mute(page);
  await choose(page, `First ${word}`, "Delete");
  await untilKept(page, { title: `First ${word}`, deleted: expect.any(Number) });
  await page.goto("trash");
  await mute(page);
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect.poll(() => kept(page)).toEqual({ chats: [], messages: [], journal: [] });
  // The other tab knows nothing of it.
  await choose(other, `First ${word}`, "Pin");
  await page.goto("");
  await send(page, `Next ${word}`);
  await settled(page);
  expect((await kept(page)).chats.map(({ title }) => title)).toEqual([`Next ${word}`]);
});
