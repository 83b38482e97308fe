// What only `cargo xtask bench` may ask for. Here it must not be there; that it is in the bench build, the benchmark itself sees.

import { connectWithKey, expect, test } from "./fixtures/test";
import { log, sidebar } from "./pages/chat";

test("no address makes a chat out of nothing in a page that is deployed", async ({ page, watch, request: client }) => {
  const modules: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith(".wasm")) modules.push(request.url());
  });
  await connectWithKey(page, watch, "?bench-messages=100");
  await expect(sidebar(page).getByRole("link", { name: "Settings" })).toBeVisible();
  await expect(sidebar(page).getByRole("listitem")).toHaveCount(0);
  await page.goto("c/bench-100");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await expect(log(page)).toHaveCount(0);

  const module = await (await client.get(modules[0])).body();
  // A word that must be there shows that this would find one.
  expect(module.includes("parlance.model")).toBe(true);
  expect(module.includes("bench-messages")).toBe(false);
  expect(module.includes("bench-verbs")).toBe(false);
});
