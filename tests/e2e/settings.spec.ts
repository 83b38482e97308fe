// Settings: what is told of the key, the theme, and sections that have addresses.

import { createHash } from "node:crypto";

import { chatWith, connect, connectWithKey, expect, test } from "./fixtures/test";
import { composer, send, settled } from "./pages/chat";
import { Consent } from "./pages/consent";
import { keyPage, openSettings, section } from "./pages/settings";

test("the key is told by its label, with its limit and its own page", async ({ page, watch }) => {
  await page.goto("");
  await page.getByRole("button", { name: "Connect OpenRouter" }).click();
  const consent = await new Consent(page).address();
  consent.searchParams.set("limit", "5");
  await page.goto(consent.href);
  await new Consent(page).authorize();
  await expect(composer(page)).toBeVisible();
  await openSettings(page);
  const connection = section(page, "Connection");
  await expect(connection).toContainText("Connected to OpenRouter as Parlance.");
  await expect(connection).toContainText("$5.00 of its $5.00 limit is left.");
  const [key] = await watch.issued();
  await expect(keyPage(page)).toHaveAttribute("href", `https://openrouter.ai/keys/${createHash("sha256").update(key).digest("hex")}`);
  await expect(keyPage(page)).toHaveAttribute("rel", /noopener noreferrer|noreferrer noopener/);
});

test("a label that is a piece of the key is shown as “your key”", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await openSettings(page);
  await expect(section(page, "Connection")).toContainText("Connected to OpenRouter as your key.");
  await expect(page.locator("body")).not.toContainText("sk-or-");
});

test("a chosen theme shows at once, and after a reload before the app is there", async ({ page }) => {
  await page.goto("settings");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole("radio", { name: "Light" }).check();
  const light = await background();
  await page.getByRole("radio", { name: "Dark" }).check();
  const dark = await background();
  expect(dark).not.toBe(light);

  // The app is held back: what is seen now was painted without it.
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.reload({ waitUntil: "commit" });
  await expect(page.getByText("Loading Parlance…")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await background()).toBe(dark);
  letGo();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
});

for (const [id, name] of [
  ["connection", "Connection"],
  ["appearance", "Appearance"],
  ["about", "About"],
]) {
  test(`the section ${name} has the address /settings#${id}`, async ({ page }) => {
    await page.setViewportSize({ width: 800, height: 320 });
    await page.goto(`settings#${id}`);
    await expect(section(page, name).getByRole("heading", { name, level: 2 })).toBeInViewport();
  });
}

test("About says what this is and whom it talks to", async ({ page }) => {
  await page.goto("settings#about");
  await expect(section(page, "About")).toContainText(/Parlance \d+\.\d+\.\d+/);
  await expect(section(page, "About")).toContainText("https://openrouter.ai");
});

test("Back to chat leads back to the chat one came from", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Hello ${word}`);
  await settled(page);
  const chat = page.url();
  await openSettings(page);
  await page.getByRole("link", { name: "Back to chat" }).click();
  await expect(page).toHaveURL(chat);
});

test("one can connect from the settings and comes back to them", async ({ page }) => {
  await page.goto("settings");
  await section(page, "Connection").getByRole("button", { name: "Connect OpenRouter" }).click();
  await new Consent(page).authorize();
  await expect(page).toHaveURL(/\/settings$/);
  await expect(section(page, "Connection")).toContainText("Connected to OpenRouter");
});

test("cancelling Disconnect keeps the key", async ({ page }) => {
  await connect(page);
  await openSettings(page);
  const opener = section(page, "Connection").getByRole("button", { name: "Disconnect" });
  await opener.click();
  await page.getByRole("dialog", { name: "Disconnect" }).getByRole("button", { name: "Cancel" }).click();
  await expect(opener).toBeFocused();
  await page.reload();
  await expect(section(page, "Connection")).toContainText("Connected to OpenRouter");
});

test("the way back stays in sight to the end of the settings", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await page.setViewportSize({ width: 390, height: 640 });
  await page.goto("settings#about");
  await expect(section(page, "About")).toBeInViewport();
  await expect(section(page, "Connection")).not.toBeInViewport();
  await expect(page.getByRole("link", { name: "Back to chat" })).toBeInViewport();
  await expect(page.getByRole("button", { name: "Show chats" })).toBeInViewport();
});
