// Suggests records while one types. Needs: form[data-suggest], the address that answers {groups, did_you_mean} for ?q=,
// with a search input; data-suggest-label and data-suggest-meant name the list and its last group. A list box as the
// ARIA practices have it: the focus stays in the input, arrows go through the options.

const PAUSE = 150;

function element(name, properties, role, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  if (role) made.setAttribute("role", role);
  made.append(...children);
  return made;
}

function option({ url, parts, note }) {
  const name = parts.map(({ text, match }) => (match ? element("mark", { textContent: text }) : text));
  const beside = note ? [" ", element("span", { className: "quiet", textContent: note })] : [];
  return element("a", { href: url, tabIndex: -1 }, "option", ...name, ...beside);
}

function group({ kind, label, results }) {
  const heading = element("div", { className: "suggestions-kind", id: `suggested-${kind}`, textContent: label }, "presentation");
  const made = element("div", {}, "group", heading, ...results.map(option));
  made.setAttribute("aria-labelledby", heading.id);
  return made;
}

class Suggestions {
  answers = new Map();
  options = [];

  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.list = element("div", { id: "suggestions", className: "suggestions", hidden: true }, "listbox");
    this.list.setAttribute("aria-label", form.dataset.suggestLabel);
    form.append(this.list);
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "suggestions" };
    for (const [name, value] of Object.entries(said)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.show([]));
    // Else the input loses the focus, and the list goes, before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(this.input.value.trim()), PAUSE);
  }

  async ask(words) {
    if (words && !this.answers.has(words)) {
      const answer = await fetch(`${this.form.dataset.suggest}?${new URLSearchParams({ q: words })}`).catch(() => null);
      if (answer?.ok) this.answers.set(words, await answer.json());
    }
    // Another answer may be wanted by now, or none.
    if (words !== this.input.value.trim() || document.activeElement !== this.input) return;
    const { groups, did_you_mean: meant } = this.answers.get(words) ?? { groups: [], did_you_mean: [] };
    const near = meant.map((one) => ({ ...one, parts: [{ text: one.name }] }));
    this.show(near.length ? [...groups, { kind: "meant", label: this.form.dataset.suggestMeant, results: near }] : groups);
  }

  show(groups) {
    clearTimeout(this.waiting);
    this.list.replaceChildren(...groups.map(group));
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((one, place) => (one.id = `suggestion-${place}`));
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.choose(-1);
  }

  choose(place) {
    this.place = place;
    this.options.forEach((one, n) => one.setAttribute("aria-selected", String(n === place)));
    this.options[place]?.scrollIntoView({ block: "nearest" });
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.options[place].id);
  }

  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (this.list.hidden) return step === 1 ? this.later() : undefined;
    const places = this.options.length + 1; // the input itself is one of them
    if (step) this.choose(((this.place + 1 + step + places) % places) - 1);
    else if (event.key === "Enter" && this.place >= 0) location.assign(this.options[this.place].href);
    else if (event.key === "Escape") this.show([]);
    else return;
    event.preventDefault();
  }
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
