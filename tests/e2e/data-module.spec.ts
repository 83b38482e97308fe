// What brings chats in and out is a module of its own: when it is fetched, what there is without it, what it leaves.

import { remember } from "./fixtures/library";
import { connectWithKey, expect, test } from "./fixtures/test";
import { Exported } from "./pages/exported";
import { databases } from "./pages/library";
import { openSettings, section } from "./pages/settings";
import { choose } from "./pages/sidebar";

const MODULE = /\/data-[^/]*\.(js|wasm)$/;

test("nobody fetches it before the settings are opened", async ({ page, watch }) => {
  const fetched: string[] = [];
  page.on("request", (request) => {
    if (MODULE.test(request.url())) fetched.push(request.url());
  });
  await connectWithKey(page, watch);
  await page.waitForLoadState("networkidle");
  expect(fetched).toEqual([]);
  await openSettings(page);
  await expect(section(page, "Data").getByRole("button", { name: "Import chats" })).toBeVisible();
  expect(fetched).toHaveLength(2);
});

for (const part of ["js", "wasm"]) {
  test(`without its ${part} all chats can be exported, and the rest once it can be had`, async ({ page, watch }) => {
    watch.allow(/data-|Failed to load|dynamically imported|NetworkError|wasm/i);
    await connectWithKey(page, watch);
    await remember(page, [{ id: "a", title: "Alpha" }]);
    let isRefused = true;
    await page.route(MODULE, (route) => (isRefused && route.request().url().split("?")[0]!.endsWith(part) ? route.abort() : route.continue()));
    await page.goto("settings#data");
    const data = section(page, "Data");
    await expect(data.getByRole("alert")).toContainText("could not be fetched");
    await page.evaluate(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
    await data.getByRole("button", { name: "Export all chats" }).click();
    await expect(page.getByRole("status").getByText("Exported 1 chat.")).toBeVisible();
    isRefused = false;
    await data.getByRole("button", { name: "Try again" }).click();
    await expect(data.getByRole("button", { name: "Import chats" })).toBeVisible();
    await expect(data.getByRole("alert")).toHaveCount(0);
  });
}

/** Keeps the module back until the returned function is called. */
async function holdBack(page: import("@playwright/test").Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((done) => (release = done));
  await page.route(MODULE, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test("a slow one says that it is loading", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  const release = await holdBack(page);
  await openSettings(page);
  await expect(section(page, "Data").getByRole("status")).toHaveText("Loading…");
  release();
  await expect(section(page, "Data").getByRole("button", { name: "Import chats" })).toBeVisible();
  await expect(section(page, "Data").getByText("Loading…")).toHaveCount(0);
});

test("who came for a section below sees it also after a slow one has grown", async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 320 });
  const release = await holdBack(page);
  // A browser may wait for what it was asked to import before it calls the page loaded.
  await page.goto("settings#about", { waitUntil: "domcontentloaded" });
  await expect(section(page, "Data").getByRole("status")).toHaveText("Loading…");
  const about = section(page, "About").getByRole("heading", { name: "About", level: 2 });
  await expect(about).toBeInViewport();
  release();
  await expect(section(page, "Data").getByRole("button", { name: "Export all chats" })).toBeAttached();
  await expect(about).toBeInViewport();
});

test("who has begun to look around is not led back when a slow one comes", async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 320 });
  const release = await holdBack(page);
  // A browser may wait for what it was asked to import before it calls the page loaded.
  await page.goto("settings#about", { waitUntil: "domcontentloaded" });
  await expect(section(page, "Data").getByRole("status")).toHaveText("Loading…");
  await expect(section(page, "About").getByRole("heading", { name: "About", level: 2 })).toBeInViewport();
  const connection = section(page, "Connection").getByRole("heading", { name: "Connection", level: 2 });
  await connection.scrollIntoViewIfNeeded();
  await expect(connection).toBeInViewport();
  release();
  await expect(section(page, "Data").getByRole("button", { name: "Export all chats" })).toBeAttached();
  await expect(connection).toBeInViewport();
});

test("the dialog of an export gives the focus back to the options of its chat", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [{ id: "a", title: "Alpha" }]);
  await page.reload();
  await choose(page, "Alpha", "Export");
  const dialog = page.getByRole("dialog", { name: "Export chat" });
  await expect(dialog.getByRole("button", { name: "Markdown" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Options for Alpha" })).toBeFocused();
});

test("deleting all chats takes what a large export left behind", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    await folder.getFileHandle("parlance-export.tar", { create: true });
  });
  await openSettings(page);
  await section(page, "Data").getByRole("button", { name: "Delete all chats" }).click();
  await page.getByRole("dialog", { name: "Delete all chats" }).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("status").getByText("All chats deleted")).toBeVisible();
  const left = await page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of (await navigator.storage.getDirectory() as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
    return names;
  });
  expect(left).toEqual([]);
  expect(await databases(page)).not.toContain("parlance-backup");
});

test("a backup is written when a folder is chosen, and after changes on a page that never opens the settings", async ({ page, watch, browserName }) => {
  test.skip(browserName !== "chromium", "Other browsers let no page write into folders.");
  // A folder of the page's own stands for one of the person: a picker cannot be driven.
  await page.addInitScript(() => {
    const folder = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("mine", { create: true });
    Object.assign(window, { showDirectoryPicker: folder });
  });
  const backup = async (): Promise<string[]> => {
    const bytes = await page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("mine", { create: true });
      const file = await folder.getFileHandle("parlance-backup.tar").then((handle) => handle.getFile(), () => undefined);
      return file ? [...new Uint8Array(await file.arrayBuffer())] : [];
    });
    return bytes.length === 0 ? [] : new Exported(Buffer.from(bytes)).lines("chats.jsonl");
  };
  await connectWithKey(page, watch);
  await remember(page, [{ id: "a", title: "Alpha" }]);
  await page.goto("settings#data");
  const data = section(page, "Data");
  await data.getByRole("button", { name: "Choose backup folder" }).click();
  await expect(page.getByRole("status").getByText("Backup written")).toBeVisible();
  await expect(data).toContainText("Backups go into the folder mine. Last backup just now.");
  expect((await backup()).join()).toContain("Alpha");

  await page.clock.install();
  await page.goto("");
  const fetched = page.waitForRequest(MODULE);
  await choose(page, "Alpha", "Pin");
  await page.clock.runFor(9_000);
  await fetched;
  await expect
    .poll(async () => {
      // It is written a minute after the change. To run through it picture by picture takes a slow machine too long.
      await page.clock.fastForward(61_000);
      return (await backup()).join();
    })
    .toContain('"pinned":true');

  await page.goto("settings#data");
  await data.getByRole("button", { name: "Stop backups" }).click();
  await expect(data.getByRole("button", { name: "Stop backups" })).toHaveCount(0);
  await expect(data.getByRole("button", { name: "Choose backup folder" })).toBeFocused();
  expect(await page.evaluate(() => localStorage.getItem("parlance.backup"))).toBeNull();
  expect(await databases(page)).not.toContain("parlance-backup");
});
