// Chromium with a profile that outlives it, its sudden end, and what every page of it must not say.

import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { mend } from "./torn.mjs";
import { until } from "./waiting.mjs";

// Playwright is installed, and pinned, for the end-to-end tests.
const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("playwright-core");

const { PARLANCE_SITE_PORT: sitePort, PARLANCE_TLS_PORT: tlsPort, PARLANCE_HTTP_PORT: httpPort, CHROMIUM_PATH: executablePath } = process.env;
export const site = `http://localhost:${sitePort}/`;
const witness = readFileSync(new URL("witness.js", import.meta.url), "utf8");

/** Starts Chromium on a profile. Each page reports to `hear` what the witness saw in it. */
export async function start(profile, hear) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executablePath || undefined,
    ignoreHTTPSErrors: true,
    locale: "en-US",
    viewport: { width: 1280, height: 800 },
    // As the end-to-end tests have it: the sandbox is openrouter.ai, and nothing leaves the machine.
    args: [
      `--host-resolver-rules=MAP openrouter.ai:443 127.0.0.1:${tlsPort}`,
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
  // Whoever belongs to it is known from now on.
  processesOf(profile);
  context.setDefaultTimeout(20_000);
  await context.exposeBinding("soakReport", (_, words) => hear(JSON.parse(words)));
  await context.addInitScript({ content: witness });
  return context;
}

/** What went wrong in any page: errors, panics, breaches of the policy. Grows while the context lives. */
export function complaints(context) {
  const heard = [];
  context.on("weberror", (error) => heard.push(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on("console", (message) => {
    const from = message.location().url;
    if (message.type() !== "error" && message.type() !== "warning") return;
    // An address of the app is no file: a static host answers 404.html with status 404, and Chromium notes that.
    if (/status of 404/.test(message.text()) && from.startsWith(site) && !/\.\w+$/.test(new URL(from).pathname)) return;
    heard.push(`${message.type()}: ${message.text()} (${from})`);
  });
  return heard;
}

/** Connects with a pasted key, as a person may. */
export async function connect(page) {
  const key = `sk-or-v1-5a${randomBytes(29).toString("hex")}beef`;
  await page.goto(site);
  await page.getByRole("button", { name: "Use an API key" }).click();
  await page.getByRole("textbox", { name: "API key" }).fill(key);
  await page.getByRole("button", { name: "Save key" }).click();
  await page.getByRole("textbox", { name: "Message", exact: true }).waitFor();
}

/** Opens a gate that answers wait at: for who is there, else for the next one who comes. */
export async function release(gate) {
  const response = await fetch(`http://127.0.0.1:${httpPort}/sandbox/release?gate=${gate}`, { method: "POST" });
  if (!response.ok) throw new Error(`The sandbox did not open ${gate}: ${response.status}.`);
}

/** How many logs of databases were found torn after kills; see torn.mjs. */
export const torn = { n: 0 };

/** Ends every process of a profile at once, as a crash would. Says when, by this clock. */
export async function kill(profile) {
  const doomed = processesOf(profile);
  if (doomed.length === 0) throw new Error(`No Chromium runs on ${profile}.`);
  const at = Date.now();
  doomed.forEach(end);
  await gone(profile, end);
  torn.n += mend(profile);
  return at;
}

/** Ends Chromium in the ordinary way. */
export async function stop(context, profile) {
  await context.close();
  await gone(profile);
}

/**
 * Waits until nobody has a profile open any more: two at a time damage it, and a browser that was told to close does so
 * a little later. `meet` is called with those who are still there.
 */
async function gone(profile, meet = () => {}) {
  await until("every process of the browser is gone", () => {
    const left = processesOf(profile);
    left.forEach(meet);
    return left.length === 0;
  });
  // The number of a group may be given to others now.
  groups.delete(profile);
}

/** The process groups that were seen to belong to a profile: whoever outlives his parent is still known by his. */
const groups = new Map();

/** The browser of a profile first, then everything that came of it. Linux alone tells in this way. */
function processesOf(profile) {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(look).filter(Boolean);
  const roots = all.filter(({ words }) => words.includes(`--user-data-dir=${profile}`));
  const known = groups.get(profile) ?? new Set();
  groups.set(profile, known);
  // Playwright begins a group with each browser.
  for (const { pid, group } of roots) if (pid === group) known.add(group);
  const found = new Set([...roots, ...all.filter(({ group }) => known.has(group))].map(({ pid }) => pid));
  for (let n = -1; n !== found.size; ) {
    n = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

/**
 * A process that lives; nothing if it does not, or no more. One that is dead and not yet buried has its files open for
 * as long as a thread of it is left.
 */
function look(name) {
  try {
    const nThreads = readdirSync(`/proc/${name}/task`).length;
    // The name of the program stands in brackets, and may have spaces and brackets in it.
    const [state, parent, group] = readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
    const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
    return "ZX".includes(state) && nThreads <= 1 ? null : { pid: Number(name), parent: Number(parent), group: Number(group), words };
  } catch {
    return null;
  }
}

function end(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It was quicker.
    if (error.code !== "ESRCH") throw error;
  }
}
