// A chat: composer, transcript, messages, and the sidebar beside it.

import { expect, type Locator, type Page } from "@playwright/test";

export const composer = (page: Page): Locator => page.getByRole("textbox", { name: "Message", exact: true });
export const sendButton = (page: Page): Locator => page.getByRole("button", { name: "Send", exact: true });
export const stopButton = (page: Page): Locator => page.getByRole("button", { name: "Stop", exact: true });
export const log = (page: Page): Locator => page.getByRole("log", { name: "Conversation" });
export const questions = (page: Page): Locator => log(page).getByRole("article", { name: /^You/ });
export const answers = (page: Page): Locator => log(page).getByRole("article", { name: /^Assistant/ });
export const sidebar = (page: Page): Locator => page.getByRole("navigation", { name: "Chats" });

/** Sends with the Enter key. */
export async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}

/** The answer with this number, from one, once it is settled. */
export async function settled(page: Page, number = 1): Promise<Locator> {
  const answer = answers(page).nth(number - 1);
  await expect(answer).toHaveAttribute("aria-busy", "false");
  return answer;
}

/** How far the transcript is from its end, in pixels. */
export async function distanceFromEnd(page: Page): Promise<number> {
  return log(page).evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
}
