// Points out on the map what the pointer or the keyboard is on in the table beside it, and the other way round.
// Needs: [data-twins] around both; links to the same address are twins.

function address(link) {
  return link.href.baseVal === undefined ? link.href : new URL(link.href.baseVal, location.href).href;
}

// The pairs that are there already; a part of the page may come with others.
const paired = new WeakSet();

function pairUp() {
  for (const pair of document.querySelectorAll("[data-twins]")) {
    if (!paired.has(pair)) point(pair);
    paired.add(pair);
  }
}

function point(pair) {
  const places = new Map();
  for (const link of pair.querySelectorAll("a[href]")) {
    const place = link.closest("tr") ?? link;
    places.set(address(link), [...(places.get(address(link)) ?? []), place]);
  }
  const mark = (event, isOn) => {
    const link = event.target.closest?.("tr")?.querySelector("a[href]") ?? event.target.closest?.("a[href]");
    for (const place of (link && places.get(address(link))) ?? []) place.classList.toggle("is-twin", isOn);
  };
  for (const name of ["pointerover", "focusin"]) pair.addEventListener(name, (event) => mark(event, true));
  for (const name of ["pointerout", "focusout"]) pair.addEventListener(name, (event) => mark(event, false));
}

pairUp();
document.addEventListener("htmx:afterSwap", pairUp);
