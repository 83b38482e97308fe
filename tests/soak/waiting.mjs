// Waiting for something to be so, and for nothing else.

/** How long anything may take on a busy machine. */
const PATIENCE_MS = 30_000;
/** How often is looked. */
const LOOK_MS = 20;

/** Looks until `look` finds something, and returns that. */
export async function until(what, look, patienceMs = PATIENCE_MS) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`In ${patienceMs / 1000} s it did not come about that ${what}.`);
    await passing(LOOK_MS);
  }
}

/** Lets time pass. Not for waiting until something has happened: for moments that chance has chosen. */
export function passing(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
