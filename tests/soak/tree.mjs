// A chat as it must be shown, by what is on the disk. Which of several versions is shown is each tab's own affair.

/** At first a long chat has so many messages on the page. */
const WINDOW = 24;

export class Tree {
  constructor(id, { chats, messages }) {
    const { says } = chats.find((chat) => chat.id === id);
    this.id = id;
    this.title = says.title;
    this.active = says.active;
    this.isListed = !says.deleted && !says.archived;
    this.hidden = new Set(says.hidden ?? []);
    this.messages = new Map(messages.filter(({ chat }) => chat === id).map(({ id, says }) => [id, says]));
  }

  /** Which of two unpinned chats stands first in a list: `Summary::rank`. */
  static byRank(a, b) {
    return b.active - a.active || (a.id > b.id ? -1 : 1);
  }

  /** The versions below a parent that are in sight, by age. */
  below(parent) {
    const all = [...this.messages.values()].filter((message) => (message.parent ?? null) === parent && !this.hidden.has(message.id));
    return all.sort((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
  }

  /** In what the page is otherwise; each a sentence. */
  differences({ chat, messages }) {
    if (chat !== this.id) return [`chat ${chat} is shown instead of ${this.id}`];
    const wrong = [];
    const say = (id, words) => wrong.push(`chat ${this.id}, message ${id}: ${words}`);
    let above = messages.length >= WINDOW ? (this.messages.get(messages[0].id)?.parent ?? null) : null;
    for (const { id, role, isBusy, versions, text } of messages) {
      const stored = this.messages.get(id);
      if (!stored) {
        say(id, `is shown and not on the disk: ${text}`);
        break;
      }
      const siblings = this.below(stored.parent ?? null);
      const [place, n] = versions ?? [1, 1];
      if ((stored.parent ?? null) !== above) say(id, `stands below ${above} instead of ${stored.parent}`);
      if (this.hidden.has(id)) say(id, "is shown and deleted");
      else if (siblings.length !== n || siblings[place - 1] !== id) say(id, `is ${place} / ${n} among ${siblings.join(", ")}`);
      if (stored.role !== role) say(id, `is of ${role} instead of ${stored.role}`);
      if (isBusy) say(id, "is shown as running");
      const words = stored.parts.map(({ kind, text }) => (kind === "text" ? text : "")).join("");
      if (role === "user" ? text.trim() !== words.trim() : (text === "") !== (words.trim() === "")) say(id, `says "${text}" instead of "${words}"`);
      above = id;
    }
    if (this.below(above).length > 0) wrong.push(`chat ${this.id} ends with ${above}, and ${this.below(above).join(", ")} stand below`);
    return wrong;
  }
}
