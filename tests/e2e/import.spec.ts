// The worker that imports, given files by messages, on a page whose app never comes: what it writes is looked at here.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "./fixtures/test";

type Written = { n_new: number; n_grown: number; n_messages: number; n_damaged: number; cancelled?: boolean };
type Preview = Written & { app: string; n_known: number; n_skipped: number };
type Report = { reading?: number; preview?: Preview; writing?: Written; done?: Written; failed?: string; written?: Written };
type Row = { id: string; chat?: string; text: string };
type Library = { chats: Row[]; messages: Row[]; asides: Row[] };

/** What the tests put into the page. */
type Desk = {
  /** Makes the library, as docs/format.md has it. */
  open(): Promise<void>;
  /** Reads a file and, if it is to, writes it. Resolves with the last report. */
  run(name: string, text: string, how: "read" | "write" | "cancel"): Promise<Report>;
  /** Begins to write, and ends the worker once so much is written. */
  kill(text: string, nChats: number): Promise<void>;
  library(): Promise<Library>;
  /** The file that "Export all chats" would write. */
  exported(): Promise<string>;
  /** Deletes the library, and makes it anew. */
  empty(): Promise<void>;
};
declare const desk: Desk;

const folder = join(import.meta.dirname, "../../importer/tests/fixtures");
const fixtures = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

/** As Claude exports them: so many chats of twenty messages. */
const many = (nChats: number, first = 0) =>
  JSON.stringify(
    Array.from({ length: nChats }, (_, i) => ({
      uuid: `chat ${first + i}`,
      chat_messages: Array.from({ length: 20 }, (_, j) => ({ uuid: `${j}`, sender: j % 2 ? "assistant" : "human", text: `Words ${j}` })),
    })),
  );

/** Chats, and whether each has all its messages and each message its chat. */
function whole({ chats, messages }: Library) {
  const counts = new Map<string, number>();
  for (const { chat } of messages) counts.set(chat!, (counts.get(chat!) ?? 0) + 1);
  return { nChats: chats.length, isWhole: counts.size === chats.length && chats.every(({ id }) => counts.get(id) === 20) };
}

