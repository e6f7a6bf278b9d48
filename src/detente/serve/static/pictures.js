// Pictures by Observable Plot, from the values that stand in the page. Each status has a sign of its own and a row of
// its own, so that colour is never the only difference. What a picture shows also stands in the page as a list or table.

const STATUSES = ["held", "planned", "proposed", "denied", "cancelled"];
const DAY = 86_400_000;
const FEWEST_MONTHS = 12; // one month alone would be a block with an axis of days
const LETTER = 6.5; // pixels that a letter of a label needs

// Signs as d3 symbols: drawn at the origin with an area of `size` square pixels.
const ring = { draw: (path, size) => { const r = Math.sqrt(size / Math.PI); path.moveTo(r, 0); path.arc(0, 0, r, 0, 2 * Math.PI); } };
const cross = { draw: (path, size) => { const r = Math.sqrt(size) * 0.6; path.moveTo(-r, -r); path.lineTo(r, r); path.moveTo(-r, r); path.lineTo(r, -r); } };
const barred = { draw: (path, size) => { const r = Math.sqrt(size / Math.PI); ring.draw(path, size); path.moveTo(-r, r); path.lineTo(r, -r); } };
const SIGNS = { held: ring, planned: ring, proposed: "diamond", denied: cross, cancelled: barred };
const FILLED = new Set(["held"]);

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function width(figure) {
  return Math.max(280, figure.clientWidth - 24);
}

function day(text) {
  return new Date(`${text}T00:00:00Z`);
}

// Plot would add a style element, which the content security policy rightly refuses; our style sheet has its rules.
function place(figure, drawing, label) {
  drawing.querySelectorAll("style").forEach((style) => style.remove());
  drawing.querySelectorAll("g[aria-label]").forEach((group) => group.removeAttribute("aria-label")); // "rule", "text": of no use
  drawing.classList.add("drawing");
  // Plot names its groups, which have no role that could bear a name; a picture is one thing with one name, its links
  // have theirs from what they are titled.
  drawing.querySelectorAll("[aria-label]").forEach((part) => part.removeAttribute("aria-label"));
  const links = drawing.querySelectorAll("a");
  links.forEach((link) => link.setAttribute("aria-label", link.querySelector("title")?.textContent ?? ""));
  drawing.setAttribute("role", links.length ? "group" : "img");
  drawing.setAttribute("aria-label", label);
  figure.querySelector(".drawing")?.remove();
  const after = figure.querySelector("figcaption");
  after ? after.after(drawing) : figure.append(drawing);
}

function options(figure, more) {
  return {
    width: width(figure),
    style: { background: "none", color: colour("ink"), fontSize: "12px" },
    x: { type: "utc", label: null, grid: false },
    ...more,
  };
}

// Contacts of each month, a row for each status.
function timeline(figure, rows) {
  const values = rows.map(([month, status, contacts]) => ({ month: day(`${month}-01`), status, contacts }));
  if (!values.length) return null;
  const shown = STATUSES.filter((status) => values.some((one) => one.status === status));
  const months = d3.extent(values, (one) => one.month);
  const end = d3.max([d3.utcMonth.offset(months[1], 1), d3.utcMonth.offset(months[0], FEWEST_MONTHS)]);
  const most = d3.max(values, (one) => one.contacts);
  return Plot.plot(options(figure, {
    height: 28 + 44 * shown.length,
    marginLeft: 92,
    marginRight: 12,
    x: { type: "utc", label: null, domain: [months[0], end] },
    y: { axis: null, domain: [0, most] },
    fy: { domain: shown, label: null, padding: 0.15, axis: null },
    marks: [
      Plot.ruleY([0], { stroke: colour("line") }),
      Plot.rectY(values, {
        x1: "month", x2: (one) => d3.utcMonth.offset(one.month, 1), y: "contacts", fy: "status", insetLeft: 0.5, insetRight: 0.5,
        fill: (one) => (FILLED.has(one.status) ? colour(one.status) : "none"), stroke: (one) => colour(one.status),
        strokeDasharray: null, title: (one) => `${one.contacts} ${one.status}, ${d3.utcFormat("%B %Y")(one.month)}`,
      }),
      Plot.text(shown, { fy: (status) => status, text: (status) => `${sign(status)} ${status}`, frameAnchor: "left", dx: -86, textAnchor: "start", fill: (status) => colour(status), fontWeight: 600 }),
    ],
  }));
}

function sign(status) {
  return { held: "●", planned: "○", proposed: "◇", denied: "✕", cancelled: "⊘" }[status];
}

