// The driver of `cargo xtask bench`: measures what it is told to, prints tables, and writes every figure down.
//
//   node tests/bench/bench.mjs REPORT N_RUNS quick|whole NAME…
//
// What belongs together is measured in turns (Parlance, bare, Parlance, bare, …), so that a machine that grows warm or
// busy does so for both. Nothing is judged here.

import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import { dirname } from "node:path";

import { launch } from "./browser.mjs";
import { leak } from "./leaking.mjs";
import { open } from "./opening.mjs";
import { leakingTable, openingTable, perPieceTable, searchingTables, startingTable, streamingTable } from "./report.mjs";
import { search } from "./searching.mjs";
import { start } from "./starting.mjs";
import { apps, stream } from "./streaming.mjs";

const [file, runs, extent, ...names] = process.argv.slice(2);
const nRuns = Number(runs);
const nAnswersPerRound = extent === "quick" ? 4 : 20;

const browser = await launch();
const report = {
  machine: `${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}`,
  browser: `Chromium ${browser.version()}, headless`,
  started: new Date().toISOString(),
  loadBefore: os.loadavg()[0],
  nRuns,
  extent,
  results: [],
};
try {
  for (const name of names) {
    const [what, ...sizes] = name.split("-");
    const result = { name, what, sizes: sizes.map(Number), runs: [] };
    report.results.push(result);
    for (let run = 1; run <= nRuns; run++) {
      process.stderr.write(`${name}, run ${run} of ${nRuns}\n`);
      result.runs.push(await measure(what, result.sizes));
    }
    // After each, so that what was measured for half an hour outlives what goes wrong then.
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
  }
} finally {
  await browser.close();
}

async function measure(what, sizes) {
  switch (what) {
    case "stream": {
      const run = {};
      for (const app of apps) run[app] = await stream(browser, app, ...sizes);
      return run;
    }
    case "open":
      return open(browser, ...sizes);
    case "leak":
      return leak(browser, nAnswersPerRound);
    case "search":
      return search(browser, ...sizes);
    case "start":
      return start(browser, ...sizes);
    default:
      throw new Error(`Nobody knows how to measure "${what}".`);
  }
}

const of = (what) => report.results.filter((result) => result.what === what);
const tables = [streamingTable(of("stream")), perPieceTable(of("stream")), openingTable(of("open")), startingTable(of("start")), searchingTables(of("search")), leakingTable(of("leak"))];
const head = `${report.started.slice(0, 10)}, ${report.machine}, ${report.browser}. Medians of ${nRuns} ${nRuns === 1 ? "run" : "runs"}.`;
process.stdout.write(`\n${[head, ...tables.filter(Boolean)].join("\n\n")}\n`);
if (report.loadBefore > os.cpus().length / 4) {
  process.stdout.write(`\nThe machine was busy before the first run (load ${report.loadBefore.toFixed(2)}). If that was more than the builds of this command, these figures are a look and no measurement.\n`);
}
