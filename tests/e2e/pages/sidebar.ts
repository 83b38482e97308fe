// The list of chats, and what can be done about each.

import { expect, type Locator, type Page } from "@playwright/test";

import { sidebar } from "./chat";

export const entry = (page: Page, title: string): Locator => sidebar(page).getByRole("link", { name: title, exact: true });
export const optionsOf = (page: Page, title: string): Locator => page.getByRole("button", { name: `Options for ${title}`, exact: true });
export const searchBox = (page: Page): Locator => sidebar(page).getByRole("searchbox", { name: "Search chats" });

/** Headings and titles in the list, in their order. */
export async function listed(page: Page): Promise<string[]> {
  return sidebar(page).locator("ul").first().evaluate((list) => [...list.querySelectorAll("h2, a")].map((one) => one.textContent!.trim()));
}

/** Opens the menu of a chat. */
export async function openOptions(page: Page, title: string): Promise<Locator> {
  await optionsOf(page, title).click();
  const menu = page.getByRole("menu", { name: `Options for ${title}` });
  await expect(menu).toBeVisible();
  return menu;
}

/** Chooses one thing in the menu of a chat. */
export async function choose(page: Page, title: string, item: string): Promise<void> {
  const menu = await openOptions(page, title);
  await menu.getByRole("menuitem", { name: item, exact: true }).click();
  await expect(menu).toHaveCount(0);
}

/** Gives a chat another title. */
export async function rename(page: Page, title: string, to: string): Promise<void> {
  await choose(page, title, "Rename");
  const field = page.getByRole("textbox", { name: "Chat title" });
  await field.fill(to);
  await field.press("Enter");
  await expect(field).toHaveCount(0);
}
