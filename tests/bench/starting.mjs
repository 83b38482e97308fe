// Starting with a large library: from the navigation to the first screen of the sidebar and a composer that can be used.
//
// The same page with ten chats and with many, in turns, each in a browser context of its own. Loads are warm: the files
// come from the browser's cache, as they do for people who chat every day.

import { Subject } from "./browser.mjs";
import { fill } from "./searching.mjs";
import { at } from "./streaming.mjs";

const FEW_CHATS = 10;
const N_MESSAGES_PER_CHAT = 20;
const N_CHARS = 500;
/** How often each page is loaded in one run, after two loads that warm the caches. */
const N_LOADS = 15;

/** Runs in the page before anything else: notes when the start is over, and what the main thread felt until idle. */
function watch() {
  const start = { shownMs: null, nLongTasks: 0 };
  Object.assign(globalThis, { start });
  new PerformanceObserver((list) => (start.nLongTasks += list.getEntries().length)).observe({ type: "longtask" });
  const isThere = () => {
    const entries = document.querySelectorAll('nav[aria-label="Chats"] a[href^="c/"]');
    const field = document.querySelector('textarea[aria-label="Message"]');
    return field !== null && !field.disabled && entries.length >= 10;
  };
  const observer = new MutationObserver(() => {
    if (!isThere()) return;
    observer.disconnect();
    // When it is painted, and not only in the tree.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (start.shownMs = performance.now());
      port2.postMessage(null);
    });
  });
  observer.observe(document, { childList: true, subtree: true });
}

async function load(subject) {
  await subject.goto("");
  await subject.page.waitForFunction(() => globalThis.start.shownMs !== null, undefined, { polling: "raf" });
  // All chats are known, and nothing is left to do.
  await subject.rest();
  return subject.page.evaluate(() => globalThis.start);
}

async function prepare(subject, nChats) {
  await subject.page.context().addInitScript(watch);
  await subject.goto("favicon.svg");
  const nBytes = await subject.page.evaluate(fill, { nChats, nMessagesPerChat: N_MESSAGES_PER_CHAT, nChars: N_CHARS });
  await subject.connect("");
  for (let warm = 0; warm < 2; warm++) await load(subject);
  return nBytes;
}

/** Measures ten chats and so many, in turns. */
export function start(browser, nChats) {
  return Subject.with(browser, "sandbox/markdown", (few) =>
    Subject.with(browser, "sandbox/markdown", async (many) => {
      for (const { page } of [few, many]) page.setDefaultTimeout(600_000);
      await prepare(few, FEW_CHATS);
      const nBytes = await prepare(many, nChats);
      const loads = { few: [], many: [] };
      for (let n = 0; n < N_LOADS; n++) {
        loads.few.push(await load(few));
        loads.many.push(await load(many));
      }
      const told = (which) => {
        const shown = loads[which].map(({ shownMs }) => shownMs).sort((a, b) => a - b);
        return { medianMs: at(shown, 0.5), p90Ms: at(shown, 0.9), nLongTasks: Math.max(...loads[which].map(({ nLongTasks }) => nLongTasks)) };
      };
      return { nChats, nFew: FEW_CHATS, nMessages: nChats * N_MESSAGES_PER_CHAT, nBytes, few: told("few"), many: told("many") };
    }),
  );
}
