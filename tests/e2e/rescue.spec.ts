// "Export all chats" from a page whose app is dead or was never there. It is the same function that the app calls.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { chatWith, expect, test } from "./fixtures/test";
import type { Watch } from "./fixtures/watch";
import { catchFile, type Chat, chatText, Exported, fill, made, type Message, messageText } from "./pages/exported";
import { composer } from "./pages/chat";

const CHATS: Chat[] = [
  { id: "01a", title: "Why is the sky blue?" },
  { id: "01b", title: "Über Wörter, 詩 and 🦜" },
];
const MESSAGES: Message[] = [
  { chat: "01a", id: "01m1", text: "Why is the sky blue?" },
  { chat: "01a", id: "01m2", parent: "01m1", text: "Because air scatters blue light most." },
  { chat: "01b", id: "01m0", text: "詩 🦜" },
];
const PICTURE = "the bytes of a picture".repeat(100);
const SHA256 = createHash("sha256").update(PICTURE).digest("hex");
const LIBRARY = { chats: CHATS, messages: MESSAGES, blobs: [{ sha256: SHA256, type: "image/png", text: PICTURE }] };

/** What the boot scripts tell the console. Playwright hears no more of an Error from Firefox than this. */
const TOLD = /^(error|warning): Error \(.*\/(boot|export)-[^/]*\.js\)$/;

/** A page whose app cannot be had. */
async function withoutApp(page: Page, watch: Watch): Promise<void> {
  watch.allowFailedRequests();
  watch.allow(/Failed to fetch|WebAssembly/, TOLD);
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto("");
  await expect(page.getByRole("alert")).toContainText("could not be loaded");
}

async function exportAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Export all chats" }).click();
}

function status(page: Page) {
  return page.getByRole("alert").getByRole("status");
}

test("a page whose app cannot be fetched exports all chats", async ({ page, watch }) => {
  const file = await catchFile(page);
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  await exportAll(page);
  await expect(status(page)).toHaveText("Exported 2 chats.");
  const exported = await file();
  expect(exported.names).toEqual([
    "manifest.json", "chats.jsonl", "messages.jsonl", "asides.jsonl", "blobs.jsonl", `blobs/${SHA256}`,
  ]);
  expect(JSON.parse(exported.text("manifest.json"))).toEqual({
    format: "parlance", v: 2, chats: 2, messages: 3, asides: 0, blobs: 1,
  });
  expect(exported.lines("chats.jsonl")).toEqual(CHATS.map(chatText));
  expect(exported.lines("messages.jsonl")).toEqual(MESSAGES.map(messageText));
  expect(exported.lines("asides.jsonl")).toEqual([]);
  expect(exported.lines("blobs.jsonl").map((line) => JSON.parse(line))).toEqual([
    { sha256: SHA256, type: "image/png", bytes: PICTURE.length },
  ]);
  expect(exported.text(`blobs/${SHA256}`)).toBe(PICTURE);
});

test("the exported file is a tar of nobody and no time, the same to the byte each time", async ({ page, watch }) => {
  const file = await catchFile(page);
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  await exportAll(page);
  await expect(status(page)).toHaveText("Exported 2 chats.");
  const first = await file();
  for (const line of first.listing()) expect(line).toMatch(/^-rw-r--r-- 0\/0 \d+ 1970-01-01 00:00 \S+$/);
  expect(first.listing()).toHaveLength(6);
  expect(first.bytes.length % 512).toBe(0);
  const second = await made(page, {});
  expect(second.bytes.equals(first.bytes)).toBe(true);
});

test("the key is not in the exported file, wherever it lies", async ({ page, watch }) => {
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  const word = "sk-or-v1-example-of-a-key";
  await page.evaluate((key) => {
    localStorage.setItem("parlance.key", key);
    sessionStorage.setItem("parlance.key", key);
    localStorage.setItem("parlance.chat.01a", key);
  }, word);
  expect((await made(page, {})).bytes.includes(word)).toBe(false);
});

test("an answer that was being written is in the exported file as far as it came", async ({ page, watch }) => {
  await withoutApp(page, watch);
  const running = { chat: "01b", id: "01m3", parent: "01m0", text: "As far as it" };
  const settled = { ...MESSAGES[1]!, text: "An older state of it" };
  await fill(page, { ...LIBRARY, journal: [running, settled] });
  expect((await made(page, {})).lines("messages.jsonl")).toEqual([...MESSAGES, running].map(messageText));
});

test("what the disk did not take is in the exported file, in its place", async ({ page, watch }) => {
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  const renamed = { id: "01a", title: "Another title" };
  const added = { id: "01aa", title: "Only in memory" };
  const message = { chat: "01aa", id: "01m9", text: "Only in memory" };
  const exported = await made(page, {
    extraChats: [chatText(added), chatText(renamed), "no record"],
    extraMessages: [messageText(message)],
  });
  expect(exported.lines("chats.jsonl")).toEqual([renamed, added, CHATS[1]!].map(chatText));
  expect(exported.lines("messages.jsonl")).toEqual([MESSAGES[0]!, MESSAGES[1]!, message, MESSAGES[2]!].map(messageText));
});

