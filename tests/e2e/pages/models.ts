// The choice of a model.

import { expect, type Locator, type Page } from "@playwright/test";

export const modelButton = (page: Page): Locator => page.locator("main header").getByRole("button", { name: /^Model/ });
export const dialog = (page: Page): Locator => page.getByRole("dialog", { name: "Choose a model" });
export const search = (page: Page): Locator => dialog(page).getByRole("searchbox", { name: "Search models" });
export const options = (page: Page): Locator => dialog(page).getByRole("listbox", { name: "Models" }).getByRole("option");

/** Opens the dialog by its button. */
export async function openModels(page: Page): Promise<void> {
  await modelButton(page).click();
  await expect(dialog(page)).toBeVisible();
  await expect(options(page).first()).toBeVisible();
}

/** Chooses a model by its id, as a person would: search, click. */
export async function chooseModel(page: Page, id: string): Promise<void> {
  await openModels(page);
  await search(page).fill(id);
  await options(page).filter({ hasText: id }).first().click();
  await expect(dialog(page)).toBeHidden();
}
