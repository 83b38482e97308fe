// What a person does until the browser is killed. Each life arms the kill at the moment from which it is due within so
// many milliseconds, and goes on as long as it can.

import { release } from "./chromium.mjs";
import * as person from "./person.mjs";
import { look, press } from "./person.mjs";
import { exported, within } from "./library.mjs";
import { passing, until } from "./waiting.mjs";

const WORDS = "amber birch cedar dune ember fjord grove heath isle jetty kelp loam moss north ochre pine quartz reed slate tarn".split(" ");

let nGates = 0;
const newGate = (dice) => `gate${process.pid}x${nGates++}x${dice.below(1e9)}`;

/** So many words, drawn. */
const some = (dice, n) => Array.from({ length: n }, () => dice.pick(WORDS)).join(" ");

/** A few chats with something in them. */
export async function prepare(page, dice) {
  for (let chat = 0; chat < 3; chat++) {
    await person.newChat(page);
    if (chat === 0) await person.chooseModel(page, "sandbox/echo");
    for (let turn = 0; turn < 2; turn++) {
      await say(page, `Turn ${turn}: ${some(dice, 12)}`);
      await settled(page);
    }
  }
}

/** Says something as soon as the chat takes it: one that was opened just now may not be here yet. */
const say = (page, words) => until("the words went", () => person.send(page, words));

const settled = (page) => until("the answer is settled", async () => !(await look(page)).canStop);

const answering = (page) =>
  until("the answer has words, or has ended", async () => {
    const { messages, canStop } = await look(page);
    return !canStop || messages.some(({ isBusy, text }) => isBusy && text !== "");
  });

/** Asks a model, in a new chat or in one that is there. */
async function ask(page, model, words, dice) {
  const { chats } = await look(page);
  if (chats.length === 0 || dice.chance(0.5)) await person.newChat(page);
  else await person.openChat(page, dice.pick(chats).chat);
  await person.chooseModel(page, model);
  await say(page, words);
}

function streaming(model, withinMs, words, then = async () => {}) {
  return {
    withinMs,
    async act(page, { dice, arm }) {
      const gate = newGate(dice);
      await ask(page, model, words(dice, gate), dice);
      // The first moments of an answer are moments too.
      if (dice.chance(0.7)) {
        await then(gate, dice);
        await answering(page);
        arm();
      } else {
        arm();
        await then(gate, dice);
      }
    },
  };
}

/** What can be done when the browser is killed. */
export const kinds = {
  "stream slow": streaming("sandbox/slow", 6_000, (dice) => `Slowly, please: ${some(dice, 5)}`),
  "stream fast": streaming("sandbox/fast", 6_000, (dice) => `Fast, please: ${some(dice, 5)}`),
  "stream bench": streaming("sandbox/bench-30000-1000", 6_000, (dice, gate) => `Go on, please. ${some(dice, 3)} ${gate}`, release),
  "stream gate": streaming(
    "sandbox/gate",
    1_500,
    (dice, gate) => `Wait, please. ${gate}`,
    async (gate, dice) => {
      if (!dice.chance(0.5)) return;
      const wait = dice.below(1_500);
      void passing(wait).then(() => release(gate));
    },
  ),
  "stream echo": streaming("sandbox/echo", 2_500, (dice) => some(dice, 20 + dice.below(600))),
  edit: {
    withinMs: 4_000,
    async act(page, { dice, arm }) {
      await ask(page, dice.pick(["sandbox/echo", "sandbox/fast", "sandbox/slow"]), some(dice, 40), dice);
      await answering(page);
      arm();
      for (;;) {
        await stopOrWait(page, dice);
        const questions = (await look(page)).messages.filter(({ role }) => role === "user");
        if (!(await person.edit(page, dice.pick(questions).id, some(dice, 10 + dice.below(60))))) throw new Error("The question could not be edited.");
        await answering(page);
      }
    },
  },
  regenerate: {
    withinMs: 4_000,
    async act(page, { dice, arm }) {
      await ask(page, dice.pick(["sandbox/echo", "sandbox/fast", "sandbox/slow"]), some(dice, 40), dice);
      await answering(page);
      arm();
      for (;;) {
        await stopOrWait(page, dice);
        const answers = (await look(page)).messages.filter(({ role }) => role === "assistant");
        // Older ones too: what stood below goes out of sight with them, and stays.
        if (!(await press(page, "Regenerate", dice.pick(answers).id))) throw new Error("The answer could not be asked for again.");
        await answering(page);
      }
    },
  },
  delete: {
    withinMs: 3_000,
    async act(page, { dice, ledger, arm }) {
      const { chats } = await look(page);
      if (chats.length < 4) await prepare(page, dice);
      arm();
      for (;;) {
        const { chats } = await look(page);
        if (chats.length < 2) {
          await prepare(page, dice);
          continue;
        }
        const { chat } = dice.pick(chats);
        const isWhole = dice.chance(0.3);
        let gone = null;
        if (isWhole && (await person.deleteChat(page, chat))) {
          gone = chat;
        } else {
          await person.openChat(page, chat);
          const { messages } = await look(page);
          if (messages.length === 0) continue;
          const { id } = dice.pick(messages);
          if (await press(page, "Delete", id)) gone = id;
        }
        if (gone && dice.chance(0.25)) {
          // Whether it comes to that the disk alone knows.
          ledger.takenBack.add(gone);
          await press(page, "Undo");
        }
      }
    },
  },
  import: {
    withinMs: 800,
    async act(page, { dice, ledger, arm }) {
      const prefix = `imported${dice.below(1e9)}x`;
      const chats = Array.from({ length: 150 + dice.below(150) }, (_, n) => importedChat(`${prefix}${n}`, dice));
      ledger.imported.push({ prefix, n: new Map(chats.map(({ chat, messages }) => [chat.id, messages.length])) });
      await person.importFile(page, { name: "chats.tar", mimeType: "application/x-tar", buffer: exported(chats) });
      arm();
      // A worker may write them, which no witness sees; but what one can read is kept.
      for (;;) (await within(page, prefix)).forEach((record) => ledger.take({ act: "put", ...record }));
    },
  },
};

/** A chat as it stands in an exported file, from long ago so that it is the last in the sidebar. */
function importedChat(id, dice) {
  const created = 1_600_000_000_000 + dice.below(1e9);
  const message = (n, role, more) => ({
    v: 2, chat: id, id: `${id}m${n}`, ...(n > 0 && { parent: `${id}m${n - 1}` }), role, created: created + n,
    parts: [{ kind: "text", text: some(dice, 30) }], ...more,
  });
  const messages = Array.from({ length: 2 * (1 + dice.below(2)) }, (_, n) =>
    n % 2 === 0 ? message(n, "user") : message(n, "assistant", { answer: { asked: "a/b", outcome: "complete" } }),
  );
  return { chat: { v: 2, id, title: `Imported ${id}`, created, active: created + messages.length }, messages };
}

/** Lets an answer end, or ends it. */
async function stopOrWait(page, dice) {
  const { messages, canStop } = await look(page);
  const isSlow = messages.some(({ isBusy, text }) => isBusy && /^Piece/.test(text));
  if (canStop && (isSlow || dice.chance(0.5))) await press(page, "Stop");
  await settled(page);
}
