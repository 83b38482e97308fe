// The list of chats: by day in the person's own time, quick with thousands, and a menu for each.

import { axeFindsNothing, axeFindsNothingNow } from "./fixtures/access";
import { remember } from "./fixtures/library";
import { release } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, test } from "./fixtures/test";
import { composer, send, settled, sidebar } from "./pages/chat";
import { kept, untilKept } from "./pages/library";
import { choose, entry, listed, openOptions, optionsOf, searchBox } from "./pages/sidebar";

test("without chats the list says so", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await expect(sidebar(page).getByText("No chats yet")).toBeVisible();
});

test.describe("in a time zone far from UTC", () => {
  test.use({ timezoneId: "Pacific/Auckland" });

  test("chats stand by day as the person counts them, the pinned first", async ({ page, watch }) => {
    await page.clock.install({ time: new Date("2026-10-15T11:30:00+13:00") });
    await connectWithKey(page, watch);
    await remember(page, [
      { id: "now", title: "Just now" },
      { id: "night", title: "After midnight", ago: 11.4 / 24 },
      { id: "evening", title: "Before midnight", ago: 11.6 / 24 },
      { id: "week", title: "Last week", ago: 6 },
      { id: "month", title: "This month", ago: 20 },
      { id: "august", title: "In August", ago: 60 },
      { id: "year", title: "A year ago", ago: 400 },
      { id: "pin", title: "Pinned long ago", ago: 90, pinned: true },
      { id: "away", title: "Put away", archived: true },
      { id: "gone", title: "Thrown away", thrown: 1 },
    ]);
    await page.reload();
    await expect(entry(page, "A year ago")).toBeVisible();
    expect(await listed(page)).toEqual([
      "Pinned", "Pinned long ago",
      "Today", "Just now", "After midnight",
      "Yesterday", "Before midnight",
      "Previous 7 days", "Last week",
      "Previous 30 days", "This month",
      "August 2026", "In August",
      "September 2025", "A year ago",
    ]);
    // At midnight today becomes yesterday, with nobody doing anything.
    await page.clock.runFor("12:31:00");
    await expect.poll(() => listed(page)).toEqual(expect.arrayContaining(["Yesterday", "Just now"]));
    expect(await listed(page)).not.toContain("Today");
  });
});

test("of five thousand chats a few stand on the page, and more as one scrolls", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, Array.from({ length: 5_000 }, (_, n) => ({ id: `chat-${n}`, title: `Chat ${n}`, ago: n / 10 })));
  await page.reload();
  const links = sidebar(page).getByRole("listitem").getByRole("link");
  await expect(entry(page, "Chat 0")).toBeVisible();
  await expect(links).toHaveCount(40);
  await links.last().scrollIntoViewIfNeeded();
  await expect(links).toHaveCount(80);
  // What comes is what follows.
  await expect(links.nth(79)).toHaveText("Chat 79");
});

test("a chat that is spoken in goes up, and the others stay the same elements", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await remember(page, [
    { id: "old", title: "An old one", ago: 3 },
    { id: "other", title: "Another", ago: 0.001 },
  ]);
  await page.goto("c/old");
  await expect(composer(page)).toBeVisible();
  await entry(page, "Another").evaluate((link) => Object.assign(link, { isTheSame: true }));
  await send(page, `Hello ${word}`);
  await settled(page);
  await expect.poll(() => listed(page)).toEqual(["Today", "An old one", "Another"]);
  expect(await entry(page, "Another").evaluate((link) => "isTheSame" in link)).toBe(true);
});

test("renaming: Enter saves, Esc and nothing at all leave the title", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  const field = sidebar(page).getByRole("textbox", { name: "Chat title" });

  await choose(page, `First ${word}`, "Rename");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(`First ${word}`);
  await field.fill("  A better\tone ");
  await field.press("Enter");
  await expect(entry(page, "A better one")).toBeFocused();
  await expect(page.getByRole("heading", { name: "A better one", level: 1 })).toBeVisible();

  await choose(page, "A better one", "Rename");
  await field.fill("Not this");
  await field.press("Escape");
  await expect(entry(page, "A better one")).toBeFocused();
  await choose(page, "A better one", "Rename");
  await field.fill(" ");
  await field.press("Enter");
  await expect(entry(page, "A better one")).toBeFocused();

  await untilKept(page, { title: "A better one" });
  await page.reload();
  await expect(entry(page, "A better one")).toBeVisible();
});

