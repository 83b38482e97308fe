// The way back from the consent page, when it did not end well.

import { expect, type Locator, type Page } from "@playwright/test";

export const reason = (page: Page): Locator => page.locator("main").getByRole("alert");
export const tryAgain = (page: Page): Locator => page.getByRole("button", { name: "Try again" });

/** Claims that the callback says this, with a way on, and that the address tells nothing. */
export async function failedWith(page: Page, words: RegExp): Promise<void> {
  await expect(reason(page)).toHaveText(words);
  await expect(tryAgain(page)).toBeVisible();
  await expect(page).toHaveTitle(/^Not connected/);
  expect(new URL(page.url()).search).toBe("");
}
