// The worker that searches, asked by messages, on a page whose app never comes: what it reads is what stands here.

import type { Page } from "@playwright/test";

import { expect, test } from "./fixtures/test";

type Chat = { id: string; title: string; hidden?: string[]; archived?: boolean; deleted?: number };
type Message = { chat: string; id: string; parent?: string; text: string };
type Found = {
  chats: { chat: string; archived?: boolean; title: { text: string; marks: number[] }; hits: { message: string; excerpt: { text: string; marks: number[] } }[]; n_more: number }[];
  more: boolean;
  complete: boolean;
};

/** What the tests put into the page. */
type Desk = {
  /** Writes chats and messages into the library, as docs/format.md has them, and tells the worker of these chats. */
  write(chats: Chat[], messages: Message[]): Promise<void>;
  /** Asks, and waits for an answer of a complete library with so many chats. */
  ask(words: string, nChats: number): Promise<Found>;
  tell(request: object): void;
  restart(): void;
  numbers: number[];
};
declare const desk: Desk;

test.beforeEach(async ({ page, watch }) => {
  watch.allow(/./); // The app is kept away, which the console tells in many words.
  await page.route(/\/parlance[^/]*_bg\.wasm$/, (route) => route.abort());
  await page.goto("");
  await page.evaluate(() => {
    const start = (globalThis as unknown as { parlanceWorker(name: string): Worker }).parlanceWorker;
    let heard: (answer: Found & { answer: number }) => void = () => {};
    let number = 0;
    const numbers: number[] = [];
    const begin = () => {
      const worker = start("app-search");
      worker.onmessage = ({ data }) => {
        const answer = JSON.parse(data);
        numbers.push(answer.answer);
        heard(answer);
      };
      return worker;
    };
    let worker = begin();
    const tell = (request: object) => worker.postMessage(JSON.stringify(request));
    const open = () =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open("parlance-library-2", 1);
        request.onupgradeneeded = () => {
          request.result.createObjectStore("chats", { keyPath: "id" }).createIndex("place", ["shelf", "pinned", "active"]);
          request.result.createObjectStore("messages", { keyPath: ["chat", "id"] });
          request.result.createObjectStore("meta", { keyPath: "name" });
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const made: Desk = {
      numbers,
      tell,
      restart() {
        worker.terminate();
        worker = begin();
      },
      async write(chats, messages) {
        const database = await open();
        const transaction = database.transaction(["chats", "messages", "meta"], "readwrite");
        transaction.objectStore("meta").put({ name: "ready", value: true });
        for (const { id, ...chat } of chats) {
          const shelf = chat.deleted ? "trash" : chat.archived ? "archive" : "chats";
          const text = JSON.stringify({ v: 2, id, created: 1, active: 1, ...chat });
          transaction.objectStore("chats").put({ id, shelf, pinned: 0, active: 1, text });
        }
        for (const { chat, id, parent, text: words } of messages) {
          const text = JSON.stringify({ v: 2, chat, id, parent, role: "user", created: 1, parts: [{ kind: "text", text: words }] });
          transaction.objectStore("messages").put({ chat, id, text });
        }
        await new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = () => reject(transaction.error);
        });
        database.close();
        for (const { id } of chats) tell({ changed: id });
      },
      ask(words, nChats) {
        const mine = ++number;
        return new Promise((resolve) => {
          heard = (answer) => {
            if (answer.answer === mine && answer.complete && answer.chats.length === nChats) resolve(answer);
          };
          tell({ ask: mine, words, limit: 20 });
        });
      },
    };
    (globalThis as unknown as { desk: Desk }).desk = made;
  });
});

const TIDES: [Chat[], Message[]] = [
  [{ id: "a", title: "Gezeiten" }],
  [
    { chat: "a", id: "m1", text: "Wie entstehen die **Gezeiten**? Ärger!" },
    { chat: "a", id: "m2", parent: "m1", text: "The tide is the moon's" },
    { chat: "a", id: "m3", parent: "m1", text: "another TIDE in a branch" },
  ],
];

const write = (page: Page, [chats, messages]: [Chat[], Message[]]) =>
  page.evaluate(([chats, messages]) => desk.write(chats, messages), [chats, messages] as const);
const ask = (page: Page, words: string, nChats: number) =>
  page.evaluate(([words, nChats]) => desk.ask(words, nChats), [words, nChats] as const);
const databases = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).filter((name) => name !== "parlance-vault").sort());

test("looking for a library makes none", async ({ page }) => {
  expect((await ask(page, "tide", 0)).complete).toBe(true);
  expect(await databases(page)).toEqual([]);
});

test("words are found in every branch, and marked as they were written", async ({ page }) => {
  await write(page, TIDES);
  const [{ title, hits, n_more: nMore }] = (await ask(page, "tide", 1)).chats;
  expect([title, nMore]).toEqual([{ text: "Gezeiten", marks: [] }, 0]);
  expect(hits.map(({ message }) => message)).toEqual(["m2", "m3"]);
  expect(hits[1].excerpt).toEqual({ text: "another TIDE in a branch", marks: [8, 12] });
  const [found] = (await ask(page, "GEZEIT arg", 1)).chats;
  expect([found.title.marks, found.hits[0].excerpt.marks]).toEqual([[0, 6], [20, 26, 32, 36]]);
});

test("what is deleted is not found, and what is restored is", async ({ page }) => {
  await write(page, TIDES);
  await ask(page, "tide", 1);
  await write(page, [[{ id: "a", title: "Gezeiten", hidden: ["m1"], archived: true }], []]);
  await ask(page, "tide", 0);
  const { chats } = await ask(page, "gezeiten", 1);
  expect([chats[0].archived, chats[0].hits]).toEqual([true, []]);
  await write(page, [[{ id: "a", title: "Gezeiten", deleted: 7 }], []]);
  await ask(page, "gezeiten", 0);
  await write(page, TIDES);
  await ask(page, "tide", 1);
});

test("a chat that changed while no worker ran is read again", async ({ page }) => {
  await write(page, TIDES);
  await ask(page, "tide", 1);
  await write(page, [[], [{ chat: "a", id: "m4", text: "said later" }]]);
  await page.evaluate(() => desk.restart());
  await ask(page, "later", 1);
});

test("an older question is not answered after a newer one", async ({ page }) => {
  await write(page, TIDES);
  await ask(page, "tide", 1);
  const heard = await page.evaluate(async () => {
    desk.numbers.length = 0;
    void desk.ask("t", 1);
    void desk.ask("ti", 1);
    await desk.ask("tid", 1);
    return desk.numbers;
  });
  expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  expect(heard.at(-1)).toBe(4);
});

test("a library can be deleted while it is searched, and what was read of it too", async ({ page }) => {
  await write(page, TIDES);
  await ask(page, "tide", 1);
  await page.evaluate(async () => {
    for (const name of ["parlance-library-2", "parlance-search"]) {
      await new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = resolve;
        request.onblocked = request.onerror = () => reject(new Error(`The worker holds on to ${name}.`));
      });
    }
  });
  expect(await databases(page)).toEqual([]);
});
