// What is left after a kill: first as it lies on the disk, then as the app has recovered it.

import { site } from "./chromium.mjs";
import { halves, read } from "./library.mjs";
import { composer, look, openChat } from "./person.mjs";
import { until } from "./waiting.mjs";

/** How much of a running answer may be lost, by the time it could be read. */
const MAY_BE_MISSING_MS = 500;
const INTERRUPTED = "The page was closed while this answer arrived.";
const NOT_BEGUN = "The connection was lost before the answer began.";
/** How long the page is looked at, if a recovered answer seems too short: what draws it comes a little later. */
const DRAWING_MS = 5_000;

/** Looks through a library whose browser was killed; throws with everything that is wrong. */
export async function examine(context, ledger, { at, running, journalled }) {
  const [page] = context.pages();
  // A page of the site on which the app does not run.
  await page.goto(`${site}favicon.svg`);
  const before = await read(page);
  const complaints = [...ledger.missing(before), ...halves(before)].map((words) => `before recovery: ${words}`);
  const chatOf = (id) => (before.journal.find((record) => record.id === id) ?? before.messages.find((record) => record.id === id))?.chat;
  const first = running.map(({ id }) => chatOf(id)).find((chat) => before.chats.some(({ id }) => id === chat));

  await page.goto(site + (first ? `c/${first}` : ""));
  await composer(page).waitFor();
  const disk = await until("the journal is empty", async () => {
    const disk = await read(page);
    return disk.journal.length === 0 && disk;
  });
  const nChecked = ledger.messages.size;
  complaints.push(...ledger.missing(disk), ...halves(disk));
  for (const [id, { text }] of journalled) {
    const record = disk.messages.find((record) => record.id === id);
    if (!record) complaints.push(`answer ${id} was journalled and is nowhere: ${text}`);
    else if (!words(record.says).startsWith(words(JSON.parse(text)))) complaints.push(`answer ${id} was journalled as ${text} and is ${record.text}`);
  }
  const answers = [];
  for (const { id, samples } of running) {
    const seen = samples.filter(({ length }) => length > 0);
    const record = disk.messages.find((record) => record.id === id);
    // What was hardly there need not be there now.
    if (!record && seen.every((sample) => sample.at > at - MAY_BE_MISSING_MS)) continue;
    if (!record) {
      complaints.push(`answer ${id}, on the page since ${at - samples[0].at} ms before the kill, is nowhere`);
      continue;
    }
    const { shown, kept } = await shownAs(page, record, seen.at(-1)?.length ?? 0);
    if (!shown) complaints.push(`answer ${id} is on the disk and not on the page: ${record.text}`);
    else complaints.push(...marks(record, shown));
    if (seen.length === 0) continue;
    const missing = seen.find(({ length }) => length > kept);
    const missingMs = missing ? at - missing.at : 0;
    answers.push({ missingMs, kept, readable: seen.at(-1).length, lastSampleMs: at - samples.at(-1).at });
    if (missingMs > MAY_BE_MISSING_MS) {
      complaints.push(`of answer ${id} ${missing.length} characters could be read ${missingMs} ms before the kill, and ${kept} are there: ${record.text}`);
    }
  }
  if (complaints.length > 0) throw new Error(`\n  ${complaints.join("\n  ")}`);
  return { disk, nChecked, answers };
}

/** The answer as its chat shows it, and how much of it can be read there. */
async function shownAs(page, { chat, id }, readable) {
  await openChat(page, chat);
  const shown = await until(`${id} is shown`, async () => (await look(page)).messages.find((message) => message.id === id)).catch(() => null);
  const length = () => page.evaluate((id) => window.soakLength(id), id);
  await until("all is drawn", async () => (await length()) >= readable, DRAWING_MS).catch(() => {});
  return { shown: (await look(page)).messages.find((message) => message.id === id) ?? shown, kept: await length() };
}

/** What is wrong with how an answer is marked; each a sentence. */
function marks({ id, says }, shown) {
  const { outcome } = says.answer;
  // It may have come to its end in the last moment.
  if (outcome !== "cut_reload") return shown.isBusy ? [`answer ${id} has ended as ${outcome} and is shown as running`] : [];
  const expected = { interrupted: true, busy: false, Retry: true, Continue: words(says) !== "" };
  const found = {
    interrupted: shown.outcome.startsWith(says.parts.length === 0 ? NOT_BEGUN : INTERRUPTED),
    busy: shown.isBusy,
    Retry: shown.buttons.includes("Retry"),
    Continue: shown.buttons.includes("Continue"),
  };
  const wrong = Object.keys(expected).filter((name) => expected[name] !== found[name]);
  return wrong.length === 0 ? [] : [`answer ${id} is shown as ${JSON.stringify(found)}: ${JSON.stringify(shown)}`];
}

/** The words of a stored message. */
function words({ parts }) {
  return parts.filter(({ kind }) => kind === "text").map(({ text }) => text).join("");
}