// Contacts of a channel in lanes by kind; silences longer than usual, and the present one, as bands: the longer, the darker.
function lanes(figure, { contacts, usual, on }) {
  const values = contacts.map((one) => ({ ...one, from: day(one.first), to: new Date(+day(one.last) + DAY) }));
  if (!values.length) return null;
  const known = values.filter((one) => one.status === "held" && one.to - one.from < 32 * DAY);
  const days = d3.sort([...new Set(known.map((one) => +one.to))]);
  const now = +day(on);
  const gaps = d3.pairs([...days, now]).filter(([from, to]) => to - from > 14 * DAY && (to === now || to - from > usual * DAY));
  const longest = d3.max(gaps, ([from, to]) => to - from);
  const kinds = [...new Set(values.map((one) => one.kind))].sort();
  const points = values.filter((one) => one.to - one.from < 32 * DAY);
  const drawn = points.length ? points : values; // a year that a contact may have been in would push all others aside
  const first = d3.min(drawn, (one) => one.from);
  const last = d3.max([...drawn.map((one) => one.to), day(on)]);
  const apart = (status) => 5 * (STATUSES.indexOf(status) - 2); // what lies on one day is seen beside each other
  const spans = values.filter((one) => one.to - one.from > 2 * DAY);
  const room = (width(figure) - 82) / (last - first);
  const words = ([from, to]) => {
    const days = `${Math.round((to - from) / DAY)} days`;
    const said = to === now ? [`silent for ${days}`, days] : [days];
    return said.find((one) => one.length * LETTER < (to - from) * room) ?? ""; // what its band has room for
  };
  return Plot.plot(options(figure, {
    height: 54 + 40 * kinds.length,
    marginLeft: 70,
    marginRight: 12,
    marginTop: 22,
    x: { type: "utc", label: null, domain: [first, last] },
    y: { type: "band", domain: kinds, label: null, tickSize: 0 },
    marks: [
      Plot.rectX(gaps, { x1: ([from]) => from, x2: ([, to]) => to, fill: colour("dim"), fillOpacity: ([from, to]) => 0.06 + 0.2 * ((to - from) / longest), title: ([from, to]) => `silent for ${Math.round((to - from) / DAY)} days` }),
      Plot.text(gaps.filter((gap) => words(gap)), { x: ([from, to]) => new Date((from + to) / 2), text: words, frameAnchor: "top", dy: -14, fill: colour("dim") }),
      Plot.ruleY(kinds, { y: (kind) => kind, stroke: colour("line") }),
      Plot.ruleX([day(on)], { stroke: colour("focus"), strokeDasharray: "2,3" }),
      Plot.link(spans, { x1: "from", x2: "to", y: "kind", stroke: (one) => colour(one.status), strokeOpacity: 0.5, strokeWidth: 5, clip: true }),
      ...STATUSES.map((status) => Plot.dot(points.filter((one) => one.status === status), {
        x: (one) => new Date((+one.from + +one.to) / 2), y: "kind", dy: apart(status), r: 4.5, symbol: SIGNS[status],
        fill: FILLED.has(status) ? colour(status) : colour("card"), stroke: colour(status), strokeWidth: 1.75,
        href: (one) => `/contacts/${one.id}`,
        title: (one) => `${one.status} ${one.kind}${one.place ? ` in ${one.place}` : ""}, ${one.first}${one.last === one.first ? "" : ` to ${one.last}`}`,
      })),
    ],
  }));
}

// Documents of each month.
function coverage(figure, rows) {
  const values = rows.map(([month, documents]) => ({ month: day(`${month}-01`), documents }));
  if (!values.length) return null;
  return Plot.plot(options(figure, {
    height: 160,
    marginLeft: 48,
    y: { label: null, ticks: 4, grid: true },
    marks: [
      Plot.rectY(values, { x1: "month", x2: (one) => d3.utcMonth.offset(one.month, 1), y: "documents", fill: colour("accent"), insetLeft: 0.5, insetRight: 0.5, title: (one) => `${one.documents} documents, ${d3.utcFormat("%B %Y")(one.month)}` }),
      Plot.ruleY([0], { stroke: colour("line") }),
    ],
  }));
}

// Offices of a person over time: a bar each, open ones without an end.
function terms(figure, rows) {
  const today = new Date();
  const values = rows.map((one) => ({ ...one, from: day(one.start), to: one.end ? day(one.end) : today }));
  if (!values.length) return null;
  return Plot.plot(options(figure, {
    height: 34 + 30 * values.length,
    marginLeft: 8,
    marginRight: 12,
    y: { axis: null, domain: values.map((_, index) => index) },
    marks: [
      Plot.barX(values, { x1: "from", x2: "to", y: (_, index) => index, fill: colour("accent-soft"), stroke: colour("accent"), strokeDasharray: null, inset: 3, title: (one) => `${one.office}, ${one.side}: ${one.start} to ${one.end ?? "now"}` }),
      Plot.text(values, { x: "from", y: (_, index) => index, text: (one) => `${one.office} (${one.side})`, textAnchor: "start", dx: 6, fill: colour("ink") }),
    ],
  }));
}

const PICTURES = { timeline, lanes, coverage, terms };

function draw(figure) {
  const make = PICTURES[figure.dataset.picture];
  if (!make || !window.Plot) return;
  const drawing = make(figure, JSON.parse(figure.dataset.values));
  if (drawing) place(figure, drawing, figure.querySelector("figcaption")?.textContent.trim() ?? "");
}

export function drawAll(within) {
  within.querySelectorAll("figure[data-picture]").forEach(draw);
}

let waiting;
let last = innerWidth;
addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (innerWidth !== last) drawAll(document);
    last = innerWidth;
  }, 150);
});
