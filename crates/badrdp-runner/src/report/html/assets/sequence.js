// The time line as a conversation: time runs down, an arrow for each message. Rows are not to
// scale; where nothing happened for a while, a gap says for how long.

const ROW = 20;
const GAP = 26;
const GAP_MS = 200;

const arrow = (x1, x2, y, kind) => {
  const side = x2 > x1 ? -1 : 1;
  const head = kind === "reset"
    ? `M${x2 - 4} ${y - 4} l8 8 M${x2 - 4} ${y + 4} l8 -8`
    : `M${x2} ${y} l${7 * side} -4 v8 z`;
  return [
    s("line", { class: "shaft", x1, x2: kind === "reset" ? x2 : x2 + 5 * side, y1: y, y2: y }),
    s("path", { class: kind === "reset" ? "cross" : "head", d: head }),
  ];
};

const shortened = (text, room) => {
  const most = Math.max(8, Math.floor(room / 6.4));
  return text.length > most ? `${text.slice(0, most - 1)}\u2026` : text;
};

const labelOf = (row) => {
  if (row.kind === "message") {
    const often = row.times > 1 ? ` \u00d7 ${row.times}` : "";
    return `${row.message ?? row.text}${often}${row.len > 0 ? `, ${count(row.len)} B` : ""}`;
  }
  return row.text;
};

/** One row at `y`; returns its nodes. */
const drawRow = (row, y, place) => {
  const { client, server, width } = place;
  const middle = (client + server) / 2;
  const room = server - client - 16;
  const label = (text, options = {}) =>
    s("text", { x: middle, y: y - 3, "text-anchor": "middle", ...options }, visible(shortened(text, room)));
  if (row.kind === "message" || row.kind === "end") {
    const reset = row.event?.endsWith("-reset");
    const [from, to] = row.from === "client" ? [client, server] : [server, client];
    return [...arrow(from, to, y + 3, reset ? "reset" : "plain"), label(labelOf(row))];
  }
  if (row.kind === "fault") {
    return [
      s("rect", { class: "strike-band", x: client - 34, y: y - 13, width: server - client + 68, height: ROW - 2, rx: 3 }),
      s("path", { class: "strike-bolt", d: `M${server + 24} ${y - 11} l-7 8 h5 l-3 7 l8 -9 h-5 l2 -6 z` }),
      label(row.text, { y: y + 1, class: "strike-text" }),
    ];
  }
  if (row.kind === "phase") {
    return [
      s("line", { class: "phase-line", x1: client - 34, x2: width - 8, y1: y - 4, y2: y - 4 }),
      label(phaseOf(row), { class: "phase-name halo", y: y }),
    ];
  }
  if (row.kind === "left-out") {
    const text = `${many(row.times, "event")} not drawn: client ${count(row.client)}, server ${count(row.server)}`;
    return [label(text, { class: "left-out", y: y + 1 })];
  }
  return [label(row.text, { class: "note halo", y: y + 1 })];
};

/** Draws the conversation of a connection. */
const drawSequence = (connection, width, all) => {
  const list = bounded(rowsOf(connection.events), all);
  const place = { client: 116, server: Math.max(300, width - 60), width: Math.max(340, width) };
  const parts = [];
  let y = 40;
  let before = null;
  for (const row of list) {
    const silence = before === null ? 0 : row.since - before;
    if (silence >= GAP_MS) {
      parts.push(s("g", { class: "gap" },
        s("text", { x: (place.client + place.server) / 2, y: y + 2, "text-anchor": "middle" }, `${time(silence)} without an event`)));
      y += GAP;
    }
    const group = s("g", { class: `row row-${row.kind} from-${slug(row.from ?? "none")}`, "data-at": row.at },
      s("title", {}, visible(`${time(row.since)}${row.until > row.since ? ` to ${time(row.until)}` : ""}\n${firstFew(row.texts ?? [])}`)),
      s("rect", { class: "hit", x: 0, y: y - 14, width: place.width, height: ROW }),
      s("text", { class: "at", x: 62, y: y + 1, "text-anchor": "end" }, row.since.toFixed(row.since < 1000 ? 1 : 0)),
      ...drawRow(row, y, place));
    parts.push(group);
    y += ROW;
    before = row.until;
  }
  const height = y + 6;
  return s("svg",
    { class: "sequence", viewBox: `0 0 ${place.width} ${height}`, width: place.width, height, role: "img",
      "aria-label": `Conversation of connection ${connection.number}; the same is listed below as text` },
    s("text", { class: "at", x: 62, y: 16, "text-anchor": "end" }, "ms"),
    s("text", { class: "lane-name", x: place.client, y: 16, "text-anchor": "middle" }, "client"),
    s("text", { class: "lane-name", x: place.server, y: 16, "text-anchor": "middle" }, "server"),
    s("line", { class: "lane", x1: place.client, x2: place.client, y1: 22, y2: height }),
    s("line", { class: "lane", x1: place.server, x2: place.server, y1: 22, y2: height }),
    ...parts);
};
