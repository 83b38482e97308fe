// The app under a path, as on a project's pages: nothing it asks for or links to lies outside.

import { expect, test } from "./fixtures/test";
import { answers, composer, send, settled, sidebar } from "./pages/chat";
import { Consent } from "./pages/consent";
import { chooseModel } from "./pages/models";

const BASE = "/parlance/";

test.beforeEach(({ page, baseURL, watch }) => {
  void watch;
  const site = new URL(baseURL!).origin;
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin === site) expect.soft(url.pathname, "asked outside its path").toMatch(/^\/parlance\//);
  });
});

test("signing in, chatting, reloading and every link stay below the path", async ({ page, word, baseURL }) => {
  await page.goto("parlance/");
  await page.getByRole("button", { name: "Connect OpenRouter" }).click();
  const consent = new Consent(page);
  const callback = new URL((await consent.address()).searchParams.get("callback_url")!);
  expect(callback.origin + callback.pathname).toBe(new URL("parlance/callback/", baseURL).href);
  await consent.authorize();
  await expect(composer(page)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(BASE);

  await chooseModel(page, "sandbox/echo");
  await send(page, `Hello ${word}`);
  await expect(await settled(page)).toContainText(word);
  expect(new URL(page.url()).pathname).toMatch(/^\/parlance\/c\/[^/]+$/);
  // The host answers with 404.html, and that is the app.
  await page.reload();
  await expect(answers(page)).toContainText(word);

  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(/\/parlance\/settings$/);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await sidebar(page).getByRole("link", { name: `Hello ${word}` }).click();
  await expect(answers(page)).toContainText(word);
  await sidebar(page).getByRole("button", { name: "New chat" }).click();
  await expect(page).toHaveURL(new RegExp(`${BASE}$`));
});

test("an address of the app that names nothing says so, and leads home below the path", async ({ page }) => {
  await page.goto("parlance/nowhere/deep/down");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await page.getByRole("link", { name: "Start a new chat" }).click();
  await expect(page).toHaveURL(new RegExp(`${BASE}$`));
  await expect(page.getByRole("button", { name: "Connect OpenRouter" })).toBeVisible();
});

test("the skip link works below the path", async ({ page }) => {
  await page.goto("parlance/settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByText("Skip to content")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement!.closest("main") !== null)).toBe(true);
});

test("a refused sign-in can be tried again below the path", async ({ page }) => {
  await page.goto("parlance/");
  await page.getByRole("button", { name: "Connect OpenRouter" }).click();
  await new Consent(page).deny();
  await expect(page.getByRole("alert")).toContainText("You did not allow it");
  expect(new URL(page.url()).pathname).toBe(`${BASE}callback/`);
  await page.getByRole("button", { name: "Try again" }).click();
  await new Consent(page).authorize();
  await expect(composer(page)).toBeVisible();
});
