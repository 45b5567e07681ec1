// Fills the form that cites words from what is marked in the text above it. Needs: [data-text] (the text, whose value is
// the key of its source) and form[data-mark] with exact, start and [data-hand-over], a button that gives the words to the
// window this page was opened from.

const PAUSE = 120;
const MOVED = 3;

const text = document.querySelector("[data-text]");
const form = document.querySelector("form[data-mark]");
const handOver = form?.querySelector("[data-hand-over]");

/** Places count characters, of which JavaScript takes some for two. */
const count = (part) => Array.from(part).length;

/** The marked part of the text without white space around it, and where it begins; null where nothing is marked. */
function marked() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !selection.getRangeAt(0).intersectsNode(text)) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (!text.contains(range.startContainer)) range.setStart(text, 0);
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  const words = range.toString();
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const exact = words.trim();
  return exact && { exact, start: count(before.toString()) + count(words) - count(words.trimStart()) };
}

function fill() {
  const found = marked();
  if (!found) return;
  form.elements.exact.value = found.exact;
  form.elements.start.value = found.start;
  form.elements.start.disabled = false;
  form.classList.add("is-marking");
}

if (text && form) {
  let timer;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(fill, PAUSE);
  });
  // What is typed may stand elsewhere.
  form.elements.exact.addEventListener("input", () => (form.elements.start.disabled = true));
  form.addEventListener("submit", () => (form.elements.exact.value = form.elements.exact.value.trim()));
  // Chromium begins no selection within a link, so while the mouse is down it is none; marking does not follow it.
  let pressed;
  text.addEventListener("pointerdown", (event) => {
    pressed = event;
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.pointerType !== "mouse") return;
    const address = link.getAttribute("href");
    link.removeAttribute("href");
    addEventListener("pointerup", () => link.setAttribute("href", address), { once: true });
  });
  text.addEventListener("click", (event) => {
    const moved = pressed && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY);
    if (moved > MOVED && !getSelection().isCollapsed) event.preventDefault();
  });
  if (window.opener) {
    handOver.hidden = false;
    handOver.addEventListener("click", () => {
      const { exact, start } = form.elements;
      const cited = { source: text.dataset.text, exact: exact.value, start: start.disabled ? null : Number(start.value) };
      opener.postMessage({ cited }, location.origin);
      window.close();
    });
  }
}
