// Everyone can use it: keyboard alone, screen readers, narrow screens, and axe without findings on every screen.

import { axeFindsNothing, tabTo } from "./fixtures/access";
import { grantClipboard } from "./fixtures/browsers";
import { remember } from "./fixtures/library";
import { release } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, test } from "./fixtures/test";
import { answers, composer, log, send, settled, sidebar, stopButton } from "./pages/chat";
import { dialog, modelButton, openModels, search } from "./pages/models";
import { askToDisconnect, openSettings } from "./pages/settings";

const NARROW = { width: 390, height: 844 };
const WIDE = { width: 1280, height: 800 };

test("with the keyboard alone: connect, choose a model, chat, stop, copy, settings, disconnect", async ({ page, word, browserName }) => {
  const copied = await grantClipboard(page, browserName);
  await page.goto("");
  await tabTo(page, page.getByRole("button", { name: "Connect OpenRouter" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("https://openrouter.ai/auth?**");
  await tabTo(page, page.getByRole("button", { name: "Authorize" }));
  await page.keyboard.press("Enter");
  await expect(composer(page)).toBeFocused();

  await tabTo(page, modelButton(page));
  await page.keyboard.press("Enter");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("sandbox/gate");
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(composer(page)).toBeFocused();

  await page.keyboard.type(`Please ${word}`);
  await page.keyboard.press("Enter");
  await expect(answers(page)).toContainText("Before the gate.");
  await tabTo(page, stopButton(page));
  await page.keyboard.press("Enter");
  const answer = await settled(page);
  await expect(composer(page)).toBeFocused();
  await tabTo(page, answer.getByRole("button", { name: "Copy" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").getByText("Copied")).toBeVisible();
  expect(await copied()).toContain("Before the gate.");

  await tabTo(page, page.getByRole("link", { name: "Settings" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Disconnect" }));
  await page.keyboard.press("Enter");
  const leave = page.getByRole("dialog", { name: "Disconnect" });
  await tabTo(page, leave.getByRole("button", { name: "Disconnect" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Not connected.")).toBeVisible();
  await release(word);
});

test("the focus never falls out of a dialog, and comes back to what opened it", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await openSettings(page);
  const opener = page.getByRole("button", { name: "Disconnect" });
  const leave = await askToDisconnect(page);
  for (let press = 0; press < 8; press++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => document.activeElement !== document.body && !document.activeElement?.closest("dialog"));
    expect(outside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(leave).toBeHidden();
  await expect(opener).toBeFocused();
});

test("the skip link comes first and leads past the sidebar", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await page.goto("settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  const skip = page.getByRole("button", { name: "Skip to content" }).or(page.getByRole("link", { name: "Skip to content" }));
  await page.keyboard.press("Tab");
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement!.closest("main") !== null)).toBe(true);
});

test("landmarks, roles and names are those of the contract", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/reasoning");
  await send(page, `Hello ${word}`);
  await settled(page);
  await expect(page.getByRole("main")).toHaveCount(1);
  await expect(page.getByRole("navigation", { name: "Chats", exact: true })).toBeVisible();
  await expect(sidebar(page).getByRole("button", { name: "New chat" })).toBeVisible();
  await expect(sidebar(page).getByRole("link", { name: `Hello ${word}` })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Send", exact: true })).toBeVisible();
  await expect(log(page)).toHaveAttribute("aria-live", "off");
  await expect(log(page).getByRole("article", { name: /^You/ })).toHaveCount(1);
  await expect(log(page).getByRole("article", { name: /^Assistant/ })).toHaveCount(1);
  const reasoning = answers(page).locator("details").filter({ has: page.locator("summary", { hasText: /^Reasoning/ }) });
  await expect(reasoning).toHaveCount(1);
  await expect(reasoning).not.toHaveAttribute("open");
  await reasoning.locator("summary").click();
  await expect(reasoning).toContainText("A short one is kinder");
  // What later issues bring is absent, not disabled.
  await expect(page.locator("main :disabled, nav :disabled")).toHaveCount(0);
  await openModels(page);
  await expect(dialog(page).getByRole("listbox", { name: "Models" })).toBeVisible();
});

test("the answer is spoken in whole sentences while it streams", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await page.evaluate(() => {
    const spoken: string[] = [];
    Object.assign(window, { spoken });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest("[aria-live=polite]");
        if (region?.textContent && spoken.at(-1) !== region.textContent) spoken.push(region.textContent);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const sentence = (n: number) => `Sentence number ${n} of this ${word} costs 3.14 and ends here.`;
  const text = `${Array.from({ length: 12 }, (_, n) => sentence(n + 1)).join(" ")} And a tail without an end`;
  await send(page, text);
  await settled(page);
  await expect.poll(() => page.evaluate(() => (window as unknown as { spoken: string[] }).spoken.at(-1))).toContain("And a tail without an end");
  const spoken = await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
  expect(spoken.length).toBeGreaterThan(1);
  for (const words of spoken.slice(0, -1)) expect(words).toMatch(/^Sentence number .*ends here\.$/s);
  // Each word once, none left out.
  expect(spoken.join(" ")).toBe(text);
});

test("progress has its own status, beside the spoken words", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(page.getByRole("status").filter({ hasText: "Answering…" })).toBeVisible();
  await release(word);
  await settled(page);
  await expect(page.getByRole("status").filter({ hasText: "Answering…" })).toHaveCount(0);
});

test("a window that grows puts an open drawer away", async ({ page, watch }) => {
  await page.setViewportSize(NARROW);
  await chatWith(page, watch, "sandbox/echo");
  await page.getByRole("button", { name: "Show chats" }).click();
  await expect(page.locator("main")).toHaveAttribute("inert");
  await page.setViewportSize(WIDE);
  await expect(page.locator("main")).not.toHaveAttribute("inert");
  await send(page, "Hello");
  await settled(page);
});

test("where there is no sidebar there is no button for it", async ({ page }) => {
  await page.setViewportSize(NARROW);
  await page.goto("settings");
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Show chats" })).toHaveCount(0);
});

test("on a narrow screen the sidebar is a drawer for the keyboard too", async ({ page, watch, word }) => {
  await page.setViewportSize(NARROW);
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Alpha ${word}`);
  await settled(page);
  const opener = page.getByRole("button", { name: "Show chats" });
  await expect(sidebar(page)).toHaveCount(0);
  await expect(opener).toHaveAttribute("aria-expanded", "false");
  // The closed drawer lies between the skip link and the opener: whoever walks back meets nothing of it.
  await tabTo(page, opener);
  await page.keyboard.press("Shift+Tab");
  await expect(page.getByText("Skip to content")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(opener).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(sidebar(page)).toBeVisible();
  await expect(opener).toHaveAttribute("aria-expanded", "true");
  await expect.poll(() => sidebar(page).evaluate((nav) => nav.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(sidebar(page)).toHaveCount(0);
  await expect(opener).toBeFocused();

  await page.keyboard.press("Enter");
  await tabTo(page, sidebar(page).getByRole("link", { name: "Settings" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  await expect(sidebar(page)).toHaveCount(0);
});

test("at 320 px nothing scrolls sideways, on any screen", async ({ page, watch, word }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth || document.querySelector("main")!.scrollWidth > innerWidth);
  await page.goto("");
  await expect(page.getByRole("button", { name: "Connect OpenRouter" })).toBeVisible();
  expect.soft(await wide(), "welcome").toBe(false);
  await page.getByRole("button", { name: "Use an API key" }).click();
  expect.soft(await wide(), "key form").toBe(false);
  await chatWith(page, watch, "sandbox/hostile");
  expect.soft(await wide(), "new chat").toBe(false);
  await send(page, `Hello ${word}`);
  await settled(page);
  expect.soft(await wide(), "chat").toBe(false);
  await expect(composer(page)).toBeInViewport();
  await openModels(page);
  expect.soft(await wide(), "models").toBe(false);
  await page.goto("settings");
  await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  expect.soft(await wide(), "settings").toBe(false);
  await remember(page, [{ id: "t", title: "A long title of a chat that was thrown away some time ago", thrown: 1 }]);
  await page.goto("trash");
  await expect(page.getByRole("button", { name: "Restore" })).toBeVisible();
  expect.soft(await wide(), "trash").toBe(false);
});

test("in a low window the head of a new chat keeps its rows", async ({ page, watch }) => {
  await page.setViewportSize({ width: 390, height: 300 });
  await chatWith(page, watch, "sandbox/echo");
  expect(await page.locator(".chat__head").evaluate((head) => head.scrollHeight - head.clientHeight)).toBe(0);
});

test.describe("axe finds nothing on", () => {
  // Four readings of each screen.
  test.setTimeout(120_000);

  test("the welcome, with and without the key form", async ({ page }) => {
    await page.goto("");
    await expect(page.getByRole("button", { name: "Connect OpenRouter" })).toBeVisible();
    await axeFindsNothing(page, "welcome");
    await page.getByRole("button", { name: "Use an API key" }).click();
    await page.getByRole("button", { name: "Save key" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await axeFindsNothing(page, "key form with an error");
  });

  test("a failed return", async ({ page }) => {
    await page.goto("callback/?code=foreign");
    await expect(page.getByRole("alert")).toBeVisible();
    await axeFindsNothing(page, "callback");
  });

  test("a new chat, an answer and an error", async ({ page, watch, word }) => {
    watch.allowFailedRequests();
    await chatWith(page, watch, "sandbox/flaky");
    await axeFindsNothing(page, "new chat");
    await send(page, `Hello ${word}`);
    await expect((await settled(page)).getByRole("alert")).toBeVisible();
    await axeFindsNothing(page, "error");
    await answers(page).getByRole("button", { name: "Retry" }).click();
    await expect(answers(page)).toContainText("Hello from the sandbox!");
    await settled(page);
    await axeFindsNothing(page, "answer");
  });

  test("an answer that streams", async ({ page, watch, word }) => {
    await chatWith(page, watch, "sandbox/gate");
    await send(page, `Hello ${word}`);
    await expect(answers(page)).toContainText("Before the gate.");
    await axeFindsNothing(page, "streaming");
    await release(word);
    await settled(page);
  });

  test("the model dialog", async ({ page, watch }) => {
    await connectWithKey(page, watch);
    await openModels(page);
    await axeFindsNothing(page, "model dialog");
  });

  test("settings and the dialog to disconnect", async ({ page, watch }) => {
    await connectWithKey(page, watch);
    await openSettings(page);
    await axeFindsNothing(page, "settings");
    await askToDisconnect(page);
    await axeFindsNothing(page, "disconnect dialog");
  });

  test("not found", async ({ page }) => {
    await page.goto("nowhere/at/all");
    await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
    await axeFindsNothing(page, "not found");
  });
});
