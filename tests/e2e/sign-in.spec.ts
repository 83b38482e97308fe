// Signing in: there and back, every way it fails, and that a code is spent once, by the one who asked for it.

import { createHash } from "node:crypto";

import type { Page } from "@playwright/test";

import { heard, revoke } from "./fixtures/sandbox";
import { connect, connectWithKey, expect, pasteKey, preferModel, test } from "./fixtures/test";
import { failedWith, reason, tryAgain } from "./pages/callback";
import { answers, composer, log, questions, send, settled } from "./pages/chat";
import { Consent } from "./pages/consent";
import { noAttemptIsLeft, stored } from "./pages/storage";

const connectButton = (page: Page) => page.getByRole("button", { name: "Connect OpenRouter" });

/** Opens the app, leaves for the consent page, and waits there. */
async function leave(page: Page): Promise<Consent> {
  await page.goto("");
  await connectButton(page).click();
  const consent = new Consent(page);
  await consent.address();
  return consent;
}

/** The exchanges that were tried with the code in this callback address. */
async function exchangesOf(callback: string) {
  const code = new URL(callback).searchParams.get("code")!;
  return (await heard(code)).filter((request) => request.method === "POST" && request.path === "/api/v1/auth/keys");
}

/** The address of a sign-in's return, as the browser asks for it. */
function returnOf(page: Page): Promise<string> {
  return page.waitForRequest((request) => /\/callback\/\?.*code=/.test(request.url())).then((request) => request.url());
}

test("connecting leads through consent to a connected chat, with a clean address", async ({ page, watch }) => {
  await connect(page);
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/");
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await noAttemptIsLeft(page);
  expect(await watch.issued()).toHaveLength(1);
});

test("the consent page is asked with S256, a state in two places and the name of the app", async ({ page, baseURL }) => {
  const consent = await leave(page);
  const asked = (await consent.address()).searchParams;
  const callback = new URL(asked.get("callback_url")!);
  expect(asked.get("code_challenge_method")).toBe("S256");
  expect(asked.get("code_challenge")).toMatch(/^[\w-]{43}$/);
  expect(asked.get("key_label")).toBe("Parlance");
  expect(asked.get("state")).toMatch(/^[\w-]{22,}$/);
  expect(callback.origin + callback.pathname).toBe(new URL("callback/", baseURL).href);
  expect([...callback.searchParams]).toEqual([["parlance_state", asked.get("state")]]);
});

test("two attempts share neither challenge nor state", async ({ page }) => {
  const first = (await (await leave(page)).address()).searchParams;
  const second = (await (await leave(page)).address()).searchParams;
  expect(first.get("code_challenge")).not.toBe(second.get("code_challenge"));
  expect(first.get("state")).not.toBe(second.get("state"));
});

test("the code is exchanged once, with the verifier of the challenge and without a key", async ({ page }) => {
  const consent = await leave(page);
  const challenge = (await consent.address()).searchParams.get("code_challenge");
  const returned = returnOf(page);
  await consent.authorize();
  await expect(composer(page)).toBeVisible();
  const [exchange, ...more] = await exchangesOf(await returned);
  expect(more).toEqual([]);
  const body = JSON.parse(exchange.body);
  expect(Object.keys(body).sort()).toEqual(["code", "code_challenge_method", "code_verifier"]);
  expect(body.code_challenge_method).toBe("S256");
  expect(body.code_verifier).toMatch(/^[\w-]{43}$/);
  expect(createHash("sha256").update(body.code_verifier).digest("base64url")).toBe(challenge);
  expect(exchange.authorization_present).toBe(false);
});

test("one returns to the chat and the draft that one left", async ({ page, watch, word }) => {
  await preferModel(page.context(), "sandbox/401-bad-key");
  watch.allowFailedRequests();
  await connectWithKey(page, watch);
  await send(page, `Are you there, ${word}?`);
  await expect(reason(page)).toBeVisible();
  const chat = page.url();
  await composer(page).fill("A thought\nnot yet sent");
  await log(page).getByRole("button", { name: "Connect OpenRouter" }).click();
  await new Consent(page).authorize();
  await expect(page).toHaveURL(chat);
  await expect(questions(page)).toContainText(word);
  await expect(composer(page)).toHaveValue("A thought\nnot yet sent");
});

test("a refusal is told as one, uses the attempt up, and can be taken back", async ({ page }) => {
  const consent = await leave(page);
  await consent.deny();
  await failedWith(page, /You did not allow it/);
  await noAttemptIsLeft(page);
  await tryAgain(page).click();
  await new Consent(page).authorize();
  await expect(composer(page)).toBeVisible();
});

