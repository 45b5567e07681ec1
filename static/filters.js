// Makes the filter form nicer. Needs: [data-filters], a <details> around a GET form with lists marked [data-choices].
// Empty fields stay out of the address, long lists can be narrowed by typing, narrow screens start with the form closed.
// Lists that come with a part of the page, by htmx, are treated as those that were there.

const NARROW = "(max-width: 62rem)";
const LONG = 10;

function leaveOutEmpty(form) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData.entries()]) {
      if (value === "") event.formData.delete(name);
    }
    if (event.formData.get("match") === "certain") event.formData.delete("match");
  });
}

function narrowing(list, label) {
  const input = document.createElement("input");
  input.type = "search";
  input.className = "choices-narrow";
  input.setAttribute("aria-label", label);
  input.placeholder = label;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLocaleLowerCase();
    for (const item of list.children) {
      const isChosen = item.querySelector("input").checked;
      item.hidden = !isChosen && !item.textContent.toLocaleLowerCase().includes(wanted);
    }
  });
  // It narrows what one sees, and asks for nothing.
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  return input;
}

for (const filters of document.querySelectorAll("[data-filters]")) {
  const form = filters.querySelector("form");
  leaveOutEmpty(form);
  const narrow = () => {
    for (const list of form.querySelectorAll("[data-choices]")) {
      const isNarrowed = list.previousElementSibling?.matches(".choices-narrow");
      if (list.children.length > LONG && !isNarrowed) list.before(narrowing(list, filters.dataset.narrowLabel));
    }
  };
  narrow();
  document.addEventListener("htmx:afterSwap", narrow);
  const screen = matchMedia(NARROW);
  filters.open = !screen.matches;
  screen.addEventListener("change", () => (filters.open = !screen.matches));
}
