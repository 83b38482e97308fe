// Words that were not sent: kept through a reload, a closed tab and a crash, each tab's own, and gone once they are said.

import { remember } from "./fixtures/library";
import { chatWith, expect, test } from "./fixtures/test";
import { composer, send, settled, sidebar } from "./pages/chat";
import { besideTheApp, busyDisk, kept, letDiskGo, untilKept } from "./pages/library";
import { chooseModel } from "./pages/models";
import { choose } from "./pages/sidebar";

test("drafts outlive their tab", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill(`Half a thought ${word}`);
  await page.close();
  const later = await context.newPage();
  await later.goto("");
  await expect(composer(later)).toHaveValue(`Half a thought ${word}`);
  await chooseModel(later, "sandbox/echo");
});

test("a tab that speaks takes nothing away of what is typed in another", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  const other = await context.newPage();
  await other.goto("");
  // It stands before there is a draft that it would show.
  await expect(composer(other)).toHaveValue("");
  await composer(page).fill(`Long and dear ${word}`);
  await send(other, `Hi ${word}`);
  await settled(other);
  await expect.poll(async () => (await kept(other)).messages.length).toBe(2);
  // It goes.
  await besideTheApp(page, watch);
  const later = await context.newPage();
  await later.goto("");
  await expect(composer(later)).toHaveValue(`Long and dear ${word}`);
  await composer(later).fill("");
  await later.reload();
  await expect(composer(later)).toHaveValue("");
});

test("what was typed in a tab that went is there when another tab has sent its own", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill(`Long and dear ${word}`);
  const other = await context.newPage();
  await other.goto("");
  await composer(other).fill(`Hi ${word}`);
  await besideTheApp(page, watch);
  await composer(other).press("Enter");
  await settled(other);
  await expect.poll(async () => (await kept(other)).messages.length).toBe(2);
  const later = await context.newPage();
  await later.goto("");
  await expect(composer(later)).toHaveValue(`Long and dear ${word}`);
});

test("what was sent in one tab is a draft in no other, also where it was seen before", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill(`Said once ${word}`);
  const other = await context.newPage();
  await other.goto("");
  await expect(composer(other)).toHaveValue(`Said once ${word}`);
  await composer(page).press("Enter");
  await settled(page);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(2);
  await besideTheApp(other, watch);
  await other.goto("");
  await expect(composer(other)).toHaveValue("");
});

test("drafts of a chat that is deleted for good go with it, and those of no other", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await remember(page, [{ id: `1${word}`, title: "Alpha" }, { id: `1${word}x`, title: "Beta" }]);
  for (const id of [`1${word}`, `1${word}x`]) {
    await page.goto(`c/${id}`);
    await composer(page).fill(`Draft of ${id}`);
  }
  await choose(page, "Alpha", "Delete");
  await untilKept(page, { title: "Alpha", deleted: expect.any(Number) });
  await page.goto("trash");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect.poll(async () => (await kept(page)).chats).toHaveLength(1);
  const drafts = async () => {
    const names = await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }));
    return new Set(names.filter((name) => name.startsWith("parlance.draft.")).map((name) => name.replace(/@\w+$/, "")));
  };
  await expect.poll(drafts).toEqual(new Set([`parlance.draft.1${word}x`]));
});

test("drafts go with all chats, also out of a field that stays on its page", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill(`Left here ${word}`);
  const other = await context.newPage();
  await other.goto("");
  await composer(other).fill(`And there ${word}`);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Delete all chats" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete all chats" });
  await expect(dialog).toContainText("drafts");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByRole("status").getByText("All chats deleted")).toBeVisible();
  await expect(composer(other)).toHaveValue("");
  await sidebar(page).getByRole("button", { name: "New chat", exact: true }).click();
  await expect(composer(page)).toHaveValue("");
  // Nothing of it is left for the next ones either.
  await besideTheApp(page, watch);
  await besideTheApp(other, watch);
  const later = await context.newPage();
  await later.goto("");
  await expect(composer(later)).toHaveValue("");
});

