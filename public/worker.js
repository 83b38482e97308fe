// Runs one part of the app beside the page: the first message names its two files, all others are its own.
// src/boot.js starts it, and knows its address; nothing else may be started as a worker.

const waiting = [];
const wait = (event) => waiting.push(event);

/** Fetches and starts the part. It takes over `onmessage`, and hears what was said meanwhile. */
async function start({ data: { js, wasm } }) {
  addEventListener("message", wait);
  const part = await import(js);
  await part.default({ module_or_path: wasm });
  removeEventListener("message", wait);
  part.start();
  for (const event of waiting.splice(0)) dispatchEvent(event);
}

addEventListener("message", start, { once: true });

// What breaks in a promise is told to the page like any other mistake: as an `error` of the worker.
addEventListener("unhandledrejection", (event) => reportError(event.reason));
