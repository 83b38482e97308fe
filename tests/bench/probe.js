// What is put into a page that is measured, before anything of its own: long tasks, frames, the arrival of an answer,
// and the way of a key to the screen. The same in Parlance and in the bare page; it knows neither.

(() => {
  /** The word that stands at the end of each answer to be measured, and nowhere else. */
  const LAST_WORD = "Finis.";
  /** Behind the answer's words there may be a line about its price; so many text nodes are looked at from the end. */
  const N_LAST_NODES = 80;
  const REST_MS = 500;

  const longTasks = [];
  const longTaskObserver = new PerformanceObserver((list) => longTasks.push(...list.getEntries()));
  longTaskObserver.observe({ type: "longtask", buffered: true });
  const answersEnd = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name.endsWith("/chat/completions")) answersEnd.push(entry.responseEnd);
    }
  }).observe({ type: "resource", buffered: true });

  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const nextTask = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port2.onmessage = () => resolve();
      port1.postMessage(null);
    });

  /** Resolves when the page has had nothing to do for a while. */
  async function rest() {
    for (;;) {
      const n = longTasks.length;
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 10_000 }));
      longTasks.push(...longTaskObserver.takeRecords());
      if (longTasks.length === n) return;
    }
  }

  function hasLastWord(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let node = element;
    while (node.lastChild) node = node.lastChild;
    walker.currentNode = node;
    if (node.nodeType !== Node.TEXT_NODE) node = walker.previousNode();
    for (let n = 0; node && n < N_LAST_NODES; n++, node = walker.previousNode()) {
      if (node.data.slice(-100).includes(LAST_WORD)) return true;
    }
    return false;
  }

  let answer = null;
  const length = () => answer.textContent.length;

  /**
   * Watches the answer that is about to come, whose element is there and busy. Calls `reached("some")` when `nSome`
   * characters stand there and `reached("end")` when all do and the answer is settled, both bound from outside.
   */
  function watch(nSome) {
    answer = document.querySelector('article[aria-busy="true"]');
    const begin = performance.now();
    const frames = [];
    let lastWord = null;
    let isPastSome = nSome === 0;
    answersEnd.length = 0;
    probe.settled = (async () => {
      for (let before = await nextFrame(); ; ) {
        if (!isPastSome && length() >= nSome) {
          isPastSome = true;
          globalThis.reached("some");
        }
        if (lastWord === null && hasLastWord(answer)) lastWord = performance.now();
        if (lastWord !== null && answer.getAttribute("aria-busy") !== "true" && answersEnd.length > 0) break;
        const now = await nextFrame();
        if (lastWord === null) frames.push(now - before);
        before = now;
      }
      if (nSome > 0) globalThis.reached("end");
    })();
    probe.finished = probe.settled.then(async () => {
      await rest();
      const blocking = longTasks.filter((task) => task.startTime >= begin);
      return {
        frames,
        streamMs: answersEnd.at(-1) - begin,
        lastWordMs: lastWord - answersEnd.at(-1),
        nLongTasks: blocking.length,
        blockingMs: blocking.reduce((sum, task) => sum + task.duration - 50, 0),
      };
    });
  }

  /** Watches for a transcript under this title, and for the rest after it. To be called before the click that opens it. */
  function expectOpened(title) {
    let click = null;
    addEventListener("mousedown", (event) => (click = event.timeStamp), { capture: true, once: true });
    const isThere = () => document.querySelector('[role="log"] article') !== null && document.title.includes(title);
    probe.opened = (async () => {
      while (!isThere()) await nextFrame();
      await nextTask();
      const shownMs = performance.now() - click;
      await rest();
      return { shownMs, nElements: document.querySelectorAll("*").length };
    })();
  }

  /** For each key pressed so far, the promise of the milliseconds to the end of the frame that followed it. */
  const keys = [];
  addEventListener(
    "keydown",
    (event) => {
      keys.push(
        (async () => {
          await nextFrame();
          await nextTask();
          return performance.now() - event.timeStamp;
        })(),
      );
    },
    { capture: true },
  );

  /** Lets go of all that was watched, before memory is looked at. */
  function forget() {
    answer = null;
    longTasks.length = 0;
    probe.settled = probe.finished = probe.opened = null;
    keys.length = 0;
  }

  const probe = { rest, forget, watch, length, expectOpened, keys, settled: null, finished: null, opened: null };
  globalThis.probe = probe;
})();
