// The archive and the trash: what is put away, and the ways back.

import { axeFindsNothing } from "./fixtures/access";
import { remember } from "./fixtures/library";
import { release } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, test } from "./fixtures/test";
import { answers, composer, log, send, settled, sidebar } from "./pages/chat";
import { canBeFull, kept, setFull, untilKept } from "./pages/library";
import { choose, entry } from "./pages/sidebar";

/** One of the two pages, by its link in the sidebar. */
async function openShelf(page: import("@playwright/test").Page, name: "Archive" | "Trash"): Promise<void> {
  await sidebar(page).getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

test("an archived chat is out of the list, on its page, and comes back", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [{ id: "a", title: "Alpha" }]);
  await page.reload();
  await choose(page, "Alpha", "Archive");
  await expect(page.getByRole("status").getByText("Chat archived")).toBeVisible();
  await expect(entry(page, "Alpha")).toHaveCount(0);
  await openShelf(page, "Archive");
  const restore = page.getByRole("main").getByRole("button", { name: "Restore", exact: true });
  await expect(restore).toHaveAccessibleDescription("Alpha");
  await expect(page.getByRole("main")).toContainText("Last active");
  await restore.click();
  await expect(entry(page, "Alpha")).toBeVisible();
  await expect(page.getByText("Nothing is archived")).toBeVisible();

  await choose(page, "Alpha", "Archive");
  await choose(page, "Alpha", "Unarchive");
  await expect(entry(page, "Alpha")).toBeVisible();
});

test("the trash says how long it keeps, and gives back", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [
    { id: "a", title: "Alpha", thrown: 18.5 },
    { id: "b", title: "Beta", thrown: 29.5 },
    { id: "c", title: "Gamma", thrown: 31 },
    { id: "d", title: "Delta" },
  ]);
  await page.reload();
  await openShelf(page, "Trash");
  const main = page.getByRole("main");
  await expect(main.getByRole("listitem")).toHaveCount(2);
  await expect(main.getByRole("listitem").filter({ hasText: "Alpha" })).toContainText("Gone for good in 12 days");
  await expect(main.getByRole("listitem").filter({ hasText: "Beta" })).toContainText("Gone for good within a day");
  await main.getByRole("listitem").filter({ hasText: "Alpha" }).getByRole("button", { name: "Restore" }).click();
  await expect(entry(page, "Alpha")).toBeVisible();
  await expect(main.getByRole("listitem")).toHaveCount(1);
  // The focus goes to what is beside, and at last to the page: from nowhere one could not go on.
  await expect(main.getByRole("link", { name: "Beta" })).toBeFocused();
  await main.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await expect(main).toBeFocused();
});

test("a clock that leaps ahead empties no trash", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  // For years nothing was said: that is what it looks like.
  await remember(page, [
    { id: "a", title: "Alpha", thrown: 1_000 },
    { id: "b", title: "Beta", ago: 1_001 },
  ]);
  await page.reload();
  await expect(entry(page, "Beta")).toBeVisible();
  await openShelf(page, "Trash");
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(entry(page, "Alpha")).toBeVisible();
});

test("who speaks in a chat that was thrown away keeps it", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  const address = page.url();
  await choose(page, `First ${word}`, "Delete");
  await untilKept(page, { title: `First ${word}`, deleted: expect.any(Number) });
  await page.goto(address);
  await expect(page.getByText("This chat is in the trash.")).toBeVisible();
  await send(page, `Second ${word}`);
  await settled(page, 2);
  await expect(page.getByText("This chat is in the trash.")).toHaveCount(0);
  await expect(entry(page, `First ${word}`)).toBeVisible();
});

test("deleting for good asks first, and then the chat is nowhere", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [{ id: "a", title: "Alpha", thrown: 1 }]);
  await page.goto("trash");
  const forget = page.getByRole("button", { name: "Delete for good" });
  const dialog = page.getByRole("dialog", { name: "Delete for good" });
  await forget.click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(forget).toBeFocused();
  await forget.click();
  await expect(dialog).toContainText("Alpha");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  await expect.poll(async () => (await kept(page)).chats).toEqual([]);
  await page.goto("c/a");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
});

