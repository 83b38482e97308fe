// What a person has chosen in the system is heeded without asking: dark colours, less motion.

import type { Page } from "@playwright/test";

import { axeFindsNothingNow } from "./fixtures/access";
import { firefoxPreferences } from "./fixtures/browsers";
import { release } from "./fixtures/sandbox";
import { chatWith, expect, test as base } from "./fixtures/test";
import { send, settled, stopButton } from "./pages/chat";

const test = base.extend(firefoxPreferences({ "layout.css.prefers-color-scheme.content-override": 0, "ui.prefersReducedMotion": 1 }));
test.use({ colorScheme: "dark", contextOptions: { reducedMotion: "reduce" } });

test("a dark system makes a dark page, which the choice of Light overrules", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  expect(await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(true);
  await send(page, `Hello ${word}`);
  await settled(page);
  expect(await lightness(page)).toBeLessThan(0.4);
  await axeFindsNothingNow(page, "chat in a dark system");

  await page.goto("settings");
  await page.getByRole("radio", { name: "Light" }).check();
  expect(await lightness(page)).toBeGreaterThan(0.8);
  await page.getByRole("radio", { name: "Same as the system" }).check();
  expect(await lightness(page)).toBeLessThan(0.4);
});

test("a person who wants less motion gets none", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate-first");
  expect(await page.evaluate(() => matchMedia("(prefers-reduced-motion: reduce)").matches)).toBe(true);
  await send(page, `Please ${word}`);
  await expect(stopButton(page)).toBeVisible();
  const moving = await page.evaluate(() => document.getAnimations().filter((animation) => animation.playState === "running").length);
  expect(moving).toBe(0);
  await release(word);
  await settled(page);
});

/** How light the page's background is, from 0 to 1. */
function lightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d")!;
    canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3 / 255;
  });
}
