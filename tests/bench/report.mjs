// From runs to tables for people, in Markdown.

const median = (values) => {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The median of each figure over these runs. */
function medians(runs) {
  return Object.fromEntries(Object.keys(runs[0]).map((name) => [name, median(runs.map((run) => run[name]))]));
}

/** Three digits that count, never an exponent. */
function shown(value, unit = "") {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(digits)}${unit}`;
}

const megabytes = (bytes) => shown(bytes / 1e6);

function table(head, rows) {
  if (rows.length === 0) return "";
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, idx) => (idx === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}

const chars = (n) => n.toLocaleString("en-US");

const STREAMED = [
  ["busy ms", "busyMs"],
  ["script", "scriptMs"],
  ["layout", "layoutMs"],
  ["style", "styleMs"],
  ["long tasks", "nLongTasks"],
  ["blocking ms", "blockingMs"],
  ["frame p50", "frameP50Ms"],
  ["p99", "frameP99Ms"],
  ["max", "frameMaxMs"],
  ["last word ms", "lastWordMs"],
];

export function streamingTable(results) {
  const rows = results.flatMap(({ sizes: [nChars, perSecond], runs }) => {
    const [parlance, bare] = ["parlance", "bare"].map((app) => medians(runs.map((run) => run[app])));
    const row = (app, figures) => [
      ...[`${chars(nChars)} at ${chars(perSecond)}/s`, app],
      ...STREAMED.map(([, name]) => shown(figures[name])),
      ...[megabytes(figures.heapBytes), megabytes(figures.wasmBytes)],
    ];
    // Of neighbours, because a machine changes its pace within minutes. A quotient of two figures near nothing says nothing.
    const quotient = (name) => median(runs.map((run) => run.parlance[name] / run.bare[name]));
    const ratio = (name, least) => (bare[name] >= least ? shown(quotient(name), " ×") : "");
    const ratios = STREAMED.map(([, name]) => ratio(name, 1));
    return [row("Parlance", parlance), row("bare", bare), ["", "ratio", ...ratios, ratio("heapBytes", 1), ""]];
  });
  const told = results.flatMap(({ name, runs }) => {
    const { streamMs, plannedMs } = medians(runs.flatMap((run) => [run.parlance, run.bare]));
    const lateMs = streamMs - plannedMs;
    // Opening the gate takes a moment, which is none of the pace.
    return lateMs > 50 + plannedMs / 20 ? [`${name}: the answer took ${shown(lateMs)} ms longer than planned; the machine is too busy for this pace.`] : [];
  });
  const head = ["answer", "", ...STREAMED.map(([words]) => words), "JS heap MB", "wasm MB"];
  return rows.length === 0 ? "" : ["**Streaming.**", table(head, rows), ...told].join("\n\n");
}

/** What a piece costs in a long answer, beside what it costs in a short one at the same pace. */
export function perPieceTable(results) {
  const cost = (nChars, perSecond, app) => {
    const result = results.find(({ sizes }) => sizes[0] === nChars && sizes[1] === perSecond);
    return result ? median(result.runs.map((run) => run[app].perPieceMs)) : null;
  };
  const paces = [...new Set(results.map(({ sizes }) => sizes[1]))];
  const rows = paces.flatMap((perSecond) =>
    [["parlance", "Parlance"], ["bare", "bare"]].map(([app, words]) => {
      const sizes = [6_000, 30_000, 120_000].map((nChars) => cost(nChars, perSecond, app));
      const [short, , long] = sizes;
      const ratio = short !== null && long !== null ? shown(long / short, " ×") : "–";
      return [`${chars(perSecond)}/s`, words, ...sizes.map((ms) => shown(ms === null ? null : ms * 1000)), ratio];
    }),
  );
  if (rows.length === 0) return "";
  const head = ["pace", "", "6,000", "30,000", "120,000", "120,000 to 6,000"];
  return ["**Main-thread time per piece after the first 2,000 characters,** in microseconds.", table(head, rows)].join("\n\n");
}

export function openingTable(results) {
  const rows = results.map(({ sizes: [nMessages], runs }) => {
    const figures = medians(runs);
    return [
      chars(nMessages),
      ...["busyMs", "scriptMs", "layoutMs", "styleMs", "shownMs", "keyMedianMs", "keyP95Ms", "busyPerKeyMs"].map((name) => shown(figures[name])),
      chars(figures.nElements),
      megabytes(figures.heapBytes),
      megabytes(figures.wasmBytes),
    ];
  });
  const head = ["messages", "busy ms", "script", "layout", "style", "shown after ms", "key to paint, median ms", "p95", "busy per key ms", "elements", "JS heap MB", "wasm MB"];
  return rows.length === 0 ? "" : ["**Opening a long chat, and writing in it.**", table(head, rows)].join("\n\n");
}

export function startingTable(results) {
  const rows = results.flatMap(({ runs }) => {
    const [{ nChats, nFew, nMessages, nBytes }] = runs;
    const middle = (tell) => median(runs.map(tell));
    const row = (words, which) => [words, shown(middle((run) => run[which].medianMs)), shown(middle((run) => run[which].p90Ms)), shown(Math.max(...runs.map((run) => run[which].nLongTasks)))];
    const size = `${chars(nChats)} chats, ${chars(nMessages)} messages, ${megabytes(nBytes)} MB`;
    return [row(`${nFew} chats`, "few"), row(size, "many"), ["ratio", shown(middle((run) => run.many.medianMs / run.few.medianMs), " ×"), "", ""]];
  });
  if (rows.length === 0) return "";
  const head = ["library", "median ms", "p90 ms", "long tasks, worst load"];
  return ["**Starting:** from the navigation to the painted first screen of the sidebar and a composer that can be used.", table(head, rows)].join("\n\n");
}

/** What a person sees who types into the page's own searchbox, where there is one. */
function throughBox(runs) {
  const boxes = runs.map(({ box }) => box).filter(Boolean);
  if (boxes.length === 0) return [];
  const rows = boxes[0].figures.map(({ what, words }, idx) => [`${what}: ${words}`, shown(median(boxes.map(({ figures }) => figures[idx].shownMs)))]);
  const worst = (name) => shown(Math.max(...boxes.map((box) => box[name])));
  const felt = `Meanwhile ${worst("nLongTasks")} long tasks; longest frame ${worst("frameMaxMs")} ms, longest wait ${worst("blockedMaxMs")} ms, longest task ${worst("taskCpuMs")} ms of a processor.`;
  return ["**Through the searchbox,** from the last key to the first results on the screen.", table(["words", "ms"], rows), felt];
}

export function searchingTables(results) {
  const parts = results.flatMap(({ runs }) => {
    const [{ nChats, nMessages, nBytes }] = runs;
    const middle = (tell) => median(runs.map(tell));
    const thread = ["nLongTasks", "nLateFrames", "frameMaxMs", "blockedMaxMs"];
    const felt = (tell) => thread.map((name) => shown(Math.max(...runs.map((run) => tell(run)[name]))));
    const starts = [
      ["first start of all", "new"],
      ["start with an index", "kept"],
    ].map(([words, start]) => [words, ...["firstMs", "completeMs"].map((name) => shown(middle((run) => run[start][name]))), ...felt((run) => run[start])]);
    const asking = ["asking, once it is complete", "", "", ...felt((run) => run.asking)];
    const questions = runs[0].questions.map(({ what, words, nChats, nHits, more }, idx) => [
      `${what}: ${words}`,
      shown(middle((run) => run.questions[idx].firstMs)),
      shown(Math.max(...runs.map((run) => run.questions[idx].firstMaxMs))),
      shown(middle((run) => run.questions[idx].wholeMs)),
      `${chars(nChats)}${more ? " and more" : ""}`,
      chars(nHits),
    ]);
    const size = `${chars(nChats)} chats, ${chars(nMessages)} messages, ${megabytes(nBytes)} MB of text; the worker's wasm holds ${megabytes(middle((run) => run.wasmBytes))} MB.`;
    return [
      `**Searching** ${size} From the question to the first results, and to the end of the answer.`,
      table(["words", "first ms", "slowest first", "whole ms", "chats", "messages"], questions),
      "From the start of the worker, its files included; and what the main thread felt of it, of all runs the worst.",
      table(["", "first ms", "complete ms", "long tasks", "late frames", "longest frame ms", "longest wait ms"], [...starts, asking]),
      ...throughBox(runs),
    ];
  });
  return parts.join("\n\n");
}

export function leakingTable(results) {
  const parts = results.map(({ runs }) => {
    const [{ nAnswers, looks: [early, late] }] = runs;
    const middle = (tell) => median(runs.map(({ looks }) => tell(...looks)));
    const row = (words, of, tell) => [words, tell(middle((a) => of(a))), tell(middle((_, b) => of(b))), shown(middle((a, b) => of(b) / of(a)), " ×")];
    const rows = [
      row("JS heap MB", (look) => look.heapBytes, megabytes),
      row("wasm MB", (look) => look.wasmBytes, megabytes),
      row("both MB", (look) => look.heapBytes + look.wasmBytes, megabytes),
      row("DOM nodes", (look) => look.nNodes, chars),
      row("listeners", (look) => look.nListeners, chars),
    ];
    const words = `**Left over** after rounds of a new chat with ${nAnswers} answers of 6,000 characters, each chat deleted at the end of its round.`;
    return [words, table(["", `after round ${early.round}`, `after round ${late.round}`, "ratio"], rows)].join("\n\n");
  });
  return parts.join("\n\n");
}
