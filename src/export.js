// Writes the chats of this browser into one file, also when the app is dead (ADR 16).
//
// A classic script that needs nothing of the app: it reads the database and writes the archive that docs/format.md
// describes. The app calls the same function. It never looks into localStorage, where the sealed key lies, and never
// reads a stored Blob into memory: the file is one Blob that is made of them.
(() => {
  "use strict";

  const LIBRARY = "parlance-library-";
  /** The generation that the app writes; needed where a browser does not list its databases. */
  const GENERATION = 2;
  /** What the first stored form lies under, in the storage of this tab. */
  const TAB_CHAT = "parlance.chat.";
  /** The version of the file. */
  const VERSION = 2;
  const STORES = ["chats", "messages", "asides", "journal", "blobs", "meta"];
  /** Milliseconds to wait for a database. It opens in a few; what takes longer is blocked. */
  const PATIENCE_MS = 10_000;
  /** Records in one request, at most, and the characters in them that are plenty: a message may hold pictures. */
  const MOST_RECORDS = 128;
  const PLENTY = 4_000_000;
  /** Characters that are handed to the browser as one piece of the file. */
  const PIECE = 1_000_000;
  /** Bytes from which on a download is laid onto the disk first, and its name there. */
  const LARGE = 50_000_000;
  const STAGED = "parlance-export.tar";
  /** Milliseconds until a download has surely begun. */
  const DOWNLOAD_MS = 60_000;

  /** The chats cannot be had. */
  class Refused extends Error {}

  // --- Reading -------------------------------------------------------------------------------------------------

  /** Waits for a promise, but not for ever. */
  function soon(promise) {
    return new Promise((done, fail) => {
      setTimeout(() => fail(new Refused("the database does not open")), PATIENCE_MS);
      promise.then(done, fail);
    });
  }

  /** Opens a database; null if there is none of that name. */
  function open(name) {
    let isLate = false;
    const opened = new Promise((done, fail) => {
      const request = indexedDB.open(name);
      let isMissing = false;
      request.onupgradeneeded = () => {
        isMissing = true;
        request.transaction.abort();
      };
      request.onsuccess = () => {
        const db = request.result;
        // Whoever wants to delete the database waits for what is being read, and no longer.
        db.onversionchange = () => db.close();
        if (isLate) db.close();
        done(db);
      };
      request.onerror = (event) => {
        event.preventDefault();
        if (isMissing) done(null);
        else fail(request.error);
      };
    });
    return soon(opened).catch((error) => {
      isLate = true;
      throw error;
    });
  }

  /** The generations that this browser has, the newest first. */
  async function generations() {
    let names = [`${LIBRARY}${GENERATION}`];
    try {
      names = (await soon(indexedDB.databases())).map(({ name }) => name);
    } catch (error) {
      if (error instanceof Refused) throw error;
      // An older browser does not list them.
    }
    const numbers = names.filter((name) => name.startsWith(LIBRARY)).map((name) => Number(name.slice(LIBRARY.length)));
    return numbers.filter(Number.isInteger).sort((a, b) => b - a);
  }

  /** The newest generation that is complete, else the newest with a chat in it; null if there is nothing. */
  async function library() {
    let half = null;
    let problem = null;
    for (const number of await generations()) {
      try {
        const db = await open(`${LIBRARY}${number}`);
        if (!db) continue;
        if (["chats", "messages"].every((name) => db.objectStoreNames.contains(name))) {
          const reader = new Reader(db);
          if (reader.has("meta") && (await reader.ask("meta", (store) => store.get("ready")))) {
            return { reader, isWhole: !problem };
          }
          if (!half && (await reader.ask("chats", (store) => store.count())) > 0) {
            half = { reader, isWhole: false };
            continue;
          }
        }
        db.close();
      } catch (error) {
        problem = error;
      }
    }
    if (!half && problem) throw problem;
    return half;
  }

  /** Reads the stores of a database, all in one transaction unless that breaks. */
  class Reader {
    constructor(db) {
      this.db = db;
      this.names = STORES.filter((name) => db.objectStoreNames.contains(name));
      /** Records that are there and could not be read. */
      this.lost = 0;
    }

    has(name) {
      return this.names.includes(name);
    }

    /** One request. Its failure leaves the transaction as it is. */
    ask(name, request) {
      if (!this.transaction) {
        const transaction = this.db.transaction(this.names, "readonly");
        transaction.oncomplete = transaction.onabort = () => {
          if (this.transaction === transaction) this.transaction = null;
        };
        this.transaction = transaction;
      }
      const store = this.transaction.objectStore(name);
      return new Promise((done, fail) => {
        const asked = request(store);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = (event) => {
          event.preventDefault();
          fail(asked.error);
        };
      });
    }

    /** All records of a store in the order of their keys, some at a time; those of one chat if `range` says so. */
    async *records(name, range) {
      if (!this.has(name)) return;
      let n = 8;
      let rest = range;
      for (;;) {
        const within = rest;
        let keys;
        let records;
        try {
          keys = await this.ask(name, (store) => store.getAllKeys(within, n));
          if (keys.length === 0) return;
        } catch {
          this.lost += 1;
          return;
        }
        const last = keys[keys.length - 1];
        try {
          records = await this.ask(name, (store) => store.getAll(within, n));
        } catch {
          records = await this.oneByOne(name, keys);
        }
        yield records;
        if (keys.length < n) return;
        rest = range ? IDBKeyRange.bound(last, range.upper, true) : IDBKeyRange.lowerBound(last, true);
        const size = records.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
        n = size > PLENTY ? Math.ceil(n / 4) : Math.min(2 * n, MOST_RECORDS);
      }
    }

    /** What can be read of these, when together they cannot. */
    async oneByOne(name, keys) {
      const records = [];
      for (const key of keys) {
        try {
          records.push(await this.ask(name, (store) => store.get(key)));
        } catch {
          this.lost += 1;
        }
      }
      return records;
    }
  }

  /** Compares keys as IndexedDB does: part by part, each by its UTF-16 code units. */
  function order(a, b) {
    const at = a.findIndex((part, index) => part !== b[index]);
    return at < 0 ? 0 : a[at] < b[at] ? -1 : 1;
  }

  /** Texts that are not in the store, by key: what a journal has, and what the app could not write, which is newer. */
  function additions(journal, texts, keyOf) {
    const found = new Map();
    for (const { key, text } of journal) found.set(JSON.stringify(key), { key, text, isNewer: false });
    for (const text of texts) {
      try {
        const key = keyOf(JSON.parse(text));
        if (key.every((part) => typeof part === "string")) found.set(JSON.stringify(key), { key, text, isNewer: true });
      } catch {
        // No record, or none of ours.
      }
    }
    return [...found.values()].sort((a, b) => order(a.key, b.key));
  }

  /** The texts of a store and of `added`, merged by key. */
  async function* merged(batches, keyOf, added, reader) {
    let next = 0;
    for await (const records of batches) {
      for (const record of records) {
        if (typeof record?.text !== "string") {
          if (reader) reader.lost += 1;
          continue;
        }
        const key = keyOf(record);
        while (next < added.length && order(added[next].key, key) < 0) yield added[next++].text;
        const same = next < added.length && order(added[next].key, key) === 0 ? added[next++] : null;
        yield same?.isNewer ? same.text : record.text;
      }
    }
    while (next < added.length) yield added[next++].text;
  }

  // --- Writing -------------------------------------------------------------------------------------------------

  /** Texts as lines, handed to the browser piece by piece, which may put them on the disk. */
  class Lines {
    constructor() {
      this.n = 0;
      this.pieces = [];
      this.pending = [];
      this.size = 0;
    }

    add(text) {
      // Line ends have no place in what we write, and between two records they would be taken for one's end.
      this.pending.push(/[\r\n]/.test(text) ? text.replace(/[\r\n]+/g, " ") : text, "\n");
      this.n += 1;
      this.size += text.length;
      if (this.size >= PIECE) this.flush();
    }

    flush() {
      this.pieces.push(new Blob(this.pending));
      this.pending = [];
      this.size = 0;
    }

    blob() {
      this.flush();
      return new Blob(this.pieces);
    }
  }

  /** The header of an entry (POSIX ustar): no owner and no time, so that the same library is the same file. */
  function header(name, size) {
    const bytes = new Uint8Array(512);
    const put = (at, text) => new TextEncoder().encodeInto(text, bytes.subarray(at));
    const octal = (number, width) => number.toString(8).padStart(width, "0");
    put(0, name);
    put(100, `${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0`);
    // The sum is taken with spaces in its own place.
    put(148, "        0");
    put(257, "ustar\0" + "00");
    put(329, `${octal(0, 7)}\0${octal(0, 7)}\0`);
    const sum = bytes.reduce((sum, byte) => sum + byte, 0);
    put(148, `${octal(sum, 6)}\0 `);
    return bytes;
  }

  function tar(entries) {
    const parts = [];
    for (const { name, blob } of entries) parts.push(header(name, blob.size), blob, new Uint8Array(-blob.size & 511));
    return new Blob([...parts, new Uint8Array(1024)], { type: "application/x-tar" });
  }

  /** Those of the stored Blobs that can be read at all: of each a byte is looked at. One that cannot breaks the file. */
  async function readable(blobs, reader) {
    const found = [];
    for (let at = 0; at < blobs.length; at += 32) {
      const some = blobs.slice(at, at + 32);
      const looks = await Promise.allSettled(some.map(({ blob }) => blob.slice(0, 1).arrayBuffer()));
      found.push(...some.filter((_, index) => looks[index].status === "fulfilled"));
    }
    reader.lost += blobs.length - found.length;
    return found;
  }

  /** Chats in the first stored form, which lie in the storage of this tab until they have moved into the library. */
  function tabChats(only) {
    try {
      const names = Object.keys(sessionStorage).filter((name) => name.startsWith(TAB_CHAT)).sort();
      const wanted = names.filter((name) => only === undefined || name === TAB_CHAT + only);
      return wanted.map((name) => ({ id: name.slice(TAB_CHAT.length), text: sessionStorage.getItem(name) }));
    } catch {
      // Storage may be forbidden altogether.
      return [];
    }
  }

  /** Makes the file. */
  async function make({ extraChats = [], extraMessages = [], only }) {
    let found = null;
    let problem = null;
    try {
      found = await library();
    } catch (error) {
      problem = error;
    }
    const nothing = { lost: 0, async *records() {} };
    const { reader, isWhole } = found ?? { reader: nothing, isWhole: !problem };

    const one = only === undefined ? null : IDBKeyRange.only(only);
    const below = only === undefined ? null : IDBKeyRange.bound([only], [only, []]);
    const isWanted = (chat) => only === undefined || chat === only;
    const ids = new Set();
    const hashes = new Set();
    const note = (text) => {
      if (only !== undefined) for (const [hash] of text.matchAll(/\b[0-9a-f]{64}\b/g)) hashes.add(hash);
    };

    const chatKey = ({ id }) => [id];
    const messageKey = ({ chat, id }) => [chat, id];
    const journal = [];
    for await (const records of reader.records("journal", null)) {
      for (const { chat, id, text } of records) if (isWanted(chat)) journal.push({ key: [chat, id], text });
    }

    const lines = async (texts, also = () => {}) => {
      const lines = new Lines();
      for await (const text of texts) {
        lines.add(text);
        also(text);
      }
      return lines;
    };
    const addedChats = additions([], extraChats, chatKey).filter(({ key }) => isWanted(key[0]));
    const chats = await lines(merged(reader.records("chats", one), chatKey, addedChats, reader), (text) => {
      try {
        ids.add(JSON.parse(text).id);
      } catch {
        // It goes into the file as it is.
      }
    });
    const addedMessages = additions(journal, extraMessages, messageKey).filter(({ key }) => isWanted(key[0]));
    const messages = await lines(merged(reader.records("messages", below), messageKey, addedMessages, reader), note);
    const asides = await lines(merged(reader.records("asides", below), messageKey, [], reader), note);

    let blobs = [];
    for await (const records of reader.records("blobs", null)) {
      const isBlob = ({ sha256, blob }) => /^[0-9a-f]{64}$/.test(sha256) && blob instanceof Blob;
      reader.lost += records.filter((record) => !isBlob(record)).length;
      blobs.push(...records.filter((record) => isBlob(record) && (only === undefined || hashes.has(record.sha256))));
    }
    reader.db?.close();
    blobs = await readable(blobs, reader);
    const list = await lines(
      blobs.map(({ sha256, type, blob }) => JSON.stringify({ sha256, type: type || undefined, bytes: blob.size })),
    );

    const old = tabChats(only);
    const tab = await lines(old.map(({ text }) => text));
    for (const { id } of old) ids.add(id);

    const isComplete = isWhole && reader.lost === 0;
    const manifest = {
      format: "parlance",
      v: VERSION,
      chats: chats.n,
      messages: messages.n,
      asides: asides.n,
      blobs: blobs.length,
      // Left out otherwise.
      incomplete: isComplete ? undefined : true,
    };
    const entries = [
      { name: "manifest.json", blob: new Blob([JSON.stringify(manifest), "\n"]) },
      { name: "chats.jsonl", blob: chats.blob() },
      { name: "messages.jsonl", blob: messages.blob() },
      { name: "asides.jsonl", blob: asides.blob() },
      { name: "blobs.jsonl", blob: list.blob() },
      ...(tab.n > 0 ? [{ name: "tab-chats.jsonl", blob: tab.blob() }] : []),
      ...blobs.map(({ sha256, blob }) => ({ name: `blobs/${sha256}`, blob })),
    ];
    const isEmpty = chats.n + messages.n + asides.n + tab.n + blobs.length === 0;
    // Nothing was read, and that not for want of chats.
    if (isEmpty && (problem || reader.lost > 0)) throw problem ?? new Refused("nothing can be read");
    return { blob: tar(entries), chats: Math.max(ids.size, chats.n), isEmpty, isComplete };
  }

  // --- Saving --------------------------------------------------------------------------------------------------

  /** Asks where to save, as long as the person's click counts. Null where the browser cannot ask. */
  async function ask(name, type) {
    if (typeof globalThis.showSaveFilePicker !== "function") return null;
    try {
      const ending = name.slice(name.lastIndexOf("."));
      return await showSaveFilePicker({ suggestedName: name, types: [{ accept: { [type]: [ending] } }] });
    } catch (error) {
      // Refused is something else than cancelled: then it is a download.
      return error.name === "AbortError" ? "cancelled" : null;
    }
  }

  /** Writes a Blob into a file, which is as it was until that is done. */
  async function write(file, blob) {
    const writable = await file.createWritable();
    try {
      await writable.write(blob);
      await writable.close();
    } catch (error) {
      await writable.abort().catch(() => {});
      throw error;
    }
  }

  /**
   * The Blob as a file of the page's own, if it is large. Firefox has a Blob of many parts in memory while it saves it
   * (measured: a gigabyte for a gigabyte), and a file not.
   */
  async function staged(blob) {
    if (blob.size < LARGE) return blob;
    try {
      const folder = await navigator.storage.getDirectory();
      const file = await folder.getFileHandle(STAGED, { create: true });
      addEventListener("pagehide", unstage, { once: true });
      await write(file, blob);
      return await file.getFile();
    } catch {
      // No such folder here, or no room for it twice.
      await unstage();
      return blob;
    }
  }

  /** Removes that file. */
  async function unstage() {
    try {
      await (await navigator.storage.getDirectory()).removeEntry(STAGED);
    } catch {
      // It is not there.
    }
  }

  /** Brings a Blob to where the person said, else into the downloads. */
  async function save(name, blob, place) {
    if (place) return write(place, blob);
    const link = document.createElement("a");
    const url = URL.createObjectURL(await staged(blob));
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => {
      URL.revokeObjectURL(url);
      if (blob.size >= LARGE) unstage();
    }, DOWNLOAD_MS);
  }

  /** Today as the person's calendar has it. */
  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  const WORDS = {
    cancelled: "Nothing was saved.",
    nothing: "There are no chats in this browser to export.",
    unreadable:
      "The chats cannot be read: the browser does not open their database. Close other tabs of this page, restart the browser, and try again.",
    unwritten: "The file could not be written. See whether there is room for it, or choose another place.",
  };

  function words(outcome, chats, isComplete = true) {
    if (outcome !== "saved") return WORDS[outcome] ?? "";
    if (chats === undefined) return "Saved.";
    const told = `Exported ${chats} ${chats === 1 ? "chat" : "chats"}.`;
    return isComplete ? told : `${told} Not everything could be read; what could is in the file.`;
  }

  const result = (outcome, more = {}) => ({ outcome, words: words(outcome, more.chats, more.isComplete), ...more });

  /**
   * Exports all chats, or the one whose id is `only`, into a file that is called `name` or after the day. To be called
   * within a click, before anything is waited for.
   *
   * `extraChats` and `extraMessages` are records' texts that are not on the disk. With `save: false` the file is not
   * saved but given back as `blob`. Never throws: `outcome` is `saved`, `made`, `cancelled`, `nothing`, `unreadable` or
   * `unwritten`, `words` says it to the person, `chats` how many there are, and `isComplete` whether all could be read.
   */
  globalThis.parlanceExport = async (options = {}) => {
    const name = options.name ?? `parlance-chats-${today()}.tar`;
    const isSaving = options.save !== false;
    const place = isSaving ? await ask(name, "application/x-tar") : null;
    if (place === "cancelled") return result("cancelled");
    let made;
    try {
      made = await make(options);
    } catch (error) {
      console.warn(error);
    }
    if (!made || (made.isEmpty && isSaving)) {
      // The browser has made an empty file by now.
      await place?.remove?.().catch(() => {});
      return result(made ? "nothing" : "unreadable");
    }
    const { blob, chats, isComplete } = made;
    if (!isSaving) return result("made", { blob, chats, isComplete });
    try {
      await save(name, blob, place);
    } catch (error) {
      console.warn(error);
      return result("unwritten");
    }
    return result("saved", { chats, isComplete });
  };

  /** Saves a text as a file of this name and type, the same way. */
  globalThis.parlanceSave = async (name, type, text) => {
    const place = await ask(name, type);
    if (place === "cancelled") return result("cancelled");
    try {
      await save(name, new Blob([text], { type }), place);
    } catch (error) {
      console.warn(error);
      return result("unwritten");
    }
    return result("saved");
  };
})();
