// The browser, a page in it, and what the browser's own counters say of that page.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Playwright is installed, and pinned, for the end-to-end tests.
const { chromium } = createRequire(new URL("../e2e/package.json", import.meta.url))("playwright-core");
const probe = readFileSync(new URL("probe.js", import.meta.url), "utf8");

const { PARLANCE_SITE_PORT: sitePort, PARLANCE_TLS_PORT: tlsPort, CHROMIUM_PATH: executablePath } = process.env;
const site = `http://localhost:${sitePort}/`;

/** Chromium as the end-to-end tests start it: the sandbox is openrouter.ai, and nothing leaves the machine. */
export function launch() {
  return chromium.launch({
    executablePath: executablePath || undefined,
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
}

/** A key that the sandbox takes. */
export const newKey = () => `sk-or-v1-5a${randomBytes(29).toString("hex")}beef`;

/** A page of its own, in a process of its own, under the probe. */
export class Subject {
  /** Opens a page that prefers this model, and hands it to `use`; closes it in any case. */
  static async with(browser, model, use) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-US", viewport: { width: 1280, height: 800 } });
    try {
      await context.addInitScript({ content: probe });
      await context.addInitScript((model) => {
        if (location.hostname === "localhost") localStorage.setItem("parlance.model", model);
      }, model);
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const cdp = await context.newCDPSession(page);
      await cdp.send("Performance.enable");
      return await use(new Subject(page, cdp));
    } finally {
      await context.close();
    }
  }

  constructor(page, cdp) {
    this.page = page;
    this.cdp = cdp;
  }

  async goto(path) {
    await this.page.goto(site + path);
  }

  /** Connects Parlance at this path with a pasted key, as a person may. */
  async connect(path) {
    const { page } = this;
    await this.goto(path);
    await page.getByRole("button", { name: "Use an API key" }).click();
    await page.getByRole("textbox", { name: "API key" }).fill(newKey());
    await page.getByRole("button", { name: "Save key" }).click();
    await this.composer().waitFor();
  }

  composer() {
    return this.page.getByRole("textbox", { name: "Message", exact: true });
  }

  sidebar() {
    return this.page.getByRole("navigation", { name: "Chats" });
  }

  /** Asks in Parlance, and waits until the answer is awaited. */
  async send(question) {
    await this.composer().fill(question);
    await this.composer().press("Enter");
    await this.page.locator('article[aria-busy="true"]').waitFor();
  }

  /** Evaluates in the page, past Playwright's own script there. A promise is waited for, `limitMs` at most. */
  async evaluate(expression, limitMs = 300_000) {
    let timer;
    const limit = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${expression} took longer than ${limitMs / 1000} s.`)), limitMs);
    });
    const answer = this.cdp.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    const { result, exceptionDetails } = await Promise.race([answer, limit]).finally(() => clearTimeout(timer));
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  /** Waits until the page has nothing to do. */
  rest() {
    return this.evaluate("probe.rest()");
  }

  /** What the main thread has done so far, in milliseconds. */
  async work() {
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    const value = (name) => metrics.find((metric) => metric.name === name).value;
    const ms = (name) => value(name) * 1000;
    return {
      busyMs: ms("TaskDuration"),
      scriptMs: ms("ScriptDuration"),
      layoutMs: ms("LayoutDuration"),
      styleMs: ms("RecalcStyleDuration"),
    };
  }

  /** What the page holds once all garbage is gone, in bytes. */
  async memory() {
    await this.evaluate("probe.forget()");
    // What the first look frees may have held other things.
    for (let look = 0; look < 3; look++) await this.cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    const value = (name) => metrics.find((metric) => metric.name === name).value;
    return { heapBytes: value("JSHeapUsedSize"), wasmBytes: await this.wasmBytes(), nNodes: value("Nodes"), nListeners: value("JSEventListeners") };
  }

  /** The size of every WebAssembly.Memory in the page, found as a debugger would: the page need not hand it out. */
  async wasmBytes() {
    const { cdp } = this;
    const { result: prototype } = await cdp.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
    const { objects } = await cdp.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
    const { result } = await cdp.send("Runtime.callFunctionOn", {
      objectId: objects.objectId,
      functionDeclaration: "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }",
      returnByValue: true,
    });
    await cdp.send("Runtime.releaseObject", { objectId: objects.objectId });
    await cdp.send("Runtime.releaseObject", { objectId: prototype.objectId });
    return result.value;
  }
}

/** The difference between two looks at the same counters. */
export function between(before, after) {
  return Object.fromEntries(Object.keys(after).map((name) => [name, after[name] - before[name]]));
}

/** Opens a gate that answers wait at. */
export async function release(gate) {
  const response = await fetch(`http://127.0.0.1:${process.env.PARLANCE_HTTP_PORT}/sandbox/release?gate=${gate}`, { method: "POST" });
  if (!response.ok) throw new Error(`The sandbox did not open ${gate}: ${response.status}.`);
}
