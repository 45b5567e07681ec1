// Puts a slider with two handles below each histogram, which moves the two numbers beside it. Needs: [data-histogram]
// with its name, where its classes begin in data-edges, and what these numbers are called in data-labels; inputs of the
// same name with _min and _max. The numbers can be typed as well, and the bars are links.

function slider(input, edges, labels, isLast) {
  const made = document.createElement("input");
  const inside = edges.map(Number);
  made.type = "range";
  made.className = "histogram-handle";
  [made.min, made.max, made.step] = [0, inside.length, 1];
  made.setAttribute("aria-label", input.labels[0].textContent);
  // A limit between two edges stands at the lower one, of the highest number at the next.
  const number = input.value.trim() === "" ? NaN : Number(input.value);
  const below = inside.filter((edge) => edge <= number).length;
  if (isLast) made.value = Number.isNaN(number) ? inside.length : inside.includes(number + 1) ? below : Math.max(below, 1);
  else made.value = Number.isNaN(number) ? 0 : below - 1;
  const say = () => made.setAttribute("aria-valuetext", labels[made.value] ?? "∞");
  say();
  made.addEventListener("input", say);
  return made;
}

function addTo(histogram) {
  const { histogram: name, edges, labels } = histogram.dataset;
  const [least, most] = ["min", "max"].map((end) => histogram.parentElement.querySelector(`[name=${name}_${end}]`));
  const numbers = edges.split(",");
  const words = labels.split("|");
  const [low, high] = [slider(least, numbers, words, false), slider(most, numbers, words, true)];
  [low.id, high.id] = [`slider-${name}-min`, `slider-${name}-max`];

  const moved = (handle) => {
    if (Number(low.value) >= Number(high.value)) {
      handle.value = handle === low ? Number(high.value) - 1 : Number(low.value) + 1;
    }
    least.value = low.value === "0" ? "" : numbers[low.value];
    most.value = high.value === high.max ? "" : String(numbers[high.value] - 1);
    [...histogram.children].forEach((bar, place) => {
      bar.classList.toggle("is-outside", place < Number(low.value) || place >= Number(high.value));
    });
  };
  for (const handle of [low, high]) handle.addEventListener("input", () => moved(handle));

  const both = document.createElement("div");
  both.className = "histogram-slider";
  both.append(low, high);
  histogram.after(both);
}

function addToAll() {
  for (const histogram of document.querySelectorAll("[data-histogram]")) {
    if (!histogram.nextElementSibling?.matches(".histogram-slider")) addTo(histogram);
  }
}

addToAll();
document.addEventListener("htmx:afterSwap", addToAll);