test("pinning puts a chat on top, and the focus stays on its button", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [
    { id: "a", title: "Alpha", ago: 2 },
    { id: "b", title: "Beta" },
  ]);
  await page.reload();
  await choose(page, "Alpha", "Pin");
  await expect.poll(() => listed(page)).toEqual(["Pinned", "Alpha", "Today", "Beta"]);
  await expect(optionsOf(page, "Alpha")).toBeFocused();
  await untilKept(page, { title: "Alpha", pinned: true });
  await page.reload();
  await choose(page, "Alpha", "Unpin");
  await expect.poll(() => listed(page)).toEqual(["Today", "Beta", "Previous 7 days", "Alpha"]);
});

test("the menu is walked by keys, and gives the focus back", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [{ id: "a", title: "Alpha" }]);
  await page.reload();
  const item = (name: string) => page.getByRole("menuitem", { name, exact: true });
  await optionsOf(page, "Alpha").press("Enter");
  await expect(item("Rename")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(item("Pin")).toBeFocused();
  await page.keyboard.press("End");
  await expect(item("Delete")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(item("Rename")).toBeFocused();
  await page.keyboard.press("a");
  await expect(item("Archive")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(item("Rename")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(optionsOf(page, "Alpha")).toBeFocused();
  await expect(optionsOf(page, "Alpha")).toHaveAttribute("aria-expanded", "false");

  // A press beside it closes it, and so does another one on the button.
  await openOptions(page, "Alpha");
  await page.getByRole("heading", { name: "New chat", level: 1 }).click();
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(optionsOf(page, "Alpha")).toBeFocused();
  await openOptions(page, "Alpha");
  await optionsOf(page, "Alpha").click();
  await expect(page.getByRole("menu")).toHaveCount(0);
});

test("the menu of the last entry in view is whole", async ({ page, watch }) => {
  await page.setViewportSize({ width: 390, height: 640 });
  await connectWithKey(page, watch);
  await remember(page, Array.from({ length: 30 }, (_, n) => ({ id: `chat-${n}`, title: `Chat ${n}` })));
  await page.reload();
  await page.getByRole("button", { name: "Show chats" }).click();
  await optionsOf(page, "Chat 29").scrollIntoViewIfNeeded();
  const menu = await openOptions(page, "Chat 29");
  for (const item of await menu.getByRole("menuitem").all()) await expect(item).toBeInViewport({ ratio: 1 });
});

test("deleting asks nothing and can be undone; the chat on view makes room for a new one", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [
    { id: "a", title: "Alpha" },
    { id: "b", title: "Beta", ago: 0.01 },
  ]);
  await page.goto("c/a");
  await expect(page.getByRole("heading", { name: "Alpha", level: 1 })).toBeVisible();
  // Another one: the view stays, and the focus is on its neighbour.
  await choose(page, "Beta", "Delete");
  await expect(entry(page, "Beta")).toHaveCount(0);
  await expect(page.getByRole("status").getByText("Chat deleted")).toBeVisible();
  await expect(entry(page, "Alpha")).toBeFocused();
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(entry(page, "Beta")).toBeVisible();

  await choose(page, "Alpha", "Delete");
  await expect(page.getByRole("heading", { name: "New chat", level: 1 })).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await untilKept(page, { title: "Alpha", deleted: expect.any(Number) });
  // Who undoes it goes on where they were.
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { name: "Alpha", level: 1 })).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await expect(entry(page, "Alpha")).toBeVisible();
  await expect.poll(async () => (await kept(page)).chats.find(({ title }) => title === "Alpha")).not.toHaveProperty("deleted");
  await page.reload();
  await expect(entry(page, "Alpha")).toBeVisible();
});

test("deleting the only chat from another page, and undoing it there, leaves the focus on that page", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [{ id: "a", title: "Alpha" }]);
  await page.goto("settings");
  await choose(page, "Alpha", "Delete");
  await expect(entry(page, "Alpha")).toHaveCount(0);
  await expect(page.getByRole("main")).toBeFocused();
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(entry(page, "Alpha")).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
});

