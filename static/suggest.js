// Suggests records while one types. Needs: form[data-suggest], the address that answers {groups, did_you_mean} for ?q=,
// with a search input; data-suggest-label and data-suggest-meant are the words for the list and for its last group.
// A list box as the ARIA practices have it: the focus stays in the input, arrows go through the options.

const PAUSE = 150;
const MOST = 50;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function part({ text, match }) {
  return match ? element("mark", { textContent: text }) : text;
}

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.answers = new Map();
    this.list = element("div", { id: `${this.input.id}-suggestions`, className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.suggestLabel);
    form.append(this.list);
    const described = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(described)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // Else the input loses the focus, and the list goes, before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(this.input.value.trim()), PAUSE);
  }

  async ask(words) {
    if (words === "") return this.close();
    if (!this.answers.has(words)) {
      const answer = await fetch(`${this.form.dataset.suggest}?${new URLSearchParams({ q: words })}`).catch(() => null);
      if (!answer?.ok) return this.close();
      if (this.answers.size >= MOST) this.answers.clear();
      this.answers.set(words, await answer.json());
    }
    // Another answer may be wanted by now.
    if (words === this.input.value.trim() && document.activeElement === this.input) this.show(this.answers.get(words));
  }

  show({ groups, did_you_mean: meant }) {
    const near = meant.map((one) => ({ ...one, parts: [{ text: one.name, match: false }], note: "" }));
    const all = near.length ? [...groups, { kind: "meant", label: this.form.dataset.suggestMeant, results: near }] : groups;
    this.list.replaceChildren(...all.map((group) => this.group(group)));
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((option, place) => (option.id = `${this.list.id}-${place}`));
    this.choose(-1);
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  group({ kind, label, results }) {
    const heading = element("div", { className: "suggestions-kind", id: `${this.list.id}-${kind}`, textContent: label });
    heading.setAttribute("role", "presentation");
    const made = element("div", {}, heading, ...results.map((result) => this.option(result)));
    made.setAttribute("role", "group");
    made.setAttribute("aria-labelledby", heading.id);
    return made;
  }

  option({ url, parts, note }) {
    const made = element("a", { href: url, tabIndex: -1 }, element("span", {}, ...parts.map(part)));
    if (note) made.append(" ", element("span", { className: "quiet", textContent: note }));
    made.setAttribute("role", "option");
    return made;
  }

  choose(place) {
    this.place = place;
    this.options.forEach((option, n) => option.setAttribute("aria-selected", String(n === place)));
    this.options[place]?.scrollIntoView({ block: "nearest" });
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.options[place].id);
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && this.list.hidden) return this.later();
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      // One place more than options: that of the input itself.
      const places = this.options.length + 1;
      this.choose(((this.place + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && this.place >= 0) location.assign(this.options[this.place].href);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  close() {
    clearTimeout(this.waiting);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

for (const form of document.querySelectorAll("form[data-suggest]")) if (form.dataset.suggest) new Suggestions(form);
