// The settings for chats: out into files, in from files, and away for good.

import { axeFindsNothing } from "./fixtures/access";
import { remember } from "./fixtures/library";
import { release } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, test } from "./fixtures/test";
import { answers, composer, send, settled, sidebar } from "./pages/chat";
import { catchFile, caughtName } from "./pages/exported";
import { counts, databases, kept } from "./pages/library";
import { openSettings, section } from "./pages/settings";
import { choose, entry } from "./pages/sidebar";

const PAST = [
  { id: "a", title: "Alpha", pinned: true },
  { id: "b", title: "Beta", archived: true },
  { id: "c", title: "Gamma", thrown: 3 },
];

const chatGpt = (title: string) => ({
  name: "conversations.json",
  mimeType: "application/json",
  buffer: Buffer.from(
    JSON.stringify([
      {
        id: "6a1f0000-0000-4000-8000-000000000001",
        title,
        create_time: 1790000000,
        update_time: 1790000100,
        current_node: "n2",
        mapping: {
          root: { id: "root", parent: null, children: ["n1"], message: null },
          n1: { id: "n1", parent: "root", children: ["n2"], message: { id: "n1", author: { role: "user" }, create_time: 1790000000, content: { content_type: "text", parts: ["From elsewhere"] } } },
          n2: { id: "n2", parent: "n1", children: [], message: { id: "n2", author: { role: "assistant" }, create_time: 1790000100, content: { content_type: "text", parts: ["An answer"] }, metadata: { model_slug: "gpt-x" } } },
        },
      },
    ]),
  ),
});

/** As Claude exports them: so many chats of twenty messages. */
const claude = (nChats: number) => ({
  name: "conversations.json",
  mimeType: "application/json",
  buffer: Buffer.from(
    JSON.stringify(
      Array.from({ length: nChats }, (_, chat) => ({
        uuid: `chat ${chat}`,
        name: `Claude ${chat}`,
        chat_messages: Array.from({ length: 20 }, (_, n) => ({ uuid: `${n}`, sender: n % 2 ? "assistant" : "human", text: `Words ${n}` })),
      })),
    ),
  ),
});

async function chooseFile(page: import("@playwright/test").Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<import("@playwright/test").Locator> {
  const chooser = page.waitForEvent("filechooser");
  await section(page, "Data").getByRole("button", { name: "Import chats" }).click();
  await (await chooser).setFiles(file);
  const dialog = page.getByRole("dialog", { name: "Import chats" });
  await expect(dialog).toBeVisible();
  return dialog;
}

for (const [id, name] of [["chats", "Chats"], ["data", "Data"]]) {
  test(`the section ${name} has the address /settings#${id}`, async ({ page }) => {
    await page.setViewportSize({ width: 800, height: 320 });
    await page.goto(`settings#${id}`);
    await expect(section(page, name).getByRole("heading", { name, level: 2 })).toBeInViewport();
  });
}

test("the settings say where chats are and how much room there is", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.goto("settings");
  await expect(section(page, "Chats")).toContainText("1 chat in the sidebar, 1 in the archive, 1 in the trash.");
  await expect(section(page, "Data")).toContainText(/\d+ (bytes|KB|MB) used; this browser has room for about [\d.]+ (MB|GB|TB) more\./);
});

test("all chats go into one file, with those that are put away", async ({ page, watch }) => {
  const exported = await catchFile(page);
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.goto("settings#data");
  await section(page, "Data").getByRole("button", { name: "Export all chats" }).click();
  await expect(page.getByRole("status").getByText(/3 chats/)).toBeVisible();
  const lines = (await exported()).lines("chats.jsonl").map((line) => JSON.parse(line).title);
  expect(lines.sort()).toEqual(["Alpha", "Beta", "Gamma"]);
});

test("who has exported all chats from the settings is not reminded to export them", async ({ page, context, watch, word }) => {
  await context.addInitScript(() => Reflect.deleteProperty(window, "showDirectoryPicker"));
  await catchFile(page);
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `${word} ${"much ".repeat(35_000)}`);
  await settled(page);
  const reminder = sidebar(page).getByRole("status").filter({ hasText: "in this browser alone" });
  await expect(reminder).toBeVisible();
  await openSettings(page);
  await section(page, "Data").getByRole("button", { name: "Export all chats" }).click();
  await expect(page.getByRole("status").getByText("Exported 1 chat.")).toBeVisible();
  await expect(reminder).toHaveCount(0);
  await page.goto("");
  await expect(composer(page)).toBeVisible();
  await expect(reminder).toHaveCount(0);
});

