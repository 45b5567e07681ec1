// Puts a button after each [data-copy] that copies its text. Needs: data-copy-label and data-copied-label on it.

const SECONDS = 3;

function button(element) {
  const { copyLabel, copiedLabel } = element.dataset;
  const made = document.createElement("button");
  made.type = "button";
  made.className = "copy";
  made.textContent = copyLabel;
  made.setAttribute("aria-live", "polite");
  made.addEventListener("click", async () => {
    await navigator.clipboard.writeText(element.textContent.trim());
    made.textContent = copiedLabel;
    setTimeout(() => (made.textContent = copyLabel), SECONDS * 1000);
  });
  return made;
}

// Browsers give the clipboard to pages by HTTPS or from one's own machine only.
function offer() {
  for (const element of document.querySelectorAll("[data-copy]")) {
    if (!element.nextElementSibling?.matches(".copy")) element.after(button(element));
  }
}

if (navigator.clipboard) {
  offer();
  document.addEventListener("htmx:afterSwap", offer);
}
