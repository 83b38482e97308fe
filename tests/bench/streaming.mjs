// One answer, from the gate to its last word, in Parlance or in the bare page.

import { randomUUID } from "node:crypto";

import { between, newKey, release, Subject } from "./browser.mjs";

/** The cost of a piece is told from here on, so that what is paid once is not in it. */
const N_FIRST_CHARS = 2_000;
/** What the sandbox puts into a piece. */
const CHARS_PER_PIECE = 4;

const ways = {
  async parlance(subject, question) {
    await subject.connect("");
    await subject.send(question);
  },
  async bare(subject, question, model) {
    await subject.goto("bare/");
    const ask = JSON.stringify({ model, key: newKey(), question });
    await subject.evaluate(`void (globalThis.asked = ask(${ask}))`);
    await subject.page.locator('article[aria-busy="true"]').waitFor({ state: "attached" });
  },
};

export const apps = Object.keys(ways);

/** Measures one answer of `nChars` characters at `perSecond` pieces a second. */
export function stream(browser, app, nChars, perSecond) {
  const nPieces = nChars / CHARS_PER_PIECE;
  const plannedMs = (1000 * nPieces) / perSecond;
  const model = `sandbox/bench-${nChars}-${perSecond}`;
  const gate = `g${randomUUID().replaceAll("-", "")}`;
  return Subject.with(browser, model, async (subject) => {
    const reached = {};
    // Chromium answers in order, so the length is that of the moment the counters were read.
    await subject.page.exposeBinding("reached", (_, what) => {
      reached[what] = Promise.all([subject.work(), subject.evaluate("probe.length()")]);
    });
    await ways[app](subject, `Go on, please. ${gate}`, model);
    // A pointer over the text, in both: the browser then looks in each frame what lies below it.
    await subject.page.mouse.move(640, 300);
    await subject.rest();

    await subject.evaluate(`probe.watch(${N_FIRST_CHARS})`);
    const before = await subject.work();
    await release(gate);
    const seen = await subject.evaluate("probe.finished", 2 * plannedMs + 300_000);
    const after = await subject.work();

    const [[workAtSome, lengthAtSome], [workAtEnd, lengthAtEnd]] = await Promise.all([reached.some, reached.end]);
    // What is shown need not be as long as what was sent, so the rest is counted as a part of the whole.
    const nPiecesLeft = nPieces * (1 - lengthAtSome / lengthAtEnd);
    const { frames, ...rest } = seen;
    frames.sort((a, b) => a - b);
    return {
      ...between(before, after),
      ...rest,
      frameP50Ms: at(frames, 0.5),
      frameP99Ms: at(frames, 0.99),
      frameMaxMs: at(frames, 1),
      perPieceMs: nPiecesLeft > 0 ? (workAtEnd.busyMs - workAtSome.busyMs) / nPiecesLeft : null,
      plannedMs,
      ...(await subject.memory()),
    };
  });
}

/** The value below which this part of the sorted values lies. */
export function at(sorted, part) {
  return sorted.length === 0 ? null : sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
