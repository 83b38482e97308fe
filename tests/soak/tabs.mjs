// Several tabs that do random things with the same chats at the same time, and must end with the same library.
//
//   node tests/soak/tabs.mjs SEED SECONDS N_TABS…
//
// Each tab has dice of its own; how their acts fall between each other is the machine's. Fails with what is missing, and
// with every place where a tab shows something else than the disk has.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { complaints, connect, release, start, stop } from "./chromium.mjs";
import { Dice } from "./dice.mjs";
import { halves, Ledger, read } from "./library.mjs";
import { look, openChat, press, scrollSidebar } from "./person.mjs";
import { Tab } from "./tab.mjs";
import { Tree } from "./tree.mjs";
import { until } from "./waiting.mjs";

const [seed, seconds, ...counts] = process.argv.slice(2).map(Number);
/** How long a tab may take to show what the disk has, and every answer to end. */
const PATIENCE_MS = 20_000;
const ENDING_MS = 90_000;

for (const [at, nTabs] of counts.entries()) {
  const { wrong, figures } = await play(nTabs, new Dice(seed).child(at));
  process.stdout.write(`\nTabs test, seed ${seed}: ${nTabs} tabs for ${seconds} s\n${figures.map((words) => `  ${words}\n`).join("")}`);
  if (wrong.length > 0) {
    process.stdout.write(`\nFAILED: ${wrong.length} things are wrong:\n  ${wrong.slice(0, 40).join("\n  ")}\n`);
    process.exitCode = 1;
  }
}

async function play(nTabs, dice) {
  const folder = mkdtempSync(join(tmpdir(), "parlance-tabs-"));
  const ledger = new Ledger();
  const profile = join(folder, "profile");
  const context = await start(profile, (report) => ledger.hear(report));
  const heard = complaints(context);
  try {
    // The first page is no tab of ours: it keeps the browser open.
    const first = await context.newPage();
    await connect(first);
    await first.close();
    const gates = [];
    const tabs = Array.from({ length: nTabs }, (_, n) => new Tab(context, n, dice.child(n), ledger, gates));
    await Promise.all(tabs.map((tab) => tab.open()));
    const end = Date.now() + seconds * 1000;
    await Promise.all(tabs.map((tab) => tab.liveUntil(end)));
    await endAnswers(tabs, gates);
    const disk = await read(tabs[0].page);
    const trees = disk.chats.map(({ id }) => new Tree(id, disk));
    const wrong = [...heard, ...tabs.flatMap((tab) => tab.wrong), ...ledger.missing(disk), ...halves(disk), ...lost(tabs, ledger, disk)];
    const shown = trees.filter((tree) => tree.isListed);
    const views = await Promise.all(tabs.map((tab) => compare(tab, shown)));
    wrong.push(...views.flatMap((view) => view.wrong));
    // Nobody has touched anything since: to look is not to change.
    const after = await read(tabs[0].page);
    if (JSON.stringify(after.messages) !== JSON.stringify(disk.messages)) wrong.push("messages changed while the tabs were looked at");
    const nWarned = warnings(tabs);
    await Promise.all(tabs.map(({ page }) => page.reload()));
    if (warnings(tabs) > nWarned) wrong.push("a tab was about to lose something when all was quiet");
    const n = (name) => tabs.reduce((sum, tab) => sum + (tab.n[name] ?? 0), 0);
    const acts = [...new Set(tabs.flatMap((tab) => Object.keys(tab.n)))].sort();
    return {
      wrong,
      figures: [
        `acts: ${acts.map((name) => `${name} ${n(name)}`).join(", ")}`,
        `on the disk: ${disk.chats.length} chats, ${disk.messages.length} messages, ${ledger.deleted.size} deleted (${[...ledger.deleted].filter((id) => ledger.takenBack.has(id)).length} of them taken back)`,
        `confirmed: ${ledger.messages.size} messages, ${ledger.chats.size} chats; ${ledger.missing(disk).length} missing or changed`,
        `reloads that warned of what was on its way to the disk: ${nWarned}`,
        `views that were held against the disk: ${views.reduce((sum, view) => sum + view.n, 0)}, ${views.flatMap((view) => view.wrong).length} otherwise`,
      ],
    };
  } finally {
    await stop(context, profile);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How often leaving a tab has warned that something was on its way to the disk. */
function warnings(tabs) {
  return tabs.reduce((sum, tab) => sum + tab.nWarned, 0);
}

/** Opens every gate and stops what would take long, until no answer runs and the journal is empty. */
async function endAnswers(tabs, gates) {
  const [{ page }] = tabs;
  await until(
    "every answer has ended, in every tab",
    async () => {
      await Promise.all(gates.map(release));
      for (const { chat } of (await look(page)).chats.filter(({ isRunning }) => isRunning)) {
        await openChat(page, chat);
        await press(page, "Stop");
      }
      const running = await Promise.all(tabs.map(async ({ page }) => (await look(page)).chats.some(({ isRunning }) => isRunning)));
      return !running.includes(true) && (await read(page)).journal.length === 0;
    },
    ENDING_MS,
  );
}

/** Questions that went and are nowhere, or twice in one chat. What went just before a tab did may not have arrived. */
function lost(tabs, ledger, disk) {
  const wrong = [];
  for (const { words, isSure } of tabs.flatMap((tab) => tab.sent)) {
    const where = disk.messages.filter(({ says }) => says.role === "user" && says.parts.some(({ text }) => text?.startsWith(words)));
    const isConfirmed = [...ledger.messages.values()].some((text) => text.includes(words));
    if (where.length === 0 && (isSure || isConfirmed)) wrong.push(`"${words}" was sent and is nowhere`);
    if (new Set(where.map(({ chat }) => chat)).size < where.length) wrong.push(`"${words}" stands twice in a chat`);
  }
  return wrong;
}

/** Opens each chat in a tab, and looks whether it is as on the disk. */
async function compare({ number, page }, trees) {
  const wrong = [];
  const differ = async (what, differences) => {
    let found;
    await until(what, async () => (found = await differences()).length === 0, PATIENCE_MS).catch(() => {
      wrong.push(...found.map((words) => `tab ${number}: ${words}`));
    });
  };
  const ranked = trees.toSorted(Tree.byRank);
  const line = (id, title) => `${id} ${title}`;
  await differ("the sidebar is as the disk has it", async () => {
    await scrollSidebar(page);
    const found = (await look(page)).chats.map(({ chat, title }) => line(chat, title));
    const wanted = ranked.map(({ id, title }) => line(id, title));
    return [
      ...wanted.filter((chat) => !found.includes(chat)).map((chat) => `${chat} is not in the sidebar`),
      ...found.filter((chat) => !wanted.includes(chat)).map((chat) => `${chat} is in the sidebar and not on the disk`),
      ...found.flatMap((chat, at) => (chat !== wanted[at] && wanted.includes(chat) ? [`${chat} stands in the sidebar where ${wanted[at]} should, of ${ranked[at]?.active}`] : [])),
    ];
  });
  for (const tree of trees) {
    if (!(await openChat(page, tree.id))) continue;
    await differ(`chat ${tree.id} is as the disk has it`, async () => tree.differences(await look(page)));
  }
  return { n: trees.length, wrong };
}
