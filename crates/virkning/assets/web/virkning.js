// Small conveniences. Every task works without them.
"use strict";

// A button that copies a table as lines with tabs, which every spreadsheet takes.
const labels = { da: ["Kopiér tabel", "Kopieret"], en: ["Copy table", "Copied"] };
const [copy, copied] = labels[document.documentElement.lang] || labels.da;

for (const wrap of document.querySelectorAll(".table-wrap")) {
  const table = wrap.querySelector("table");
  if (!table || !navigator.clipboard) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-unstyled copy-table";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    const cell = (one) => one.textContent.trim().replace(/\s+/g, " ");
    const rows = [...table.rows].map((row) => [...row.cells].map(cell).join("\t"));
    await navigator.clipboard.writeText(rows.join("\n"));
    button.textContent = copied;
    setTimeout(() => { button.textContent = copy; }, 2000);
  });
  wrap.after(button);
}
