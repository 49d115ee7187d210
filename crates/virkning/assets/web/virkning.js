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

// What the server would say, asked in the background. An answer that was overtaken by a later question is dropped.
function asker(delay, ask, show) {
  let timer = 0;
  let asked = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++asked;
      const answer = await ask().catch(() => null);
      if (!answer || mine !== asked) return;
      const text = await answer.text();
      if (mine === asked) show(new DOMParser().parseFromString(text, "text/html"));
    }, delay);
  };
}

// The text of an agreement is checked while somebody writes; a remark leads to its line.
for (const editor of document.querySelectorAll(".editor[data-check]")) {
  const form = editor.closest("form");
  const area = editor.querySelector("textarea");
  const found = editor.querySelector(".found");
  const check = asker(900, () => {
    const data = new URLSearchParams(new FormData(form));
    data.set("handling", "kontroller");
    return fetch(editor.dataset.check, { method: "POST", body: data });
  }, (page) => {
    const fresh = page.querySelector(".editor .found");
    if (fresh) found.replaceChildren(...fresh.childNodes);
  });
  area.addEventListener("input", check);
  found.addEventListener("click", (event) => {
    const line = event.target.closest("a[data-line]");
    if (!line) return;
    event.preventDefault();
    const lines = area.value.split("\n");
    const at = Number(line.dataset.line) - 1;
    const start = lines.slice(0, at).join("\n").length + (at > 0 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[at] || "").length);
    area.scrollTop = (area.scrollHeight / lines.length) * Math.max(0, at - 5);
  });
}

// What would be if some values were others: a slider beside each number, and the answer at once.
for (const form of document.querySelectorAll("form[data-what-if]")) {
  const place = document.getElementById(form.dataset.whatIf);
  const danish = document.documentElement.lang === "da";
  const read = (text) => Number(danish ? text.replace(/[.\s]/g, "").replace(",", ".") : text.replace(/[,\s]/g, ""));
  const write = (value) => value.toLocaleString(danish ? "da-DK" : "en-GB", { maximumFractionDigits: 4 });
  const ask = asker(400, () => {
    const data = new URLSearchParams();
    for (const field of form.querySelectorAll("input[name], select[name]")) {
      if (field.value !== field.defaultValue || field.dataset.touched) data.set(field.name, field.value);
    }
    return fetch(`${form.action}?${data}`);
  }, (page) => {
    const fresh = page.getElementById(place.id);
    if (fresh) place.replaceChildren(...fresh.childNodes);
  });
  for (const field of form.querySelectorAll("input.number[inputmode]")) {
    const value = read(field.value);
    field.addEventListener("input", () => { field.dataset.touched = "1"; ask(); });
    if (!Number.isFinite(value) || value <= 0) continue;
    const slider = document.createElement("input");
    const isShare = field.labels[0].textContent.includes("%");
    slider.type = "range";
    slider.min = "0";
    slider.max = String(isShare ? 100 : value * 2);
    slider.step = isShare ? "1" : String(Number.isInteger(value) ? Math.max(1, Math.round(value / 50)) : value / 50);
    slider.value = String(value);
    slider.setAttribute("aria-label", field.labels[0].textContent);
    slider.addEventListener("input", () => {
      field.value = write(Number(slider.value));
      field.dataset.touched = "1";
      ask();
    });
    field.addEventListener("change", () => { slider.value = String(read(field.value)); });
    field.after(slider);
  }
}

// A job that is under way is looked at again by itself.
const job = document.querySelector("[data-refresh]");
if (job) {
  const again = async () => {
    const answer = await fetch(location.href).catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page && page.getElementById(job.id);
    if (fresh && fresh.textContent !== job.textContent) job.replaceChildren(...fresh.childNodes);
    if (!fresh || fresh.hasAttribute("data-refresh")) setTimeout(again, 2000);
  };
  setTimeout(again, 1000);
}
