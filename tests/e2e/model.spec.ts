// Choosing a model: the default, the dialog by mouse and keys, one choice per chat, and a list that cannot be had.

import type { Page, Route } from "@playwright/test";

import { heard } from "./fixtures/sandbox";
import { connect, connectWithKey, expect, test } from "./fixtures/test";
import { composer, questions, send, settled, sidebar } from "./pages/chat";
import { chooseModel, dialog, modelButton, openModels, options, search } from "./pages/models";

async function modelsAsked(word: string): Promise<string[]> {
  return (await heard(word)).filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body).model);
}

/** Answers for both lists of models. */
async function answerLists(page: Page, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.route(/^https:\/\/openrouter\.ai\/api\/v1\/models(\/user)?(\?|$)/, answer);
}

test("a new person asks the latest GPT", async ({ page, word }) => {
  await connect(page);
  await expect(modelButton(page)).toHaveAccessibleName(/^Model: .*GPT.*Latest/i);
  await send(page, `Hello ${word}`);
  await settled(page);
  expect(await modelsAsked(word)).toEqual(["~openai/gpt-latest"]);
});

test("the dialog is a search over a list of options, and begins at the model in use", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await openModels(page);
  await expect(dialog(page).getByRole("heading", { name: "Choose a model" })).toBeVisible();
  await expect(search(page)).toBeFocused();
  await expect(dialog(page).getByRole("option", { selected: true })).toHaveText(/~openai\/gpt-latest/);
  await expect(dialog(page).getByRole("option", { selected: true })).toBeInViewport();
  expect(await options(page).count()).toBeGreaterThan(40);
});

test("the search finds by name and by maker, in any order, and says when nothing fits", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  await openModels(page);
  await search(page).fill("opus anthropic");
  await expect(options(page)).toHaveText([/Claude Opus/]);
  await search(page).fill("GROK");
  await expect(options(page)).toHaveCount(2);
  await search(page).fill("zzzz");
  await expect(options(page)).toHaveCount(0);
  await expect(dialog(page).getByRole("status")).toContainText("No model matches");
});

test("arrow keys and Enter choose, and the marked option is the active descendant", async ({ page, watch, word }) => {
  await connectWithKey(page, watch);
  await openModels(page);
  await search(page).fill("sandbox/");
  await search(page).press("ArrowDown");
  await search(page).press("ArrowDown");
  await search(page).press("ArrowUp");
  const active = await search(page).getAttribute("aria-activedescendant");
  const marked = options(page).nth(1);
  await expect(marked).toHaveAttribute("id", active!);
  const id = /sandbox\/[\w.-]+/.exec(await marked.innerText())![0];
  await search(page).press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(composer(page)).toBeFocused();
  await send(page, `Hello ${word}`);
  await settled(page);
  expect(await modelsAsked(word)).toEqual([id]);
});

test("Escape closes the dialog, changes nothing and gives the focus back", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  // Until the list is there, the button shows the model's id.
  const before = "OpenAI GPT Latest";
  await expect(modelButton(page)).toHaveText(before);
  await openModels(page);
  await search(page).fill("sandbox/echo");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(modelButton(page)).toBeFocused();
  await expect(modelButton(page)).toHaveText(before);
});

test("each chat has its own model, and a new one takes the last choice, reload or not", async ({ page, watch, word }) => {
  await connectWithKey(page, watch);
  await chooseModel(page, "sandbox/echo");
  await send(page, `Alpha ${word}`);
  await settled(page);
  await sidebar(page).getByRole("button", { name: "New chat" }).click();
  await chooseModel(page, "sandbox/context");
  await send(page, `Beta ${word}`);
  await settled(page);

  await sidebar(page).getByRole("link", { name: /^Alpha/ }).click();
  await page.reload();
  await expect(modelButton(page)).toHaveAccessibleName(/Echo/i);
  await send(page, `Again ${word}`);
  await settled(page, 2);
  await sidebar(page).getByRole("link", { name: /^Beta/ }).click();
  await expect(modelButton(page)).toHaveAccessibleName(/Context/i);
  await page.goto("");
  await expect(modelButton(page)).toHaveAccessibleName(/Context/i);
  expect(await modelsAsked(`Alpha ${word}`)).toEqual(["sandbox/echo", "sandbox/echo"]);
  expect(await modelsAsked(`Beta ${word}`)).toEqual(["sandbox/context"]);
});

test("a list that cannot be fetched says so, and trying again fetches it", async ({ page, watch }) => {
  watch.allowFailedRequests();
  let isBroken = true;
  await answerLists(page, (route) => (isBroken ? route.abort() : route.continue()));
  await connectWithKey(page, watch);
  await modelButton(page).click();
  const alert = dialog(page).getByRole("alert");
  await expect(alert).toContainText("list of models could not be fetched");
  isBroken = false;
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(options(page).first()).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test("when only the person's own list fails, all models are offered", async ({ page, watch }) => {
  watch.allowFailedRequests();
  await page.route("https://openrouter.ai/api/v1/models/user**", (route) => route.abort());
  await connectWithKey(page, watch);
  await openModels(page);
  expect(await options(page).count()).toBeGreaterThan(40);
});

test("without a list one can still ask", async ({ page, watch, word }) => {
  watch.allowFailedRequests();
  await answerLists(page, (route) => route.abort());
  await connectWithKey(page, watch);
  await send(page, `Hello ${word}`);
  await settled(page);
  expect(await modelsAsked(word)).toEqual(["~openai/gpt-latest"]);
});

test("when the default is not in the list, one is asked to choose, and the draft stays", async ({ page, watch, word }) => {
  await answerLists(page, (route) =>
    route.fulfill({
      headers: { "access-control-allow-origin": "*", "access-control-allow-headers": "*, Authorization" },
      json: {
        data: [
          {
            id: "sandbox/echo",
            name: "Sandbox: Echo",
            created: 1,
            context_length: 8000,
            architecture: { input_modalities: ["text"], output_modalities: ["text"] },
            pricing: { prompt: "0", completion: "0" },
            supported_parameters: [],
          },
        ],
      },
    }),
  );
  await connectWithKey(page, watch);
  await expect(modelButton(page)).toHaveText(/Choose a model/);
  await send(page, `Hello ${word}`);
  await expect(page.getByRole("alert")).toContainText("Choose a model");
  await expect(composer(page)).toHaveValue(`Hello ${word}`);
  await expect(questions(page)).toHaveCount(0);
  expect(await heard(word)).toEqual([]);

  await chooseModel(page, "sandbox/echo");
  await composer(page).press("Enter");
  await expect(await settled(page)).toContainText(word);
});
