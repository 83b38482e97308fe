// How people have lost their chats in other clients. Each test is named after the report, and claims that it does not
// happen here. What is told elsewhere in more cases is told there; here stands the one that was reported.

import type { Page } from "@playwright/test";

import { release } from "./fixtures/sandbox";
import { chatWith, connectWithKey, expect, preferModel, test } from "./fixtures/test";
import { answers, composer, questions, send, settled, sidebar } from "./pages/chat";
import { kept, LIBRARY } from "./pages/library";

const chatLink = (page: Page, word: string) => sidebar(page).getByRole("link", { name: new RegExp(word) });

test("lobehub#1883: the browser is asked, at the first message, to keep chats for good", async ({ page, context, watch, word }) => {
  await context.addInitScript(() => {
    if (!navigator.storage) return;
    const asked = window as unknown as { nAsked: number };
    asked.nAsked = 0;
    // Firefox gives no answer before the person has: nothing may wait for it.
    navigator.storage.persist = () => {
      asked.nAsked += 1;
      return new Promise(() => {});
    };
  });
  await chatWith(page, watch, "sandbox/echo");
  const asked = () => page.evaluate(() => (window as unknown as { nAsked: number }).nAsked);
  expect(await asked()).toBe(0);
  await send(page, `First ${word}`);
  await expect(await settled(page)).toContainText(word);
  expect(await asked()).toBe(1);
  expect((await kept(page)).messages).toHaveLength(2);
});

test("NextChat#5354: a message that is sent while the chats are still being read is kept, and so are they", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Old ${word}a`);
  await settled(page);
  // From now on the list takes its time.
  await context.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (this: IDBFactory, name: string, version?: number) {
      const request = version === undefined ? open.call(this, name) : open.call(this, name, version);
      if (!name.startsWith("parlance-library")) return request;
      // The page is told of success when the test says so.
      const held = window as unknown as { letGo?: () => void };
      request.addEventListener("success", (event) => {
        if (held.letGo) return;
        event.stopImmediatePropagation();
        held.letGo = () => request.dispatchEvent(new Event("success"));
      });
      return request;
    };
  });
  await page.goto("");
  await expect(composer(page)).toBeVisible();
  await page.waitForFunction(() => "letGo" in window);
  await send(page, `New ${word}b`);
  await expect(answers(page)).toContainText(`${word}b`);
  await page.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
  await expect(chatLink(page, `${word}a`)).toBeVisible();
  await expect(chatLink(page, `${word}b`)).toBeVisible();
  await expect.poll(async () => (await kept(page)).messages.length).toBe(4);
});

test("llama.cpp#19300, #16406: an edit erases nothing below it, and the branch that was left is found again", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  for (const [n, words] of [`One ${word}`, "Two", "Three"].entries()) {
    await send(page, words);
    await settled(page, n + 1);
  }
  await questions(page).first().hover();
  await questions(page).first().getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Edit message" }).fill(`Other ${word}`);
  await page.getByRole("button", { name: "Save and send" }).click();
  await expect(questions(page)).toHaveCount(1);
  await settled(page);
  expect((await kept(page)).messages).toHaveLength(8);
  await questions(page).first().getByRole("button", { name: "Previous version" }).click();
  await expect(questions(page)).toHaveText([new RegExp(`One ${word}`), /Two/, /Three/]);
  await expect(answers(page)).toHaveCount(3);
});

test("chatbox#2120: what was said in the last hour is there after the browser was ended without warning", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  for (let n = 1; n <= 5; n++) {
    await send(page, `Number ${n} ${word}`);
    await settled(page, n);
  }
  const place = page.url();
  // Neither pagehide nor anything else is heard.
  await page.close();
  const later = await context.newPage();
  await later.goto(place);
  await expect(questions(later)).toHaveCount(5);
  await expect(answers(later)).toHaveCount(5);
});

test("BetterChatGPT#591: a tab that has been open for long does not write over what another has written since", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Start ${word}`);
  await settled(page);
  // This one hears nothing of the others any more, as one that sleeps.
  const asleep = await context.newPage();
  await asleep.addInitScript(() => {
    BroadcastChannel.prototype.postMessage = () => {};
    Object.defineProperty(BroadcastChannel.prototype, "onmessage", { set: () => {} });
  });
  await asleep.goto(page.url());
  await expect(answers(asleep)).toHaveCount(1);
  await send(page, "While you slept");
  await settled(page, 2);
  await send(asleep, "When I woke");
  await settled(asleep, 2);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(6);
  await asleep.close();
  await page.reload();
  await expect(questions(page).nth(1)).toContainText("/ 2");
});

