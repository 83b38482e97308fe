// Chats last: through a reload, a closed tab, a crash, a full disk, an upgrade and a newer build.

import type { Page } from "@playwright/test";

import { release } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, preferModel, test } from "./fixtures/test";
import type { Watch } from "./fixtures/watch";
import { answers, composer, log, questions, send, settled, sidebar, stopButton } from "./pages/chat";
import { chooseModel } from "./pages/models";
import { canBeFull, databases, kept, LIBRARY, plant, setFull } from "./pages/library";
import { choose, entry } from "./pages/sidebar";

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
  await choose(other, `First ${word}`, "Rename");
  await other.getByRole("textbox", { name: "Chat title" }).fill(`Other ${word}`);
  await other.keyboard.press("Enter");
  await choose(other, `Other ${word}`, "Pin");
  await expect.poll(async () => (await kept(other)).chats[0].pinned).toBe(true);
  await setFull(page, false);
  await expect(alert).toHaveCount(0);
  const [chat] = (await kept(page)).chats;
  expect(chat).toMatchObject({ title: `Other ${word}`, pinned: true });
  expect((await kept(page)).messages).toHaveLength(4);
  await expect(entry(page, `Other ${word}`)).toBeVisible();
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

/** A page of the site on which the app does not run. Chromium looks for an icon there. */
async function besideTheApp(page: Page, watch: Watch): Promise<void> {
  watch.allow(/favicon\.ico/);
  await page.goto("favicon.svg");
}

/** A chat in the first stored form, as tabs once kept it. */
function firstForm(id: string, words: string): string {
  return JSON.stringify({
    v: 1, id, title: words, created: 1795392000000, chosen: { [`${id}q`]: `${id}a` },
    messages: [
      { id: `${id}q`, role: "user", created: 1795392000001, parts: [{ kind: "text", text: words }] },
      { id: `${id}a`, parent: `${id}q`, role: "assistant", created: 1795392000002, parts: [{ kind: "text", text: "Kept answer" }],
        answer: { asked: "a/b", outcome: "complete" } },
    ],
  });
}

test("chats that a tab kept for itself move into the library", async ({ page, watch, word }) => {
  await page.goto("");
  await page.evaluate(([name, text]) => sessionStorage.setItem(name, text), ["parlance.chat.old1", firstForm("old1", `Older ${word}`)]);
  await connectWithKey(page, watch);
  await sidebar(page).getByRole("link", { name: new RegExp(word) }).click();
  await expect(answers(page)).toContainText("Kept answer");
  expect(await page.evaluate(() => sessionStorage.getItem("parlance.chat.old1"))).toBeNull();
  expect((await kept(page)).messages).toHaveLength(2);
});

test("lobehub#5277, llama.cpp#24151: an older library is copied with every message, and goes when the new one was opened a second time", async ({ page, watch, word }) => {
  await besideTheApp(page, watch);
  const records = Array.from({ length: 30 }, (_, n) => ({ id: `old${n}`, text: firstForm(`old${n}`, `Chat ${n} ${word}`) }));
  await plant(page, "parlance-library-1", { chats: { key: "id", records } });
  await connectWithKey(page, watch);
  await expect(sidebar(page).getByRole("link", { name: new RegExp(word) })).toHaveCount(30);
  expect((await kept(page)).messages).toHaveLength(60);
  expect(await databases(page)).toContain("parlance-library-1");
  await page.reload();
  await expect(sidebar(page).getByRole("link", { name: new RegExp(word) })).toHaveCount(30);
  await expect.poll(() => databases(page)).not.toContain("parlance-library-1");
});

test("cherry-studio#3571: a library that an update had copied by half is copied again", async ({ page, watch, word }) => {
  await besideTheApp(page, watch);
  const records = [0, 1, 2].map((n) => ({ id: `old${n}`, text: firstForm(`old${n}`, `Chat ${n} ${word}`) }));
  await plant(page, "parlance-library-1", { chats: { key: "id", records } });
  // The copy came as far as one chat, and was never marked as ready.
  const stores = (chats: Record<string, unknown>[]) => ({
    chats: { key: "id", index: ["shelf", "pinned", "active"], records: chats },
    messages: { key: ["chat", "id"], records: [] },
    asides: { key: ["chat", "id"], records: [] },
    journal: { key: "id", records: [] },
    blobs: { key: "sha256", records: [] },
    meta: { key: "name", records: [] },
  });
  await plant(page, LIBRARY, stores([]));
  await connectWithKey(page, watch);
  await expect(sidebar(page).getByRole("link", { name: new RegExp(word) })).toHaveCount(3);
  expect((await kept(page)).messages).toHaveLength(6);
});

test("what a newer build has written is shown and not touched", async ({ page, watch, word }) => {
  await besideTheApp(page, watch);
  const chat = { v: 3, id: "new1", title: `From later ${word}`, created: 1795392000000, active: 1795392000005, novel: { x: 1 } };
  const message = { v: 3, chat: "new1", id: "m1", role: "user", created: 1795392000001, parts: [{ kind: "text", text: "Hello from later" }] };
  await plant(page, "parlance-library-3", {
    chats: {
      key: "id", index: ["shelf", "pinned", "active"],
      records: [{ id: "new1", shelf: "chats", pinned: 0, active: 1795392000005, text: JSON.stringify(chat) }],
    },
    messages: { key: ["chat", "id"], records: [{ chat: "new1", id: "m1", text: JSON.stringify(message) }] },
    journal: { key: "id", records: [] },
    meta: { key: "name", records: [{ name: "ready", text: "" }] },
  });
  await preferModel(page.context(), "sandbox/echo");
  await connectWithKey(page, watch);
  await sidebar(page).getByRole("link", { name: new RegExp(word) }).click();
  await expect(questions(page)).toContainText("Hello from later");
  await send(page, "May I?");
  await expect(page.getByRole("alert").filter({ hasText: "A newer Parlance has written the chats" })).toBeVisible();
  await expect(composer(page)).toHaveValue("May I?");
  expect((await kept(page, "parlance-library-3")).messages).toEqual([message]);
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

test("drafts outlive their tab", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill(`Half a thought ${word}`);
  await page.close();
  const later = await context.newPage();
  await later.goto("");
  await expect(composer(later)).toHaveValue(`Half a thought ${word}`);
  await chooseModel(later, "sandbox/echo");
});
