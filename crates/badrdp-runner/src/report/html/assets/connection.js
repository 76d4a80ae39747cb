// One connection of a case: what is known of it, its time line and its bytes.

/** How many connections can be chosen from. */
const CONNECTIONS_MOST = 200;

const facts = (pairs) => {
  const list = h("dl", { class: "facts" });
  for (const [name, value] of pairs) {
    if (value === undefined || value === null || value === "" || value.length === 0) continue;
    const values = Array.isArray(value) ? value : [value];
    list.append(h("dt", {}, name), h("dd", {}, ...values.flatMap((one, at) => (at === 0 ? [one] : [h("br"), one]))));
  }
  return list;
};

const deliveryLine = ({ fault, name, state: became, reason }) =>
  h("span", { class: `delivery delivery-${slug(became)}` },
    `fault ${fault + 1}, ${name}: ${became}${reason ? ` (${reason})` : ""}`);

const eventList = (connection) => {
  const box = h("details", { class: "as-text" }, h("summary", {}, "The events as text"));
  box.addEventListener("toggle", () => {
    if (!box.open || box.children.length > 1) return;
    const lines = connection.events.slice(0, ROWS_MOST).map((event) =>
      `${event.at_ms.toFixed(1).padStart(9)} ms  ${event.from.padEnd(6)}  ${visible(event.text)}`);
    if (connection.events.length > ROWS_MOST) lines.push(`${many(connection.events.length - ROWS_MOST, "more event")} in the JSON report`);
    box.append(h("pre", { class: "log", tabindex: 0, "aria-label": "Events" }, lines.join("\n")));
  });
  return box;
};

const drawTimeline = (connection) => {
  if (connection.events.length === 0) return h("p", { class: "quiet" }, "No events were kept.");
  const box = h("div", { class: "timeline" });
  let all = false;
  let width = 0;
  const draw = () => {
    width = Math.max(320, Math.floor(box.clientWidth || 640));
    const strip = drawStrip(connection, width);
    const sequence = drawSequence(connection, width, all);
    const total = rowsOf(connection.events).length;
    const more = total > ROWS_SHOWN && !all
      ? h("button", { type: "button", class: "plain", onclick: () => { all = true; draw(); } }, `Draw all ${many(connection.events.length, "event")}`)
      : null;
    const dropped = connection.dropped_events > 0
      ? h("p", { class: "quiet" }, `${many(connection.dropped_events, "more event")} were not kept by the server.`) : null;
    box.replaceChildren();
    append(box, [strip, h("div", { class: "scroll" }, sequence), more, dropped, eventList(connection)]);
  };
  new ResizeObserver(() => {
    if (box.isConnected && Math.abs(box.clientWidth - width) > 24) draw();
  }).observe(box);
  requestAnimationFrame(draw);
  return box;
};

const drawConnection = (connection) => h(
  "div",
  { class: "connection" },
  facts([
    ["Reached", connection.reached], ["Ended by", connection.end],
    ["Began", time(connection.started_ms)],
    ["Lasted", connection.lasted_ms === null ? "not over yet" : time(connection.lasted_ms)],
    ["Session", connection.active_for_ms === null ? null : `active for ${time(connection.active_for_ms)}`],
    ["Bytes", `${count(connection.received)} from the client, ${count(connection.sent)} from the server`],
    ["Asked for", connection.requested], ["Cookie", connection.cookie], ["TLS", connection.tls],
    ["Security", connection.security], ["Alert", connection.client_alert],
    ["Credentials", connection.credentials], ["Refused", connection.refusal],
    ["Client broke", connection.misbehaved], ["Faults", connection.deliveries.map(deliveryLine)],
  ]),
  h("h4", {}, "Time line"), drawTimeline(connection),
  h("h4", {}, "Bytes"), drawExchanges(connection),
);

const struck = (connection) => connection.events.some((event) => kindOf(event) === "fault") ||
  connection.exchanges.some((exchange) => exchange.changed_by.length > 0);

/** All connections of a case; one is shown at a time. */
const drawConnections = (connections, forgotten) => {
  if (connections.length === 0) return h("p", { class: "quiet" }, "The server saw no connection.");
  const body = h("div", { role: "tabpanel", "aria-label": "Connection" });
  const tabs = connections.slice(0, CONNECTIONS_MOST).map((connection) =>
    h("button", { type: "button", role: "tab", "aria-selected": "false", tabindex: -1 },
      `${connection.number}`, struck(connection) ? " \u26a1" : "",
      h("span", { class: "quiet" }, ` ${connection.reached}, ${connection.end}`)));
  const choose = (at, focus) => {
    tabs.forEach((tab, other) => {
      tab.setAttribute("aria-selected", String(other === at));
      tab.tabIndex = other === at ? 0 : -1;
    });
    body.replaceChildren(drawConnection(connections[at]));
    if (focus) tabs[at].focus();
  };
  const bar = h("div", { class: "tabs", role: "tablist", "aria-label": "Connections" }, ...tabs);
  bar.addEventListener("click", (event) => {
    const at = tabs.indexOf(event.target.closest("button"));
    if (at >= 0) choose(at, false);
  });
  bar.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (tabs[to] === undefined) return;
    event.preventDefault();
    choose(to, true);
  });
  const first = connections.slice(0, CONNECTIONS_MOST).findIndex(struck);
  choose(first < 0 ? Math.min(connections.length, CONNECTIONS_MOST) - 1 : first, false);
  const rest = Math.max(0, connections.length - CONNECTIONS_MOST) + (forgotten ?? 0);
  return h("div", {}, bar,
    rest > 0 ? h("p", { class: "quiet" }, `${many(rest, "more connection")} not listed here.`) : null, body);
};
