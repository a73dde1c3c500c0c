// Keeps the paper itself in this browser, so that it comes back when it is reloaded without a network.

const page = `<!doctype html>${document.documentElement.outerHTML}`;
const PICTURE = /src=\\"([^"\\]+\/pictures\/[^"\\]+)/g;

/** The page as it came, its pictures, and its styles and scripts; the worker gives them back. */
export async function keepPaper(vault, paper, worker) {
  if (!vault || !navigator.serviceWorker) return;
  try {
    await vault.keep(location.pathname, "text/html; charset=utf-8", new TextEncoder().encode(page));
    if (vault.isOver) return;
    const assets = await caches.open("paper");
    await assets.addAll(assetsOfThisPage());
    if (vault.isOver) return;
    await navigator.serviceWorker.register(worker, { scope: "/attempts/" });
    const pictures = new Set([...JSON.stringify(paper).matchAll(PICTURE)].map(([, address]) => address));
    for (const address of pictures) {
      const answer = await fetch(address);
      if (answer.ok) await vault.keep(address, answer.headers.get("Content-Type"), await answer.arrayBuffer());
    }
  } catch {
    // Without them the paper works as long as it stays open.
  }
}

function assetsOfThisPage() {
  const named = [...document.querySelectorAll("link[href], script[src], img[src]")].map((element) => element.href || element.src);
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const icons = new URL(document.querySelector("#player").dataset.icons, location.href).href;
  const all = [...named, ...loaded, icons].map((address) => address.split("#")[0]);
  return [...new Set(all)].filter((address) => address.startsWith(`${location.origin}/static/`));
}

/** Remembers what the page knows, where something of it is new; moments are compared roughly, as clocks are corrected all the time. */
export function stateKeeper(vault) {
  let before = "";
  return (known) => {
    const now = JSON.stringify({ ...known, endsAt: Math.round(known.endsAt / 10000) });
    if (!vault || now === before) return;
    before = now;
    vault.keepState(known).catch(() => {});
  };
}