test("after Back and Forward the address is still that of the chat on view", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, ["Sky", "Sea", "Land"].map((title) => ({ id: title.toLowerCase(), title })));
  await page.reload();
  const isAt = async (title: string) => {
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/c/${title.toLowerCase()}$`));
  };
  const open = async (title: string) => {
    await entry(page, title).click();
    await isAt(title);
  };
  const travel = async (steps: number, title: string) => {
    await page.evaluate((steps) => history.go(steps), steps);
    await isAt(title);
  };
  await open("Sky");
  await open("Sea");
  await travel(-1, "Sky");
  await travel(1, "Sea");
  await open("Sky");
  await travel(-1, "Sea");
  await travel(1, "Sky");
  await open("Land");
  await travel(-2, "Sea");
  await open("Land");
  await travel(-2, "Sky");
  await sidebar(page).getByRole("button", { name: "New chat", exact: true }).click();
  await expect(page).toHaveURL(/\/$/);
  await open("Sky");
});

test("keys that lead from one place to another do not lose the focus", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(composer(page)).toBeFocused();
  for (const name of ["Archive", "Trash", "Settings"]) {
    await page.getByRole("button", { name: "Show chats" }).press("Enter");
    // A drawer that opens takes the focus with its first picture: from there one goes on.
    await expect(sidebar(page).getByRole("button", { name: "New chat", exact: true })).toBeFocused();
    await sidebar(page).getByRole("link", { name }).press("Enter");
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
  }
});

test("Back leaves an open menu the keyboard", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, ["Sky", "Sea"].map((title) => ({ id: title.toLowerCase(), title })));
  await page.reload();
  for (const title of ["Sky", "Sea"]) {
    await entry(page, title).click();
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  }
  const menu = await openOptions(page, "Sea");
  await expect(menu.getByRole("menuitem").first()).toBeFocused();
  await page.evaluate(() => history.back());
  await expect(page.getByRole("heading", { name: "Sky", level: 1 })).toBeVisible();
  await expect(menu.getByRole("menuitem").first()).toBeFocused();
});

test("deleting the only chat in an open drawer leaves the focus in the drawer, and what it is worked with bare", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await remember(page, [{ id: "a", title: "Alpha" }]);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto("settings");
  await page.getByRole("button", { name: "Show chats" }).click();
  await choose(page, "Alpha", "Delete");
  await expect(entry(page, "Alpha")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "New chat" })).toBeFocused();
  const [field, notice, places] = await Promise.all(
    [searchBox(page), page.getByText("Chat deleted", { exact: true }), sidebar(page).getByRole("link", { name: "Archive" })].map((one) => one.boundingBox()),
  );
  expect(notice!.y).toBeGreaterThan(field!.y + field!.height);
  expect(notice!.y + notice!.height).toBeLessThan(places!.y);
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Show chats" })).toBeFocused();
});

test("axe finds nothing on a full list, its menu, a title in the making and the dialog to export", async ({ page, watch }) => {
  test.setTimeout(120_000);
  await connectWithKey(page, watch);
  await remember(page, Array.from({ length: 30 }, (_, n) => ({ id: `chat-${n}`, title: `Chat ${n}`, ago: n, pinned: n === 7 })));
  await page.reload();
  await expect(entry(page, "Chat 0")).toBeVisible();
  await axeFindsNothing(page, "list");
  await openOptions(page, "Chat 0");
  await axeFindsNothingNow(page, "menu");
  await page.keyboard.press("Escape");
  await choose(page, "Chat 0", "Rename");
  await axeFindsNothingNow(page, "title");
  await page.keyboard.press("Escape");
  await choose(page, "Chat 0", "Export");
  await expect(page.getByRole("dialog", { name: "Export chat" })).toBeVisible();
  await axeFindsNothing(page, "export");
});

test("a title that is being written stays where it is while answers end", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `First ${word}a`);
  await page.getByRole("button", { name: "New chat", exact: true }).click();
  await send(page, `Second ${word}b`);
  await choose(page, `First ${word}a`, "Rename");
  const field = sidebar(page).getByRole("textbox", { name: "Chat title" });
  // What is typed takes the place of the old title.
  await page.keyboard.type("Half");
  await release(`${word}a`);
  await expect(sidebar(page).locator(".sidebar__running")).toHaveCount(1);
  await expect(field).toBeFocused();
  await page.keyboard.type(" way");
  await page.keyboard.press("Enter");
  await expect(entry(page, "Half way")).toBeVisible();
  // And then it stands where it belongs: below "Today", above the other.
  await expect.poll(async () => (await listed(page)).indexOf("Half way")).toBe(1);
  await release(`${word}b`);
});
