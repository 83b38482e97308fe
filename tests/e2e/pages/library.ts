// The library on the disk, as docs/format.md has it: read, written and broken by tests.

import { type BrowserContext, type Page, expect } from "@playwright/test";

import type { Watch } from "../fixtures/watch";

export const LIBRARY = "parlance-library-2";

export interface Kept {
  chats: Record<string, unknown>[];
  messages: Record<string, unknown>[];
  journal: Record<string, unknown>[];
}

/** What lies in the library, each record's text parsed. */
export async function kept(page: Page, name = LIBRARY): Promise<Kept> {
  return page.evaluate(async (name) => {
    const done = <T,>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(name));
    const all = async (store: string) =>
      (await done(database.transaction(store).objectStore(store).getAll())).map((record) => JSON.parse(record.text));
    const kept = { chats: await all("chats"), messages: await all("messages"), journal: await all("journal") };
    database.close();
    return kept;
  }, name);
}

/** Waits until the disk has a chat with these values: what is seen at once may not be there yet, and does not outlive its page. */
export async function untilKept(page: Page, chat: Record<string, unknown>): Promise<void> {
  await expect.poll(async () => (await kept(page)).chats).toContainEqual(expect.objectContaining(chat));
}

/** How many messages each chat has, by its id. */
export async function counts(page: Page): Promise<Record<string, number>> {
  const { chats, messages } = await kept(page);
  const counts: Record<string, number> = Object.fromEntries(chats.map(({ id }) => [String(id), 0]));
  // Messages without their chat count too.
  for (const { chat } of messages) counts[String(chat)] = (counts[String(chat)] ?? 0) + 1;
  return counts;
}

/** Makes a database with these stores and records, as an older or newer build would have. */
export async function plant(
  page: Page,
  name: string,
  stores: Record<string, { key: string | string[]; index?: string[]; records: Record<string, unknown>[] }>,
): Promise<void> {
  await page.evaluate(
    async ({ name, stores }) => {
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => {
          for (const [store, { key, index, records }] of Object.entries(stores)) {
            const made = request.result.createObjectStore(store, { keyPath: key });
            if (index) made.createIndex("place", index);
            for (const record of records) made.put(record);
          }
        };
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => reject(request.error);
      });
    },
    { name, stores },
  );
}

/** The databases that there are. */
export async function databases(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? "").sort());
}

/**
 * Lets the writes to the library fail for want of room, all of them or those into one store, as {@link setFull} says. To be
 * called before the page loads.
 */
export async function canBeFull(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (location.hostname !== "localhost") return;
    const { commit } = IDBTransaction.prototype;
    const refused = new WeakSet<IDBTransaction>();
    const error = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "error")!;
    Object.defineProperty(IDBTransaction.prototype, "error", {
      get(this: IDBTransaction) {
        return refused.has(this) ? new DOMException("no room", "QuotaExceededError") : error.get!.call(this);
      },
    });
    IDBTransaction.prototype.commit = function (this: IDBTransaction) {
      // A browser that runs out of room ends the transaction, and no request of it fails.
      const { isFull } = window as unknown as { isFull: boolean | string };
      const isRefused = typeof isFull === "string" ? this.objectStoreNames.contains(isFull) : isFull;
      if (!isRefused || this.mode !== "readwrite") return commit.call(this);
      refused.add(this);
      this.abort();
    };
  });
}

export async function setFull(page: Page, isFull: boolean | "messages"): Promise<void> {
  await page.evaluate((isFull) => void Object.assign(window, { isFull }), isFull);
}

/** From now on the browser opens no library, until {@link setOpenable}. To be called before the page loads. */
export async function cannotBeOpened(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (location.hostname !== "localhost") return;
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (this: IDBFactory, name: string, version?: number) {
      if (!name.startsWith("parlance-library") || sessionStorage.getItem("isOpenable")) {
        return version === undefined ? open.call(this, name) : open.call(this, name, version);
      }
      // A database that cannot be made fails as one that cannot be opened does, and leaves nothing behind.
      const request = open.call(this, `${name}-refused`, 1);
      request.addEventListener("upgradeneeded", () => request.transaction!.abort());
      return request;
    };
  });
}

/** From now on it does, also after a reload. */
export async function setOpenable(page: Page): Promise<void> {
  await page.evaluate(() => sessionStorage.setItem("isOpenable", "yes"));
}

/** A page of the site on which the app does not run. Chromium looks for an icon there. */
export async function besideTheApp(page: Page, watch: Watch): Promise<void> {
  watch.allow(/favicon\.ico/);
  await page.goto("favicon.svg");
}

/** Keeps chats and messages busy for everybody, but not the journal, by a transaction of this page. */
async function holdDisk(page: Page): Promise<void> {
  await page.evaluate(async (name) => {
    const held = window as unknown as { isHeld: boolean };
    held.isHeld = true;
    const opened = indexedDB.open(name);
    await new Promise((done) => void (opened.onsuccess = done));
    const chats = opened.result.transaction(["chats", "messages"], "readwrite").objectStore("chats");
    const ask = (): void => void (chats.get("").onsuccess = () => (held.isHeld ? ask() : opened.result.close()));
    ask();
  }, LIBRARY);
}

/** Another page, which keeps the disk busy until {@link letDiskGo}. */
export async function busyDisk(context: BrowserContext, watch: Watch): Promise<Page> {
  const other = await context.newPage();
  await besideTheApp(other, watch);
  await holdDisk(other);
  return other;
}

/** Ends what {@link busyDisk} began. */
export async function letDiskGo(page: Page): Promise<void> {
  await page.evaluate(() => void Object.assign(window, { isHeld: false }));
}