test("one chat becomes Markdown, JSON or an archive", async ({ page, watch }) => {
  const exported = await catchFile(page);
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.reload();
  const dialog = page.getByRole("dialog", { name: "Export chat" });
  for (const [form, name, words] of [
    ["Markdown", "Alpha.md", "About Alpha."],
    ["JSON", "Alpha.json", '"format":"parlance"'],
    ["Parlance archive", "Alpha.tar", "About Alpha."],
  ] as const) {
    await choose(page, "Alpha", "Export");
    await dialog.getByRole("button", { name: form }).click();
    await expect(dialog).toBeHidden();
    await expect.poll(() => caughtName(page)).toBe(name);
    expect((await exported()).bytes.toString()).toContain(words);
  }
});

test("a file from another app is shown first, then taken in, and twice is once", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await page.goto("settings#data");
  let dialog = await chooseFile(page, chatGpt("Elsewhere"));
  await expect(dialog).toContainText("Written by ChatGPT.");
  await expect(dialog).toContainText("1 new chat: 2 messages");
  await expect(entry(page, "Elsewhere")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("status").getByText("Imported 1 chat")).toBeVisible();
  await entry(page, "Elsewhere").click();
  await expect(page.getByRole("log")).toContainText("From elsewhere");

  await page.goto("settings#data");
  dialog = await chooseFile(page, chatGpt("Elsewhere"));
  await expect(dialog).toContainText("Everything in this file is here already:");
  await expect(dialog.getByRole("button", { name: "Import", exact: true })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  await expect(section(page, "Data").getByRole("button", { name: "Import chats" })).toBeFocused();
});

test("a file that is none gets a sentence and changes nothing", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await page.goto("settings#data");
  const dialog = await chooseFile(page, { name: "cat.json", mimeType: "application/json", buffer: Buffer.from("not json") });
  await expect(dialog.getByRole("alert")).toContainText("This is not a file of chats.");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toBeHidden();
  expect((await kept(page)).chats).toEqual([]);
});

for (const [claim, missing] of [
  ["a file that is longer than there is room for is said to be so before it is taken in", 1],
  ["of a file that there is room for nothing is said", 0],
] as const) {
  test(claim, async ({ page, watch }) => {
    const file = chatGpt("Elsewhere");
    await page.addInitScript((left) => {
      // The blank page that comes first has none.
      if (navigator.storage) navigator.storage.estimate = async () => ({ usage: 1_000_000, quota: 1_000_000 + left });
    }, file.buffer.length - missing);
    await connectWithKey(page, watch);
    await page.goto("settings#data");
    const dialog = await chooseFile(page, file);
    const take = dialog.getByRole("button", { name: "Import", exact: true });
    await expect(take).toBeVisible();
    const warning = dialog.getByRole("alert").filter({ hasText: "This browser may not have room for all of it." });
    await expect(warning).toHaveCount(missing);
    // An estimate forbids nothing.
    await take.click();
    await expect(page.getByRole("status").getByText("Imported 1 chat")).toBeVisible();
    await expect(entry(page, "Elsewhere")).toBeVisible();
  });
}

test("an import that is cancelled while it writes says what is here, leaves no chat in part, and can be gone on with", async ({ page, watch }) => {
  test.setTimeout(120_000);
  const file = claude(1_000);
  await connectWithKey(page, watch);
  await page.goto("settings#data");
  let dialog = await chooseFile(page, file);
  await expect(dialog).toContainText("1000 new chats: 20000 messages");
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog.getByRole("status")).toHaveText(/^Importing… [1-9]\d* chats? so far$/);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  const told = page.getByRole("status").getByText(/^Imported \d+ chats?\. The rest was left out\.$/);
  await expect(told).toBeVisible();
  const nHere = Number(/\d+/.exec(await told.innerText())![0]);
  expect(nHere).toBeLessThan(1_000);
  const here = await counts(page);
  expect(Object.keys(here)).toHaveLength(nHere);
  expect(new Set(Object.values(here))).toEqual(new Set([20]));
  await expect(section(page, "Chats")).toContainText(`${nHere} chat`);
  await expect(section(page, "Data").getByRole("button", { name: "Import chats" })).toBeFocused();

  // To Firefox the first file dialog is still open.
  await page.reload();
  dialog = await chooseFile(page, file);
  await expect(dialog).toContainText(`${1_000 - nHere} new chat`);
  await expect(dialog).toContainText(/\d+ chats? are here already and stay as they are\./);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog).toBeHidden({ timeout: 60_000 });
  await expect(page.getByRole("status").getByText(`Imported ${1_000 - nHere} chat`)).toBeVisible();
  const all = await counts(page);
  expect(Object.keys(all)).toHaveLength(1_000);
  expect(new Set(Object.values(all))).toEqual(new Set([20]));
  await expect(section(page, "Chats")).toContainText("1000 chats in the sidebar");
});

