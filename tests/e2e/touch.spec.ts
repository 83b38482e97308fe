// On a touch screen everything that is pressed is large enough for a finger.

import type { Page } from "@playwright/test";

import { firefoxPreferences } from "./fixtures/browsers";
import { remember } from "./fixtures/library";
import { chatWith, expect, test as base } from "./fixtures/test";
import { composer, send, settled, sidebar } from "./pages/chat";
import { entry, openOptions, optionsOf, searchBox } from "./pages/sidebar";

// 1 is a coarse pointer that cannot hover.
const test = base.extend(firefoxPreferences({ "ui.primaryPointerCapabilities": 1, "ui.allPointerCapabilities": 1 }));
test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });
test.beforeEach(async ({ page, browserName }) => {
  // The coarse pointer of Chromium belongs to its emulation of a phone.
  if (browserName === "chromium") {
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setEmulatedMedia", { features: [{ name: "pointer", value: "coarse" }, { name: "hover", value: "none" }] });
  }
});

/** Claims that each button, link and field in view is at least 44 pixels high, or as high as its line in running text. */
async function isLargeEnough(page: Page, where: string): Promise<void> {
  expect(await page.evaluate(() => matchMedia("(pointer: coarse)").matches)).toBe(true);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, a[href], input[type=search], input[type=text], textarea, summary")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).display !== "inline")
      .filter((element) => !element.closest(".skip-link"))
      .map((element) => ({ name: element.getAttribute("aria-label") ?? element.textContent, height: Math.round(element.getBoundingClientRect().height) }))
      .filter(({ height }) => height < 44),
  );
  expect.soft(small, where).toEqual([]);
}

test("what is pressed is at least 44 px high", async ({ page, watch, word }) => {
  await page.goto("");
  await expect(page.getByRole("button", { name: "Connect OpenRouter" })).toBeVisible();
  await isLargeEnough(page, "welcome");
  await chatWith(page, watch, "sandbox/echo");
  await isLargeEnough(page, "new chat");
  await send(page, `Hello ${word}`);
  await settled(page);
  await isLargeEnough(page, "chat");
  await page.goto("settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await isLargeEnough(page, "settings");
  await remember(page, [{ id: "a", title: "Archived", archived: true }, { id: "t", title: "Thrown away", thrown: 1 }, { id: "c", title: "Sidereal time" }]);
  for (const shelf of ["archive", "trash"]) {
    await page.goto(shelf);
    await expect(page.getByRole("button", { name: "Restore" })).toBeVisible();
    await isLargeEnough(page, shelf);
  }
  await page.getByRole("button", { name: "Show chats" }).click();
  await expect(entry(page, "Sidereal time")).toBeVisible();
  await expect(optionsOf(page, "Sidereal time")).toHaveCSS("opacity", "1");
  await isLargeEnough(page, "drawer");
  await openOptions(page, "Sidereal time");
  await isLargeEnough(page, "menu");
  await page.keyboard.press("Escape");
  await searchBox(page).fill("sidereal");
  await expect(sidebar(page).locator("mark").first()).toBeVisible();
  await isLargeEnough(page, "results");
});

test("on a touch screen the keyboard does not come up unasked", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Model/ }).first()).toBeVisible();
  await expect(composer(page)).not.toBeFocused();
});

test("who asks for a new chat or speaks in one has the keyboard in it", async ({ page, watch }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, "Hello");
  await settled(page);
  await expect(composer(page)).toBeFocused();
  await page.getByRole("button", { name: "Show chats" }).click();
  await sidebar(page).getByRole("button", { name: "New chat" }).click();
  await expect(page.getByRole("heading", { name: "New chat", level: 1 })).toBeVisible();
  await expect(composer(page)).toBeFocused();
});
