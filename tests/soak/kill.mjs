// Kills a real Chromium at random moments, and looks what is left.
//
//   node tests/soak/kill.mjs SEED N_KILLS
//
// What a page was told to be kept must be there after every restart, unchanged; no chat may be there by half; and of
// an answer that ran, all that could be read half a second before the kill. Each kill has dice of its own, so that the
// seed tells all of it but the speed of the machine. Fails with what is missing.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { connect, kill, site, start, stop, torn } from "./chromium.mjs";
import { Dice } from "./dice.mjs";
import { Ledger } from "./library.mjs";
import { kinds, prepare } from "./lives.mjs";
import { composer } from "./person.mjs";
import { examine } from "./remains.mjs";
import { upgrade } from "./upgrading.mjs";
import { passing } from "./waiting.mjs";

const [seed, nKills] = process.argv.slice(2).map(Number);
const dice = new Dice(seed);
const folder = mkdtempSync(join(tmpdir(), "parlance-kill-"));
const profile = join(folder, "profile");
const ledger = new Ledger();
const tally = { kills: {}, nChecked: 0, running: [], imports: [], upgrades: { chats: 0, messages: 0, at: [] } };

let context;
let failed = null;
let current = "before the first kill";
try {
  await begin();
  // A pack of cards and not dice: few kills are of as many kinds as possible.
  const deck = dice.child(0);
  let cards = [];
  for (let n = 1; n <= nKills; n++) {
    // An upgrade is several kills and may take a minute: a short run leaves it out.
    if (cards.length === 0) cards = deck.shuffled([...Object.keys(kinds), ...(nKills >= 10 ? ["upgrade"] : [])]);
    const kind = cards.pop();
    current = `kill ${n}, ${kind}`;
    const told = kind === "upgrade" ? await upgrade(folder, dice.child(n), tally.upgrades) : await liveAndDie(kind, dice.child(n));
    tally.kills[kind] = (tally.kills[kind] ?? 0) + 1;
    process.stderr.write(`kill ${n} of ${nKills}, ${kind}: ${told}\n`);
  }
} catch (error) {
  failed = error;
} finally {
  if (context) await stop(context, profile);
  rmSync(folder, { recursive: true, force: true });
}
print();
if (failed) {
  process.stdout.write(`\nFAILED (${current}): ${failed.stack ?? failed}\n`);
  process.exitCode = 1;
}

/** A profile with a key and a few chats. */
async function begin() {
  context = await start(profile, (report) => ledger.hear(report));
  const [page] = context.pages();
  await connect(page);
  await prepare(page, dice.child(-1));
  // An ordinary end: what the browser keeps outside of the database it writes seconds later, and the key is there.
  await stop(context, profile);
  await restart();
  await context.pages()[0].goto(site);
  await composer(context.pages()[0]).waitFor();
}

async function restart() {
  ledger.seen.clear();
  ledger.journal.clear();
  context = await start(profile, (report) => ledger.hear(report));
}

/** One life of the browser and its end; then what is left of it is looked through. */
async function liveAndDie(kind, dice) {
  const [page] = context.pages();
  const closed = new Promise((resolve) => context.once("close", resolve));
  const { act, withinMs } = kinds[kind];
  const delay = dice.below(withinMs);
  let isDead = false;
  let arm;
  const killed = new Promise((resolve, reject) => {
    arm = () =>
      passing(delay)
        .then(() => {
          isDead = true;
          return kill(profile);
        })
        .then(resolve, reject);
  });
  const acting = act(page, { dice, ledger, arm }).catch((error) => {
    if (!isDead) throw error;
  });
  const at = await Promise.race([killed, acting.then(() => killed)]);
  // Words that were on their way here count: what they tell had happened.
  await Promise.all([acting, closed]);
  const running = [...ledger.seen.values()].filter(({ chat, id }) => !ledger.messages.has(`${chat} ${id}`));
  const journalled = new Map(ledger.journal);
  await restart();
  const found = await examine(context, ledger, { at, running, journalled });
  tally.nChecked += found.nChecked;
  tally.running.push(...found.answers);
  const told = found.answers.map(({ missingMs, readable, kept }) => `${kept} of ${readable} characters of an answer, the missing seen for ${missingMs} ms`);
  if (kind === "import") {
    const { n } = ledger.imported.at(-1);
    told.push(`${found.disk.chats.filter(({ id }) => n.has(id)).length} of ${n.size} chats were imported`);
    tally.imports.push(told.at(-1));
  }
  return [`${delay} ms`, `${found.nChecked} confirmed messages`, ...told].join("; ");
}

function print() {
  const say = (words) => process.stdout.write(`${words}\n`);
  const n = Object.values(tally.kills).reduce((sum, n) => sum + n, 0);
  say(`\nKill test, seed ${seed}: ${n} of ${nKills} kills (${Object.entries(tally.kills).map(([kind, n]) => `${kind} ${n}`).join(", ")})`);
  say(`  confirmed messages: ${ledger.messages.size}, looked for ${tally.nChecked} times after ${n} kills; ${failed ? "see below" : "0 missing, 0 changed"}`);
  say(`  confirmed deletions: ${ledger.deleted.size}, of them taken back or begun to be: ${[...ledger.deleted].filter((id) => ledger.takenBack.has(id)).length}`);
  const answers = tally.running;
  const missing = answers.map(({ missingMs }) => missingMs).sort((a, b) => a - b);
  const ages = answers.map(({ lastSampleMs }) => lastSampleMs).sort((a, b) => a - b);
  const median = (sorted) => sorted[Math.floor(sorted.length / 2)] ?? 0;
  say(`  running answers that could be read: ${answers.length}; of ${missing.filter((ms) => ms > 0).length} something was missing, by the page: worst ${missing.at(-1) ?? 0} ms, median ${median(missing)} ms`);
  say(`  (how long the oldest missing text had been on the page; looked at every 50 ms, last ${median(ages)} ms before the kill, median, ${ages.at(-1) ?? 0} at worst)`);
  say(`  logs that Chromium would have stumbled over, cut to their last whole record: ${torn.n} (tests/soak/torn.mjs)`);
  const { upgrades } = tally;
  if (upgrades.chats > 0) say(`  upgrades: ${upgrades.chats} chats and ${upgrades.messages} messages, each there once; killed after ${upgrades.at.join(", ")} chats copied`);
  if (tally.imports.length > 0) say(`  imports: ${tally.imports.join("; ")}; each whole or not at all`);
}
