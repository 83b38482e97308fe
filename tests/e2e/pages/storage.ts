// What a page has stored, as far as tests may look.

import { expect, type Page } from "@playwright/test";

export interface Stored {
  local: Record<string, string>;
  session: Record<string, string>;
}

export async function stored(page: Page): Promise<Stored> {
  return page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage } }));
}

/** Claims that no verifier lies about: an attempt is used up. Whoever knows it may spend the code. */
export async function noAttemptIsLeft(page: Page): Promise<void> {
  const { local, session } = await stored(page);
  const names = [...Object.keys(local), ...Object.keys(session)];
  expect(names.filter((name) => name.startsWith("parlance.sign_in"))).toEqual([]);
}
