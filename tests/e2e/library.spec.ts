// Chats last: through a reload, a closed tab, a crash, a full disk and a slow one.

import type { Page } from "@playwright/test";

import { remember } from "./fixtures/library";
import { release } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, test } from "./fixtures/test";
import { answers, composer, log, questions, send, settled, sidebar, stopButton } from "./pages/chat";
import { catchFile } from "./pages/exported";
import { besideTheApp, busyDisk, canBeFull, cannotBeOpened, kept, letDiskGo, LIBRARY, setFull, setOpenable } from "./pages/library";
import { chooseModel } from "./pages/models";
import { choose, entry, rename } from "./pages/sidebar";

test("a chat is there after its tab was closed, with every message", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page, 1);
  await send(page, "Second");
  await settled(page, 2);
  const place = page.url();
  await expect.poll(async () => (await kept(page)).messages.length).toBe(4);
  await page.close();

  const later = await context.newPage();
  await later.goto(place);
  await expect(questions(later)).toHaveText([new RegExp(word), /Second/]);
  await expect(answers(later)).toHaveCount(2);
  await expect(sidebar(later).getByRole("link", { name: new RegExp(word) })).toHaveAttribute("aria-current", "page");
});

test("a chat and its first message are one: neither is ever kept without the other", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  const { chats, messages } = await kept(page);
  expect(chats.map((chat) => chat.title)).toEqual([`Please ${word}`]);
  expect(messages.map((message) => message.role)).toEqual(["user"]);
  await release(word);
  await settled(page);
});

test("an answer that was on its way when the page went is recovered, marked, and can go on", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await expect.poll(async () => JSON.stringify((await kept(page)).journal)).toContain("Before the gate.");
  await page.reload();
  const answer = await settled(page);
  await expect(answer).toContainText("Before the gate.");
  await expect(answer).toContainText("The page was closed while this answer arrived.");
  await expect(answer.getByRole("button", { name: "Retry" })).toBeVisible();
  await expect.poll(async () => (await kept(page)).journal).toEqual([]);

  await answer.getByRole("button", { name: "Continue" }).click();
  await expect(answers(page)).toHaveAttribute("aria-busy", "true");
  await expect(answers(page)).toContainText(/Before the gate\.\s*Before the gate\./);
  await release(word);
  await expect(await settled(page)).toContainText("After the gate.");
  // What was there before is another version.
  await expect(answers(page)).toContainText("2 / 2");
});

test("a running answer is written down while it grows, at least every half second", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/slow");
  await send(page, `Slowly ${word}`);
  await expect(answers(page)).toContainText("Piece 3 of 180.");
  const seen = Number(/Piece (\d+) of 180\.\D*$/.exec(await answers(page).innerText())?.[1]);
  // What is seen by now has had its quarter of a second when the next pieces are seen.
  await expect(answers(page)).toContainText(`Piece ${seen + 2} of 180.`);
  expect(JSON.stringify((await kept(page)).journal)).toContain(`Piece ${seen} of 180.`);
  await stopButton(page).click();
  await settled(page);
});

test("when there is no room an alert says so, the chat goes on, and all is written once there is room", async ({ page, context, watch, word }) => {
  await canBeFull(context);
  await chatWith(page, watch, "sandbox/echo");
  await setFull(page, true);
  await send(page, `Much ${word}`);
  await settled(page);
  const alert = page.getByRole("alert").filter({ hasText: "no room left" });
  await expect(alert).toBeVisible();
  await send(page, "More");
  await settled(page, 2);
  expect((await kept(page)).messages).toEqual([]);

  await setFull(page, false);
  await expect(alert).toHaveCount(0);
  expect((await kept(page)).messages).toHaveLength(4);
  await page.reload();
  await expect(questions(page)).toHaveText([new RegExp(word), /More/]);
});

