// The page's words in both languages, switched without leaving the page.

const texts = JSON.parse(document.querySelector("#texts").textContent);
const heard = new Set();
let shown = null;
let current = document.documentElement.lang.startsWith("en") ? "en" : "zh";

/** The language in force, "zh" or "en". */
export function language() {
  return current;
}

/** The other language of the page. */
export function otherLanguage() {
  return current === "zh" ? "en" : "zh";
}

/** A sentence of the page, with its places filled. */
export function say(name, places = {}) {
  const own = texts[current];
  const text = (places.count === 1 && own[`${name}One`]) || (own[name] ?? name);
  return text.replace(/%\((\w+)\)[sd]/g, (_, place) => String(places[place] ?? "")).replaceAll("%%", "%");
}

/** A bilingual text of the paper in the language in force; the other one where it is missing. */
export function inLanguage(words) {
  if (!words) return "";
  const [wanted, other] = (shown ?? current) === "zh" ? ["zh", "en"] : ["en", "zh"];
  return words[wanted] || words[other] || "";
}

/** What is built from now on shows the texts of the paper in this language; null for that of the page. */
export function showIn(wanted) {
  shown = wanted;
}

/** Switch, remember the choice for the next pages, and tell everybody who shows words. */
export function switchLanguage() {
  current = otherLanguage();
  document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
  document.cookie = `language=${current}; path=/; max-age=31536000; samesite=lax`;
  for (const listener of heard) listener();
}

/** Call `listener` whenever the language changes. */
export function onLanguage(listener) {
  heard.add(listener);
}
