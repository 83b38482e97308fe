// Libraries of other builds: an older one is copied and checked before it goes, a newer one is shown and not touched.

import type { Page } from "@playwright/test";

import { chatWith, connectWithKey, expect, preferModel, test } from "./fixtures/test";
import type { Watch } from "./fixtures/watch";
import { answers, composer, log, questions, send, settled, sidebar } from "./pages/chat";
import { catchFile } from "./pages/exported";
import { besideTheApp, databases, kept, LIBRARY, plant } from "./pages/library";
import { chooseModel } from "./pages/models";
import { openSettings, section } from "./pages/settings";
import { entry, searchBox } from "./pages/sidebar";

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

/** What says that a newer build has written the chats. */
const NEWER = "A newer Parlance has written the chats";

/** A library of a later build: one chat on each shelf, the first with two versions of an answer. Returns what is said in it, in the order it lies there. */
async function plantNewer(page: Page, watch: Watch, word: string): Promise<Record<string, unknown>[]> {
  await besideTheApp(page, watch);
  const created = 1795392000000;
  const chat = (id: string, shelf: string, more: object) => ({
    id, shelf, pinned: 0, active: created + 5,
    text: JSON.stringify({ v: 3, id, title: `${id} ${word}`, created, active: created + 5, novel: { x: 1 }, ...more }),
  });
  const message = (chat: string, id: string, role: string, text: string, more = {}) => ({ v: 3, chat, id, role, created: created + 1, parts: [{ kind: "text", text }], ...more });
  const answer = { asked: "sandbox/echo", model: "sandbox/echo", outcome: "complete" };
  const messages = [
    message("Away", "m1", "user", "Put away"),
    message("Gone", "m2", "user", "Thrown away"),
    message("Later", "m3", "user", "Hello from later"),
    message("Later", "m4", "assistant", "First answer", { parent: "m3", answer }),
    message("Later", "m5", "assistant", "Second answer", { parent: "m3", answer }),
  ];
  await plant(page, "parlance-library-3", {
    chats: {
      key: "id", index: ["shelf", "pinned", "active"],
      records: [chat("Later", "chats", {}), chat("Away", "archive", { archived: true }), chat("Gone", "trash", { deleted: Date.now() })],
    },
    messages: { key: ["chat", "id"], records: messages.map((message) => ({ chat: message.chat, id: message.id, text: JSON.stringify(message) })) },
    journal: { key: "id", records: [] },
    meta: { key: "name", records: [{ name: "ready", text: "" }] },
  });
  await preferModel(page.context(), "sandbox/echo");
  await connectWithKey(page, watch);
  return messages;
}

test("where a newer build has written the chats the lists say so, and offer nothing that writes", async ({ page, watch, word }) => {
  const messages = await plantNewer(page, watch, word);
  await expect(sidebar(page).getByText(NEWER)).toBeVisible();
  await expect(entry(page, `Later ${word}`)).toBeVisible();
  const writing = page.getByRole("button", { name: /^(Options for|Restore|Delete for good|Import|Delete all)/ });
  await expect(writing).toHaveCount(0);
  for (const [place, title] of [["Archive", "Away"], ["Trash", "Gone"]]) {
    await sidebar(page).getByRole("link", { name: place!, exact: true }).click();
    await expect(page.getByRole("main").getByRole("link", { name: `${title} ${word}` })).toBeVisible();
    await expect(writing).toHaveCount(0);
    await page.getByRole("main").getByRole("link", { name: `${title} ${word}` }).click();
    await expect(page.getByText(`This chat is in the ${place!.toLowerCase()}.`)).toBeVisible();
    await expect(writing).toHaveCount(0);
  }
  await openSettings(page);
  await expect(section(page, "Data").getByRole("button", { name: "Export all chats" })).toBeVisible();
  await expect(writing).toHaveCount(0);
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect((await kept(page, "parlance-library-3")).messages).toEqual(messages);
});

test("where a newer build has written the chats they are exported as they are", async ({ page, watch, word }) => {
  const file = await catchFile(page);
  const messages = await plantNewer(page, watch, word);
  await openSettings(page);
  await section(page, "Data").getByRole("button", { name: "Export all chats" }).click();
  await expect(page.getByRole("status").getByText("Exported 3 chats.")).toBeVisible();
  const exported = (await file()).lines("messages.jsonl").map((line) => JSON.parse(line));
  expect(exported).toEqual(messages);
});