test("a question that was refused is written later, though the answer below it was kept in the journal", async ({ page, context, watch, word }) => {
  await canBeFull(context);
  await chatWith(page, watch, "sandbox/gate");
  await setFull(page, "messages");
  await send(page, `Large ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await expect.poll(async () => JSON.stringify((await kept(page)).journal)).toContain("Before the gate.");
  // There is room for the journal, and that is not enough.
  const alert = page.getByRole("alert").filter({ hasText: "no room left" });
  await expect(alert).toBeVisible();
  await setFull(page, false);
  await release(word);
  await settled(page);
  await expect(alert).toHaveCount(0);
  await page.reload();
  await expect(questions(page)).toContainText(word);
  await expect(answers(page)).toContainText("After the gate.");
});

test("what is written later undoes nothing that another tab has done meanwhile", async ({ page, context, watch, word }) => {
  await canBeFull(context);
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await setFull(page, true);
  await send(page, `Second ${word}`);
  await settled(page, 2);
  const alert = page.getByRole("alert").filter({ hasText: "no room left" });
  await expect(alert).toBeVisible();
  await rename(other, `First ${word}`, `Other ${word}`);
  await choose(other, `Other ${word}`, "Pin");
  await expect.poll(async () => (await kept(other)).chats[0].pinned).toBe(true);
  await setFull(page, false);
  await expect(alert).toHaveCount(0);
  const [chat] = (await kept(page)).chats;
  expect(chat).toMatchObject({ title: `Other ${word}`, pinned: true });
  expect((await kept(page)).messages).toHaveLength(4);
  await expect(entry(page, `Other ${word}`)).toBeVisible();
});

test("what there is no room for is in the file that the alert offers", async ({ page, context, watch, word }) => {
  const file = await catchFile(page);
  await canBeFull(context);
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Kept ${word}`);
  await settled(page);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(2);
  await setFull(page, true);
  await send(page, `Too much ${word}`);
  await settled(page, 2);
  await sidebar(page).getByRole("button", { name: "New chat" }).click();
  await send(page, `Another chat ${word}`);
  await settled(page);
  const alert = page.getByRole("alert").filter({ hasText: "no room left" });
  await alert.getByRole("button", { name: "Export all chats" }).click();
  await expect(page.getByRole("status").getByText("Exported 2 chats.")).toBeVisible();
  const exported = await file();
  const parsed = (name: string) => exported.lines(name).map((line) => JSON.parse(line));
  expect(parsed("chats.jsonl").map((chat) => chat.title).sort()).toEqual([`Another chat ${word}`, `Kept ${word}`]);
  const messages = parsed("messages.jsonl");
  const said = (role: string) => messages.filter((message) => message.role === role).map((message) => message.parts[0].text);
  expect(said("user").sort()).toEqual([`Another chat ${word}`, `Kept ${word}`, `Too much ${word}`]);
  expect(said("assistant")).toHaveLength(3);
  // That there is a file does not make them kept.
  await expect(alert).toBeVisible();
  expect((await kept(page)).messages).toHaveLength(2);
});

test("connecting warns first while something is not written", async ({ page, context, watch, word }) => {
  await canBeFull(context);
  await chatWith(page, watch, "sandbox/401-bad-key");
  watch.allowFailedRequests();
  await setFull(page, true);
  await send(page, `Too much ${word}`);
  await expect(page.getByRole("alert").filter({ hasText: "no room left" })).toBeVisible();
  await answers(page).getByRole("button", { name: "Connect OpenRouter" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "would be lost on the way" })).toBeVisible();
  await expect(page).toHaveURL(/\/c\//);
  await setFull(page, false);
  await expect(page.getByRole("alert").filter({ hasText: "no room left" })).toHaveCount(0);
});

test.describe("a library that the browser does not open", () => {
  test.beforeEach(async ({ page, context, watch }) => {
    await chatWith(page, watch, "sandbox/echo");
    await remember(page, [{ id: "a", title: "Alpha" }]);
    await cannotBeOpened(context);
  });

  test("is said to be lost by no means, and its chats come once it opens", async ({ page }) => {
    await page.reload();
    const alert = sidebar(page).getByRole("alert");
    await expect(alert).toContainText("This browser could not read its chats. Nothing is lost by that.");
    await expect(sidebar(page).getByText("No chats yet")).toHaveCount(0);
    const tryAgain = alert.getByRole("button", { name: "Try again" });
    await tryAgain.click();
    await expect(alert).toBeVisible();
    await expect(entry(page, "Alpha")).toHaveCount(0);
    await setOpenable(page);
    await tryAgain.click();
    await expect(alert).toHaveCount(0);
    await entry(page, "Alpha").click();
    await expect(log(page)).toContainText("About Alpha.");
    await send(page, "And on");
    await settled(page, 2);
    await expect.poll(async () => (await kept(page)).messages.length).toBe(4);
  });

  test("takes in what was said meanwhile once it opens", async ({ page, word }) => {
    await page.reload();
    await expect(sidebar(page).getByRole("alert")).toBeVisible();
    await send(page, `Meanwhile ${word}`);
    await expect(await settled(page)).toContainText(word);
    const unsaved = page.getByRole("alert").filter({ hasText: "could not write your newest messages" });
    await expect(unsaved).toBeVisible();
    await send(page, "And more");
    await settled(page, 2);
    await setOpenable(page);
    await sidebar(page).getByRole("button", { name: "Try again" }).click();
    await expect(entry(page, "Alpha")).toBeVisible();
    await expect(entry(page, `Meanwhile ${word}`)).toHaveAttribute("aria-current", "page");
    await expect(unsaved).toHaveCount(0);
    expect((await kept(page)).messages).toHaveLength(6);
    await page.reload();
    await expect(questions(page)).toHaveText([new RegExp(word), /And more/]);
    await expect(answers(page)).toHaveCount(2);
    await expect(entry(page, "Alpha")).toBeVisible();
  });

  test("is opened without anybody's doing where something waits to be written", async ({ page, word }) => {
    await page.reload();
    await send(page, `Meanwhile ${word}`);
    await settled(page);
    await expect(page.getByRole("alert").filter({ hasText: "could not write your newest messages" })).toBeVisible();
    await setOpenable(page);
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expect(entry(page, "Alpha")).toBeVisible();
    expect((await kept(page)).messages).toHaveLength(4);
  });

  test("costs a chat that is opened by its address nothing but a reload", async ({ page }) => {
    await page.goto("c/a");
    await expect(page.getByRole("heading", { name: "This chat cannot be read just now" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("Nothing is lost by that; reload to try again.");
    await setOpenable(page);
    await page.reload();
    await expect(log(page)).toContainText("About Alpha.");
  });

  test("leaves words that were not sent where they are", async ({ page, word }) => {
    await page.reload();
    await expect(sidebar(page).getByRole("alert")).toBeVisible();
    await composer(page).fill(`Half a thought ${word}`);
    await setOpenable(page);
    await sidebar(page).getByRole("button", { name: "Try again" }).click();
    await expect(entry(page, "Alpha")).toBeVisible();
    await expect(composer(page)).toHaveValue(`Half a thought ${word}`);
    await page.reload();
    await expect(composer(page)).toHaveValue(`Half a thought ${word}`);
  });
});

test("what cannot be read of a chat costs that message alone", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  const chat = page.url().split("/").pop()!;
  await page.evaluate(
    ([name, chat]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          const transaction = request.result.transaction("messages", "readwrite");
          transaction.objectStore("messages").put({ chat, id: "broken", text: '{"v":2,"chat":' });
          transaction.oncomplete = () => resolve();
          transaction.onabort = () => reject(transaction.error);
          request.result.close();
        };
      }),
    [LIBRARY, chat],
  );
  await page.reload();
  await expect(questions(page)).toContainText(word);
  await expect(answers(page)).toHaveCount(1);
});