test("deleting all chats says how many, offers the export, and leaves nothing", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.goto("settings#data");
  const opener = section(page, "Data").getByRole("button", { name: "Delete all chats" });
  const dialog = page.getByRole("dialog", { name: "Delete all chats" });
  await opener.click();
  await expect(dialog).toContainText("3 chats go");
  await expect(dialog.getByRole("button", { name: "Export all chats" })).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(opener).toBeFocused();
  await expect(entry(page, "Alpha")).toBeVisible();
  await opener.click();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("status").getByText("All chats deleted")).toBeVisible();
  await expect(sidebar(page).getByText("No chats yet")).toBeVisible();
  await expect.poll(() => kept(page)).toEqual({ chats: [], messages: [], journal: [] });
  expect((await databases(page)).filter((name) => name.startsWith("parlance-library"))).toEqual(["parlance-library-2"]);
});

test("the backup folder is offered where the browser can, and absent where not", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await page.goto("settings#data");
  await expect(section(page, "Data").getByRole("button", { name: "Delete all chats" })).toBeVisible();
  const can = await page.evaluate(() => "showDirectoryPicker" in window);
  await expect(section(page, "Data").getByRole("button", { name: "Choose backup folder" })).toHaveCount(can ? 1 : 0);
});

test("axe finds nothing on the dialogs of the settings", async ({ page, watch }) => {
  test.setTimeout(120_000);
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.goto("settings#data");
  await axeFindsNothing(page, "data");
  await section(page, "Data").getByRole("button", { name: "Delete all chats" }).click();
  await axeFindsNothing(page, "delete");
  await page.keyboard.press("Escape");
  const dialog = await chooseFile(page, chatGpt("Elsewhere"));
  await expect(dialog.getByRole("button", { name: "Import", exact: true })).toBeVisible();
  await axeFindsNothing(page, "import");
});

test("an answer in the making is exported as far as it has come", async ({ page, watch, word }) => {
  const exported = await catchFile(page);
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Long ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await choose(page, `Long ${word}`, "Export");
  await page.getByRole("dialog", { name: "Export chat" }).getByRole("button", { name: "Markdown" }).click();
  await expect.poll(async () => (await exported()).bytes.toString()).toContain("Before the gate.");
  await release(word);
  await settled(page);
});

test("a chat that cannot be read is not exported as an empty one", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.reload();
  await expect(entry(page, "Alpha")).toBeVisible();
  await page.evaluate(() => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (this: IDBDatabase, stores, ...rest) {
      if ([stores].flat().includes("messages")) throw new DOMException("no", "UnknownError");
      return transaction.call(this, stores, ...rest);
    };
  });
  await choose(page, "Alpha", "Export");
  await expect(page.getByRole("alert").getByText("could not be read, so nothing was exported")).toBeVisible();
  await expect(page.getByRole("dialog", { name: "Export chat" })).toHaveCount(0);
});

test("a chat whose record is damaged comes back by an export and its import, with all that was said in it", async ({ page, watch }) => {
  const exported = await catchFile(page);
  await connectWithKey(page, watch);
  await remember(page, [...PAST, { id: "x", title: "Lost title", question: "What was it?", answer: "It was this." }]);
  await page.evaluate(async () => {
    const opening = indexedDB.open("parlance-library-2");
    await new Promise((done) => (opening.onsuccess = done));
    const transaction = opening.result.transaction("chats", "readwrite");
    const chats = transaction.objectStore("chats");
    const reading = chats.get("x");
    reading.onsuccess = () => chats.put({ ...reading.result, text: reading.result.text.slice(0, 20) });
    await new Promise((done) => (transaction.oncomplete = done));
    opening.result.close();
  });
  await page.goto("settings#data");
  await expect(entry(page, "Alpha")).toBeVisible();
  await expect(entry(page, "Lost title")).toHaveCount(0);
  await section(page, "Data").getByRole("button", { name: "Export all chats" }).click();
  await expect(page.getByRole("status").getByText("Exported 4 chats.")).toBeVisible();
  const { bytes } = await exported();

  const dialog = await chooseFile(page, { name: "chats.tar", mimeType: "application/x-tar", buffer: bytes });
  await expect(dialog).toContainText("1 new chat");
  await expect(dialog).not.toContainText("left out");
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await entry(page, "What was it?").click();
  await expect(answers(page)).toContainText("It was this.");
});
