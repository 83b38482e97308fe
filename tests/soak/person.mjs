// What a person does with the app, by the roles and names people hear. Each act says whether it could be done: what is
// on the page at that moment decides, since another tab may have changed it just now.

import { site } from "./chromium.mjs";
import { until } from "./waiting.mjs";

export const composer = (page) => page.getByRole("textbox", { name: "Message", exact: true });
export const sidebar = (page) => page.getByRole("navigation", { name: "Chats" });

/** What is on the page: the chat, its messages from the first that is shown, the chats of the sidebar. */
export function look(page) {
  return page.evaluate(() => {
    const name = (button) => (button.getAttribute("aria-label") ?? button.textContent).trim();
    const chatOf = (address) => /\/c\/([^/?#]+)$/.exec(address)?.[1];
    const messages = [...document.querySelectorAll('[role="log"] article')].map((article) => ({
      id: article.dataset.id,
      role: article.dataset.role,
      isBusy: article.getAttribute("aria-busy") === "true",
      versions: /(\d+) \/ (\d+)/.exec(article.querySelector(".versions__position")?.textContent ?? "")?.slice(1).map(Number),
      buttons: [...article.querySelectorAll("button")].filter((button) => !button.disabled).map(name),
      text: article.querySelector(".message__text")?.textContent ?? "",
      outcome: article.querySelector(".outcome p")?.textContent ?? "",
    }));
    const links = [...document.querySelectorAll('nav[aria-label="Chats"] a')].map((link) => ({
      chat: chatOf(link.href),
      title: link.querySelector(".sidebar__title")?.textContent,
      isRunning: link.querySelector(".sidebar__running") !== null,
    }));
    const words = document.querySelector('textarea[aria-label="Message"]')?.value;
    return {
      chat: chatOf(location.pathname),
      messages,
      chats: links.filter(({ chat }) => chat),
      canStop: [...document.querySelectorAll("button")].some((button) => name(button) === "Stop"),
      // A field that is not there takes no words.
      draft: words ?? null,
    };
  });
}

/** Presses the button of this name, in a message or anywhere. */
export function press(page, name, message) {
  return page.evaluate(
    ([name, message]) => {
      const place = message ? document.querySelector(`article[data-id="${message}"]`) : document;
      const buttons = [...(place?.querySelectorAll("button") ?? [])];
      const button = buttons.find((button) => !button.disabled && (button.getAttribute("aria-label") ?? button.textContent).trim() === name);
      button?.click();
      return Boolean(button);
    },
    [name, message],
  );
}

/** Writes and presses Enter. Says whether the words went. */
export async function send(page, words) {
  await composer(page).fill(words);
  await composer(page).press("Enter");
  return (await composer(page).inputValue()) === "";
}

/** Asks a question of the page in other words. */
export async function edit(page, question, words) {
  if (!(await press(page, "Edit", question))) return false;
  // All at once: between two looks another tab may have deleted it.
  const isFilled = await page.evaluate(
    ([question, words]) => {
      const field = document.querySelector(`article[data-id="${question}"] textarea[aria-label="Edit message"]`);
      if (!field) return false;
      field.value = words;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      return true;
    },
    [question, words],
  );
  return isFilled && press(page, "Save and send", question);
}

/** Opens a chat by the sidebar. */
export async function openChat(page, chat) {
  const isThere = await page.evaluate((chat) => {
    const link = [...document.querySelectorAll('nav[aria-label="Chats"] a')].find(({ href }) => href.endsWith(`/c/${chat}`));
    link?.click();
    return Boolean(link);
  }, chat);
  if (isThere) await until(`chat ${chat} is shown`, () => page.evaluate((chat) => location.pathname.endsWith(`/c/${chat}`) && document.querySelector('[role="log"]') !== null, chat));
  return isThere;
}

export async function newChat(page) {
  await press(page, "New chat");
  await until("a new chat is shown", () => page.evaluate(() => !location.pathname.includes("/c/") && document.querySelector('textarea[aria-label="Message"]') !== null));
}

/** Chooses a model by its id: search, click. */
export async function chooseModel(page, id) {
  await page.locator("main header").getByRole("button", { name: /^Model/ }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a model" });
  await dialog.getByRole("searchbox", { name: "Search models" }).fill(id);
  await dialog.getByRole("option").filter({ hasText: id }).first().click();
  await dialog.waitFor({ state: "hidden" });
}

/** Throws a chat into the trash, by its menu in the sidebar. Says whether there was one. */
export async function deleteChat(page, chat) {
  const hasOpened = await page.evaluate((chat) => {
    const link = [...document.querySelectorAll('nav[aria-label="Chats"] a')].find(({ href }) => href.endsWith(`/c/${chat}`));
    const button = [...(link?.closest("li").querySelectorAll("button") ?? [])].find((button) => button.getAttribute("aria-label")?.startsWith("Options for"));
    button?.click();
    return Boolean(button);
  }, chat);
  return (
    hasOpened &&
    page.evaluate(() => {
      const item = [...document.querySelectorAll('[role="menuitem"]')].find(({ textContent }) => textContent.trim() === "Delete");
      item?.click();
      return Boolean(item);
    })
  );
}

/** Goes to the end of the sidebar: of many chats only those stand there that one has scrolled to. */
export function scrollSidebar(page) {
  return page.evaluate(() => document.querySelector(".sidebar__list")?.scrollTo(0, Number.MAX_SAFE_INTEGER));
}

/** Chooses a file to import, and takes it in once it was read. */
export async function importFile(page, file) {
  await page.goto(`${site}settings`);
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Import chats" }).click();
  await (await chooser).setFiles(file);
  const dialog = page.getByRole("dialog", { name: "Import chats" });
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
}
