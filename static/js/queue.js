// The registrars' queue by keyboard: from any line of the list, J or the arrow goes down, K or the arrow up.

const rows = [...document.querySelectorAll("[data-row]")];
const BY = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

for (const [index, row] of rows.entries()) {
  row.addEventListener("keydown", (event) => {
    const by = BY[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    rows[index + by]?.focus();
  });
}