test("open-webui#13113: every answer of every branch can be opened, asked again and again", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Say ${word}`);
  await settled(page);
  for (let n = 2; n <= 4; n++) {
    await answers(page).hover();
    await answers(page).getByRole("button", { name: "Regenerate" }).click();
    await expect(answers(page)).toContainText(`${n} / ${n}`);
    await settled(page);
    await send(page, `Below ${n}`);
    await settled(page, 2);
    await questions(page).nth(1).hover();
    if (n < 4) await questions(page).nth(1).getByRole("button", { name: "Delete" }).click();
  }
  await expect.poll(async () => (await kept(page)).messages.length).toBe(11);
  await page.reload();
  await expect(questions(page)).toHaveText([new RegExp(word), /Below 4/]);
  for (let n = 3; n >= 1; n--) {
    await answers(page).first().getByRole("button", { name: "Previous version" }).click();
    await expect(answers(page).first()).toContainText(`${n} / 4`);
    await expect(questions(page)).toHaveCount(1);
  }
});

test("LibreChat#13335, open-webui#452: an answer whose chat is left goes on and is whole", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await sidebar(page).getByRole("button", { name: "New chat" }).click();
  await expect(answers(page)).toHaveCount(0);
  await release(word);
  await expect.poll(async () => JSON.stringify((await kept(page)).messages)).toContain("After the gate.");
  await page.reload();
  await chatLink(page, word).click();
  await expect(await settled(page)).toContainText("After the gate.");
});

test("opencode#26170: a stream that was cut is kept as cut, and says so after a reload too", async ({ page, watch, word }) => {
  watch.allowFailedRequests();
  await chatWith(page, watch, "sandbox/cut");
  await send(page, `Cut ${word}`);
  await expect(await settled(page)).toContainText("The connection was lost.");
  await page.reload();
  await expect(await settled(page)).toContainText("The connection was lost.");
  await expect(answers(page).getByRole("button", { name: "Continue" })).toBeVisible();
});

test("local-operator#223: an error in a stream that began well is kept as an error, with the words before it", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/midstream-error");
  await send(page, `Break ${word}`);
  const alert = (await settled(page)).getByRole("alert");
  await expect(alert).toBeVisible();
  const words = await alert.locator("p").first().innerText();
  await page.reload();
  await expect((await settled(page)).getByRole("alert").locator("p").first()).toHaveText(words);
});

test("open-webui#29760: typed words are there after another chat, a reload and another tab", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  const place = page.url();
  await composer(page).fill(`Half ${word}`);
  await sidebar(page).getByRole("button", { name: "New chat" }).click();
  await expect(composer(page)).toHaveValue("");
  await chatLink(page, word).click();
  await expect(composer(page)).toHaveValue(`Half ${word}`);
  await page.reload();
  await expect(composer(page)).toHaveValue(`Half ${word}`);
  await page.close();
  const later = await context.newPage();
  await later.goto(place);
  await expect(composer(later)).toHaveValue(`Half ${word}`);
});

test("NextChat#5002, #3994: far more than five megabytes are kept and read, and the chat goes on", async ({ page, watch, word }) => {
  await preferModel(page.context(), "sandbox/echo");
  await connectWithKey(page, watch);
  await send(page, `Long ${word}`);
  await settled(page);
  const chat = page.url().split("/").pop()!;
  await page.evaluate(
    ([name, chat]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          const transaction = request.result.transaction("messages", "readwrite");
          const words = "0123456789abcdef ".repeat(60_000);
          for (let n = 0; n < 12; n++) {
            const message = { v: 2, chat, id: `long${n}`, role: "user", created: 1000 + n, parts: [{ kind: "text", text: `${n} ${words}` }] };
            transaction.objectStore("messages").put({ chat, id: message.id, text: JSON.stringify(message) });
          }
          transaction.oncomplete = () => resolve();
          transaction.onabort = () => reject(transaction.error);
          request.result.close();
        };
      }),
    [LIBRARY, chat],
  );
  await page.reload();
  await expect(questions(page).first()).toContainText("13 / 13");
  await send(page, "And on");
  await settled(page, 2);
  expect(JSON.stringify((await kept(page)).messages).length).toBeGreaterThan(12_000_000);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("big-AGI#672: much new text brings a reminder to export where the browser cannot write backups, and it can be put off", async ({ page, context, watch, word }) => {
  await context.addInitScript(() => Reflect.deleteProperty(window, "showDirectoryPicker"));
  await chatWith(page, watch, "sandbox/echo");
  const reminder = sidebar(page).getByRole("status").filter({ hasText: "in this browser alone" });
  await send(page, `Little ${word}`);
  await settled(page);
  await expect(reminder).toHaveCount(0);
  await send(page, `${word} ${"much ".repeat(30_000)}`);
  await settled(page, 2);
  await expect(reminder).toBeVisible();
  await page.reload();
  await expect(reminder).toBeVisible();
  await reminder.getByRole("button", { name: "Not now" }).click();
  await expect(reminder).toHaveCount(0);
  await page.reload();
  await expect(composer(page)).toBeVisible();
  await expect(reminder).toHaveCount(0);
});
