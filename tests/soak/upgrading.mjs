// Killed while an older library becomes the present one: in the end everything must be there once, and until the new
// one was opened a second time the old one too.

import { rmSync } from "node:fs";
import { join } from "node:path";

import { connect, kill, site, start, stop } from "./chromium.mjs";
import { LIBRARY, names, OLDER, plantOlder, read } from "./library.mjs";
import { scrollSidebar, sidebar } from "./person.mjs";
import { until } from "./waiting.mjs";

/** How long thousands of chats may take, on a busy machine. */
const COPYING_MS = 120_000;

/** Plants an older library, opens the app on it, and kills that at a random moment within the copying, once or more. */
export async function upgrade(folder, dice, tally) {
  const profile = join(folder, `upgrade-${dice.below(1e9)}`);
  // Some have thousands, which take longer than a database may take to open.
  const nChats = dice.chance(0.2) ? 3_000 + dice.below(2_000) : 200 + dice.below(600);
  const older = Array.from({ length: nChats }, (_, n) => olderChat(n, 1 + dice.below(4)));
  const nTimes = 4;
  const moments = [];
  try {
    await withPage(profile, async (page) => {
      await page.goto(`${site}favicon.svg`);
      await plantOlder(page, older.map(JSON.stringify));
    });
    let isOver = false;
    for (let time = 0; time < nTimes && !isOver; time++) {
      const left = await killWhileCopying(profile, older, dice);
      moments.push(left.nChats);
      isOver = left.isReady;
    }
    await withPage(profile, async (page) => {
      await connect(page);
      await until("the new library is ready", async () => isReady(await read(page)), COPYING_MS);
      await expectAll(page, older);
      // One that was ready when it was killed is opened for the second time.
      if (!isOver) expect(await names(page), [OLDER, LIBRARY], "The older library has gone too early");
      await until("the sidebar has every chat", async () => {
        await scrollSidebar(page);
        return (await sidebar(page).locator('a[href*="c/"]').count()) === nChats;
      }, COPYING_MS);
    });
    await withPage(profile, async (page) => {
      await page.goto(site);
      await until("the older library has gone", async () => (await names(page)).length === 1);
      await expectAll(page, older);
    });
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
  tally.chats += nChats;
  tally.messages += older.reduce((sum, { messages }) => sum + messages.length, 0);
  tally.at.push(...moments);
  return `killed after ${moments.join(", ")} of ${nChats} chats were copied; all are there once`;
}

async function withPage(profile, use) {
  const context = await start(profile, () => {});
  try {
    return await use(context.pages()[0]);
  } finally {
    await stop(context, profile);
  }
}

/** Opens the app and kills it as soon as so many more chats were confirmed. Says how many there were. */
async function killWhileCopying(profile, older, dice) {
  let nCopied = 0;
  let atLast = null;
  const context = await start(profile, ({ kind, library, acts = [] }) => {
    if (kind !== "kept" || library !== LIBRARY) return;
    nCopied += acts.filter(({ store, act }) => store === "chats" && act === "put").length;
    if (nCopied >= n && !atLast) atLast = kill(profile);
  });
  const closed = new Promise((resolve) => context.once("close", resolve));
  const [page] = context.pages();
  await page.goto(`${site}favicon.svg`);
  const before = await read(page);
  const nBefore = before?.chats?.length ?? 0;
  if (nBefore === older.length) {
    // All are copied, and only the mark is missing.
    await stop(context, profile);
    return { nChats: nBefore, isReady: false };
  }
  // What a page tells comes later than it happens: nearly at the end the browser would be the faster one.
  const n = Math.max(1, dice.below(0.7 * (older.length - nBefore)));
  // The page may go before it has come.
  await page.goto(site, { waitUntil: "commit" }).catch(() => {});
  await until("so many chats are copied", () => atLast, COPYING_MS);
  await Promise.all([atLast, closed]);
  return withPage(profile, async (page) => {
    await page.goto(`${site}favicon.svg`);
    const [old, now] = [await read(page, OLDER), await read(page)];
    expect(old?.chats?.length, older.length, "Of the older library something is missing");
    const nNow = now.chats.length;
    if (isReady(now)) await expectAll(page, older);
    else if (nNow < nBefore + nCopied) throw new Error(`${nCopied} chats were copied beside ${nBefore}, and ${nNow} are there.`);
    return { nChats: nNow, isReady: isReady(now) };
  });
}

const isReady = (library) => library?.meta?.some(({ name }) => name === "ready") ?? false;

/** A chat in the first stored form, with an edited question in it if it is long enough. */
function olderChat(n, nTurns) {
  const id = `old${String(n).padStart(5, "0")}`;
  const created = 1795392000000 + n * 1000;
  const messages = [];
  for (let turn = 0; turn < nTurns; turn++) {
    // The second question stands beside the first.
    const parent = turn >= 2 ? { parent: `${id}a${turn - 1}` } : {};
    const text = `Question ${turn} of chat ${n}`;
    messages.push({ id: `${id}q${turn}`, ...parent, role: "user", created: created + 2 * turn, parts: [{ kind: "text", text }] });
    messages.push({
      id: `${id}a${turn}`, parent: `${id}q${turn}`, role: "assistant", created: created + 2 * turn + 1,
      parts: [{ kind: "text", text: `Answer to: ${text}` }], answer: { asked: "a/b", outcome: "complete" },
    });
  }
  return { v: 1, id, title: `Chat ${n}`, created, messages };
}

/** That the new library has each chat and message of the older one once, and nothing else. */
async function expectAll(page, older) {
  const { chats, messages } = await read(page);
  const of = ({ id, parent, role, parts }) => JSON.stringify([id, parent ?? null, role, parts]);
  const ids = (list) => list.map(({ id, title }) => `${id} ${title}`).sort();
  expect(ids(chats.map(({ says }) => says)), ids(older), "The chats are others");
  const expected = older.flatMap(({ id, messages }) => messages.map((message) => `${id} ${of(message)}`)).sort();
  expect(messages.map(({ chat, says }) => `${chat} ${of(says)}`).sort(), expected, "The messages are others");
}

function expect(found, wanted, words) {
  const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (is !== should) throw new Error(`${words}: ${is.slice(0, 2_000)} instead of ${should.slice(0, 2_000)}`);
}
