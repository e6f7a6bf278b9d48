// A side and its counterparts as a network, drawn by Cytoscape from the values that stand in the page. The table beside
// it says the same to who cannot see it or has no pointer, so the drawing takes no focus and leaves wheel and swipe to
// the page.

const NEAR = 8; // counterparts on the inner ring, where there are so many that one ring would be too full
const WIDEST = 7; // pixels of the line with the most contacts

function colours(figure) {
  const style = getComputedStyle(figure);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

function styles(figure, most) {
  const colour = colours(figure);
  const width = (edge) => 1 + (WIDEST - 1) * Math.sqrt(edge.data("contacts") / most);
  return [
    {
      selector: "node",
      style: {
        width: 14, height: 14, "background-color": colour("card"), "border-width": 2, "border-color": colour("accent"),
        label: "data(name)", color: colour("ink"), "font-family": getComputedStyle(figure).fontFamily, "font-size": 12,
        "text-wrap": "wrap", "text-max-width": 110, "text-margin-y": -3,
        "text-background-color": colour("card"), "text-background-opacity": 0.85, "text-background-padding": 1,
      },
    },
    {
      selector: "node[?center]",
      style: { width: 24, height: 24, "background-color": colour("accent"), "font-weight": 600, "font-size": 14, "text-margin-y": -5 },
    },
    { selector: "edge", style: { width, "line-color": colour("dim"), "line-opacity": 0.45, "curve-style": "straight" } },
    { selector: "edge[?own]", style: { "line-color": colour("accent"), "line-opacity": 0.75 } },
    { selector: "node.pointed", style: { "background-color": colour("focus"), "border-color": colour("focus") } },
  ];
}

function elements({ center, nodes, links }) {
  return [
    ...nodes.map((one, rank) => ({ data: { ...one, center: one.id === center, rank } })),
    ...links.map(([a, b, contacts]) => ({
      data: { id: `${a} ${b}`, source: a, target: b, contacts, own: a === center || b === center },
    })),
  ];
}

// The side in the middle, its busiest counterparts around it, the others around these: the same at every visit.
function layout(number) {
  const rings = number > 2 * NEAR;
  return {
    name: "concentric",
    concentric: (node) => (node.data("center") ? 2 : rings && node.data("rank") <= NEAR ? 1 : 0),
    levelWidth: () => 1,
    minNodeSpacing: 30,
    padding: 36,
    animate: false,
  };
}

function follow(drawing, center) {
  const canvas = drawing.container();
  drawing.on("mouseover", "node", (event) => {
    event.target.addClass("pointed");
    canvas.style.cursor = "pointer";
  });
  drawing.on("mouseout", "node", (event) => {
    event.target.removeClass("pointed");
    canvas.style.cursor = "";
  });
  drawing.on("tap", "node", (event) => {
    const id = event.target.id();
    if (id === center) return;
    const asked = new URLSearchParams({ a: center, b: id });
    const known = new URLSearchParams(location.search).get("as_of");
    if (known) asked.set("as_of", known);
    location.assign(`/channel?${asked}`);
  });
}

function draw(figure) {
  const values = JSON.parse(figure.dataset.values);
  if (!window.cytoscape || values.nodes.length < 2) return;
  const container = document.createElement("div");
  container.className = "drawing";
  container.setAttribute("role", "img");
  container.setAttribute("aria-label", figure.querySelector("figcaption").textContent.trim());
  figure.append(container);
  const most = Math.max(1, ...values.links.map((link) => link[2]));
  const drawing = cytoscape({
    container,
    elements: elements(values),
    style: styles(figure, most),
    layout: layout(values.nodes.length),
    userZoomingEnabled: false,
    userPanningEnabled: false,
    boxSelectionEnabled: false,
    autoungrabify: true,
    autounselectify: true,
  });
  follow(drawing, values.center);
  document.addEventListener("themechange", () => drawing.style(styles(figure, most)));
  let width = figure.clientWidth;
  addEventListener("resize", () => {
    if (figure.clientWidth === width) return; // a phone hides its address bar: the page grows taller, not wider
    width = figure.clientWidth;
    drawing.resize();
    drawing.layout(layout(values.nodes.length)).run();
  });
}

document.querySelectorAll('figure[data-picture="network"]').forEach(draw);
