// Chance that can be had again: everything that is drawn follows from one number.

/** Draws by a seed (mulberry32: one word of state, and even enough for tests). */
export class Dice {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** From 0 to 1, without 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let word = this.state;
    word = Math.imul(word ^ (word >>> 15), word | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to `end`, without it. */
  below(end) {
    return Math.floor(this.next() * end);
  }

  chance(part) {
    return this.next() < part;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  shuffled(list) {
    const left = [...list];
    return list.map(() => left.splice(this.below(left.length), 1)[0]);
  }

  /** Dice of their own, for something that runs beside other things: how they fall depends on no other. */
  child(name) {
    return new Dice(Math.imul(this.state ^ 0x9e3779b9, 2 * name + 1));
  }
}
