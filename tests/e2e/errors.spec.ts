// Every way an answer fails: its own sentence, a first action, Retry, and nothing of the person's words lost.

import { createHash } from "node:crypto";

import type { Locator, Page } from "@playwright/test";

import entries from "../errors.json" with { type: "json" };
import { heard } from "./fixtures/sandbox";
import { chatWith, expect, test } from "./fixtures/test";
import { Consent } from "./pages/consent";
import { answers, composer, log, questions, send, settled } from "./pages/chat";
import { chooseModel } from "./pages/models";

test.beforeEach(({ watch }) => watch.allowFailedRequests());

/** The action that UI and issue ask for, by the kind of error; for all others it is Retry. */
function firstAction(alert: Locator, kind: string): Locator {
  const button = (name: string) => alert.getByRole("button", { name });
  const link = (name: string) => alert.getByRole("link", { name });
  switch (kind) {
    case "signed_out":
      return button("Connect OpenRouter");
    case "model_unavailable":
    case "daily_limit":
      return button("Choose another model");
    case "out_of_credits":
      return link("Add credits");
    case "key_limit_reached":
      return link("Raise the limit");
    case "data_policy":
      return link("Privacy settings");
    case "moderation":
    case "guardrail":
    case "bad_request":
      return button("Change the message");
    case "context_too_long":
    case "too_large":
      return link("Start a new chat");
    default:
      return button("Retry");
  }
}

/** Errors of one family may share a sentence; two families may not. */
function family({ status, body, expect: { kind } }: (typeof entries)[number]): string {
  // Under a status of 200 the body has the code. 504 and 524 are treated as 408.
  const said = status === 200 ? ((body as { error?: { code?: number } }).error?.code ?? status) : status;
  const shown = said === 524 || said === 504 ? 408 : said;
  return ["retryable", "bad_request", "model_unavailable"].includes(kind) ? `${kind} ${shown}` : kind;
}

const chatEntries = entries.filter((entry) => entry.route.endsWith("/chat/completions") && entry.expect.kind !== "signed_out");
const groups = new Map<string, typeof entries>();
for (const entry of chatEntries) {
  const name = entry.status >= 400 && entry.status < 500 ? `${entry.status}` : "5xx and 200";
  groups.set(name, [...(groups.get(name) ?? []), entry]);
}

for (const [group, members] of groups) {
  test(`each error of status ${group} has its sentence, its first action and Retry`, async ({ page, watch, word }) => {
    const sentences = new Map<string, string>();
    await chatWith(page, watch, `sandbox/${members[0].name}`);
    for (const [at, entry] of members.entries()) {
      if (at > 0) await chooseModel(page, `sandbox/${entry.name}`);
      await send(page, `Question ${at} ${word}`);
      const answer = await settled(page, at + 1);
      const alert = answer.getByRole("alert");
      const what = entry.name;
      await expect.soft(alert, what).toBeVisible();
      const sentence = await alert.locator("p").first().innerText();
      expect.soft(sentence, what).toMatch(/^\p{Lu}.{20,}[.]$/u);
      await expect.soft(firstAction(alert, entry.expect.kind), what).toBeVisible();
      await expect.soft(alert.getByRole("button", { name: "Retry" }), what).toBeVisible();
      await expect.soft(questions(page).nth(at), what).toContainText(`Question ${at} ${word}`);
      // The caller's account id is nobody's business on a screen.
      await expect.soft(answer, what).not.toContainText("user_2a");
      const told = sentences.get(sentence) ?? family(entry);
      expect.soft(told, `${what} says the same as another: ${sentence}`).toBe(family(entry));
      sentences.set(sentence, family(entry));
      if (entry.expect.retry_after_seconds && entry.expect.retry_after_seconds > 1) {
        expect.soft(sentence, what).toContain(`${entry.expect.retry_after_seconds} seconds`);
      }
    }
  });
}

test("sentences differ from status to status", async ({ page, watch, word }) => {
  const one = [...groups.values()].map((members) => members[0]);
  await chatWith(page, watch, `sandbox/${one[0].name}`);
  const sentences: string[] = [];
  for (const [at, entry] of one.entries()) {
    if (at > 0) await chooseModel(page, `sandbox/${entry.name}`);
    await send(page, `Question ${at} ${word}`);
    sentences.push(await (await settled(page, at + 1)).getByRole("alert").locator("p").first().innerText());
  }
  expect(new Set(sentences).size, sentences.join("\n")).toBe(one.length);
});