test("a chat that is nowhere is not found", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await page.goto("c/nowhere");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await expect(log(page)).toHaveCount(0);
});

test("a disk that does not answer is told of like one that refuses, and all is there when it does", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  const other = await busyDisk(context, watch);
  await send(page, `Slowly ${word}`);
  await settled(page);
  const alert = page.getByRole("alert").filter({ hasText: "could not write your newest messages" });
  await expect(alert).toBeVisible();
  await letDiskGo(other);
  await expect(alert).toHaveCount(0, { timeout: 15_000 });
  expect((await kept(page)).messages).toHaveLength(2);
  await page.reload();
  await expect(answers(page)).toContainText(word);
});

test("what a disk did late is not done once more, over what another tab has done since", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(2);
  const other = await busyDisk(context, watch);
  await rename(page, `First ${word}`, `Early ${word}`);
  const alert = page.getByRole("alert").filter({ hasText: "could not write your newest messages" });
  await expect(alert).toBeVisible();
  await letDiskGo(other);
  const later = await context.newPage();
  await later.goto("");
  await rename(later, `Early ${word}`, `Late ${word}`);
  await expect(alert).toHaveCount(0, { timeout: 15_000 });
  expect((await kept(later)).chats.map(({ title }) => title)).toEqual([`Late ${word}`]);
});

/** Takes a message, or all of a store, out of the library: what a tab would not have written there if it had gone early. */
async function takeOut(page: Page, store: string, key?: string[]): Promise<void> {
  await page.evaluate(async ([name, store, key]) => {
    const opened = indexedDB.open(name);
    await new Promise((done) => void (opened.onsuccess = done));
    const taken = opened.result.transaction(store, "readwrite");
    if (key) taken.objectStore(store).delete(key);
    else taken.objectStore(store).clear();
    await new Promise((done) => void (taken.oncomplete = done));
    opened.result.close();
  }, [LIBRARY, store, key] as const);
}

test("an answer that only the page that went has left is recovered", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  const address = page.url();
  await besideTheApp(page, watch);
  await takeOut(page, "journal");
  await page.goto(address);
  const answer = await settled(page);
  await expect(answer).toContainText("Before the gate.");
  await expect(answer.getByRole("button", { name: "Continue" })).toBeVisible();
});

test("an answer that only the page that went has left does not come without its question", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  await chooseModel(page, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page).last()).toContainText("Before the gate.");
  await expect.poll(async () => (await kept(page)).messages.length).toBe(3);
  const address = page.url();
  await besideTheApp(page, watch);
  // Firefox breaks requests off before a page goes, so that there the answer may be a message by then.
  const { messages } = await kept(page);
  const left = await page.evaluate(() => Object.values(sessionStorage).filter((text) => text.includes("Before the gate.")));
  const answer = [...messages, ...left.map((text) => JSON.parse(text))].find((message) => JSON.stringify(message).includes("Before the gate."))!;
  await takeOut(page, "journal");
  for (const id of [answer.id, answer.parent]) await takeOut(page, "messages", [String(answer.chat), String(id)]);
  const name = `parlance.leaving.${answer.id}`;
  await page.evaluate(([name, text]) => sessionStorage.setItem(name, text), [name, JSON.stringify(answer)] as const);

  await page.goto(address);
  // It was looked at.
  await expect.poll(() => page.evaluate((name) => sessionStorage.getItem(name), name)).toBeNull();
  await expect(answers(page)).toContainText(`First ${word}`);
  await expect(log(page)).not.toContainText("Before the gate.");
  expect((await kept(page)).messages).toHaveLength(2);
});
