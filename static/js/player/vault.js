// The browser's storage of papers: whatever is in it was sealed by the key of its attempt, which no script can read out.

const NAME = "papers";
const ENTRIES = "entries";
const KEYS = "keys";
const KEPT = "kept";
const WAY = "AES-GCM";
const CACHE = "paper";

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function openDatabase() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(KEYS, { keyPath: "attempt" });
    request.result.createObjectStore(ENTRIES, { keyPath: "id" }).createIndex("attempt", "attempt");
    request.result.createObjectStore(KEPT, { keyPath: "path" }).createIndex("attempt", "attempt");
  };
  const database = await asPromise(request);
  database.onversionchange = () => database.close();
  return database;
}

const bytes = (text) => new TextEncoder().encode(text);

/** What this browser keeps of one attempt. */
export class Vault {
  isOver = false;
  #database;
  #key;

  constructor(database, attempt, key) {
    Object.assign(this, { attempt });
    this.#database = database;
    this.#key = key;
  }

  /** The vault of an attempt, with a new key if `owner` is given; null where the browser has no safe storage, or none was made. */
  static async open(attempt, owner) {
    try {
      if (owner) await tidy(owner);
      const database = await openDatabase();
      const made = owner ? await crypto.subtle.generateKey({ name: WAY, length: 256 }, false, ["encrypt", "decrypt"]) : null;
      const keys = database.transaction(KEYS, made ? "readwrite" : "readonly").objectStore(KEYS);
      const found = await asPromise(keys.get(attempt));
      if (!found && !made) return null;
      if (!found) await asPromise(keys.put({ attempt, owner, key: made }));
      return new Vault(database, attempt, found?.key ?? made);
    } catch {
      return null;
    }
  }

  /** The entries that wait, in the order in which they were made. */
  async entries() {
    const opened = (await this.#all(ENTRIES)).map(async (row) => ({ id: row.id, attempt: row.attempt, ...JSON.parse(new TextDecoder().decode(await this.#unseal(row, row.id))) }));
    return (await Promise.all(opened)).sort((one, other) => one.order - other.order);
  }

  async putEntry({ id, slot, value, base, writer, order }) {
    const sealed = await this.#seal(bytes(JSON.stringify({ slot, value, base, writer, order })), id);
    return this.#change(ENTRIES, (store) => store.put({ id, attempt: this.attempt, ...sealed }));
  }

  removeEntries(ids) {
    return this.#change(ENTRIES, (store) => ids.forEach((id) => store.delete(id)));
  }

  /** Keep what an address answers, for the worker to give back without a network. */
  async keep(path, type, content) {
    if (this.isOver) return undefined;
    const sealed = await this.#seal(content, path);
    return this.#change(KEPT, (store) => store.put({ path, type, attempt: this.attempt, ...sealed }));
  }

  /** Keep something of the attempt that has a name and no address. */
  keepNamed(name, value) {
    return this.keep(`${name}:${this.attempt}`, "application/json", bytes(JSON.stringify(value)));
  }

  async named(name) {
    const row = await asPromise(this.#database.transaction(KEPT).objectStore(KEPT).get(`${name}:${this.attempt}`));
    return row ? JSON.parse(new TextDecoder().decode(await this.#unseal(row, row.path))) : null;
  }

  keepState(state) {
    return this.keepNamed("state", state);
  }

  state() {
    return this.named("state");
  }

  /** A file on its way to the server: it goes on after a reload, and goes from here when the server has it. */
  keepUpload(name, content) {
    return this.keep(this.#upload, name, content);
  }

  async upload() {
    const row = await asPromise(this.#database.transaction(KEPT).objectStore(KEPT).get(this.#upload));
    return row ? { name: row.type, content: await this.#unseal(row, row.path) } : null;
  }

  dropUpload() {
    return this.#change(KEPT, (store) => store.delete(this.#upload));
  }

  get #upload() {
    return `upload:${this.attempt}`;
  }

  /** The paper goes from this browser, for good; with `entries` also what was not sent, and the key. */
  async forget({ entries }) {
    this.isOver = true;
    for (const row of await this.#all(KEPT)) await this.#change(KEPT, (store) => store.delete(row.path));
    await caches.delete(CACHE);
    if (!entries) return;
    await this.removeEntries((await this.#all(ENTRIES)).map((row) => row.id));
    await this.#change(KEYS, (store) => store.delete(this.attempt));
    const left = await asPromise(this.#database.transaction(KEYS).objectStore(KEYS).count());
    this.#database.close();
    if (!left) indexedDB.deleteDatabase(NAME);
  }

  #all(store) {
    return asPromise(this.#database.transaction(store).objectStore(store).index("attempt").getAll(this.attempt));
  }

  async #seal(plain, bound) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, sealed: await crypto.subtle.encrypt({ name: WAY, iv, additionalData: bytes(bound) }, this.#key, plain) };
  }

  #unseal({ iv, sealed }, bound) {
    return crypto.subtle.decrypt({ name: WAY, iv, additionalData: bytes(bound) }, this.#key, sealed);
  }

  #change(name, work) {
    return new Promise((resolve) => {
      try {
        const transaction = this.#database.transaction(name, "readwrite", { durability: "strict" });
        work(transaction.objectStore(name));
        transaction.oncomplete = resolve;
        transaction.onabort = resolve;
        transaction.onerror = resolve;
        transaction.commit?.(); // Now, not at the end of the task: the page may be going away.
      } catch {
        resolve();
      }
    });
  }
}

/** Somebody is here: whatever other people left in this browser goes. Without anybody, papers go and what waits stays. */
export async function tidy(owner) {
  const keys = await allKeys();
  for (const { attempt, owner: theirs } of keys) {
    if (theirs !== owner) await (await Vault.open(attempt))?.forget({ entries: Boolean(owner) });
  }
  if (keys.some(({ owner: theirs }) => theirs === owner)) return;
  const worker = await navigator.serviceWorker?.getRegistration("/attempts/");
  if (!worker) return;
  await caches.delete(CACHE);
  await worker.unregister();
}

async function allKeys() {
  if (!(await indexedDB.databases()).some(({ name }) => name === NAME)) return [];
  const database = await openDatabase();
  const keys = await asPromise(database.transaction(KEYS).objectStore(KEYS).getAll());
  database.close();
  return keys;
}
