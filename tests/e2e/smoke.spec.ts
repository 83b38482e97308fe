// The production page starts, at a root and under a path, and speaks to nobody but OpenRouter.

import { brotliCompressSync } from "node:zlib";

import { expect, test } from "@playwright/test";

for (const base of ["", "parlance/"]) {
  test(`the page starts under its security policy at /${base}`, async ({ page, baseURL }) => {
    const strangers: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(baseURL!)) strangers.push(request.url());
    });
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));

    await page.goto(base);
    await expect(page.locator("#boot")).toHaveCount(0);
    await expect(page.locator("head > :first-child")).toHaveAttribute("http-equiv", "Content-Security-Policy");
    expect(strangers).toEqual([]);
    expect(complaints).toEqual([]);
  });
}

test("a first visit fetches at most 300 KB until the welcome can be used", async ({ page, request: client, baseURL }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("");
  await page.getByRole("button", { name: "Connect OpenRouter" }).click({ trial: true });
  await page.waitForLoadState("networkidle");
  let total = 0;
  for (const url of new Set(asked)) {
    expect(url.startsWith(baseURL!)).toBe(true);
    total += brotliCompressSync(await (await client.get(url)).body()).length;
  }
  expect(total).toBeGreaterThan(100_000);
  expect(total).toBeLessThanOrEqual(300_000);
});

test("a page whose app cannot be fetched says so and offers to reload", async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto("");
  await expect(page.getByRole("alert")).toContainText("could not be loaded");
  await expect(page.getByRole("button", { name: "Reload" })).toBeVisible();
});

test("openrouter.ai is the sandbox", async ({ page }) => {
  await page.goto("");
  const status = await page.evaluate(async () => (await fetch("https://openrouter.ai/api/v1/models")).status);
  expect(status).toBe(200);
});
