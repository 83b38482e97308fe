// Settings: the connection and its end.

import { expect, type Locator, type Page } from "@playwright/test";

export const section = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
export const keepInTab = (page: Page): Locator => page.getByRole("checkbox", { name: "Keep the key only in this tab" });
export const keyPage = (page: Page): Locator => section(page, "Connection").getByRole("link", { name: /this key at OpenRouter/ });

/** Follows the link in the sidebar. */
export async function openSettings(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
}

/** Opens the dialog that asks before disconnecting. */
export async function askToDisconnect(page: Page): Promise<Locator> {
  await section(page, "Connection").getByRole("button", { name: "Disconnect" }).click();
  const dialog = page.getByRole("dialog", { name: "Disconnect" });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Disconnects, dialog and all. */
export async function disconnect(page: Page): Promise<void> {
  const dialog = await askToDisconnect(page);
  await dialog.getByRole("button", { name: "Disconnect" }).click();
  await expect(dialog).toBeHidden();
}