const ENDINGS: { model: string; words: string; says: RegExp; alert: boolean }[] = [
  { model: "midstream-error", words: "Photosynthesis happens in two stages: the light reac", says: /broke off\. What arrived is kept/, alert: true },
  { model: "error-first", words: "", says: /Too many requests.*20 seconds/, alert: true },
  { model: "cut", words: "The three main causes were", says: /connection was lost/, alert: true },
  { model: "cut-line", words: "The three main causes were these", says: /connection was lost/, alert: true },
  { model: "eof", words: "The three main causes were", says: /connection was lost/, alert: true },
  { model: "length", words: "The planets in order are Mercury", says: /length limit/, alert: false },
  { model: "filter", words: "I can outline the first part, but", says: /filter/, alert: true },
  { model: "empty", words: "", says: /empty answer/, alert: true },
  { model: "not-sse", words: "", says: /not an answer/, alert: true },
  { model: "refused", words: "", says: /could not be reached/, alert: true },
];
for (const { model, words, says, alert } of ENDINGS) {
  test(`an answer that ends as ${model} keeps its words, says what it is, and can be retried`, async ({ page, watch, word, browserName }) => {
    await chatWith(page, watch, `sandbox/${model}`);
    await send(page, `Tell me ${word}`);
    const answer = await settled(page);
    await expect(answer).toContainText(words);
    await expect(answer.getByRole(alert ? "alert" : "note")).toContainText(says);
    await expect(answer.getByRole("button", { name: "Retry" })).toBeVisible();
    const timesAsked = async () => (await heard(word)).filter((request) => request.method === "POST").length;
    const first = await timesAsked();
    // Nothing is asked again by itself, least of all once a word was shown. Firefox itself knocks up to ten times
    // where a connection closes without a reply (network.http.request.max-attempts); a page cannot forbid that.
    if (!(model === "refused" && browserName === "firefox")) expect(first).toBe(1);
    // And Retry really asks again.
    await answer.getByRole("button", { name: "Retry" }).click();
    await expect.poll(timesAsked).toBeGreaterThan(first);
    await settled(page);
    await expect(questions(page)).toHaveCount(1);
  });
}

test("an answer that failed once comes with Retry", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/flaky");
  await send(page, `Hello ${word}`);
  const answer = await settled(page);
  await expect(answer.getByRole("alert")).toContainText("provider failed");
  await answer.getByRole("button", { name: "Retry" }).click();
  await expect(answers(page)).toContainText("Hello from the sandbox!");
  await settled(page);
  await expect(log(page).getByRole("alert")).toHaveCount(0);
});

test("a broken answer does not poison the next question", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/502-provider-raw");
  await send(page, `First ${word}`);
  await settled(page);
  await chooseModel(page, "sandbox/context");
  await send(page, "Second");
  await expect(await settled(page, 2)).toContainText("Second");
  await expect(log(page).getByRole("alert")).toHaveCount(1);
  // An answer without words is not sent back: providers refuse empty messages.
  const requests = await heard(word);
  const roles = JSON.parse(requests.at(-1)!.body).messages.map((message: { role: string; content: string }) => message.role);
  expect(roles).not.toContain("assistant");
});

test("being signed out while chatting keeps question and draft, and connecting again goes on", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/401-bad-key");
  await send(page, `Hello ${word}`);
  const alert = (await settled(page)).getByRole("alert");
  await expect(alert).toContainText("signed out");
  await composer(page).fill("My next thought");
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("My next thought");
  await expect(page.locator("form").getByRole("alert")).toContainText("Your draft is kept");

  await alert.getByRole("button", { name: "Connect OpenRouter" }).click();
  await new Consent(page).authorize();
  await expect(composer(page)).toHaveValue("My next thought");
  await expect(questions(page)).toContainText(word);
  await chooseModel(page, "sandbox/echo");
  await answers(page).getByRole("button", { name: "Retry" }).click();
  await expect(await settled(page)).toContainText(word);
});

test("an answer too dear is retried with the cap that the credits cover", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/402-affordable-cap");
  await send(page, `Hello ${word}`);
  const alert = (await settled(page)).getByRole("alert");
  await expect(alert).toContainText("3,395 tokens");
  await alert.getByRole("button", { name: "Retry" }).click();
  await expect.poll(async () => (await heard(word)).length).toBe(2);
  const caps = (await heard(word)).map(({ body }) => JSON.parse(body)).map((body) => body.max_completion_tokens ?? body.max_tokens);
  expect(caps[0] ?? null).toBe(null);
  expect(caps[1]).toBeGreaterThan(0);
  expect(caps[1]).toBeLessThanOrEqual(3395);
  await settled(page);
});

test("a spent key limit leads to this key's own page", async ({ page, watch, word }) => {
  const key = await chatWith(page, watch, "sandbox/402-key-limit");
  await send(page, `Hello ${word}`);
  const link = (await settled(page)).getByRole("link", { name: "Raise the limit" });
  await expect(link).toHaveAttribute("href", `https://openrouter.ai/keys/${createHash("sha256").update(key).digest("hex")}`);
});

test("a flagged question can be changed: it stands in the composer again", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/403-moderation");
  await send(page, `Flagged ${word}`);
  await (await settled(page)).getByRole("button", { name: "Change the message" }).click();
  await expect(composer(page)).toHaveValue(`Flagged ${word}`);
  await expect(composer(page)).toBeFocused();
});

test("another model can be chosen where the error stands", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/400-unknown-model");
  await send(page, `Hello ${word}`);
  const answer = await settled(page);
  const opener: Locator = answer.getByRole("button", { name: "Choose another model" });
  await opener.click();
  await pick(page, "sandbox/echo");
  await answers(page).getByRole("button", { name: "Retry" }).click();
  await expect(await settled(page)).toContainText(word);
});

async function pick(page: Page, id: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Search models" }).fill(id);
  await page.getByRole("option").filter({ hasText: id }).first().click();
}
