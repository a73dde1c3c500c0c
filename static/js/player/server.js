// Talking to the exam's small JSON interface; what goes wrong comes back as a kind the page can act on.

const PATIENCE_MS = 10000;
const LONGEST_THAT_OUTLIVES = 60000;
let token = document.querySelector("meta[name=csrf-token]")?.content ?? "";

/** Why an answer of the server is not a plain success: offline, sign_in, token, or the code the server gave. */
export class Trouble extends Error {
  constructor(kind, message = "", body = {}) {
    super(message || kind);
    this.kind = kind;
    this.words = message;
    this.body = body;
  }
}

export function get(url) {
  return ask(url, { method: "GET" });
}

/** With `keepalive` it outlives the page, unless it is longer than browsers allow then. */
export function post(url, content, { keepalive = false, patience = PATIENCE_MS } = {}) {
  const body = new TextEncoder().encode(JSON.stringify(content));
  return write(url, { method: "POST", keepalive: keepalive && body.length <= LONGEST_THAT_OUTLIVES, body }, "application/json", patience);
}

export function put(url, body, patience = PATIENCE_MS) {
  return write(url, { method: "PUT", body }, "application/octet-stream", patience);
}

async function write(url, options, type, patience) {
  const send = () =>
    ask(url, { ...options, signal: AbortSignal.timeout(patience), headers: { "Content-Type": type, "X-CSRFToken": token } });
  try {
    return await send();
  } catch (trouble) {
    if (trouble.kind !== "token" || !(await freshToken())) throw trouble;
    return await send();
  }
}

async function ask(url, options) {
  let response;
  let body;
  try {
    response = await fetch(url, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...options,
      headers: { Accept: "application/json", ...options.headers },
    });
    body = await response.text();
  } catch {
    throw new Trouble("offline");
  }
  return understood(response, body);
}

function understood(response, text) {
  if (response.type === "opaqueredirect" || response.status === 401) throw new Trouble("sign_in");
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Trouble("offline"); // A page of some machine in between: the server itself has not answered.
  }
  if (response.ok) return body;
  if (response.status >= 500 || response.status === 429) throw new Trouble("offline", body.message, body);
  if (response.status === 400 && ["csrf", "http_400"].includes(body.code)) throw new Trouble("token", body.message, body);
  throw new Trouble(body.code ?? "refused", body.message, body);
}

/** After signing in again the old token is worthless; this very page, asked for once more, carries the new one. */
async function freshToken() {
  const old = token;
  let text;
  try {
    const response = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store", redirect: "manual" });
    if (response.type === "opaqueredirect") throw new Trouble("sign_in");
    text = await response.text();
  } catch (trouble) {
    throw trouble instanceof Trouble ? trouble : new Trouble("offline");
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  token = page.querySelector("meta[name=csrf-token]")?.content ?? old;
  return token !== old;
}
