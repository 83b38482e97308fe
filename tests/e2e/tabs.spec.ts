// Two tabs of one browser: what one does with the key, the other knows at once.

import { createHash } from "node:crypto";

import type { BrowserContext, Page } from "@playwright/test";

import { connectWithKey, expect, test } from "./fixtures/test";
import type { Watch } from "./fixtures/watch";
import { composer } from "./pages/chat";
import { askToDisconnect, keepInTab, openSettings } from "./pages/settings";
import { stored } from "./pages/storage";

test("connecting in one tab connects the other", async ({ page, context, watch }) => {
  const other = await context.newPage();
  await other.goto("");
  await expect(other.getByRole("button", { name: "Connect OpenRouter" })).toBeVisible();
  await connectWithKey(page, watch);
  await expect(composer(other)).toBeVisible();
});

test("disconnecting in one tab signs out the other, and says where the key lives on", async ({ page, context, watch }) => {
  const key = await connectWithKey(page, watch);
  const other = await context.newPage();
  await other.goto("");
  await expect(composer(other)).toBeVisible();

  await openSettings(page);
  const dialog = await askToDisconnect(page);
  await expect(dialog).toContainText("lives on at OpenRouter until you delete it");
  const hash = createHash("sha256").update(key).digest("hex");
  await expect(dialog.getByRole("link")).toHaveAttribute("href", `https://openrouter.ai/keys/${hash}`);
  await dialog.getByRole("button", { name: "Disconnect" }).click();

  await expect(page.getByText("Not connected.")).toBeVisible();
  await expect(other.getByRole("button", { name: "Connect OpenRouter" })).toBeVisible();
  const { local, session } = await stored(page);
  expect([local["parlance.key"], session["parlance.key"]]).toEqual([undefined, undefined]);
  await other.reload();
  await expect(other.getByRole("button", { name: "Connect OpenRouter" })).toBeVisible();
});

/** Connects here, then opens a second tab that is connected too. */
async function twoTabs(page: Page, context: BrowserContext, watch: Watch): Promise<Page> {
  await connectWithKey(page, watch);
  const other = await context.newPage();
  await other.goto("");
  await expect(composer(other)).toBeVisible();
  return other;
}

test("disconnecting forgets a key that another tab kept for itself", async ({ page, context, watch }) => {
  const other = await twoTabs(page, context, watch);
  await openSettings(page);
  await keepInTab(page).check();
  await expect(page.getByText("kept in this tab, sealed")).toBeVisible();

  await openSettings(other);
  await (await askToDisconnect(other)).getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("Not connected.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("Not connected.")).toBeVisible();
  expect((await stored(page)).session["parlance.key"]).toBeUndefined();
});

test("a key kept only in this tab is gone from the others after their reload", async ({ page, context, watch }) => {
  const other = await twoTabs(page, context, watch);

  await openSettings(page);
  await keepInTab(page).check();
  await expect.poll(async () => (await stored(page)).session["parlance.key"]).toBeTruthy();
  const { local, session } = await stored(page);
  expect(local["parlance.key"]).toBeUndefined();
  expect(session["parlance.key"]).not.toContain("sk-or-");

  await other.reload();
  await expect(other.getByRole("button", { name: "Connect OpenRouter" })).toBeVisible();
  await page.reload();
  await expect(keepInTab(page)).toBeChecked();

  await keepInTab(page).uncheck();
  await expect.poll(async () => (await stored(page)).local["parlance.key"]).toBeTruthy();
  expect((await stored(page)).session["parlance.key"]).toBeUndefined();
});
