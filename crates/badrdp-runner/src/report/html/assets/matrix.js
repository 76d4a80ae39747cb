// The matrix: a row for each scenario, grouped by cause, and a column for each client. Arrow keys
// move in it, Enter opens a case. Rows are made once and hidden by the filters.

const rows = [];
const groups = new Map();
const heads = [];
let shown = [];
let here = null;

const cell = (entry, scenario, client) => {
  if (entry === undefined) return h("td", { role: "gridcell", tabindex: -1, class: "none" }, "\u00b7");
  const grave = entry.grave ? h("span", { class: "grave", title: entry.findings.join(", ") }, "!") : null;
  const word = entry.outcome ?? "";
  const label = `${entry.verdict}${word ? `, ${word}` : ""}, ${clients[client].name}, ${scenarios[scenario].id}`;
  return h(
    "td",
    { role: "gridcell", tabindex: -1, class: `v-${slug(entry.verdict)}`, "aria-label": visible(label) },
    h("span", { class: "mark" }, mark(entry.verdict)),
    h("span", { class: "word" }, word),
    grave,
  );
};

const buildMatrix = () => {
  const table = $("matrix");
  const head = h("tr", { role: "row" }, h("th", { scope: "col", role: "columnheader", class: "scenario" }, "Scenario"));
  for (const { name, title, version } of clients) {
    const th = h("th", { scope: "col", role: "columnheader", title: visible(`${title}, ${version ?? "version unknown"}`) }, name);
    heads.push(th);
    head.append(th);
  }
  table.append(h("thead", { role: "rowgroup" }, head));
  scenarios.forEach((scenario, at) => {
    if (!groups.has(scenario.cause)) {
      const counts = clients.map(() => h("td", { role: "gridcell" }));
      const name = h("th", { scope: "rowgroup", role: "rowheader" }, scenario.cause);
      const row = h("tr", { role: "row", class: "cause" }, name, ...counts);
      const body = h("tbody", { role: "rowgroup" }, row);
      groups.set(scenario.cause, { body, row, counts, rows: [] });
      table.append(body);
    }
    const cells = clients.map((_, client) => cell(caseAt(at, client), at, client));
    const name = h("th", { scope: "row", role: "rowheader", class: "scenario", title: visible(scenario.title) },
      h("span", { class: "id" }, scenario.id.replace(`${scenario.cause}/`, "")));
    const row = h("tr", { role: "row" }, name, ...cells);
    const entry = { row, cells, scenario: at, entries: clients.map((_, client) => caseAt(at, client)) };
    row.dataset.row = String(rows.length);
    rows.push(entry);
    groups.get(scenario.cause).rows.push(entry);
    groups.get(scenario.cause).body.append(row);
  });
  const names = rows.map(({ row }) => row.firstChild.textContent.length);
  table.style.setProperty("--longest", String(names.reduce((a, b) => Math.max(a, b), 8)));
  table.addEventListener("click", (event) => {
    const place = placeOf(event.target);
    if (place !== null) { move(place); openHere(); }
  });
  table.addEventListener("focusin", (event) => {
    const place = placeOf(event.target);
    if (place !== null) settle(place);
  });
  table.addEventListener("keydown", onMatrixKey);
};

const placeOf = (target) => {
  const td = target.closest("td[role=gridcell]");
  const row = td?.parentElement?.dataset.row;
  if (row === undefined) return null;
  return { row: rows[Number(row)], column: rows[Number(row)].cells.indexOf(td) };
};

/** Makes a place the one that Tab comes to. */
const settle = (place) => {
  if (here !== null) here.row.cells[here.column].tabIndex = -1;
  here = place;
  here.row.cells[here.column].tabIndex = 0;
};

const move = (place) => {
  settle(place);
  const td = place.row.cells[place.column];
  td.focus({ preventScroll: true });
  td.scrollIntoView({ block: "nearest", inline: "nearest" });
};

const columns = () => clients.map((_, at) => at).filter((at) => !heads[at].hidden);

const focusMatrix = () => {
  const column = columns()[0];
  if (shown.length === 0 || column === undefined) return;
  if (here !== null && shown.includes(here.row) && !heads[here.column].hidden) move(here);
  else move({ row: shown[0], column });
};

const openHere = () => {
  const entry = here?.row.entries[here.column];
  if (entry) setState({ open: entry }, true);
};

const onMatrixKey = (event) => {
  const place = placeOf(event.target);
  if (place === null || event.altKey || event.metaKey) return;
  const line = shown.indexOf(place.row);
  const sides = columns();
  const side = sides.indexOf(place.column);
  const to = (newLine, newSide) => move({
    row: shown[Math.max(0, Math.min(shown.length - 1, newLine))],
    column: sides[Math.max(0, Math.min(sides.length - 1, newSide))],
  });
  const far = event.ctrlKey;
  const keys = {
    ArrowUp: () => to(line - 1, side), ArrowDown: () => to(line + 1, side),
    ArrowLeft: () => to(line, side - 1), ArrowRight: () => to(line, side + 1),
    PageUp: () => to(line - 15, side), PageDown: () => to(line + 15, side),
    Home: () => to(far ? 0 : line, 0), End: () => to(far ? shown.length - 1 : line, sides.length - 1),
    Enter: openHere, " ": openHere,
  };
  if (!(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
};

/** Shows what the filters leave. */
const drawMatrix = () => {
  shown = [];
  let found = 0;
  heads.forEach((th, at) => { th.hidden = state.client.size > 0 && !state.client.has(clients[at].name); });
  for (const { body, counts, rows: members } of groups.values()) {
    const passed = clients.map(() => 0);
    const met = clients.map(() => 0);
    const failed = clients.map(() => false);
    let visibleRows = 0;
    for (const entry of members) {
      let some = false;
      entry.entries.forEach((one, at) => {
        const td = entry.cells[at];
        td.hidden = heads[at].hidden;
        const fits = one !== undefined && wanted(one);
        td.classList.toggle("dim", !fits);
        if (!fits) return;
        some = true;
        found += 1;
        if (one.verdict !== "SKIPPED") met[at] += 1;
        if (one.good) passed[at] += 1;
        failed[at] ||= one.bad;
      });
      entry.row.hidden = !some;
      if (some) { shown.push(entry); visibleRows += 1; }
    }
    body.hidden = visibleRows === 0;
    body.style.setProperty("--rows", String(visibleRows));
    counts.forEach((td, at) => {
      td.hidden = heads[at].hidden;
      td.textContent = met[at] === 0 ? "" : `${passed[at]} / ${met[at]}`;
      td.classList.toggle("failed", failed[at]);
    });
  }
  $("matrix").style.setProperty("--shown", String(columns().length));
  $("found").textContent = found === cases.length
    ? many(cases.length, "case")
    : `${count(found)} of ${many(cases.length, "case")}`;
  $("nothing").hidden = shown.length > 0;
  const usable = here !== null && shown.includes(here.row) && !heads[here.column].hidden;
  const column = columns()[0];
  if (!usable && shown.length > 0 && column !== undefined) settle({ row: shown[0], column });
};

/** The place of a case. */
const placeOfCase = (entry) => {
  const row = rows[entry.scenario];
  return { row, column: entry.client };
};

/** The next case that the filters leave, forward or back. */
const neighbour = (entry, step) => {
  const list = shown.flatMap((row) => row.entries.filter((one) => one !== undefined && wanted(one)));
  return list[list.indexOf(entry) + step] ?? null;
};