test("a chat that the disk does not let go is still there, and nothing else is said", async ({ page, context, watch }) => {
  await canBeFull(context);
  await connectWithKey(page, watch);
  await remember(page, [{ id: "a", title: "Alpha", thrown: 1 }]);
  await page.goto("trash");
  await setFull(page, true);
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("dialog", { name: "Delete for good" }).getByRole("button", { name: "Delete", exact: true }).click();
  const alert = page.getByRole("alert").filter({ hasText: "“Alpha” was not deleted" });
  await expect(alert).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete for good" })).toBeVisible();
  await expect(page.getByText("Chat deleted for good")).toHaveCount(0);
  expect((await kept(page)).chats).toHaveLength(1);
  await setFull(page, false);
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("dialog", { name: "Delete for good" }).getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Chat deleted for good" })).toBeVisible();
  await expect(alert).toHaveCount(0);
  expect((await kept(page)).chats).toEqual([]);
});

test("an address for a title leads no dialog and no notice out of a narrow screen", async ({ page, context, watch }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await canBeFull(context);
  await connectWithKey(page, watch);
  await remember(page, [{ id: "a", title: `https://example.org/a/very/long/address/${"and/so/on/".repeat(8)}?with=query`, thrown: 1 }]);
  await page.goto("trash");
  await setFull(page, true);
  await page.getByRole("button", { name: "Delete for good" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete for good" });
  await expect(dialog).toBeVisible();
  expect(await dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBe(0);
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  const alert = page.getByRole("alert").filter({ hasText: "was not deleted" });
  const { x, width } = (await alert.boundingBox())!;
  expect(x + width).toBeLessThanOrEqual(390);
});

test("a deletion that the disk refuses takes neither the draft nor the answer that runs", async ({ page, context, watch, word }) => {
  await canBeFull(context);
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await composer(page).fill(`And then ${word}`);
  await choose(page, `Please ${word}`, "Delete");
  await untilKept(page, { title: `Please ${word}`, deleted: expect.any(Number) });
  await page.getByRole("link", { name: "Trash" }).click();
  await setFull(page, true);
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("dialog", { name: "Delete for good" }).getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: "was not deleted" }).getByRole("button", { name: "Dismiss" }).click();
  await setFull(page, false);
  await page.getByRole("main").getByRole("link", { name: `Please ${word}` }).click();
  await expect(composer(page)).toHaveValue(`And then ${word}`);
  await expect(answers(page)).toHaveAttribute("aria-busy", "true");
  await release(word);
  await expect(await settled(page)).toContainText("After the gate.");
});

test("a chat that was put away says so when it is opened, with the way back", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [
    { id: "a", title: "Alpha", archived: true },
    { id: "b", title: "Beta", thrown: 2 },
  ]);
  await page.goto("c/a");
  await expect(page.getByText("This chat is in the archive.")).toBeVisible();
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("This chat is in the archive.")).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  await expect(entry(page, "Alpha")).toBeVisible();

  await openShelf(page, "Trash");
  await page.getByRole("main").getByRole("link", { name: "Beta" }).click();
  await expect(page.getByText("This chat is in the trash.")).toBeVisible();
  await expect(log(page)).toContainText("About Beta.");
});

test("axe finds nothing on the archive, the trash and a chat from there", async ({ page, watch }) => {
  test.setTimeout(120_000);
  await connectWithKey(page, watch);
  await remember(page, [
    { id: "a", title: "Alpha", archived: true },
    { id: "b", title: "Beta", thrown: 2 },
  ]);
  for (const [place, name] of [["archive", "Archive"], ["trash", "Trash"]]) {
    await page.goto(place);
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await expect(page.getByRole("button", { name: "Restore" })).toBeVisible();
    await axeFindsNothing(page, place);
  }
  await page.getByRole("button", { name: "Delete for good" }).click();
  await axeFindsNothing(page, "dialog");
  await page.goto("c/b");
  await expect(page.getByText("This chat is in the trash.")).toBeVisible();
  await axeFindsNothing(page, "banner");
});
