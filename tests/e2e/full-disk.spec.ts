// The browser has no room, and the page is left or another tab looks on: what was seen is there, in its place, and ends.

import { release } from "./fixtures/sandbox";
import { chatWith, expect, test } from "./fixtures/test";
import { answers, composer, questions, send, settled, stopButton } from "./pages/chat";
import { canBeFull, kept, setFull } from "./pages/library";

test.beforeEach(async ({ page, context, watch, word }) => {
  await canBeFull(context);
  page.on("dialog", (dialog) => void dialog.accept());
  await chatWith(page, watch, "sandbox/echo-gate");
  await send(page, `One ⏸ two ⏸ three ${word}`);
  await expect.poll(async () => JSON.stringify((await kept(page)).journal)).toContain("One");
});

test("an answer that came before its question could be kept hides nothing after two reloads", async ({ page, word }) => {
  for (const _ of [1, 2]) await release(word);
  await settled(page);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(2);
  await setFull(page, "messages");
  await send(page, `Four ⏸ five ${word}`);
  await expect.poll(async () => JSON.stringify((await kept(page)).journal)).toContain("Four");
  await page.reload();
  await expect.poll(async () => (await kept(page)).messages.length).toBe(3);
  await page.reload();
  await expect(answers(page).nth(1)).toContainText("Four");
  await expect(questions(page)).toHaveText([/One/]);
  await expect(answers(page).first()).toContainText("three");
  await expect(composer(page)).toHaveValue(new RegExp("Four"));
});

test("an answer whose tab is gone has ended where a full tab looked on, and is kept by one that has room", async ({ page, context, word }) => {
  const [full, other] = [await context.newPage(), await context.newPage()];
  for (const tab of [full, other]) {
    await tab.goto(page.url());
    await expect(answers(tab)).toContainText("One");
  }
  await release(word);
  for (const tab of [full, other]) await expect(answers(tab)).toContainText("two");
  await setFull(full, true);
  await page.close();
  for (const tab of [full, other]) {
    await expect(await settled(tab)).toContainText("The page was closed while this answer arrived.");
    await expect(stopButton(tab)).toHaveCount(0);
  }
  await expect.poll(async () => JSON.stringify((await kept(other)).messages)).toContain("two");
});

test("an answer below a question that the disk refused ends in the other tabs too", async ({ page, context, word }) => {
  for (const _ of [1, 2]) await release(word);
  await settled(page);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(2);
  await setFull(page, true);
  await send(page, `Four ⏸ five ${word}`);
  await expect(answers(page).nth(1)).toContainText("Four");
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(stopButton(other)).toBeVisible();
  await release(word);
  await settled(page, 2);
  await expect(stopButton(other)).toHaveCount(0);
  await setFull(page, false);
  await expect(await settled(other, 2)).toContainText("five");
});

for (const end of ["ended", "stopped"]) {
  test(`an answer that ${end} on a full disk is as whole after a reload with room`, async ({ page, word }) => {
    await setFull(page, true);
    await release(word);
    await expect(answers(page)).toContainText("two");
    if (end === "ended") await release(word);
    else await stopButton(page).click();
    await settled(page);
    await page.reload();
    await expect(await settled(page)).toContainText(end === "ended" ? "three" : "two");
    await expect(answers(page)).not.toContainText("The page was closed while this answer arrived.");
    await expect.poll(async () => (await kept(page)).messages.length).toBe(2);
  });
}
