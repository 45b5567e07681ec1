// Keeps what a reader did on a page of which htmx swaps a part: the focus, which groups of a form are open, how far
// lists are scrolled and narrowed. Needs: #selection, [data-filters], and <details data-group> in either. An answer
// that can't be shown is asked for as a page of its own, which says what is wrong.

const NARROW = "(max-width: 62rem)";
const filters = document.querySelector("[data-filters]");
let kept = null;

function groups() {
  return [...document.querySelectorAll("[data-group]")].map((group) => ({
    group,
    list: group.querySelector("[data-choices]"),
    narrowing: group.querySelector(".choices-narrow"),
  }));
}

function keep() {
  kept = { focus: document.activeElement?.id, groups: new Map() };
  for (const { group, list, narrowing } of groups()) {
    kept.groups.set(group.dataset.group, { open: group.open, top: list?.scrollTop, words: narrowing?.value });
  }
}

function restore() {
  if (!kept) return;
  for (const { group, list, narrowing } of groups()) {
    const before = kept.groups.get(group.dataset.group);
    if (!before) continue;
    group.open = before.open;
    if (narrowing && before.words) {
      narrowing.value = before.words;
      narrowing.dispatchEvent(new Event("input"));
    }
    if (list) list.scrollTop = before.top ?? 0;
  }
  const focused = (kept.focus && document.getElementById(kept.focus)) || document.getElementById("selection");
  focused.focus({ preventScroll: true });
  kept = null;
}

function ask(event) {
  location.assign(event.detail.pathInfo?.finalRequestPath ?? location.href);
}

document.addEventListener("htmx:beforeSwap", keep);
document.addEventListener("htmx:afterSwap", restore);
document.addEventListener("htmx:responseError", ask);
document.addEventListener("htmx:sendError", ask);

// Where the form covers the screen, sending it shows what it found.
filters?.querySelector("form").addEventListener("submit", () => {
  if (!matchMedia(NARROW).matches) return;
  filters.open = false;
  document.getElementById("selection").scrollIntoView();
});
