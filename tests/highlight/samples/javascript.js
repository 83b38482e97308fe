import fs, { promises as fsp } from "node:fs";
import * as path from 'node:path';
import config from "./config.json" with { type: "json" };

/**
 * Keeps the last answers of a slow function.
 * @param {Function} compute what to remember
 * @param {{ limit?: number, ttl?: number }} [options]
 * @returns {Function} the remembered function
 */
export function memoize(compute, { limit = 100, ttl = 60_000 } = {}) {
  const cache = new Map();
  return async function (...args) {
    const key = JSON.stringify(args);
    const hit = cache.get(key);
    if (hit && Date.now() - hit.at < ttl) return hit.value;
    const value = await compute.apply(this, args);
    cache.set(key, { value, at: Date.now() });
    if (cache.size > limit) {
      cache.delete(cache.keys().next().value); // the oldest goes first
    }
    return value;
  };
}

const EMAIL = /^[\w.+-]+@[a-z\d-]+(\.[a-z\d-]+)*\.[a-z]{2,}$/i;
const SLASHES = /[/\\]+/g;
const half = total / 2 / 1e3;
const mask = 0xff_ff ^ 0b1010 | 0o17;
const big = 9007199254740993n;

class Queue extends EventTarget {
  #items = [];
  static #count = 0;
  static get count() { return Queue.#count; }

  constructor(name = `queue-${Queue.#count++}`) {
    super();
    this.name = name;
  }

  push(item) {
    this.#items.push(item);
    this.dispatchEvent(new CustomEvent('push', { detail: { item, size: this.#items.length } }));
    return this;
  }

  *[Symbol.iterator]() {
    yield* this.#items;
  }

  async drain(worker) {
    for (const item of this) {
      try {
        await worker(item);
      } catch (error) {
        console.error(`Could not handle ${typeof item === "object" ? `{${Object.keys(item).join(", ")}}` : item}:`, error);
        if (!(error instanceof TypeError)) throw error;
      } finally {
        this.#items.shift();
      }
    }
  }
}

const debounce = (fn, wait = 250) => {
  let timer = null;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), wait);
  };
};

async function readAll(folder) {
  const names = await fsp.readdir(folder);
  const files = names.filter(name => !name.startsWith('.') && name.replace(/\.(js|mjs)$/, '') !== 'index');
  const texts = await Promise.all(files.map((file) => fsp.readFile(path.join(folder, file), 'utf8')));
  return Object.fromEntries(files.map((file, i) => [file, texts[i]]));
}

function area(shape) {
  switch (shape.kind) {
    case 'circle':
      return Math.PI * shape.radius ** 2;
    case "square":
      return shape.side * shape.side;
    default:
      return undefined;
  }
}

outer: for (let i = 0; i < 10; i += 1) {
  for (let j = i; ; j++) {
    if (j % 3 === 0) continue outer;
    if (i * j >= 42) break outer;
  }
}

const report = {
  title: "It's \"done\"",
  'content-type': 'text/html; charset=utf-8',
  total: half > 1 ? 1.5e-3 : -Infinity,
  done: true,
  next: null,
  get size() { return this.total?.size ?? 0; },
  [`key_${big}`]: void 0,
};

document.querySelector("#save")?.addEventListener("click", debounce(async (event) => {
  event.preventDefault();
  const response = await fetch(`/api/items/${encodeURIComponent(report.title)}?page=${1 + 1}`, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: JSON.stringify(report, null, 2),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  window.localStorage.setItem('last', await response.text());
}));

if (isNaN(parseInt(process.argv[2], 10))) delete report.next;
export default Queue;
