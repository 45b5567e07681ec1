// Offers each chart as PNG too, drawn from its SVG. Needs: a[data-png] that leads to the SVG, with the word in data-png.

const SCALE = 2;

async function png(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth * SCALE, image.naturalHeight * SCALE];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

async function save(address, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await png(address));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}

function offer(svg) {
  if (svg.nextElementSibling?.matches("button")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "as-link";
  button.innerHTML = svg.innerHTML;
  button.firstChild.textContent = svg.dataset.png;
  button.addEventListener("click", () => save(svg.href, `${svg.dataset.name}.png`));
  svg.after(button);
}

function offerAll() {
  document.querySelectorAll("a[data-png]").forEach(offer);
}

offerAll();
document.addEventListener("htmx:afterSwap", offerAll);
