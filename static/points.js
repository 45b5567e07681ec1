// Draws known sites on a map to zoom and to move. Needs: #points-map with addresses in data-script and data-styles (of
// Leaflet), data-points and data-outlines, and words in data-label, data-in, data-out, data-exact, data-near and
// data-projects. Leaflet is fetched when a reader comes near to the map.

const NEAREST = 14;
const PAD = 0.2;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

async function json(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function bounds([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

function framed(map) {
  const seen = map.getBounds().pad(PAD);
  const ends = [Math.max(seen.getWest(), -180), Math.max(seen.getSouth(), -90), Math.min(seen.getEast(), 180), Math.min(seen.getNorth(), 90)];
  return ends.map((end) => end.toFixed(4)).join(",");
}

function made(name, text, more = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, more);
}

function card(point, words) {
  const box = document.createElement("div");
  box.append(made("a", point.title, { href: point.url }));
  const said = [point.note, point.exact ? words.exact : words.near].filter(Boolean).join(" · ");
  box.append(made("p", said, { className: "small" }));
  return box;
}

function radius(count) {
  return count === 1 ? 7 : Math.min(11 + 4 * Math.log10(count), 26);
}

// Neighbours that would cover each other become one; the nearest view shows each cell as it is.
function parted(map, points, words) {
  if (map.getZoom() >= map.getMaxZoom()) return points;
  const kept = [];
  for (const point of points) {
    const place = map.latLngToLayerPoint([point.at[1], point.at[0]]);
    const other = kept.find((one) => one.place.distanceTo(place) < radius(one.point.count) + radius(point.count));
    if (other) other.point = joined(other.point, point, words);
    else kept.push({ point, place });
  }
  return kept.map((one) => one.point);
}

function joined(one, other, words) {
  const count = one.count + other.count;
  const box = bounds(one.box).extend(bounds(other.box));
  return {
    ...one, count, title: `${words.projects}: ${count}`,
    at: one.at.map((end, axis) => (end * one.count + other.at[axis] * other.count) / count),
    box: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()],
  };
}

// One project opens its card; several zoom to their cell, or where nothing is nearer lead to their list.
function act(map, marker, point) {
  if (point.count === 1) marker.openPopup();
  else if (map.getZoom() >= map.getMaxZoom()) location.assign(point.url);
  else map.fitBounds(bounds(point.box), { animate: !still, maxZoom: Math.max(map.getZoom() + 2, 0) });
}

function drawn(map, point, words) {
  const [longitude, latitude] = point.at;
  const kind = point.count > 1 ? "is-many" : point.exact ? "is-exact" : "is-near";
  const marker = L.circleMarker([latitude, longitude], { radius: radius(point.count), className: `point ${kind}`, weight: 2 });
  if (point.count === 1) marker.bindPopup(card(point, words));
  const many = { permanent: true, direction: "center", className: "point-count" };
  marker.bindTooltip(point.count > 1 ? String(point.count) : point.title, point.count > 1 ? many : {});
  marker.on("click", () => act(map, marker, point));
  marker.on("add", () => {
    const shape = marker.getElement();
    shape.setAttribute("tabindex", "0");
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", point.title);
    shape.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        act(map, marker, point);
      }
    });
  });
  return marker;
}

async function ground(map, addresses) {
  map.createPane("ground").classList.add("points-below");
  for (const address of addresses) {
    const outline = await json(address);
    L.geoJSON(outline, { pane: "ground", interactive: false, style: { className: "points-ground", weight: 1 } }).addTo(map);
    for (const credit of outline.properties.credits) map.attributionControl.addAttribution(credit);
  }
}

async function start(element) {
  const { script, styles, points, outlines, label, in: zoomInTitle, out: zoomOutTitle, ...words } = element.dataset;
  await leaflet(script, styles);
  const first = (await json(`${points}&zoom=5`)).points;
  element.hidden = false;
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", label);
  const map = L.map(element, {
    maxZoom: NEAREST, minZoom: 1, zoomControl: false, maxBounds: [[-85, -180], [85, 180]],
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, scrollWheelZoom: false,
  });
  map.attributionControl.setPrefix("Leaflet");
  L.control.zoom({ zoomInTitle, zoomOutTitle }).addTo(map);
  // The wheel scrolls the page until somebody has taken hold of the map.
  map.on("focus click", () => map.scrollWheelZoom.enable());
  const layer = L.layerGroup().addTo(map);
  let asked = 0;
  map.on("moveend", async () => {
    const mine = ++asked;
    const found = await json(`${points}&zoom=${Math.min(map.getZoom(), NEAREST)}&frame=${framed(map)}`);
    if (mine !== asked) return;
    layer.clearLayers();
    for (const point of parted(map, found.points, words)) layer.addLayer(drawn(map, point, words));
  });
  const whole = L.latLngBounds(first.map(({ at: [longitude, latitude] }) => [latitude, longitude]));
  map.fitBounds(whole.pad(PAD), { animate: false, maxZoom: 6 });
  await ground(map, outlines.split(" "));
}

function put(name, properties) {
  return new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement(name), properties, { onload: resolve, onerror: reject });
    document.head.append(made);
  });
}

let fetched = null;

function leaflet(script, styles) {
  fetched ??= Promise.all([put("link", { rel: "stylesheet", href: styles }), put("script", { src: script })]);
  return fetched;
}

const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    start(target.querySelector("#points-map"));
  }
}, { rootMargin: "200px" });

function watch() {
  const element = document.getElementById("points-map");
  if (element?.hidden) near.observe(element.parentElement);
}

watch();
document.addEventListener("htmx:afterSwap", watch);
