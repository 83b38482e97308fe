// What is put into each page before anything of its own: tells what the database has confirmed, and what could be
// read of an answer that runs. It knows the stores of docs/format.md and the roles on the page, and nothing of the app.

(() => {
  if (location.hostname !== "localhost" || window !== window.top) return;
  const SAMPLE_MS = 50;
  // What is told while the page goes is told to nobody.
  const report = (what) => void window.soakReport(JSON.stringify({ ...what, at: Date.now() })).catch(() => {});

  /** What each transaction was asked to write. */
  const asked = new WeakMap();
  function note(store, act) {
    const { transaction } = store;
    if (!transaction.db.name.startsWith("parlance-library-")) return;
    if (!asked.has(transaction)) {
      asked.set(transaction, []);
      transaction.addEventListener("complete", () => {
        report({ kind: "kept", library: transaction.db.name, acts: asked.get(transaction) });
      });
    }
    asked.get(transaction).push({ store: store.name, ...act });
  }
  const key = (query) => (query instanceof IDBKeyRange ? { lower: query.lower, upper: query.upper } : query);
  const { prototype } = IDBObjectStore;
  const { put, add, delete: remove, clear } = prototype;
  for (const [name, write] of Object.entries({ put, add })) {
    prototype[name] = function (record, ...rest) {
      const request = write.call(this, record, ...rest);
      note(this, { act: "put", record: this.name === "blobs" ? { sha256: record.sha256 } : record });
      return request;
    };
  }
  prototype.delete = function (query) {
    const request = remove.call(this, query);
    note(this, { act: "delete", key: key(query) });
    return request;
  };
  prototype.clear = function () {
    const request = clear.call(this);
    note(this, { act: "clear" });
    return request;
  };

  // Chromium says here, and nowhere else, that it found a database damaged and threw it away.
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (name, ...rest) {
    const request = open.call(this, name, ...rest);
    request.addEventListener("upgradeneeded", ({ dataLoss, dataLossMessage, oldVersion }) => {
      report({ kind: "made", library: name, dataLoss, dataLossMessage, oldVersion });
    });
    return request;
  };

  /** How much of a message can be read: its words as they stand on the page, without the space between them. */
  window.soakLength = (id) => {
    const words = document.querySelector(`article[data-id="${id}"] .message__text`)?.textContent ?? "";
    return words.replace(/\s+/g, "").length;
  };
  setInterval(() => {
    const running = document.querySelectorAll('article[data-role="assistant"][aria-busy="true"]');
    const chat = /\/c\/([^/]+)$/.exec(location.pathname)?.[1];
    const answers = [...running].map(({ dataset: { id } }) => ({ chat, id, length: window.soakLength(id) }));
    if (answers.length > 0) report({ kind: "seen", answers });
  }, SAMPLE_MS);
})();
