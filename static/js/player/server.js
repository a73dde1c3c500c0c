// Talking to the exam's small JSON interface; what goes wrong comes back as a kind the page can act on.

const PATIENCE_MS = 10000;
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

export function csrfToken() {
  return token;
}

export function get(url) {
  return ask(url, { method: "GET" });
}

export async function post(url, body, { keepalive = false } = {}) {
  const send = () =>
    ask(url, {
      method: "POST",
      keepalive,
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
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