test("the export of one chat has that chat alone", async ({ page, watch }) => {
  await withoutApp(page, watch);
  const shown = { chat: "01b", id: "01m4", parent: "01m0", text: `A picture: ${SHA256}` };
  await fill(page, { ...LIBRARY, messages: [...MESSAGES, shown], journal: [{ chat: "01a", id: "01m8", text: "Of another" }] });
  const exported = await made(page, { only: "01b" });
  expect(exported.lines("chats.jsonl")).toEqual([chatText(CHATS[1]!)]);
  expect(exported.lines("messages.jsonl")).toEqual([MESSAGES[2]!, shown].map(messageText));
  expect(exported.names).toContain(`blobs/${SHA256}`);
  expect((await made(page, { only: "01a" })).names).not.toContain(`blobs/${SHA256}`);
});

test("thousands of messages come in their order, each once", async ({ page, watch }) => {
  await withoutApp(page, watch);
  const id = (n: number) => `m${String(n).padStart(5, "0")}`;
  const messages = Array.from({ length: 3000 }, (_, n) => ({ chat: `c${n % 7}`, id: id(n), text: `${n} `.repeat(n % 50) }));
  await fill(page, { chats: [{ id: "c0", title: "" }], messages });
  const sorted = messages.toSorted((a, b) => (a.chat + a.id < b.chat + b.id ? -1 : 1));
  expect((await made(page, {})).lines("messages.jsonl")).toEqual(sorted.map(messageText));
  expect((await made(page, { only: "c3" })).lines("messages.jsonl")).toEqual(
    sorted.filter(({ chat }) => chat === "c3").map(messageText),
  );
});

test("chats that this tab still has in the first stored form are in the exported file", async ({ page, watch }) => {
  const file = await catchFile(page);
  await withoutApp(page, watch);
  await page.evaluate(() => {
    sessionStorage.setItem("parlance.chat.01c", '{"v":1,"id":"01c"}');
    sessionStorage.setItem("parlance.draft.01c", "a draft");
  });
  await exportAll(page);
  await expect(status(page)).toHaveText("Exported 1 chat.");
  expect((await file()).lines("tab-chats.jsonl")).toEqual(['{"v":1,"id":"01c"}']);
});

test("where there are no chats nothing is saved, and no database is made", async ({ page, watch }) => {
  await catchFile(page);
  await withoutApp(page, watch);
  await exportAll(page);
  await expect(status(page)).toHaveText("There are no chats in this browser to export.");
  expect(await page.evaluate(() => "saved" in window)).toBe(false);
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).not.toContain("parlance-library-2");
});

test("a generation that is half copied does not count, and the newest whole one does", async ({ page, watch }) => {
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  await fill(page, { generation: 10, isHalf: true, chats: [CHATS[0]!] });
  expect((await made(page, {})).lines("chats.jsonl")).toHaveLength(2);
  await fill(page, { generation: 10, chats: [CHATS[0]!] });
  expect((await made(page, {})).lines("chats.jsonl")).toHaveLength(1);
});

test("where the database is blocked the page says that the chats cannot be read", async ({ page, watch }) => {
  watch.allow(/denied/);
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", {
      get: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await catchFile(page);
  await withoutApp(page, watch);
  await exportAll(page);
  await expect(status(page)).toContainText("The chats cannot be read");
});

test("a record that cannot be read costs no other, and is told", async ({ page, watch }) => {
  await page.addInitScript(() => {
    // A disk that fails for one message: alone, and for whoever reads it among others.
    const fail = () => {
      throw new DOMException("Failed to read large IndexedDB value", "DataError");
    };
    const { get, getAll } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.getAll = function (...args) {
      return this.name === "messages" ? fail() : getAll.apply(this, args);
    };
    IDBObjectStore.prototype.get = function (key) {
      return String(key) === "01a,01m1" ? fail() : get.call(this, key);
    };
  });
  const file = await catchFile(page);
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  await exportAll(page);
  await expect(status(page)).toHaveText("Exported 2 chats. Not everything could be read; what could is in the file.");
  const exported = await file();
  expect(exported.lines("messages.jsonl")).toEqual(MESSAGES.slice(1).map(messageText));
  expect(JSON.parse(exported.text("manifest.json"))).toMatchObject({ messages: 2, incomplete: true });
});

test("of stored files no more than a byte is read", async ({ page, watch }) => {
  await page.addInitScript(() => {
    const counted = window as unknown as { bytes: number };
    counted.bytes = 0;
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = function () {
      counted.bytes += this.size;
      return arrayBuffer.call(this);
    };
    for (const name of ["text", "stream", "bytes"]) Reflect.deleteProperty(Blob.prototype, name);
  });
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  const size = await page.evaluate(async () => {
    type Export = (options: object) => Promise<{ blob: Blob }>;
    return (await (globalThis as unknown as { parlanceExport: Export }).parlanceExport({ save: false })).blob.size;
  });
  expect(size).toBeGreaterThan(PICTURE.length);
  expect(await page.evaluate(() => (window as unknown as { bytes: number }).bytes)).toBe(1);
});

