import { chatWith, expect, test } from "./fixtures/test";
import { remember } from "./fixtures/library";
import { send, settled, sidebar } from "./pages/chat";

test("shots", async ({ page, watch }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1280, height: 800 });
  await chatWith(page, watch, "sandbox/echo");
  await page.screenshot({ path: "/tmp/shots/0-empty.png" });
  for (const words of ["Why is the sky blue at noon and red in the evening", "A recipe for bread", "Tides", "Borrow checker and lifetimes in a nutshell"]) {
    await page.goto("");
    await send(page, words);
    await settled(page);
  }
  const titles = ["Packing list for Lofoten", "What does a compiler do all day?", "Sourdough hydration table", "Letter to the landlord", "Names for a cat", "Proof that √2 is irrational", "Train from Oslo to Bergen", "Regular expressions, slowly"];
  await remember(page, [
    ...Array.from({ length: 120 }, (_, n) => ({ id: `old-${n}`, title: titles[n % 8], ago: n < 4 ? 1 : n < 10 ? 2 + n / 3 : n < 20 ? n : 20 + n * 2 })),
    { id: "p1", title: "House rules for answers", ago: 3, pinned: true },
    { id: "p2", title: "Weekly menu", ago: 30, pinned: true },
    ...Array.from({ length: 5 }, (_, n) => ({ id: `a-${n}`, title: titles[n], ago: 60 + n * 20, archived: true })),
    ...Array.from({ length: 5 }, (_, n) => ({ id: `t-${n}`, title: titles[7 - n], ago: 60 + n, thrown: n * 6.5 })),
  ]);
  await page.reload();
  await expect(sidebar(page).getByRole("heading").first()).toBeVisible();
  await expect(page.getByRole("log")).toBeVisible();
  for (const theme of ["light", "dark"]) {
    await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.screenshot({ path: `/tmp/shots/1-${theme}.png` });
    const entry = sidebar(page).getByRole("listitem").filter({ hasText: "recipe" });
    await entry.hover();
    await page.screenshot({ path: `/tmp/shots/2-${theme}-hover.png` });
    await entry.getByRole("button", { name: /^Options/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await page.screenshot({ path: `/tmp/shots/3-${theme}-menu.png` });
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.screenshot({ path: `/tmp/shots/4-${theme}-rename.png` });
    await page.keyboard.press("Escape");
  }
  await page.evaluate(() => (document.documentElement.dataset.theme = "light"));
  for (const shelf of ["Archive", "Trash"]) {
    await sidebar(page).getByRole("link", { name: shelf }).click();
    await expect(page.getByRole("heading", { name: shelf, level: 1 })).toBeVisible();
    await page.screenshot({ path: `/tmp/shots/5-${shelf}.png` });
  }
  await page.getByRole("button", { name: "Delete for good" }).first().click();
  await page.screenshot({ path: "/tmp/shots/6-forever.png" });
  await page.keyboard.press("Escape");
  await page.locator("main").getByRole("link", { name: "Names for a cat" }).click();
  await expect(page.getByText("This chat is in the trash.")).toBeVisible();
  await page.screenshot({ path: "/tmp/shots/7-banner.png" });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: "/tmp/shots/8-narrow-banner.png" });
  await page.goBack();
  await page.screenshot({ path: "/tmp/shots/8-narrow-trash.png" });
  await page.getByRole("button", { name: "Show chats" }).click();
  await page.waitForTimeout(300);
  await page.screenshot({ path: "/tmp/shots/8-narrow-drawer.png" });
});
