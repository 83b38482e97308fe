// A library put onto the disk as docs/format.md describes it, and the file that it is exported to.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "@playwright/test";

/** What is to be in a database. Texts are those of docs/format.md. */
export interface Library {
  /** The number in its name. */
  generation?: number;
  /** Whether it lacks the mark of a generation that is complete. */
  isHalf?: boolean;
  chats?: Chat[];
  messages?: Message[];
  /** Answers that are being written. */
  journal?: Message[];
  blobs?: { sha256: string; type: string; text: string }[];
}

export interface Chat {
  id: string;
  title: string;
  created?: number;
}

export interface Message {
  chat: string;
  id: string;
  parent?: string;
  text: string;
}

/** The stored text of a chat. */
export function chatText({ id, title, created = 1795392000000 }: Chat): string {
  return JSON.stringify({ v: 2, id, title, model: "acme/alpha", created, active: created });
}

/** The stored text of a message. */
export function messageText({ chat, id, parent, text }: Message): string {
  const parts = [{ kind: "text", text }];
  return JSON.stringify({ v: 2, chat, id, parent, role: parent ? "assistant" : "user", created: 1795392000000, parts });
}

/** Puts a library onto the disk. The page must be one of the app's origin on which nothing else writes. */
export async function fill(page: Page, library: Library): Promise<void> {
  const { generation = 2, isHalf = false, chats = [], messages = [], journal = [], blobs = [] } = library;
  const records = {
    chats: chats.map((chat) => ({ id: chat.id, shelf: "chats", pinned: 0, active: 0, text: chatText(chat) })),
    messages: messages.map((message) => ({ chat: message.chat, id: message.id, text: messageText(message) })),
    journal: journal.map((message) => ({ chat: message.chat, id: message.id, text: messageText(message) })),
    asides: [],
    meta: isHalf ? [] : [{ name: "ready", value: true }],
  };
  await page.evaluate(
    async ({ name, records, blobs }) => {
      const opened = indexedDB.open(name, 1);
      opened.onupgradeneeded = () => {
        const db = opened.result;
        db.createObjectStore("chats", { keyPath: "id" }).createIndex("place", ["shelf", "pinned", "active"]);
        for (const name of ["messages", "asides"]) db.createObjectStore(name, { keyPath: ["chat", "id"] });
        db.createObjectStore("journal", { keyPath: "id" });
        db.createObjectStore("blobs", { keyPath: "sha256" });
        db.createObjectStore("meta", { keyPath: "name" });
      };
      await new Promise((done, fail) => {
        opened.onsuccess = done;
        opened.onerror = fail;
      });
      const db = opened.result;
      const transaction = db.transaction(db.objectStoreNames, "readwrite");
      for (const [store, all] of Object.entries(records)) for (const record of all) transaction.objectStore(store).put(record);
      for (const { sha256, type, text } of blobs) {
        transaction.objectStore("blobs").put({ sha256, type, blob: new Blob([text], { type }) });
      }
      await new Promise((done, fail) => {
        transaction.oncomplete = done;
        transaction.onabort = fail;
      });
      db.close();
    },
    { name: `parlance-library-${generation}`, records, blobs },
  );
}

/**
 * Catches the files that the page saves, where the browser has no picker or is made to have none. What it returns gives
 * the last one. To be called before the page loads: Firefox tells Playwright nothing of a Blob that is saved.
 */
export async function catchFile(page: Page): Promise<() => Promise<Exported>> {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "showSaveFilePicker");
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob: Blob) => {
      Object.assign(window, { saved: blob });
      return createObjectURL(blob);
    };
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      Object.assign(window, { savedAs: this.download });
      click.call(this);
    };
  });
  return async () => read(page, await page.evaluateHandle(() => (window as unknown as { saved: Blob }).saved));
}

/** The name that the file caught last was to have. */
export function caughtName(page: Page): Promise<string> {
  return page.evaluate(() => (window as unknown as { savedAs: string }).savedAs);
}

/** What `parlanceExport` makes of these options without saving it. */
export async function made(page: Page, options: object): Promise<Exported> {
  const blob = await page.evaluateHandle(async (options) => {
    type Export = (options: object) => Promise<{ blob: Blob }>;
    return (await (globalThis as unknown as { parlanceExport: Export }).parlanceExport({ ...options, save: false })).blob;
  }, options);
  return read(page, blob);
}

type BlobHandle = Awaited<ReturnType<Page["evaluateHandle"]>>;

async function read(page: Page, blob: BlobHandle): Promise<Exported> {
  const url = await page.evaluate(
    (blob) =>
      new Promise<string>((done, fail) => {
        const reader = new FileReader();
        reader.onload = () => done(String(reader.result));
        reader.onerror = () => fail(reader.error);
        reader.readAsDataURL(blob as Blob);
      }),
    blob,
  );
  return new Exported(Buffer.from(url.slice(url.indexOf(",") + 1), "base64"));
}

/** An exported file. */
export class Exported {
  /** The names of its entries, in their order. */
  readonly names: string[] = [];
  private readonly entries = new Map<string, Buffer>();

  constructor(readonly bytes: Buffer) {
    for (let at = 0; bytes[at]; ) {
      const field = (from: number, length: number) => bytes.toString("latin1", at + from, at + from + length).split("\0")[0]!;
      const [name, size] = [field(0, 100), parseInt(field(124, 12), 8)];
      this.names.push(name);
      this.entries.set(name, bytes.subarray(at + 512, at + 512 + size));
      at += 512 + 512 * Math.ceil(size / 512);
    }
  }

  /** What an entry holds. */
  text(name: string): string {
    return this.entries.get(name)!.toString();
  }

  /** The lines of an entry. */
  lines(name: string): string[] {
    return this.text(name).split("\n").slice(0, -1);
  }

  /** What the system's own `tar` says is in it, without names of users. */
  listing(): string[] {
    const folder = mkdtempSync(join(tmpdir(), "parlance-"));
    try {
      const file = join(folder, "chats.tar");
      writeFileSync(file, this.bytes);
      const told = execFileSync("tar", ["--numeric-owner", "--utc", "-tvf", file], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
      return told.trim().split("\n").map((line) => line.replace(/ +/g, " "));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