test("a draft that the browser did not keep goes with all chats, and is not kept later", async ({ page, context, watch, word }) => {
  await page.addInitScript(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (this: Storage, name: string, text: string) {
      if (this === localStorage && name.startsWith("parlance.draft.")) throw new DOMException("no room", "QuotaExceededError");
      setItem.call(this, name, text);
    };
  });
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill(`Left here ${word}`);
  const alert = page.getByRole("alert").filter({ hasText: "no room" });
  await expect(alert).toBeVisible();
  const other = await context.newPage();
  await other.goto("settings#data");
  await other.getByRole("button", { name: "Delete all chats" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(composer(page)).toHaveValue("");
  await expect(alert).toHaveCount(0);
});

test("a tab that hears late that all chats were deleted takes no draft that was begun since", async ({ page, context, watch, word }) => {
  // What it is told waits until the test lets it through.
  await page.addInitScript(() => {
    let waiting: (() => void)[] | null = [];
    const { set } = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, "onmessage")!;
    Object.defineProperty(BroadcastChannel.prototype, "onmessage", {
      set(this: BroadcastChannel, hear: (event: MessageEvent) => void) {
        set!.call(this, (event: MessageEvent) => (waiting ? void waiting.push(() => hear(event)) : hear(event)));
      },
    });
    const hearAll = () => {
      const heard = waiting ?? [];
      waiting = null;
      heard.forEach((hear) => hear());
    };
    Object.assign(window, { hearAll });
  });
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill(`Before ${word}`);
  const other = await context.newPage();
  await other.goto("settings#data");
  await other.getByRole("button", { name: "Delete all chats" }).click();
  await other.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(other.getByRole("status").getByText("All chats deleted")).toBeVisible();
  await sidebar(other).getByRole("button", { name: "New chat", exact: true }).click();
  await composer(other).fill(`Since ${word}`);
  await page.evaluate(() => (window as unknown as { hearAll: () => void }).hearAll());
  await expect(composer(page)).toHaveValue("");
  const later = await context.newPage();
  await later.goto("");
  await expect(composer(later)).toHaveValue(`Since ${word}`);
});

test("a question that the disk has not taken when the page goes stands in the composer again", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  const other = await busyDisk(context, watch);
  await send(page, `Dear words ${word}`);
  await settled(page);
  const warned = page.waitForEvent("dialog").then(async (dialog) => {
    await dialog.accept();
    return dialog.type();
  });
  await page.reload();
  expect(await warned).toBe("beforeunload");
  await letDiskGo(other);
  await page.goto("");
  await expect(composer(page)).toHaveValue(`Dear words ${word}`);

  // What the disk has is no draft any more.
  await composer(page).press("Enter");
  await settled(page);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(2);
  await page.goto("");
  await expect(composer(page)).toHaveValue("");
});

test("a tab that only looks on writes over nothing when it is seen again or goes", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill(`Beginning ${word}`);
  const other = await context.newPage();
  await other.goto("");
  await expect(composer(other)).toHaveValue(`Beginning ${word}`);
  await composer(other).fill(`Beginning ${word} and end`);
  await other.close();
  await page.evaluate(() => void document.dispatchEvent(new Event("visibilitychange")));
  await page.close();
  const later = await context.newPage();
  await later.goto("");
  await expect(composer(later)).toHaveValue(`Beginning ${word} and end`);
});

test("of two tabs each leaves its own, and one is there when the other is sent or given up", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  const other = await context.newPage();
  await other.goto("");
  // It stands before there is a draft that it would show.
  await expect(composer(other)).toHaveValue("");
  await composer(page).fill(`One ${word}`);
  await page.close();
  await composer(other).fill(`Two ${word}`);
  await other.close();

  const later = await context.newPage();
  await later.goto("");
  await expect(composer(later)).toHaveValue(`Two ${word}`);
  await composer(later).press("Enter");
  await settled(later);
  await expect.poll(async () => (await kept(later)).messages.length).toBe(2);
  await later.goto("");
  await expect(composer(later)).toHaveValue(`One ${word}`);
  await composer(later).fill("");
  await later.goto("");
  await expect(composer(later)).toHaveValue("");
});

test("what is written while a question waits for the disk takes nothing from it", async ({ page, context, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  const other = await busyDisk(context, watch);
  await send(page, `Dear words ${word}`);
  await settled(page);
  await page.getByRole("button", { name: "New chat", exact: true }).click();
  await composer(page).fill(`Next ${word}`);
  await page.close();
  await letDiskGo(other);

  const later = await context.newPage();
  for (const text of [`Next ${word}`, `Dear words ${word}`]) {
    await later.goto("");
    await expect(composer(later)).toHaveValue(text);
    await composer(later).fill("");
  }
});

test("a draft that the browser keeps for this tab alone is told of", async ({ page, context, watch, word }) => {
  await context.addInitScript(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (this: Storage, name: string, text: string) {
      if (this === localStorage && name.startsWith("parlance.draft.")) throw new DOMException("no room", "QuotaExceededError");
      setItem.call(this, name, text);
    };
  });
  await chatWith(page, watch, "sandbox/echo");
  await composer(page).fill(`Dear words ${word}`);
  await expect(page.getByRole("alert").filter({ hasText: "no room" })).toBeVisible();
});
