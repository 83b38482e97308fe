// Chats last: through a reload, a closed tab, a crash, a full disk, an upgrade and a newer build.

import type { Page } from "@playwright/test";

import { remember } from "./fixtures/library";
import { release } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, preferModel, test } from "./fixtures/test";
import type { Watch } from "./fixtures/watch";
import { answers, composer, log, questions, send, settled, sidebar, stopButton } from "./pages/chat";
import { catchFile } from "./pages/exported";
import { canBeFull, cannotBeOpened, databases, holdDisk, kept, letDiskGo, LIBRARY, plant, setFull, setOpenable } from "./pages/library";
import { chooseModel } from "./pages/models";
import { openSettings, section } from "./pages/settings";
import { choose, entry, searchBox } from "./pages/sidebar";

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

test("a tab that speaks takes nothing away of what is typed in another", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  const other = await context.newPage();
  await other.goto("");
  await composer(page).fill(`Long and dear ${word}`);
  await send(other, `Hi ${word}`);
  await settled(other);
  // It goes.
  await besideTheApp(page, watch);
  const later = await context.newPage();
  await later.goto("");
  await expect(composer(later)).toHaveValue(`Long and dear ${word}`);
  await composer(later).fill("");
  await later.reload();
  await expect(composer(later)).toHaveValue("");
});

test("a question that the disk has not taken when the page goes stands in the composer again", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  const other = await context.newPage();
  await besideTheApp(other, watch);
  await holdDisk(other);
  await send(page, `Dear words ${word}`);
  await settled(page);
  const warned = page.waitForEvent("dialog").then(async (dialog) => {
    await dialog.accept();
    return dialog.type();
  });
  await page.reload();
  expect(await warned).toBe("beforeunload");
  await letDiskGo(other);
  await page.goto("");
  await expect(composer(page)).toHaveValue(`Dear words ${word}`);

  // What the disk has is no draft any more.
  await composer(page).press("Enter");
  await settled(page);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(2);
  await page.goto("");
  await expect(composer(page)).toHaveValue("");
});

test("a disk that does not answer is told of like one that refuses, and all is there when it does", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  const other = await context.newPage();
  await besideTheApp(other, watch);
  await holdDisk(other);
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

test("an answer that only the page that went has left is recovered", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  const address = page.url();
  await besideTheApp(page, watch);
  await page.evaluate(async (name) => {
    const opened = indexedDB.open(name);
    await new Promise((done) => void (opened.onsuccess = done));
    const cleared = opened.result.transaction("journal", "readwrite");
    cleared.objectStore("journal").clear();
    await new Promise((done) => void (cleared.oncomplete = done));
    opened.result.close();
  }, LIBRARY);
  await page.goto(address);
  const answer = await settled(page);
  await expect(answer).toContainText("Before the gate.");
  await expect(answer.getByRole("button", { name: "Continue" })).toBeVisible();
});
