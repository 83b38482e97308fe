// The library on the disk, as docs/format.md has it: read, planted in its older form, and held against what was confirmed.

export const LIBRARY = "parlance-library-2";
export const OLDER = "parlance-library-1";

/** Everything in the library at one moment but the blobs, the texts parsed beside themselves. */
export async function read(page, name = LIBRARY) {
  const stores = await page.evaluate(async (name) => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    // To open what is not there would make it.
    if (!(await indexedDB.databases()).some((database) => database.name === name)) return null;
    const database = await done(indexedDB.open(name));
    const names = [...database.objectStoreNames].filter((store) => store !== "blobs");
    // A database that another was about to make, and was killed over, has no stores.
    const transaction = names.length > 0 ? database.transaction(names) : null;
    const found = await Promise.all(names.map((store) => done(transaction.objectStore(store).getAll())));
    database.close();
    return Object.fromEntries(names.map((store, at) => [store, found[at]]));
  }, name);
  if (!stores) return null;
  const parsed = (records) => (records ?? []).map((record) => ({ ...record, ...(record.text && { says: JSON.parse(record.text) }) }));
  return Object.fromEntries(Object.entries(stores).map(([store, records]) => [store, parsed(records)]));
}

/** The chats whose ids begin like this, and their messages, as far as they are kept. Each with the name of its store. */
export function within(page, prefix) {
  return page.evaluate(
    async ([name, prefix]) => {
      const done = (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await done(indexedDB.open(name));
      const transaction = database.transaction(["chats", "messages"]);
      const all = (store, lower, upper) => done(transaction.objectStore(store).getAll(IDBKeyRange.bound(lower, upper)));
      const [chats, messages] = await Promise.all([all("chats", prefix, `${prefix}~`), all("messages", [prefix], [`${prefix}~`])]);
      database.close();
      return [...messages.map((record) => ({ store: "messages", record })), ...chats.map((record) => ({ store: "chats", record }))];
    },
    [LIBRARY, prefix],
  );
}

/** An exported file with these chats. */
export function exported(chats) {
  const byId = (a, b) => (a.id < b.id ? -1 : 1);
  const sorted = chats.toSorted((a, b) => byId(a.chat, b.chat));
  const lines = (list) => list.map((one) => `${JSON.stringify(one)}\n`).join("");
  const messages = sorted.flatMap(({ messages }) => messages.toSorted(byId));
  const manifest = { format: "parlance", v: 2, chats: chats.length, messages: messages.length, asides: 0, blobs: 0 };
  const entries = {
    "manifest.json": JSON.stringify(manifest),
    "chats.jsonl": lines(sorted.map(({ chat }) => chat)),
    "messages.jsonl": lines(messages),
    "asides.jsonl": "",
    "blobs.jsonl": "",
  };
  return Buffer.concat([...Object.entries(entries).map(([name, text]) => tarEntry(name, Buffer.from(text))), Buffer.alloc(1024)]);
}

/** One entry of a tar archive (POSIX ustar): a head of 512 bytes, then the bytes, filled up to whole blocks. */
function tarEntry(name, bytes) {
  const head = Buffer.alloc(512);
  const octal = (number, width) => number.toString(8).padStart(width, "0");
  const fields = [[0, name], [100, octal(0o644, 7)], [108, octal(0, 7)], [116, octal(0, 7)], [124, octal(bytes.length, 11)], [136, octal(0, 11)], [148, " ".repeat(8)], [156, "0"], [257, "ustar\0" + "00"]];
  for (const [at, text] of fields) head.write(text, at, "latin1");
  head.write(`${octal(head.reduce((sum, byte) => sum + byte, 0), 6)}\0 `, 148, "latin1");
  return Buffer.concat([head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** The libraries that there are. */
export async function names(page) {
  const all = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  return all.filter((name) => name.startsWith("parlance-library-")).sort();
}

/** Puts a library of the older form there, on a page on which the app does not run. */
export async function plantOlder(page, texts) {
  await page.evaluate(
    ([name, records]) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => {
          const chats = request.result.createObjectStore("chats", { keyPath: "id" });
          for (const record of records) chats.put(record);
        };
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
        request.onerror = () => reject(request.error);
      }),
    [OLDER, texts.map((text) => ({ id: JSON.parse(text).id, text }))],
  );
}

/** What was confirmed, from the reports of the pages: what a transaction wrote whose `complete` has fired. */
export class Ledger {
  /** Texts by chat and id. */
  messages = new Map();
  /** The last text of each chat. */
  chats = new Map();
  /** Running answers, as far as they were journalled. */
  journal = new Map();
  /** Messages that were deleted, and chats that were put into the trash. */
  deleted = new Set();
  /** When each chat was last put there. */
  thrownAt = new Map();
  /** Those of them that somebody took back, or began to. */
  takenBack = new Set();
  /** Chats that are gone for good. */
  forgotten = new Set();
  /** What could be read of each running answer, and when. */
  seen = new Map();
  /** What the browser itself has found damaged. */
  damaged = [];
  /** What files had that were imported: how many messages in each chat. */
  imported = [];

  hear(report) {
    if (report.kind === "seen") {
      for (const { id, chat, length } of report.answers) {
        const answer = this.seen.get(id) ?? { id, chat, samples: [] };
        answer.samples.push({ at: report.at, length });
        this.seen.set(id, answer);
      }
    } else if (report.kind === "made") {
      if (report.dataLoss !== "none") this.damaged.push(`${report.library}: ${report.dataLoss} ${report.dataLossMessage}`);
    } else if (report.library === LIBRARY) {
      report.acts.forEach((act) => this.take(act));
    }
  }

  take({ store, act, record, key }) {
    if (act === "clear") {
      if (store === "chats") this.chats.clear();
      if (store === "messages") this.messages.clear();
    } else if (store === "messages" && act === "put") {
      this.messages.set(`${record.chat} ${record.id}`, record.text);
    } else if (store === "chats" && act === "put") {
      this.chats.set(record.id, record.text);
      const { hidden = [], deleted } = JSON.parse(record.text);
      hidden.forEach((id) => this.deleted.add(id));
      if (deleted) {
        this.deleted.add(record.id);
        this.thrownAt.set(record.id, deleted);
      }
    } else if (store === "chats" && act === "delete") {
      this.forgotten.add(key);
      this.chats.delete(key);
      for (const name of this.messages.keys()) if (name.startsWith(`${key} `)) this.messages.delete(name);
    } else if (store === "journal" && act === "put") {
      this.journal.set(record.id, record);
    }
  }

  /** What of all that is not on the disk, or is there otherwise; each a sentence. */
  missing(disk) {
    const complaints = this.damaged.map((words) => `the browser threw a damaged database away: ${words}`);
    const messages = new Map(disk.messages.map((record) => [`${record.chat} ${record.id}`, record.text]));
    const chats = new Map(disk.chats.map((record) => [record.id, record]));
    for (const [name, text] of this.messages) {
      if (!messages.has(name)) complaints.push(`message ${name} is missing: ${text}`);
      else if (messages.get(name) !== text) complaints.push(`message ${name} was ${text} and is ${messages.get(name)}`);
    }
    for (const [id, text] of this.chats) {
      const [was, is] = [JSON.parse(text), chats.get(id)?.says];
      if (!is) complaints.push(`chat ${id} is missing: ${text}`);
      // What was written last need not have been confirmed.
      else if (is.active < was.active || is.title !== was.title) complaints.push(`chat ${id} was ${text} and is ${JSON.stringify(is)}`);
    }
    const gone = new Set(disk.chats.flatMap(({ id, says }) => [...(says.hidden ?? []), ...(says.deleted ? [id] : [])]));
    for (const id of this.deleted) {
      // Who speaks in a chat of the trash brings it back.
      const isSpokenIn = chats.get(id)?.says.active >= this.thrownAt.get(id);
      if (!gone.has(id) && !this.takenBack.has(id) && !isSpokenIn) complaints.push(`${id} was deleted and is back`);
    }
    // A chat of an import comes whole or not at all.
    for (const [id, n] of this.imported.flatMap(({ n }) => [...n])) {
      // Somebody may have said something there since.
      const nThere = disk.messages.filter((message) => message.chat === id && message.id.startsWith(`${id}m`)).length;
      if (nThere !== 0 && nThere !== n) complaints.push(`chat ${id} was imported with ${nThere} of its ${n} messages`);
    }
    for (const id of this.forgotten) if (chats.has(id)) complaints.push(`chat ${id} was deleted for good and is back`);
    return complaints;
  }
}

/** What in the library is there by half; each a sentence. */
export function halves(disk) {
  const chats = new Set(disk.chats.map(({ id }) => id));
  const begun = new Set(disk.messages.filter(({ says }) => !says.parent).map(({ chat }) => chat));
  const names = new Set(disk.messages.map(({ chat, id }) => `${chat} ${id}`));
  return [
    ...disk.messages.filter(({ chat }) => !chats.has(chat)).map(({ chat, id }) => `message ${chat} ${id} has no chat`),
    ...disk.chats.filter(({ id }) => !begun.has(id)).map(({ id }) => `chat ${id} has no first message`),
    ...disk.messages
      .filter(({ chat, says }) => says.parent && !names.has(`${chat} ${says.parent}`))
      .map(({ chat, id, says }) => `message ${chat} ${id} stands below ${says.parent}, which is not there`),
    ...disk.messages
      .filter(({ says }) => says.role === "assistant" && !says.answer?.outcome)
      .map(({ chat, id }) => `answer ${chat} ${id} is in the chat and not settled`),
  ];
}
