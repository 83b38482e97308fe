import { EventEmitter } from "node:events";
import type { Readable } from 'node:stream';

/** What can go wrong with an order. */
export enum Reason {
  SoldOut = "SOLD_OUT",
  Unpaid = "UNPAID",
  Unknown = 0x7f,
}

export interface Item {
  readonly sku: string;
  price: number;
  tags?: string[];
  dimensions: [width: number, height: number, depth?: number];
  [extra: string]: unknown;
}

type Id<T extends string = "item"> = `${T}-${number}`;
type Result<T, E = Error> = { ok: true; value: T } | { ok: false; error: E };
type Getters<T> = { [K in keyof T as `get${Capitalize<string & K>}`]-?: () => T[K] };
type Awaited2<T> = T extends Promise<infer U> ? Awaited2<U> : T;

declare module "./plugins" {
  interface Plugin {
    name: string;
    setup(app: App): void | Promise<void>;
  }
}

declare global {
  interface Window { __app?: App }
}

function logged<This, Args extends any[], Return>(
  target: (this: This, ...args: Args) => Return,
  context: ClassMethodDecoratorContext<This>,
) {
  const name = String(context.name);
  return function (this: This, ...args: Args): Return {
    console.log(`-> ${name}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`);
    return target.call(this, ...args);
  };
}

abstract class Store<T extends { id: string }> implements Iterable<T> {
  protected readonly items = new Map<string, T>();
  private static instance?: Store<never>;
  #revision = 0;

  constructor(public readonly name: string, private emitter = new EventEmitter()) {}

  abstract validate(item: T): asserts item is T & { valid: true };

  @logged
  add(item: T): this {
    this.validate(item);
    this.items.set(item.id, item);
    this.#revision += 1;
    this.emitter.emit("add", item);
    return this;
  }

  get(id: string): T | undefined {
    return this.items.get(id) ?? undefined;
  }

  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (const [, item] of this.items) yield item;
  }

  get revision(): number { return this.#revision; }
  set revision(value: number) {
    if (value < this.#revision) throw new RangeError("revisions only grow");
    this.#revision = value;
  }
}

export async function load<T>(url: string | URL, init: RequestInit = {}): Promise<Result<T>> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(5_000) });
    if (!response.ok) {
      return { ok: false, error: new Error(`HTTP ${response.status}`) };
    }
    return { ok: true, value: (await response.json()) as T };
  } catch (error: unknown) {
    return { ok: false, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && "sku" in value;
}

const total = (items: readonly Item[], discount = 0.1): number =>
  items.reduce((sum, { price }) => sum + price, 0) * (1 - discount);

const palette = {
  red: [255, 0, 0],
  green: "#00ff00",
} satisfies Record<string, string | number[]>;

const pattern: RegExp = /^(?<year>\d{4})-(?<month>\d{2})$/u;
const match = pattern.exec("2026-11")?.groups!;
let callback: ((event: Event) => void) | null = null;
export const handlers: Array<[string, typeof callback]> = [];
namespace Legacy {
  export const version = 1n;
}
