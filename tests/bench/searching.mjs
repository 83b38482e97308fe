// Searching a large library: from the question to the first results, and what the main thread feels of it.
//
// The library is written straight into IndexedDB (docs/format.md). The worker is started as the page starts it, and is
// asked by messages; or, where the page has a searchbox, the box is typed into (`throughBox`).

import { Subject } from "./browser.mjs";
import { at } from "./streaming.mjs";

const N_MESSAGES_PER_CHAT = 20;
/** Characters of a message; 500 bytes on average, since some are Chinese. */
const N_CHARS = 500;
/** How often each question is asked; an answer that was just given is not the first of its kind. */
const N_TIMES = 5;

/** What is searched: how it is called, and the words. */
const QUESTIONS = [
  ["1 letter", "a"],
  ["common word", "la"],
  ["rare word", "belbelmi"],
  ["two words", "chigra durnave"],
  ["two common words", "mi solka"],
  ["accents", "ÜBUNG"],
  ["CJK, one character", "月"],
  ["CJK, two characters", "月光"],
  ["no hit", "xylophone"],
  ["no hit, 2 letters", "zq"],
];

/** Runs in the page: fills the library. Always the same words, from a linear congruence. */
export async function fill({ nChats, nMessagesPerChat, nChars }) {
  const SYLLABLES = "la mi to ren sol ka ve dur na pe ist or un gra chi le mo ta ri bel".split(" ");
  const N_WORDS = 20_000;
  let seed = 1;
  const below = (n) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const word = (number) => {
    let text = "";
    do {
      text += SYLLABLES[number % 20];
      number = Math.floor(number / 20);
    } while (number > 0);
    return text;
  };
  const vocabulary = Array.from({ length: N_WORDS }, (_, number) => word(number));
  const prose = () => {
    let text = "";
    while (text.length < nChars) {
      // Few words are frequent, most are rare.
      const next = vocabulary[below(1 + below(1 + below(N_WORDS)))];
      text += (text === "" ? next[0].toUpperCase() + next.slice(1) : next) + (below(9) === 0 ? ". " : " ");
    }
    return below(200) === 0 ? `${text} Übung` : text;
  };
  let nChinese = 0;
  const chinese = () => {
    let text = "";
    while (text.length < nChars / 3) text += String.fromCharCode(0x4e00 + below(8_000));
    // By chance no two characters that are asked for ever stand beside each other.
    return ++nChinese % 50 === 0 ? `${text}月光` : text;
  };
  const id = (kind, number) => `01kb${kind}${String(number).padStart(21, "0")}`;

  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open("parlance-library-2", 1);
    request.onupgradeneeded = () => {
      const create = (name, keyPath) => request.result.createObjectStore(name, { keyPath });
      create("chats", "id").createIndex("place", ["shelf", "pinned", "active"]);
      for (const name of ["messages", "asides"]) create(name, ["chat", "id"]);
      create("journal", "id");
      create("blobs", "sha256");
      create("meta", "name");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  let nBytes = 0;
  const encoder = new TextEncoder();
  for (let begin = 0; begin < nChats; begin += 100) {
    const transaction = database.transaction(["chats", "messages", "meta"], "readwrite");
    for (let number = begin; number < Math.min(nChats, begin + 100); number++) {
      const chat = id("c", number);
      const active = 1_795_392_000_000 + number * 60_000;
      const title = `${word(below(N_WORDS))} ${word(below(N_WORDS))} ${word(below(N_WORDS))}`;
      const summary = { v: 2, id: chat, title, created: active - 9_000, active };
      const text = JSON.stringify(summary);
      transaction.objectStore("chats").put({ id: chat, shelf: "chats", pinned: 0, active, text });
      const tell = below(20) === 0 ? chinese : prose;
      for (let idx = 0; idx < nMessagesPerChat; idx++) {
        const name = id("m", number * nMessagesPerChat + idx);
        const words = tell();
        nBytes += encoder.encode(words).length;
        const isAnswer = idx % 2 === 1;
        const message = {
          v: 2,
          chat,
          id: name,
          ...(idx > 0 && { parent: id("m", number * nMessagesPerChat + idx - 1) }),
          role: isAnswer ? "assistant" : "user",
          created: active - 1_000 * (nMessagesPerChat - idx),
          parts: [{ kind: "text", text: words }],
          ...(isAnswer && { answer: { asked: "acme/alpha", model: "acme/alpha", outcome: "complete" } }),
        };
        transaction.objectStore("messages").put({ chat, id: name, text: JSON.stringify(message) });
      }
    }
    if (begin + 100 >= nChats) transaction.objectStore("meta").put({ name: "ready", value: true });
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  }
  database.close();
  return nBytes;
}

/** Runs in the page: a worker that can be asked, and a watch on the main thread. */
function prepare() {
  const longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
  const frames = [];
  let isWatching = true;
  let before = performance.now();
  const watch = (now) => {
    frames.push(now - before);
    before = now;
    if (isWatching) requestAnimationFrame(watch);
  };
  // The longest the main thread could not run a task: what a key would have waited.
  let longestMs = 0;
  const channel = new MessageChannel();
  let posted = performance.now();
  channel.port2.onmessage = () => {
    longestMs = Math.max(longestMs, performance.now() - posted);
    if (isWatching) {
      posted = performance.now();
      // As often as a page could be asked for something, and not so often that asking is all it does.
      setTimeout(() => {
        posted = performance.now();
        channel.port1.postMessage(null);
      }, 2);
    }
  };
  let worker;
  let number = 0;
  let heard = () => {};
  globalThis.searching = {
    begin() {
      worker = globalThis.parlanceWorker("app-search");
      worker.onmessage = ({ data }) => heard(JSON.parse(data), data.length);
      worker.onerror = (event) => heard({ error: event.message });
    },
    end: () => worker.terminate(),
    /** Asks, and tells how long the first results and the whole answer took. */
    ask(words, isWhole) {
      const asked = performance.now();
      number += 1;
      let firstMs = null;
      let nAnswers = 0;
      return new Promise((resolve, reject) => {
        heard = (answer, nChars) => {
          if (answer.error) return reject(new Error(answer.error));
          if (answer.answer !== number) return;
          nAnswers += 1;
          if (answer.chats.length > 0 || answer.complete) firstMs ??= performance.now() - asked;
          if (!answer.complete && (isWhole || firstMs === null)) return;
          const nHits = answer.chats.reduce((sum, chat) => sum + chat.hits.length + chat.n_more, 0);
          resolve({ firstMs, wholeMs: performance.now() - asked, nChats: answer.chats.length, nHits, nAnswers, nChars, more: answer.more });
        };
        worker.postMessage(JSON.stringify({ ask: number, words, limit: 20 }));
      });
    },
    watch() {
      isWatching = true;
      before = performance.now();
      longTasks.length = frames.length = longestMs = 0;
      requestAnimationFrame((now) => {
        before = now;
        requestAnimationFrame(watch);
      });
      posted = performance.now();
      channel.port1.postMessage(null);
    },
    seen() {
      isWatching = false;
      return { nLongTasks: longTasks.length, frameMaxMs: Math.max(0, ...frames), nLateFrames: frames.filter((ms) => ms > 17.5).length, nFrames: frames.length, blockedMaxMs: longestMs };
    },
  };
}

/** Measures a library of so many chats, at this path of the site. */
export function search(browser, nChats, path = "") {
  return Subject.with(browser, "sandbox/markdown", async (subject) => {
    const { page } = subject;
    page.setDefaultTimeout(600_000);
    await subject.goto(path);
    const nBytes = await page.evaluate(fill, { nChats, nMessagesPerChat: N_MESSAGES_PER_CHAT, nChars: N_CHARS });
    const run = { nChats, nMessages: nChats * N_MESSAGES_PER_CHAT, nBytes, questions: [] };

    // The first start of all reads the library, the second what was kept of it. Each in a page of its own.
    for (const start of ["new", "kept"]) {
      await subject.goto(path);
      await page.evaluate(prepare);
      await subject.rest();
      run[start] = await page.evaluate(async (words) => {
        searching.watch();
        searching.begin();
        const answer = await searching.ask(words, true);
        return { firstMs: answer.firstMs, completeMs: answer.wholeMs, nAnswers: answer.nAnswers, ...searching.seen() };
      }, "mi");
    }

    await page.evaluate(() => searching.watch());
    for (const [what, words] of QUESTIONS) {
      const asked = [];
      for (let time = 0; time < N_TIMES; time++) asked.push(await page.evaluate((words) => searching.ask(words, true), words));
      const sorted = (name) => asked.map((answer) => answer[name]).sort((a, b) => a - b);
      const { nChats, nHits, more } = asked[0];
      const figures = { firstMs: at(sorted("firstMs"), 0.5), firstMaxMs: at(sorted("firstMs"), 1), wholeMs: at(sorted("wholeMs"), 0.5) };
      run.questions.push({ what, words, ...figures, nChats, nHits, more });
    }
    run.asking = await page.evaluate(() => searching.seen());
    run.wasmBytes = await workerBytes(page);
    await page.evaluate(() => searching.end());
    run.box = await throughBox(subject);
    return run;
  });
}

/**
 * From the key to the picture with the first results, through the page's own searchbox: for each question, its last
 * letter. `null` where the page has none.
 */
async function throughBox(subject) {
  const { page } = subject;
  const box = page.getByRole("searchbox", { name: "Search chats" });
  if ((await box.count()) === 0) return null;
  const figures = [];
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  await page.evaluate(() => searching.watch());
  for (const [what, words] of QUESTIONS.filter(([what]) => !what.startsWith("no hit"))) {
    await box.fill(words.slice(0, -1));
    await subject.rest();
    // Two calls, and the first is waited for: a key that comes before its listener would never be heard.
    await page.evaluate(expectMarked, words);
    await page.keyboard.type(words.at(-1));
    figures.push({ what, words, shownMs: await page.evaluate(() => searching.marked) });
  }
  const seen = await page.evaluate(() => searching.seen());
  return { figures, ...seen, taskCpuMs: longestTask(JSON.parse(await browser.stopTracing())) };
}

/**
 * The longest task of the page's main thread by the time that it had a processor, in milliseconds: what the page does,
 * and not how often the worker or the machine was given its turn. What this script evaluates there counts too.
 */
function longestTask({ traceEvents }) {
  const spans = traceEvents.filter(({ ph }) => ph === "X");
  const { pid, tid } = spans.find(({ name }) => name === "EventDispatch");
  const tasks = spans.filter((span) => span.pid === pid && span.tid === tid && span.name.endsWith("RunTask"));
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

/** Runs in the page: measures from the next key to the first result. What is marked is what was found; with each letter it is other words. */
function expectMarked(words) {
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = fold(words.split(" ").at(-1));
  const isThere = () => [...document.querySelectorAll("mark")].some((mark) => fold(mark.textContent).includes(wanted));
  const heard = new Promise((resolve) => addEventListener("input", (event) => resolve(event.timeStamp), { capture: true, once: true }));
  searching.marked = heard.then(async (typed) => {
    while (!isThere()) {
      // A dash in the table, and not a benchmark that never ends.
      if (performance.now() - typed > 10_000) return null;
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - typed;
  });
}

/** What the worker's module holds, in bytes. To import it again is to get what is there. */
async function workerBytes(page) {
  const address = await page.evaluate(() => new URL(document.querySelector('meta[name="app-search"]').dataset.js, document.baseURI).href);
  const [worker] = page.workers();
  return worker.evaluate(async (address) => {
    const part = await import(address);
    return (await part.default()).memory.buffer.byteLength;
  }, address);
}
