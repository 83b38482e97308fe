// Starts the app, and speaks for it while it cannot.
//
// A classic script in the head, on purpose: it runs before the first paint, so that a chosen theme does
// not flash. It is a file and not inline, so that the security policy need not allow inline scripts, and
// it builds what it shows from elements, so that Trusted Types need not allow markup from strings.
//
// It knows nothing of the app but its two files, and of its other parts that each has two as well, some of which run
// in a worker beside the page; and that export.js can save the chats without any of them.
(() => {
  "use strict";

  // Storage may be forbidden altogether.
  try {
    const theme = localStorage.getItem("parlance.theme");
    if (["light", "dark", "system"].includes(theme)) document.documentElement.dataset.theme = theme;
  } catch {
    // The system's theme it is.
  }

  const parsed = new Promise((done) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", done, { once: true });
    else done();
  });

  let n_failed = 0;

  /** Fetches and starts the part of the app whose two files the <meta> of this name tells. */
  async function load(name) {
    const { js, wasm } = document.querySelector(`meta[name="${name}"]`).dataset;
    // A browser may remember that an address failed, and never ask for it again.
    const part = await import(n_failed ? `${js}?${n_failed}` : js).catch((error) => {
      n_failed += 1;
      throw error;
    });
    await parsed;
    await part.default({ module_or_path: wasm });
    return part;
  }

  // For what is fetched on first use: only a script can say import().
  globalThis.parlancePart = load;

  // The one address that a worker may be started from, under whatever path the page lives.
  const workerAddress = new URL("worker.js", document.baseURI).href;

  /** The page's only policy for what a string may become (Trusted Types): that one address. */
  function makePolicy() {
    try {
      return globalThis.trustedTypes?.createPolicy("parlance-worker", {
        createScriptURL(address) {
          if (address !== workerAddress) throw new TypeError("No worker may be started from there.");
          return address;
        },
      });
    } catch {
      // A host that sends an older policy than the page has. All but the workers goes on.
    }
  }

  const policy = makePolicy();

  // For what would keep the page waiting: a worker that runs the part of the app of this name. Messages may be
  // posted to it at once.
  globalThis.parlanceWorker = (name) => {
    const { js, wasm } = document.querySelector(`meta[name="${name}"]`).dataset;
    const absolute = (address) => new URL(address, document.baseURI).href;
    const address = policy ? policy.createScriptURL(workerAddress) : workerAddress;
    const worker = new Worker(address, { type: "module", name });
    worker.postMessage({ js: absolute(js), wasm: absolute(wasm) });
    return worker;
  };

  function button(name, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = name;
    button.addEventListener("click", onClick);
    return button;
  }

  /** Appends what helps when the app is not there or dead: reloading it, and getting the chats out. */
  function offerRescue(place) {
    const actions = document.createElement("div");
    actions.className = "cluster";
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    actions.append(button("Reload", () => location.reload()));
    // Another file, which may be missing as well.
    if (globalThis.parlanceExport) {
      let isBusy = false;
      actions.append(
        button("Export all chats", async () => {
          if (isBusy) return;
          isBusy = true;
          status.textContent = "Exporting…";
          status.textContent = (await parlanceExport()).words;
          isBusy = false;
        }),
      );
    }
    place.append(actions, status);
  }

  // For the page over a dead app.
  globalThis.parlanceRescue = offerRescue;

  async function start() {
    await load("app-entry");
    document.getElementById("boot")?.remove();
  }

  /** Says in place of the boot text what went wrong, and offers what may help. */
  async function explain(error) {
    console.error(error);
    await parsed;
    const sentence = document.createElement("p");
    sentence.textContent =
      typeof WebAssembly === "object"
        ? "Parlance could not be loaded. Check your connection, then reload."
        : "This browser has WebAssembly switched off, and Parlance needs it. Allow it for this page, then reload.";
    const boot = document.getElementById("boot") ?? document.body.appendChild(document.createElement("div"));
    boot.className = "boot boot--failed";
    boot.setAttribute("role", "alert");
    boot.replaceChildren(sentence);
    offerRescue(boot);
  }

  start().catch(explain);
})();
