// Browsers and places that keep nothing: what still works there says how far.

import type { BrowserContext, Page } from "@playwright/test";

import { expect, pasteKey, test } from "./fixtures/test";
import { composer, send, settled } from "./pages/chat";
import { keepInTab, openSettings, section } from "./pages/settings";

/** As on a page served over plain http from another machine: the browser leaves these away. */
async function insecure(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (location.hostname !== "localhost") return;
    Object.defineProperty(globalThis, "isSecureContext", { value: false });
    Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined });
    Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined });
    Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined });
  });
}

/** As with site data blocked: even asking for a storage throws. */
async function blocked(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (location.hostname !== "localhost") return;
    const refuse = (): never => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(globalThis, name, { get: refuse });
  });
}

/** A pasted key works until the page is left, and the settings say so. */
async function worksInMemory(page: Page, key: string, why: RegExp): Promise<void> {
  await pasteKey(page, key);
  await expect(composer(page)).toBeVisible();
  await send(page, "Hello");
  await expect(await settled(page)).toContainText("I am standing in for");
  await openSettings(page);
  await expect(section(page, "Connection")).toContainText(why);
  await expect(keepInTab(page)).toBeDisabled();
  await page.reload();
  await expect(section(page, "Connection")).toContainText("Not connected.");
}

test("without a secure context signing in says why, and a pasted key stays in memory", async ({ page, context, watch }) => {
  await insecure(context);
  await page.goto("");
  await page.getByRole("button", { name: "Connect OpenRouter" }).click();
  await expect(page.getByRole("alert")).toContainText("OpenRouter only returns to pages served over https");
  await worksInMemory(page, watch.newKey(), /kept in memory.*only pages served over https or from this machine can seal it/);
});

test("where the browser stores nothing signing in says so, and a pasted key stays in memory", async ({ page, context, watch }) => {
  await blocked(context);
  await page.goto("");
  await page.getByRole("button", { name: "Connect OpenRouter" }).click();
  await expect(page.getByRole("alert")).toContainText("This browser stores nothing for this page");
  await worksInMemory(page, watch.newKey(), /kept in memory.*this browser stores nothing for it/);
});
