// Titles that a small model writes, for people who want that.

import { heard } from "./fixtures/sandbox";
import { chatWith, expect, test } from "./fixtures/test";
import { send, settled } from "./pages/chat";
import { section } from "./pages/settings";
import { entry, rename } from "./pages/sidebar";

const MODEL = "mistralai/ministral-3b-2512";

/** What was asked of the model that writes titles, about a chat with this word in it. */
const asked = async (word: string) => (await heard(word)).filter(({ body }) => JSON.parse(body || "{}").model === MODEL);

test("no model writes titles unless the person says so", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Tides ${word}`);
  await settled(page);
  await page.goto("settings#chats");
  await expect(section(page, "Chats").getByRole("checkbox", { name: /write titles/ })).not.toBeChecked();
  await expect(entry(page, `Tides ${word}`)).toBeVisible();
  expect(await asked(word)).toEqual([]);
});

test("a small model writes the title after the first answer, and what it costs is told", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await page.goto("settings#chats");
  // The price stands beside the choice.
  await section(page, "Chats").getByRole("checkbox", { name: /^Have Mistral: Ministral 3B write titles, for about \$0\.0000\d+ each$/ }).check();
  await page.goto("");
  await send(page, `Tides ${word} and more`);
  await settled(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`On Tides ${word} and more`);
  await expect(entry(page, `On Tides ${word} and more`)).toBeVisible();
  // The answer and the title, together.
  const cost = async () => Number((await page.getByTitle("Cost of this chat").textContent())?.replace("$", ""));
  const withTitle = await cost();
  const answer = Number(/\$([\d.]+)/.exec((await page.locator(".usage__line").first().textContent()) ?? "")?.[1]);
  expect(withTitle).toBeGreaterThan(answer);

  // One title for a chat, and it stays.
  await send(page, `Again ${word}`);
  await settled(page, 2);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`On Tides ${word} and more`);
  await expect.poll(cost).toBeGreaterThan(answer);
  expect(await asked(word)).toHaveLength(1);
});

test("who renames a chat before its answer has the last word", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await page.evaluate((model) => localStorage.setItem("parlance.titles", model), MODEL);
  await send(page, `Tides ${word}`);
  await rename(page, `Tides ${word}`, "Mine");
  const { release } = await import("./fixtures/sandbox");
  await release(word);
  await settled(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mine");
  expect(await asked(word)).toEqual([]);
});