test("where a newer build has written the chats whoever asks again or edits is told why not", async ({ page, watch, word }) => {
  const messages = await plantNewer(page, watch, word);
  await entry(page, `Later ${word}`).click();
  const alert = page.getByRole("alert").filter({ hasText: NEWER });
  await expect(answers(page)).toHaveCount(1);
  await answers(page).hover();
  await answers(page).getByRole("button", { name: "Regenerate" }).click();
  await expect(alert).toBeVisible();
  await alert.getByRole("button", { name: "Dismiss" }).click();
  await questions(page).hover();
  await questions(page).getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Edit message" }).fill("Otherwise");
  await page.getByRole("button", { name: "Save and send" }).click();
  await expect(alert).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Edit message" })).toHaveValue("Otherwise");
  expect((await kept(page, "parlance-library-3")).messages).toEqual(messages);
});

test("where a newer build has written the chats no message can be deleted or branched from", async ({ page, watch, word }) => {
  await plantNewer(page, watch, word);
  await entry(page, `Later ${word}`).click();
  await answers(page).hover();
  await expect(answers(page).getByRole("button", { name: "Copy" })).toBeVisible();
  await expect(log(page).getByRole("button", { name: /^(Delete|Branch into new chat)$/ })).toHaveCount(0);
});

/** What somebody may do in a chat that is only shown, and where it leads. */
const LOOKS: [string, (page: Page) => Promise<void>][] = [
  [
    "looks at another version",
    async (page) => {
      await answers(page).getByRole("button", { name: "Previous version" }).click();
      await expect(answers(page)).toContainText("First answer");
    },
  ],
  ["chooses another model", async (page) => chooseModel(page, "sandbox/markdown")],
];

for (const [what, look] of LOOKS) {
  test(`where a newer build has written the chats nobody who ${what} is told that messages are not kept`, async ({ page, watch, word }) => {
    const messages = await plantNewer(page, watch, word);
    await entry(page, `Later ${word}`).click();
    await answers(page).hover();
    await look(page);
    // What is refused is refused before this is there.
    await openSettings(page);
    await expect(section(page, "Data").getByRole("button", { name: "Export all chats" })).toBeVisible();
    await expect(page.getByRole("alert")).toHaveCount(0);
    expect((await kept(page, "parlance-library-3")).messages).toEqual(messages);
  });
}

test("where a newer build has written the chats they are searched as they are", async ({ page, watch, word }) => {
  await plantNewer(page, watch, word);
  await expect(entry(page, `Later ${word}`)).toBeVisible();
  await searchBox(page).fill("hello from later");
  await expect(sidebar(page).getByRole("status")).toHaveText("1 chat");
});

test("a tab that is open while a newer build takes the chats over writes nothing more where nobody would look", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Before ${word}`);
  await settled(page);
  const other = await context.newPage();
  await besideTheApp(other, watch);
  // As the next form will be made (ADR 13).
  await other.evaluate(async (name) => {
    const opened = indexedDB.open(name, 2);
    await new Promise((done, fail) => Object.assign(opened, { onsuccess: done, onerror: fail }));
    opened.result.close();
  }, LIBRARY);
  await plant(other, "parlance-library-3", {
    chats: { key: "id", index: ["shelf", "pinned", "active"], records: [] },
    messages: { key: ["chat", "id"], records: [] },
    journal: { key: "id", records: [] },
    meta: { key: "name", records: [{ name: "ready", text: "" }] },
  });
  await send(page, `After ${word}`);
  await settled(page, 2);
  await expect(page.getByRole("alert").filter({ hasText: "your newest messages are only here" })).toBeVisible();
  expect((await kept(other)).messages).toHaveLength(2);
  expect((await kept(other, "parlance-library-3")).messages).toEqual([]);
});

test("what a newer build has written is shown and not touched", async ({ page, watch, word }) => {
  const messages = await plantNewer(page, watch, word);
  await entry(page, `Later ${word}`).click();
  await expect(questions(page)).toContainText("Hello from later");
  await send(page, "May I?");
  await expect(page.getByRole("alert").filter({ hasText: NEWER })).toBeVisible();
  await expect(composer(page)).toHaveValue("May I?");
  expect((await kept(page, "parlance-library-3")).messages).toEqual(messages);
});
