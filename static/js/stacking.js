// On a narrow screen a row of a table stands as a card, each value beside its heading.

/** Each cell gets its heading; the roles keep it a table for screen readers. */
export function dress(table) {
  const headings = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const give = (selector, role) => table.querySelectorAll(selector).forEach((part) => part.setAttribute("role", role));
  for (const row of table.tBodies[0].rows) {
    if (row.cells.length === headings.length) [...row.cells].forEach((cell, at) => cell.setAttribute("data-label", headings[at]));
  }
  table.setAttribute("role", "table");
  give("thead, tbody", "rowgroup");
  give("tr", "row");
  give("thead th", "columnheader");
  give("tbody th", "rowheader");
  give("tbody td", "cell");
  table.classList.add("is-stackable");
}
