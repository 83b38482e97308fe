// One tab, and somebody in it who does one thing after the other by chance.

import { site, release } from "./chromium.mjs";
import * as person from "./person.mjs";
import { composer, look, press } from "./person.mjs";
import { until } from "./waiting.mjs";

const MODELS = ["echo", "echo", "fast", "slow", "gate", "echo-gate", "markdown", "reasoning"];
/** What is sent this shortly before the tab goes may go with it, in milliseconds. */
const UNSURE_MS = 1_000;
/** What is done, and how often beside the others. */
const ACTS = { send: 8, edit: 3, regenerate: 3, delete: 2, undo: 1, branch: 1, visit: 6, stop: 2, step: 2, choose: 2, release: 2, throw: 1, reload: 1, reopen: 1 };
const CARDS = Object.entries(ACTS).flatMap(([name, n]) => Array(n).fill(name));

export class Tab {
  /** How often each was done. */
  n = {};
  /** Questions that went. */
  sent = [];
  /** What should not have been. */
  wrong = [];
  nWarned = 0;

  constructor(context, number, dice, ledger, gates) {
    Object.assign(this, { context, number, dice, ledger, gates });
  }

  async open(path = "") {
    this.page = await this.context.newPage();
    // It warns if something is on its way to the disk.
    this.page.on("dialog", (dialog) => {
      this.nWarned += 1;
      if (dialog.type() !== "beforeunload") this.wrong.push(`tab ${this.number} asked: ${dialog.type()} ${dialog.message()}`);
      void dialog.accept();
    });
    await this.page.goto(site + path);
    await this.arrive();
  }

  /** Waits until the app is there. A chat whose first words went with the tab is not found. */
  async arrive() {
    const { page } = this;
    const isLost = await until("the chat is shown, or is nowhere", async () => {
      const isNowhere = await page.getByRole("heading", { name: "Not found" }).count();
      return isNowhere > 0 ? "lost" : (await composer(page).count()) > 0 && "here";
    });
    if (isLost !== "lost") return;
    const chat = new URL(page.url()).pathname.split("/").pop();
    if (this.ledger.chats.has(chat)) this.wrong.push(`chat ${chat} was confirmed and is not found`);
    await page.goto(site);
    await composer(page).waitFor();
  }

  async liveUntil(end) {
    while (Date.now() < end) {
      const act = this.dice.pick(CARDS);
      const isDone = await this[act](await look(this.page));
      // There may have been nothing to do it with, or another tab was quicker.
      const name = isDone ? act : "(nothing)";
      this.n[name] = (this.n[name] ?? 0) + 1;
    }
  }

  /** A question that nobody else asks. */
  words() {
    const gate = `tab${process.pid}x${this.number}x${this.gates.length}x${this.dice.below(1e9)}`;
    this.gates.push(gate);
    return { words: `Tab ${this.number} asks ${this.sent.length} ${gate}`, all: `Tab ${this.number} asks ${this.sent.length} ${gate} and ⏸ waits for ${gate}` };
  }

  note(words) {
    this.sent.push({ words, at: Date.now(), isSure: true });
  }

  async send({ canStop }) {
    if (this.dice.chance(0.25)) await person.newChat(this.page);
    else if (canStop) return false;
    const { words, all } = this.words();
    const hasGone = await person.send(this.page, all);
    if (hasGone) this.note(words);
    return hasGone;
  }

  async edit({ canStop, messages }) {
    const questions = messages.filter(({ role }) => role === "user");
    if (canStop || questions.length === 0) return false;
    const { words, all } = this.words();
    const { id } = this.dice.pick(questions);
    if (!(await person.edit(this.page, id, all))) return false;
    // The form closes when the words went.
    const form = this.page.locator(`article[data-id="${id}"]`).getByRole("textbox", { name: "Edit message" });
    if ((await form.count()) > 0) {
      await press(this.page, "Cancel", id);
      return false;
    }
    this.note(words);
    return true;
  }

  regenerate = ({ canStop, messages }) => !canStop && this.pressIn(messages, "Regenerate");
  branch = ({ messages }) => this.pressIn(messages, "Branch into new chat");
  stop = ({ canStop }) => canStop && press(this.page, "Stop");
  step = ({ messages }) => this.pressIn(messages, this.dice.pick(["Previous version", "Next version"]));
  release = () => this.gates.length > 0 && release(this.dice.pick(this.gates)).then(() => true);

  async pressIn(messages, name) {
    const able = messages.filter(({ buttons }) => buttons.includes(name));
    return able.length > 0 && press(this.page, name, this.dice.pick(able).id);
  }

  async delete({ messages }) {
    const able = messages.filter(({ buttons }) => buttons.includes("Delete"));
    return able.length > 0 && press(this.page, "Delete", this.dice.pick(able).id);
  }

  async undo({ messages }) {
    const able = messages.filter(({ buttons }) => buttons.includes("Delete"));
    if (able.length === 0) return false;
    const { id } = this.dice.pick(able);
    if (!(await press(this.page, "Delete", id))) return false;
    this.ledger.takenBack.add(id);
    await until("the deletion can be taken back", () => press(this.page, "Undo"));
    return true;
  }

  async visit({ chats }) {
    return chats.length > 0 && person.openChat(this.page, this.dice.pick(chats).chat);
  }

  async throw({ chats }) {
    if (chats.length < 4) return false;
    const { chat } = this.dice.pick(chats);
    return person.deleteChat(this.page, chat);
  }

  async choose() {
    await person.chooseModel(this.page, `sandbox/${this.dice.pick(MODELS)}`);
    return true;
  }

  async reload() {
    this.leave();
    await this.page.reload();
    await this.arrive();
    return true;
  }

  async reopen({ chat }) {
    this.leave();
    await this.page.close({ runBeforeUnload: false });
    await this.open(chat ? `c/${chat}` : "");
    return true;
  }

  leave() {
    for (const sent of this.sent) if (sent.at > Date.now() - UNSURE_MS) sent.isSure = false;
  }
}