test("a large download is a file and no list of parts, which Firefox would have in memory", async ({ page, watch }) => {
  const blobs = [{ sha256: SHA256, type: "image/png", text: "x".repeat(50_000_001) }];
  await catchFile(page);
  await withoutApp(page, watch);
  await fill(page, { ...LIBRARY, blobs });
  await exportAll(page);
  await expect(status(page)).toHaveText("Exported 2 chats.");
  const saved = await page.evaluate(() => {
    const { saved } = window as unknown as { saved: Blob };
    return { isFile: saved instanceof File, size: saved.size };
  });
  expect(saved.isFile).toBe(true);
  expect(saved.size % 512).toBe(0);
  expect(saved.size).toBeGreaterThan(50_000_000);
});

/** Lets the browser have a picker that chooses a file of its own private folder, or does as `fails` says. */
async function picker(page: Page, fails?: "cancelled" | "forbidden" | "full"): Promise<void> {
  await page.addInitScript((fails) => {
    const showSaveFilePicker = async (options: { suggestedName: string }) => {
      // Asked within the click, or not at all.
      if (navigator.userActivation && !navigator.userActivation.isActive) throw new Error("too late");
      if (fails === "cancelled") throw new DOMException("The user aborted a request.", "AbortError");
      if (fails === "forbidden") throw new DOMException("Not here.", "SecurityError");
      const handle = await (await navigator.storage.getDirectory()).getFileHandle("picked", { create: true });
      Object.assign(window, { picked: handle, suggested: options.suggestedName });
      if (fails !== "full") return handle;
      const write = () => Promise.reject(new DOMException("No room.", "QuotaExceededError"));
      return { createWritable: async () => ({ write, abort: async () => {} }) };
    };
    Object.assign(window, { showSaveFilePicker });
  }, fails);
}

test("without a file picker the file goes into the downloads", async ({ page, watch, browserName }) => {
  test.skip(browserName === "firefox", "Playwright hears nothing of a Blob that Firefox saves");
  await catchFile(page);
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  const downloaded = page.waitForEvent("download");
  await exportAll(page);
  const download = await downloaded;
  expect(download.suggestedFilename()).toMatch(/^parlance-chats-\d{4}-\d\d-\d\d\.tar$/);
  expect(new Exported(readFileSync(await download.path())).names).toHaveLength(6);
});

test("with a file picker the file goes where the person says", async ({ page, watch }) => {
  await picker(page);
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  await exportAll(page);
  await expect(status(page)).toHaveText("Exported 2 chats.");
  expect(await page.evaluate(() => (window as unknown as { suggested: string }).suggested)).toMatch(/^parlance-chats-\d{4}-\d\d-\d\d\.tar$/);
  const written = await page.evaluate(async () => {
    const file = await (window as unknown as { picked: FileSystemFileHandle }).picked.getFile();
    return [...new Uint8Array(await file.arrayBuffer())];
  });
  expect(Buffer.from(written).equals((await made(page, {})).bytes)).toBe(true);
});

test("a person who cancels the file picker is told that nothing was saved", async ({ page, watch }) => {
  await picker(page, "cancelled");
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  await exportAll(page);
  await expect(status(page)).toHaveText("Nothing was saved.");
});

test("a picker that is forbidden leaves the download", async ({ page, watch }) => {
  const file = await catchFile(page);
  await picker(page, "forbidden");
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  await exportAll(page);
  await expect(status(page)).toHaveText("Exported 2 chats.");
  expect((await file()).names).toHaveLength(6);
});

test("a full disk is told, and the export can be tried again", async ({ page, watch }) => {
  watch.allow(/No room/);
  await picker(page, "full");
  await withoutApp(page, watch);
  await fill(page, LIBRARY);
  await exportAll(page);
  await expect(status(page)).toContainText("The file could not be written");
  await exportAll(page);
  await expect(status(page)).toContainText("The file could not be written");
});

test("NextChat#5248: a panic leaves a way to get the chats out", async ({ page, watch }) => {
  watch.allow(/panicked at/, /unreachable/, /RuntimeError/, /no dice/);
  const file = await catchFile(page);
  await chatWith(page, watch, "sandbox/echo");
  await fill(page, LIBRARY);
  // Ids are made with dice, and an app without dice stops.
  await page.evaluate(() => {
    Crypto.prototype.getRandomValues = () => {
      throw new Error("no dice");
    };
  });
  await composer(page).fill("Hello");
  await page.getByRole("button", { name: "Send" }).click();
  const crash = page.getByRole("alert").filter({ hasText: "Parlance has broken down" });
  await expect(crash).toBeVisible();
  await crash.getByRole("button", { name: "Export all chats" }).click();
  await expect(crash.getByRole("status")).toHaveText("Exported 2 chats.");
  expect((await file()).lines("chats.jsonl")).toEqual(CHATS.map(chatText));
  await expect(crash.getByRole("button", { name: "Reload" })).toBeEnabled();
});
