// Brings a paper back that is reloaded without a network: the page and its pictures, unsealed by the attempt's own key.

const HEADERS = {
  "Content-Security-Policy":
    "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cache-Control": "no-store",
};
const PATIENCE_MS = 8000;
const FIRST_OF_A_GATEWAY = 502;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  else if (pathname.startsWith("/attempts/") && (request.mode === "navigate" || request.destination === "image")) event.respondWith(networkFirst(request, pathname));
});

async function networkFirst(request, path) {
  let answer;
  try {
    answer = await inTime(fetch(request));
    if (answer.status < FIRST_OF_A_GATEWAY) return answer;
  } catch {
    // No network: what this browser keeps must do.
  }
  return (await recall(path).catch(() => null)) ?? answer ?? Response.error();
}

function inTime(asked) {
  return Promise.race([asked, new Promise((_, reject) => setTimeout(reject, PATIENCE_MS))]);
}

async function recall(path) {
  if (!(await indexedDB.databases()).some(({ name }) => name === "papers")) return null;
  const database = await asPromise(indexedDB.open("papers"));
  try {
    const stores = database.transaction(["kept", "keys"]);
    const row = await asPromise(stores.objectStore("kept").get(path));
    const found = row && (await asPromise(stores.objectStore("keys").get(row.attempt)));
    if (!found) return null;
    const way = { name: "AES-GCM", iv: row.iv, additionalData: new TextEncoder().encode(path) };
    const content = await crypto.subtle.decrypt(way, found.key, row.sealed);
    return new Response(content, { headers: { ...HEADERS, "Content-Type": row.type } });
  } finally {
    database.close();
  }
}

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
