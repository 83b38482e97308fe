// A flaw of Chromium that no page can help, taken out of the way.
//
// A record of LevelDB's log is written in two steps, its head and then what it holds. Killed between them, the log ends
// with a head that announces what never came. The next start reads past that, and goes on writing behind it (LevelDB's
// `reuse_logs`); the start after that takes what was written for what was announced, finds it wrong, and Chromium throws
// every database of the site away ("dataLoss: total"). It takes a kill within microseconds, so it strikes when much is
// written, about once in forty kills of a copying; seven bytes behind a log show it at will. A log that ends in the middle
// of a record is cut where LevelDB itself ends to read it, and each time is counted and told.

import { existsSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";

const BLOCK = 32_768;
const HEAD = 7;
// Kinds of pieces: a whole record, and the last of one that does not fit into its block. Between them are first and middle.
const FULL = 1;
const LAST = 4;

/** Cuts off what a kill has torn of the logs of a profile that nobody has open. Says how many were torn. */
export function mend(profile) {
  const folder = (...names) => join(profile, "Default", ...names);
  const databases = existsSync(folder("IndexedDB")) ? readdirSync(folder("IndexedDB")).filter((name) => name.endsWith(".leveldb")) : [];
  const folders = [...databases.map((name) => folder("IndexedDB", name)), folder("Local Storage", "leveldb")];
  let nTorn = 0;
  for (const path of folders.filter(existsSync)) {
    for (const log of readdirSync(path).filter((name) => name.endsWith(".log"))) {
      const bytes = readFileSync(join(path, log));
      const end = endOfWhole(bytes);
      if (end === bytes.length) continue;
      truncateSync(join(path, log), end);
      nTorn++;
    }
  }
  return nTorn;
}

/** Where the last whole record of a log ends. */
function endOfWhole(bytes) {
  let end = 0;
  for (let at = 0; at + HEAD <= bytes.length; ) {
    // The rest of a block that is too short for a head is filled up.
    const left = BLOCK - (at % BLOCK);
    if (left < HEAD) {
      at += left;
      continue;
    }
    const length = bytes.readUInt16LE(at + 4);
    const kind = bytes[at + 6];
    at += HEAD + length;
    if (at > bytes.length || kind < FULL || kind > LAST) break;
    // One that began in this block and goes on in the next is whole with its last piece.
    if (kind === FULL || kind === LAST) end = at;
  }
  // Nothing but filling may follow.
  return bytes.subarray(end).every((byte) => byte === 0) && bytes.length - end < HEAD ? bytes.length : end;
}
