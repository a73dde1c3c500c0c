// What was not sent, in a file that only the server can open, and only for this attempt.

import { el } from "./dom.js";

const bytes = (text) => new TextEncoder().encode(text);
const base64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));

/** Sealed by a key that a new pair of ours and the pair at the server have in common, and by the attempt's own secret. */
async function sealed({ attempt, file_key: theirs, file_secret: ofAttempt }, entries) {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const ours = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const point = await crypto.subtle.exportKey("raw", ours.publicKey);
  const server = await crypto.subtle.importKey("raw", Uint8Array.from(atob(theirs), (letter) => letter.charCodeAt(0)), curve, false, []);
  const common = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, ours.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", common, "HKDF", false, ["deriveKey"]);
  const bound = bytes(`answers of ${attempt}`);
  const salt = Uint8Array.from(ofAttempt.match(/../g), (pair) => Number.parseInt(pair, 16));
  const how = { name: "HKDF", hash: "SHA-256", salt, info: bound };
  const key = await crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const said = { entries: entries.map(({ id, slot, value, base, order }) => ({ id, slot, value, base, order })) };
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, key, bytes(JSON.stringify(said)));
  return { attempt, point: base64(point), iv: base64(iv), sealed: base64(text) };
}

/** Save what waits as a file; it stays in the browser until the server has it. */
export async function saveAnswerFile(paper, entries) {
  const file = new Blob([JSON.stringify(await sealed(paper, entries))], { type: "application/octet-stream" });
  const address = URL.createObjectURL(file);
  el("a", { href: address, download: `${paper.number}.answers` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
