// Suggests records while one is typed. Needs: input[data-datalist] with the address that answers them by &term=.

const PAUSE = 250;

function prepare(input) {
  const list = document.createElement("datalist");
  list.id = `${input.id}-suggested`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer;
  const soon = () => {
    clearTimeout(timer);
    if (input.value) timer = setTimeout(() => suggest(input, list), PAUSE);
  };
  input.addEventListener("input", soon);
  soon(); // for what was typed before this ran
}

async function suggest(input, list) {
  const address = new URL(input.dataset.datalist, location.href);
  address.searchParams.set("term", input.value);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { results } = await answer.json();
  list.replaceChildren(...results.map(({ text }) => new Option("", text)));
}

for (const input of document.querySelectorAll("[data-datalist]")) prepare(input);
