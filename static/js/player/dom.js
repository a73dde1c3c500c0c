// Building and finding elements, without a framework.

const iconsAddress = document.querySelector("#player")?.dataset.icons ?? "";

/** An element with attributes, listeners (`onclick`) and children; `null` children are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "html") element.innerHTML = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** An icon of the sprite; decoration, so the words beside it must say everything. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${iconsAddress}#${name}`);
  svg.append(use);
  return svg;
}

/** A button with words, and an icon where one is named. */
export function button(label, { icon: name, iconAfter, tone = "quiet", ...attributes } = {}) {
  return el(
    "button",
    { type: "button", class: `btn btn-${tone}`, ...attributes },
    name ? icon(name) : null,
    label,
    iconAfter ? icon(iconAfter) : null,
  );
}

/** HTML of the paper in an element; a table wider than the screen scrolls by itself. */
export function rich(tag, attributes, html, tableLabel) {
  const element = el(tag, { ...attributes, html });
  for (const table of element.querySelectorAll("table")) {
    const frame = el("div", { class: "prose-table", tabindex: "0", role: "region", "aria-label": tableLabel });
    table.replaceWith(frame);
    frame.append(table);
  }
  return element;
}

/** Whether two values that came from JSON are the same, in whatever order their fields stand. */
export function same(one, other) {
  return inOrder(one) === inOrder(other);
}

function inOrder(value) {
  return JSON.stringify(value, value && !Array.isArray(value) ? Object.keys(value).sort() : undefined);
}

/** A random id, also where the page is not a secure context. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