const FAILURES: [string, RegExp][] = [
  ["400-invalid-code", /did not accept this sign-in/],
  ["403-verifier", /did not accept this sign-in/],
  ["403-expired", /ten minutes/],
  ["405", /our mistake/],
  ["500", /OpenRouter had a problem/],
  ["html", /without a key/],
  ["no-key", /without a key/],
  ["cut", /could not be reached/],
];
for (const [failure, words] of FAILURES) {
  test(`an exchange that fails with ${failure} says so, and trying again works`, async ({ page, watch }) => {
    watch.allowFailedRequests();
    const consent = await leave(page);
    await consent.authorizeThen(failure);
    await failedWith(page, words);
    await noAttemptIsLeft(page);
    await tryAgain(page).click();
    await new Consent(page).authorize();
    await expect(composer(page)).toBeVisible();
  });
}

test("a return without OpenRouter's own state still connects, by the state in the callback", async ({ page }) => {
  const consent = await leave(page);
  await consent.authorizeThen("no-state");
  await expect(composer(page)).toBeVisible();
});

test("a foreign code is never sent when nobody waits", async ({ page, word }) => {
  await page.goto(`callback/?code=${word}`);
  await failedWith(page, /not begun in this browser/);
  expect(await heard(`"${word}"`)).toEqual([]);
});

test("a foreign code is never sent and leaves the waiting attempt armed", async ({ page, word }) => {
  const consent = await leave(page);
  const callback = await consent.grantedAddress();
  for (const query of [`code=${word}`, `code=${word}&state=${word}`, `code=${word}&parlance_state=${word}`]) {
    await page.goto(`callback/?${query}`);
    await failedWith(page, /not begun in this browser/);
  }
  expect(await heard(`"${word}"`)).toEqual([]);
  await page.goto(callback);
  await expect(composer(page)).toBeVisible();
});

test("a wrong state is refused, its code is not sent, and the attempt stays armed", async ({ page }) => {
  const consent = await leave(page);
  const callback = await consent.grantedAddress();
  const forged = new URL(callback);
  forged.searchParams.set("state", "x".repeat(43));
  await page.goto(forged.href);
  await failedWith(page, /does not match/);
  expect(await exchangesOf(callback)).toEqual([]);
  await page.goto(callback);
  await expect(composer(page)).toBeVisible();
});

test("an error uses the attempt up: its code is refused afterwards", async ({ page }) => {
  const consent = await leave(page);
  const callback = await consent.grantedAddress();
  await page.goto("callback/?error=access_denied");
  await failedWith(page, /You did not allow it/);
  await noAttemptIsLeft(page);
  await page.goto(callback);
  await failedWith(page, /not begun in this browser, or it was used already/);
  expect(await exchangesOf(callback)).toEqual([]);
});

test("an attempt older than ten minutes is expired, and its code is not sent", async ({ page }) => {
  const consent = await leave(page);
  const callback = await consent.grantedAddress();
  await page.clock.setSystemTime(Date.now() + 10 * 60_000 + 1_000);
  await page.goto(callback);
  await failedWith(page, /longer than ten minutes/);
  await noAttemptIsLeft(page);
  expect(await exchangesOf(callback)).toEqual([]);
});

test("an attempt of nine minutes still connects", async ({ page }) => {
  const consent = await leave(page);
  await page.clock.setSystemTime(Date.now() + 9 * 60_000);
  await consent.authorize();
  await expect(composer(page)).toBeVisible();
});

test("a callback opened again is exchanged no second time: reload, back, other tab", async ({ page, context }) => {
  const consent = await leave(page);
  const callback = await consent.grantedAddress();
  await page.goto(callback);
  await expect(composer(page)).toBeVisible();

  await page.goto(callback);
  await failedWith(page, /used already/);
  await page.reload();
  await expect(page.getByText("There is no sign-in to finish here.")).toBeVisible();
  const other = await context.newPage();
  await other.goto(callback);
  await failedWith(other, /used already/);
  expect(await exchangesOf(callback)).toHaveLength(1);
});

test("two tabs that open the same callback at once exchange it once", async ({ page, context }) => {
  const consent = await leave(page);
  const callback = await consent.grantedAddress();
  const other = await context.newPage();
  await Promise.all([page.goto(callback), other.goto(callback)]);
  for (const tab of [page, other]) await expect(tab.getByText("Connecting…")).toHaveCount(0);
  await expect.poll(async () => (await composer(page).count()) + (await composer(other).count())).toBeGreaterThan(0);
  expect(await exchangesOf(callback)).toHaveLength(1);
});

