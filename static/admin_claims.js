// Helps to add claims: shows the fields that an attribute has, suggests stages and places, carries the source over.
// Needs: select[data-claim-kinds] (JSON: kind by attribute) and input[data-claim-value] in each .inline-related of the
// group #claims-group, the datalist #stages, and [data-places] with the address that answers places by ?term=.

const PAUSE = 250;
const CARRIED = ["source", "locator", "said_on"];

const places = document.querySelector("[data-places]");
let lists = 0;

function placesFor(input) {
  const list = document.createElement("datalist");
  list.id = `places-${(lists += 1)}`;
  input.after(list);
  return list;
}

async function suggestPlaces(input, list) {
  const address = new URL(places.dataset.places, location.href);
  address.searchParams.set("term", input.value);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { results } = await answer.json();
  list.replaceChildren(...results.map(({ text }) => new Option("", text)));
}

function show(row, input, list, kind) {
  row.dataset.kind = kind;
  const suggested = { code: "stages", region: list.id }[kind];
  if (suggested) input.setAttribute("list", suggested);
  else input.removeAttribute("list");
}

function prepare(row) {
  const attribute = row.querySelector("[data-claim-kinds]");
  const input = row.querySelector("[data-claim-value]");
  if (!attribute || attribute.name.includes("__prefix__")) return;
  const kinds = JSON.parse(attribute.dataset.claimKinds);
  const list = placesFor(input);
  let timer;
  const adapt = () => show(row, input, list, kinds[attribute.value] ?? "");
  attribute.addEventListener("change", adapt);
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (row.dataset.kind === "region" && input.value) timer = setTimeout(() => suggestPlaces(input, list), PAUSE);
  });
  adapt();
}

/** Gives a new row the source that the row before it names, until another one is chosen. */
function carryOver(row) {
  const rows = [...row.parentElement.querySelectorAll(".cited-new:not(.empty-form)")];
  const former = rows[rows.indexOf(row) - 1];
  if (!former) return;
  for (const name of CARRIED) {
    const [from, to] = [former, row].map((one) => one.querySelector(`[name$="-${name}"]`));
    if (!from?.value || !to) continue;
    if (to.tagName === "SELECT") to.append(new Option(from.selectedOptions[0].textContent, from.value, true, true));
    else to.value = from.value;
    to.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

if (places) {
  for (const row of document.querySelectorAll("#claims-group .inline-related")) prepare(row);
  // An address that brings words of a source leads to their row.
  if (/^#claims-\d+$/.test(location.hash)) document.querySelector(`${location.hash} [data-claim-kinds]`)?.focus();
  document.addEventListener("formset:added", ({ target }) => {
    if (target.closest("#claims-group")) prepare(target);
    if (target.classList.contains("cited-new")) carryOver(target);
  });
}