test.beforeEach(async ({ page, watch }) => {
  watch.allow(/./); // The app is kept away, which the console tells in many words.
  await page.route(/\/parlance[^/]*_bg\.wasm$/, (route) => route.abort());
  await page.goto("");
  await page.evaluate(() => {
    const start = (globalThis as unknown as { parlanceWorker(name: string): Worker }).parlanceWorker;
    const say = (worker: Worker, what: string) => worker.postMessage(JSON.stringify({ do: what }));
    let database: IDBDatabase;
    const made: Desk = {
      open: () =>
        new Promise((resolve, reject) => {
          const request = indexedDB.open("parlance-library-2", 1);
          request.onupgradeneeded = () => {
            const make = (name: string, keyPath: string | string[]) => request.result.createObjectStore(name, { keyPath });
            make("chats", "id").createIndex("place", ["shelf", "pinned", "active"]);
            for (const name of ["messages", "asides"]) make(name, ["chat", "id"]);
            make("blobs", "sha256");
            make("meta", "name").put({ name: "ready", value: true });
          };
          request.onsuccess = () => {
            database = request.result;
            resolve();
          };
          request.onerror = () => reject(request.error);
        }),
      run: (name, text, how) =>
        new Promise((resolve, reject) => {
          const worker = start("app-importer");
          worker.onerror = (event) => reject(new Error(event.message));
          worker.onmessage = ({ data }) => {
            const report: Report = JSON.parse(data);
            if (report.preview && how !== "read") {
              say(worker, "write");
              if (how === "cancel") say(worker, "cancel");
            } else if (report.preview || report.done || report.failed) {
              worker.terminate();
              resolve(report);
            }
          };
          worker.postMessage(new File([text], name, { lastModified: 1_760_000_000_000 }));
        }),
      kill: (text, nChats) =>
        new Promise((resolve) => {
          const worker = start("app-importer");
          worker.onmessage = ({ data }) => {
            const report: Report = JSON.parse(data);
            if (report.preview) say(worker, "write");
            if (report.done || (report.writing?.n_new ?? 0) >= nChats) {
              worker.terminate();
              resolve();
            }
          };
          worker.postMessage(new File([text], "chats.json"));
        }),
      async library() {
        const all = (name: string) =>
          new Promise<Row[]>((resolve, reject) => {
            const request = database.transaction(name).objectStore(name).getAll();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
        return { chats: await all("chats"), messages: await all("messages"), asides: await all("asides") };
      },
      async exported() {
        const write = (globalThis as unknown as { parlanceExport(options: object): Promise<{ blob: Blob }> }).parlanceExport;
        return (await write({ save: false, extraChats: [], extraMessages: [] })).blob.text();
      },
      async empty() {
        database.close();
        await new Promise((resolve, reject) => {
          const request = indexedDB.deleteDatabase("parlance-library-2");
          request.onsuccess = resolve;
          request.onerror = () => reject(request.error);
        });
        await made.open();
      },
    };
    Object.assign(globalThis, { desk: made });
  });
});

test("importing every file twice changes nothing the second time", async ({ page }) => {
  await page.evaluate(() => desk.open());
  const all = (files: typeof fixtures) =>
    page.evaluate(async (files) => {
      const reports: Report[] = [];
      for (const { name, text } of files) reports.push(await desk.run(name, text, "write"));
      return { reports, library: await desk.library() };
    }, files);
  const once = await all(fixtures);
  expect(once.library.chats.length).toBeGreaterThan(20);
  const twice = await all(fixtures);
  expect(twice.library).toEqual(once.library);
  expect(twice.reports.map(({ done }) => done?.n_messages ?? 0)).toEqual(fixtures.map(() => 0));
  expect(JSON.stringify(once.library)).not.toContain("not-a-real-key");
});

test("lobehub#10743: export, delete all and import give the same export to the byte", async ({ page }) => {
  await page.evaluate(() => desk.open());
  const { before, done, after } = await page.evaluate(async (files) => {
    for (const { name, text } of files) await desk.run(name, text, "write");
    const before = await desk.exported();
    await desk.empty();
    const { done } = await desk.run("parlance.tar", before, "write");
    return { before, done, after: await desk.exported() };
  }, fixtures);
  expect(done?.n_new).toBeGreaterThan(20);
  expect(after).toBe(before);
});

test("a file that is read or broken changes nothing", async ({ page }) => {
  await page.evaluate(() => desk.open());
  const chats = many(3);
  const read = await page.evaluate((text) => desk.run("chats.json", text, "read"), chats);
  expect(read.preview).toMatchObject({ app: "Claude", n_new: 3, n_messages: 60, n_skipped: 0 });
  const broken = await page.evaluate((text) => desk.run("chats.json", text, "write"), chats.slice(0, -40));
  expect(broken.failed).toMatch(/ends in the middle/);
  expect(await page.evaluate(() => desk.library())).toEqual({ chats: [], messages: [], asides: [] });
});

test("where there is no library none is made", async ({ page }) => {
  const report = await page.evaluate((text) => desk.run("chats.json", text, "write"), many(1));
  expect(report.failed).toMatch(/cannot be reached/);
  const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(names).not.toContain("parlance-library-2");
});

test("an import that is killed leaves whole chats, and goes on from there", async ({ page }) => {
  await page.evaluate(() => desk.open());
  const chats = many(400);
  for (const nChats of [1, 60, 150]) {
    await page.evaluate(({ text, nChats }) => desk.kill(text, nChats), { text: chats, nChats });
    expect(whole(await page.evaluate(() => desk.library())).isWhole).toBe(true);
  }
  await page.evaluate((text) => desk.run("chats.json", text, "write"), chats);
  expect(whole(await page.evaluate(() => desk.library()))).toEqual({ nChats: 400, isWhole: true });
});

test("an import that is cancelled says what it has written", async ({ page }) => {
  await page.evaluate(() => desk.open());
  const { done } = await page.evaluate((text) => desk.run("chats.json", text, "cancel"), many(400));
  expect(done?.cancelled).toBe(true);
  const library = whole(await page.evaluate(() => desk.library()));
  expect(library).toEqual({ nChats: done?.n_new, isWhole: true });
  expect(library.nChats).toBeLessThan(400);
});

test("cherry-studio#14336: a chat that is here gains messages and keeps its title", async ({ page }) => {
  await page.evaluate(() => desk.open());
  const file = (name: string, nMessages: number) => {
    const [chat] = JSON.parse(many(1));
    return JSON.stringify([{ ...chat, name, chat_messages: chat.chat_messages.slice(0, nMessages) }]);
  };
  await page.evaluate((text) => desk.run("chats.json", text, "write"), file("Before", 4));
  const before = await page.evaluate(() => desk.library());
  const { done } = await page.evaluate((text) => desk.run("chats.json", text, "write"), file("After", 6));
  expect(done).toMatchObject({ n_new: 0, n_grown: 1, n_messages: 2 });
  const after = await page.evaluate(() => desk.library());
  expect(after.chats).toEqual(before.chats);
  expect(after.messages).toHaveLength(6);
});
