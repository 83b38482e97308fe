// Nothing is overwritten: editing, asking again, continuing and deleting keep what was there.

import type { Locator, Page } from "@playwright/test";

import { heard, release } from "./fixtures/sandbox";
import { chatWith, expect, test } from "./fixtures/test";
import { answers, composer, log, questions, send, settled, sidebar, stopButton } from "./pages/chat";
import { kept } from "./pages/library";
import { entry, openOptions } from "./pages/sidebar";

const action = (message: Locator, name: string) => message.getByRole("button", { name, exact: true });

async function edit(page: Page, question: Locator, text: string): Promise<void> {
  await question.hover();
  await action(question, "Edit").click();
  const field = page.getByRole("textbox", { name: "Edit message" });
  await expect(field).toBeFocused();
  await field.fill(text);
  await page.getByRole("button", { name: "Save and send" }).click();
}

test("an edited question stands beside the old one, and each has its own answers", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Red ${word}`);
  await settled(page);
  await send(page, "And then?");
  await settled(page, 2);

  await edit(page, questions(page).first(), `Blue ${word}`);
  await expect(questions(page)).toHaveText([new RegExp(`Blue ${word}`)]);
  await expect(await settled(page)).toContainText("Blue");
  await expect(questions(page).first()).toContainText("2 / 2");
  await expect(composer(page)).toBeFocused();

  await action(questions(page).first(), "Previous version").click();
  await expect(questions(page)).toHaveText([new RegExp(`Red ${word}`), /And then\?/]);
  await expect(questions(page).first()).toContainText("1 / 2");
  // Where the way ends, the focus is on the way back.
  await expect(action(questions(page).first(), "Next version")).toBeFocused();

  await expect.poll(async () => (await kept(page)).chats[0].chosen).toHaveLength(1);
  await page.reload();
  await expect(questions(page)).toHaveText([new RegExp(`Red ${word}`), /And then\?/]);
});

test("asking again adds a version, and the old answer is a step away", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Say ${word}`);
  await settled(page);
  await answers(page).hover();
  await action(answers(page), "Regenerate").click();
  await expect(answers(page)).toContainText("2 / 2");
  await settled(page);
  await action(answers(page), "Previous version").click();
  await expect(answers(page)).toContainText("1 / 2");
  await action(answers(page), "Next version").click();
  await expect(answers(page)).toContainText("2 / 2");
  expect((await kept(page)).messages).toHaveLength(3);
});

test("going on after Stop begins with the kept words, and sends them", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await stopButton(page).click();
  const stopped = await settled(page);
  await stopped.getByRole("button", { name: "Continue" }).click();
  await expect(answers(page)).toContainText(/Before the gate\.\s*Before the gate\./);
  await release(word);
  await settled(page);
  const requests = (await heard(word)).filter((request) => request.path === "/api/v1/chat/completions" && request.method === "POST");
  const sent = JSON.parse(requests[1].body).messages as { role: string; content: string }[];
  expect(sent.at(-1)!.role).toBe("assistant");
  expect(sent.at(-1)!.content).toContain("Before the gate.");
});

