// Opens the text of a row's source beside the form, and takes the words that are marked there. Needs: groups of rows with
// [data-mark-in] (the address of the text of source 0) and [data-mark-label]; in each row fields whose names end in
// -source, -exact, -marked and, for claims, -as_printed. mark.js sends {cited: {source, exact, start}}.

const GROUPS = "[data-mark-in]";
let asking;

const field = (row, name) => row.querySelector(`[name$="-${name}"]`);

function openText(row) {
  const source = field(row, "source");
  if (!source.value) return source.focus();
  asking = row;
  return open(row.closest(GROUPS).dataset.markIn.replace("/0/", `/${source.value}/`));
}

function prepare(row) {
  const words = field(row, "exact");
  if (!words || words.name.includes("__prefix__") || row.querySelector(".mark-in")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "mark-in";
  button.textContent = row.closest(GROUPS).dataset.markLabel;
  button.addEventListener("click", () => openText(row));
  words.after(button);
}

/** The words go where the row has none yet: first as printed, then as the words around that. */
function take({ source, exact, start }) {
  const printed = field(asking, "as_printed");
  const words = printed && !printed.value ? printed : field(asking, "exact");
  words.value = exact;
  field(asking, "marked").value = start === null ? "" : `${source}:${start} ${exact}`;
  words.dispatchEvent(new Event("change", { bubbles: true }));
  words.focus();
}

for (const row of document.querySelectorAll(`${GROUPS} .inline-related`)) prepare(row);
document.addEventListener("formset:added", ({ target }) => {
  if (target.closest(GROUPS)) prepare(target);
});
window.addEventListener("message", ({ origin, data }) => {
  if (origin === location.origin && data?.cited && asking?.isConnected && data.cited.source === field(asking, "source").value)
    take(data.cited);
});
