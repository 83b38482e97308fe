// The settings for chats: out into files, in from files, and away for good.

import { axeFindsNothing } from "./fixtures/access";
import { remember } from "./fixtures/library";
import { release } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, test } from "./fixtures/test";
import { answers, send, settled, sidebar } from "./pages/chat";
import { catchFile } from "./pages/exported";
import { databases, kept } from "./pages/library";
import { section } from "./pages/settings";
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

test("one chat becomes Markdown, JSON or an archive", async ({ page, watch }) => {
  const exported = await catchFile(page);
  await connectWithKey(page, watch);
  await remember(page, PAST);
  await page.reload();
  const dialog = page.getByRole("dialog", { name: "Export chat" });
  for (const [form, words] of [["Markdown", "About Alpha."], ["JSON", '"format":"parlance"'], ["Parlance archive", "About Alpha."]]) {
    await choose(page, "Alpha", "Export");
    await dialog.getByRole("button", { name: form }).click();
    await expect(dialog).toBeHidden();
    await expect.poll(async () => (await exported()).bytes.toString()).toContain(words);
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
  await expect(dialog).toContainText("Everything in this file is here already.");
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