test("a return in another tab connects there and in the tab that began", async ({ page, context }) => {
  const consent = await leave(page);
  const callback = await consent.grantedAddress();
  const other = await context.newPage();
  await other.goto(callback);
  await expect(composer(other)).toBeVisible();
  await noAttemptIsLeft(other);
  await page.goto("");
  await expect(composer(page)).toBeVisible();
  expect(await exchangesOf(callback)).toHaveLength(1);
  await noAttemptIsLeft(page);
});

for (const place of ["", "settings", "nowhere"]) {
  test(`at /${place} a code means nothing and only leaves the address`, async ({ page, word }) => {
    const consent = await leave(page);
    const callback = new URL(await consent.grantedAddress());
    await page.goto(`${place}${callback.search}&error=${word}&keep=me&also=a%20b#there`);
    await expect(page.locator("main")).toBeVisible();
    await expect(page).toHaveURL(/^[^?]*\?keep=me&also=a%20b#there$/);
    expect(await exchangesOf(callback.href)).toEqual([]);
    await page.goto(callback.href);
    await expect(composer(page)).toBeVisible();
  });
}

test("the key is sealed at rest and survives a reload", async ({ page, watch }) => {
  await connect(page);
  const { local, session } = await stored(page);
  expect(local["parlance.key"]).toBeTruthy();
  for (const value of [...Object.values(local), ...Object.values(session)]) expect(value).not.toContain("sk-or-");
  const [key] = await watch.issued();
  const { sealed } = JSON.parse(local["parlance.key"]) as { sealed: number[] };
  expect(Buffer.from(sealed).toString("latin1")).not.toContain(key);
  expect(Buffer.from(sealed).toString("latin1")).not.toContain("sk-or-");
  await page.reload();
  await expect(composer(page)).toBeVisible();
});

test("nothing that opens the sealed key can be read out of the browser", async ({ page, watch }) => {
  await connectWithKey(page, watch);
  const kept = await page.evaluate(async () => {
    const open = (name: string) =>
      new Promise<IDBDatabase>((done, fail) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
      });
    const found: { extractable: boolean; algorithm: string }[] = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await open(name!);
      for (const store of db.objectStoreNames) {
        const values = await new Promise<unknown[]>((done) => {
          const asked = db.transaction(store).objectStore(store).getAll();
          asked.onsuccess = () => done(asked.result);
        });
        for (const value of values) {
          if (value instanceof CryptoKey) found.push({ extractable: value.extractable, algorithm: value.algorithm.name });
        }
      }
      db.close();
    }
    return found;
  });
  expect(kept).toEqual([{ extractable: false, algorithm: "AES-GCM" }]);
});

test("a pasted key must be one, and one that OpenRouter knows", async ({ page, watch }) => {
  watch.allowFailedRequests();
  await page.goto("");
  await page.getByRole("button", { name: "Use an API key" }).click();
  const field = page.getByRole("textbox", { name: "API key" });
  const save = page.getByRole("button", { name: "Save key" });
  await expect(field).toBeFocused();

  await save.click();
  await expect(page.getByRole("alert")).toHaveText("Paste a key first.");
  await field.fill("this is no key");
  await save.click();
  await expect(page.getByRole("alert")).toContainText("not an API key");
  await field.fill(`sk-or-v1-00${"0".repeat(62)}`);
  await save.click();
  await expect(page.getByRole("alert")).toContainText("does not know this key");
  await field.fill(`  ${watch.newKey()}\n`);
  await field.press("Enter");
  await expect(composer(page)).toBeVisible();
});

test("the field for a key shows dots instead of the key", async ({ page }) => {
  await page.goto("");
  await page.getByRole("button", { name: "Use an API key" }).click();
  const field = page.getByRole("textbox", { name: "API key" });
  const masked = await field.evaluate((field: HTMLInputElement) => {
    const style = getComputedStyle(field) as CSSStyleDeclaration & { webkitTextSecurity?: string };
    return field.type === "password" || style.webkitTextSecurity === "disc";
  });
  expect(masked).toBe(true);
});

test("a key that was revoked meanwhile is dropped at the next start", async ({ page, watch }) => {
  const key = await connectWithKey(page, watch);
  await revoke(key);
  watch.allowFailedRequests();
  await page.reload();
  await expect(connectButton(page)).toBeVisible();
  expect((await stored(page)).local["parlance.key"]).toBeUndefined();
});

test("what was written before signing in with a pasted key is answered afterwards", async ({ page, watch, word }) => {
  await preferModel(page.context(), "sandbox/echo");
  await page.goto("");
  await pasteKey(page, watch.newKey());
  await send(page, `Good morning, ${word}.`);
  await expect(await settled(page)).toContainText(word);
  await expect(answers(page)).toHaveCount(1);
});
