// A side and its counterparts as a network, drawn by Cytoscape from the values that stand in the page. The table beside
// it says the same to who cannot see it or has no pointer, so the drawing takes no focus and leaves wheel and swipe to
// the page.

const NEAR = 8; // counterparts on the inner ring, where there are so many that one ring would be too full
const WIDEST = 7; // pixels of the line with the most contacts

function colours(figure) {
  const style = getComputedStyle(figure);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

function styles(figure, most, codes) {
  const colour = colours(figure);
  const width = (edge) => 1 + (WIDEST - 1) * Math.sqrt(edge.data("contacts") / most);
  return [
    {
      selector: "node",
      style: {
        width: 14, height: 14, "background-color": colour("card"), "border-width": 2, "border-color": colour("accent"),
        label: codes ? "data(id)" : "data(name)", color: colour("ink"), "font-family": getComputedStyle(figure).fontFamily, "font-size": 12,
        "text-wrap": "wrap", "text-max-width": 110, "text-margin-y": -3,
        "text-background-color": colour("card"), "text-background-opacity": 0.85, "text-background-padding": 1,
      },
    },
    {
      selector: "node[?center]",
      style: { width: 24, height: 24, "background-color": colour("accent"), "font-weight": 600, "font-size": 14 },
    },
    { selector: "node[?below]", style: { "text-valign": "bottom", "text-margin-y": 3 } },
    { selector: "edge", style: { width, "line-color": colour("dim"), "line-opacity": 0.3, "curve-style": "straight" } },
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

// Where names would cover each other, codes stand for them; the table has both.
function crowded(figure, { nodes }) {
  return figure.clientWidth < 48 * Math.sqrt(nodes.length) + 200;
}

// Where each stands, in pixels: the side in the middle, its busiest counterparts around it, the others in a ring around
// these, by turns a little nearer so that their names do not touch. The same at every visit.
function places(nodes, width, height) {
  const rings = nodes.length > 2 * NEAR;
  const at = (turn, reach) => ({
    x: width / 2 + Math.sin(turn) * reach * (width / 2 - 70),
    y: height / 2 - Math.cos(turn) * reach * (height / 2 - 30),
  });
  return (node) => {
    const rank = node.data("rank");
    if (rank === 0) return at(0, 0);
    const inner = rings ? NEAR : nodes.length - 1;
    if (rank <= inner) return at((2 * Math.PI * (rank - 1)) / inner, rings ? 0.5 : 0.85);
    const others = nodes.length - 1 - inner;
    return at((2 * Math.PI * (rank - inner - 0.5)) / others, rank % 2 ? 0.82 : 1);
  };
}

function layOut(drawing, nodes) {
  drawing.resize();
  const positions = places(nodes, drawing.width(), drawing.height());
  drawing.nodes().forEach((node) => node.data("below", positions(node).y > drawing.height() / 2 + 1));
  drawing.layout({ name: "preset", positions, fit: false, zoom: 1, pan: { x: 0, y: 0 } }).run();
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
    style: styles(figure, most, crowded(figure, values)),
    layout: { name: "null" },
    userZoomingEnabled: false,
    userPanningEnabled: false,
    boxSelectionEnabled: false,
    autoungrabify: true,
    autounselectify: true,
  });
  layOut(drawing, values.nodes);
  follow(drawing, values.center);
  document.addEventListener("themechange", () => drawing.style(styles(figure, most, crowded(figure, values))));
  let width = figure.clientWidth;
  addEventListener("resize", () => {
    if (figure.clientWidth === width) return; // a phone hides its address bar: the page grows taller, not wider
    width = figure.clientWidth;
    drawing.style(styles(figure, most, crowded(figure, values)));
    layOut(drawing, values.nodes);
  });
}

document.querySelectorAll('figure[data-picture="network"]').forEach(draw);