test("a branch is a chat of its own, and the old one stays as it was", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Trunk ${word}`);
  await settled(page);
  await send(page, "Second");
  await settled(page, 2);
  const first = page.url();
  await answers(page).first().hover();
  await action(answers(page).first(), "Branch into new chat").click();
  await expect(page).not.toHaveURL(first);
  await expect(answers(page)).toHaveCount(1);
  await expect(sidebar(page).getByRole("link", { name: new RegExp(word) })).toHaveCount(2);
  await send(page, "Elsewhere");
  await settled(page, 2);
  await page.goto(first);
  await expect(questions(page)).toHaveText([new RegExp(word), /Second/]);
});

test("a deleted message is gone with all below it, and Undo brings all of it back", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `Stay ${word}`);
  await settled(page);
  await send(page, "Go");
  await settled(page, 2);
  await questions(page).nth(1).hover();
  await action(questions(page).nth(1), "Delete").click();
  await expect(questions(page)).toHaveCount(1);
  await expect(answers(page)).toHaveCount(1);
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(questions(page)).toHaveText([new RegExp(word), /Go/]);
  await expect(answers(page)).toHaveCount(2);

  await questions(page).nth(1).hover();
  await action(questions(page).nth(1), "Delete").click();
  await expect(questions(page)).toHaveCount(1);
  await expect.poll(async () => (await kept(page)).chats[0].hidden).toHaveLength(1);
  // It is out of sight, and not off the disk.
  expect((await kept(page)).messages).toHaveLength(4);
  await page.reload();
  await expect(questions(page)).toHaveText([new RegExp(word)]);
  await expect(log(page)).not.toContainText("Go");
});

test("a question whose answer was deleted can be asked again where it stands", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  await expect(action(questions(page), "Regenerate")).toHaveCount(0);
  await answers(page).hover();
  await action(answers(page), "Delete").click();
  await expect(page.getByRole("status").filter({ hasText: "Message deleted" })).toBeVisible();
  await expect(answers(page)).toHaveCount(0);
  await questions(page).hover();
  await action(questions(page), "Regenerate").click();
  await expect(await settled(page)).toContainText(`First ${word}`);
  await expect(answers(page)).not.toContainText("2 /");
  await expect(action(questions(page), "Regenerate")).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
  await expect.poll(async () => (await kept(page)).messages.map(({ role }) => role).sort()).toEqual(["assistant", "assistant", "user"]);
});

test("a second press on a question's Regenerate falls on nothing", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await release(word);
  await settled(page);
  await answers(page).hover();
  await action(answers(page), "Delete").click();
  await expect(answers(page)).toHaveCount(0);
  await questions(page).hover();
  const place = (await action(questions(page), "Regenerate").boundingBox())!;
  const press = () => page.mouse.click(place.x + place.width / 2, place.y + place.height / 2);
  await press();
  await expect(answers(page)).toHaveCount(1);
  await press();
  await expect(answers(page)).toContainText("Before the gate.");
  await expect(page.getByRole("textbox", { name: "Edit message" })).toHaveCount(0);
  await expect(questions(page)).toHaveCount(1);
  await release(word);
  await settled(page);
});

test("a chat whose messages were all deleted says so, and gives them back", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  await send(page, `Second ${word}`);
  await settled(page, 2);
  await expect(page.getByText("No messages here")).toHaveCount(0);
  await questions(page).first().hover();
  await action(questions(page).first(), "Delete").click();
  await expect(page.getByRole("status").filter({ hasText: "4 messages deleted" })).toBeVisible();
  await expect(page.getByText("No messages here")).toBeVisible();
  await expect.poll(async () => (await kept(page)).chats[0].hidden).toHaveLength(1);
  await page.reload();
  await expect(page.getByText("No messages here")).toBeVisible();
  await page.getByRole("button", { name: "Restore deleted messages" }).click();
  await expect(questions(page)).toHaveText([`First ${word}`, `Second ${word}`]);
  await expect(page.getByText("No messages here")).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
});

test("Undo stays while something else is said", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  await answers(page).hover();
  await answers(page).getByRole("button", { name: "Delete" }).click();
  await questions(page).hover();
  await questions(page).getByRole("button", { name: "Copy" }).click();
  await expect(page.getByText(/^(Copied|The browser did not let)/)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(answers(page)).toContainText(word);
});

test("what is deleted in a row is brought back in a row, the newest first", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  await send(page, `Second ${word}`);
  await settled(page, 2);
  const undo = page.getByRole("status").getByRole("button", { name: "Undo" });
  await answers(page).nth(1).hover();
  await action(answers(page).nth(1), "Delete").click();
  await expect(answers(page)).toHaveCount(1);
  await questions(page).nth(1).hover();
  await action(questions(page).nth(1), "Delete").click();
  await expect(questions(page)).toHaveCount(1);
  await answers(page).hover();
  await action(answers(page), "Delete").click();
  await expect(answers(page)).toHaveCount(0);

  await undo.click();
  await expect(answers(page)).toHaveCount(1);
  await expect(questions(page)).toHaveCount(1);
  await undo.click();
  await expect(questions(page)).toHaveCount(2);
  await expect(answers(page)).toHaveCount(1);
  await undo.click();
  await expect(answers(page)).toHaveText([new RegExp(`First ${word}`), new RegExp(`Second ${word}`)]);
  await expect(undo).toHaveCount(0);
});

test("a question that is deleted while its answer arrives takes it along, and Undo brings both back", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await questions(page).hover();
  await action(questions(page), "Delete").click();
  await expect(questions(page)).toHaveCount(0);
  await expect(stopButton(page)).toHaveCount(0);
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await expect(questions(page)).toContainText(word);
  const answer = await settled(page);
  await expect(answer).toContainText("Before the gate.");
  await expect(answer).toContainText("You stopped this answer.");
});

test("what one writes into a question outlives a look elsewhere and a reload, and is no draft once it was sent", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  const field = page.getByRole("textbox", { name: "Edit message" });
  const open = async () => {
    await questions(page).hover();
    await action(questions(page), "Edit").click();
  };
  await open();
  await field.fill(`Long and dear ${word}`);
  await sidebar(page).getByRole("button", { name: "New chat" }).click();
  await expect(composer(page)).toHaveValue("");
  await entry(page, `First ${word}`).click();
  await open();
  await expect(field).toHaveValue(`Long and dear ${word}`);
  await page.reload();
  await open();
  await expect(field).toHaveValue(`Long and dear ${word}`);
  await field.press("Enter");
  await expect(await settled(page)).toContainText(`Long and dear ${word}`);
  await expect.poll(async () => (await kept(page)).messages.length).toBe(4);
  await action(questions(page), "Previous version").click();
  await open();
  await expect(field).toHaveValue(`First ${word}`);
  const drafts = () => Object.keys({ ...localStorage, ...sessionStorage }).filter((name) => name.startsWith("parlance.draft."));
  expect(await page.evaluate(drafts)).toEqual([]);
});

test("Escape leaves an edit for later, and Cancel gives it up", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  const field = page.getByRole("textbox", { name: "Edit message" });
  await questions(page).hover();
  for (const [leave, left] of [[() => field.press("Escape"), "Other"], [() => page.getByRole("button", { name: "Cancel" }).click(), "First"]] as const) {
    await action(questions(page), "Edit").click();
    await field.fill(`Other ${word}`);
    await leave();
    await expect(field).toHaveCount(0);
    await expect(questions(page)).toContainText(`First ${word}`);
    await expect(action(questions(page), "Edit")).toBeFocused();
    await action(questions(page), "Edit").click();
    await expect(field).toHaveValue(`${left} ${word}`);
    await field.press("Escape");
  }
  await expect(questions(page)).toHaveCount(1);
});

test("messages that were deleted come back from the menu of their chat, also after a reload", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  const restore = (menu: Locator) => menu.getByRole("menuitem", { name: "Restore deleted messages" });
  await expect(restore(await openOptions(page, `First ${word}`))).toHaveCount(0);
  await page.keyboard.press("Escape");
  // A version of the answer, and then all that is left.
  await answers(page).hover();
  await action(answers(page), "Regenerate").click();
  await settled(page);
  await action(answers(page), "Delete").click();
  await expect(answers(page).getByText("2 / 2")).toHaveCount(0);
  await questions(page).hover();
  await action(questions(page), "Delete").click();
  await expect(questions(page)).toHaveCount(0);
  await expect.poll(async () => (await kept(page)).chats[0].hidden).toHaveLength(2);
  await page.reload();
  await restore(await openOptions(page, `First ${word}`)).click();
  await expect(page.getByRole("status").filter({ hasText: "Deleted messages restored" })).toBeVisible();
  await expect(questions(page)).toContainText(word);
  await expect(answers(page)).toContainText(word);
  await expect(answers(page)).toContainText("2 / 2");
  await expect.poll(async () => (await kept(page)).chats[0].hidden ?? []).toEqual([]);
});

test("what was restored from the menu is shown, and has no Undo any more", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  await send(page, "Lost");
  await settled(page, 2);
  await questions(page).nth(1).hover();
  await action(questions(page).nth(1), "Delete").click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await send(page, "Instead");
  await settled(page, 2);
  await (await openOptions(page, `First ${word}`)).getByRole("menuitem", { name: "Restore deleted messages" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Deleted messages restored" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await expect(questions(page)).toHaveText([new RegExp(word), /Lost/]);
});

test("Enter on one Undo after another, or held too long, sends nothing that is half written", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  await send(page, "Second");
  await settled(page, 2);
  await composer(page).fill("Half a thought");
  await answers(page).nth(1).hover();
  await action(answers(page).nth(1), "Delete").click();
  await expect(answers(page)).toHaveCount(1);
  await questions(page).nth(1).hover();
  await action(questions(page).nth(1), "Delete").focus();
  await page.keyboard.down("Enter");
  await expect(composer(page)).toBeFocused();
  // The key is still down, and repeats.
  await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(questions(page)).toHaveCount(1);

  const undo = page.getByRole("status").getByRole("button", { name: "Undo" });
  await undo.focus();
  await page.keyboard.press("Enter");
  await expect(questions(page)).toHaveCount(2);
  await page.keyboard.press("Enter");
  await undo.focus();
  await page.keyboard.press("Enter");
  await expect(answers(page)).toHaveCount(2);
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue("Half a thought");
  await expect(questions(page)).toHaveCount(2);
});

test("what is asked while an answer arrives is not asked, and says why", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/gate");
  await send(page, `Please ${word}`);
  await expect(answers(page)).toContainText("Before the gate.");
  await edit(page, questions(page), `Other ${word}`);
  await expect(page.getByRole("status").filter({ hasText: "An answer is still arriving." })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Edit message" })).toHaveValue(`Other ${word}`);
  await release(word);
  await settled(page);
});

test("Enter that is held on Edit opens the question and does not send it", async ({ page, watch, word }) => {
  await chatWith(page, watch, "sandbox/echo");
  await send(page, `First ${word}`);
  await settled(page);
  await questions(page).hover();
  await action(questions(page), "Edit").focus();
  await page.keyboard.down("Enter");
  const field = page.getByRole("textbox", { name: "Edit message" });
  await expect(field).toBeFocused();
  // It repeats.
  await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await field.press("Shift+Enter");
  await expect(field).toHaveValue(`First ${word}\n`);
  await field.press("Enter");
  await settled(page);
  await expect(questions(page)).toContainText("2 / 2");
});
