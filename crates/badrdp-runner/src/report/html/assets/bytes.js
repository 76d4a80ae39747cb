// The bytes of a message with the names of its fields. A field and its bytes light up together.

const PER_ROW = 16;
/** How many messages are listed before somebody asks for more. */
const MESSAGES_SHOWN = 60;

/** For each byte the innermost field that has it. */
const owners = (fields, length) => {
  const owner = new Array(length).fill(-1);
  const order = fields.map((_, at) => at).sort((a, b) =>
    (fields[b].end - fields[b].start) - (fields[a].end - fields[a].start));
  for (const at of order) {
    const to = Math.min(length, fields[at].end);
    for (let byte = Math.max(0, fields[at].start); byte < to; byte += 1) owner[byte] = at;
  }
  return owner;
};

const printable = (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "\u00b7");

/** Hexadecimal, ASCII and the list of fields. */
const drawBytes = (exchange) => {
  const pairs = exchange.bytes.match(/[0-9a-f]{2}/g) ?? [];
  const bytes = pairs.map((pair) => parseInt(pair, 16));
  const owner = owners(exchange.fields, bytes.length);
  const of = exchange.fields.map(() => []);
  const dump = h("div", { class: "hex", "aria-hidden": "true" });
  for (let start = 0; start < bytes.length; start += PER_ROW) {
    const hex = h("span", { class: "hex-bytes" });
    const text = h("span", { class: "hex-text" });
    for (let at = start; at < Math.min(start + PER_ROW, bytes.length); at += 1) {
      const name = owner[at] < 0 ? "" : `tint-${owner[at] % 2}`;
      const first = h("span", { class: name, "data-field": owner[at] }, pairs[at]);
      const second = h("span", { class: name, "data-field": owner[at] }, printable(bytes[at]));
      hex.append(first);
      text.append(second);
      if (owner[at] >= 0) of[owner[at]].push(first, second);
    }
    dump.append(h("div", { class: "hex-row" }, h("span", { class: "offset" }, start.toString(16).padStart(4, "0")), hex, text));
  }
  const list = h("ol", { class: "fields", role: "listbox", "aria-label": `Fields of ${visible(exchange.message)}` });
  const items = exchange.fields.map((field, at) => {
    const range = `${field.start}\u2013${Math.max(field.start, field.end - 1)}`;
    const item = h("li", { role: "option", tabindex: at === 0 ? 0 : -1, "aria-selected": "false", "data-field": at },
      h("span", { class: "range" }, field.end - field.start === 1 ? String(field.start) : range),
      h("span", { class: "what" }, h("span", { class: "name" }, field.name),
        field.value ? h("span", { class: "value" }, field.value) : null));
    list.append(item);
    return item;
  });
  let lit = -1;
  const light = (at, scroll) => {
    if (at === lit) return;
    for (const node of [...(of[lit] ?? []), items[lit]]) node?.classList.remove("lit");
    items[lit]?.setAttribute("aria-selected", "false");
    lit = at;
    for (const node of [...(of[at] ?? []), items[at]]) node?.classList.add("lit");
    items[at]?.setAttribute("aria-selected", "true");
    if (scroll) items[at]?.scrollIntoView({ block: "nearest" });
  };
  const fieldAt = (event) => Number(event.target.closest("[data-field]")?.dataset.field ?? -1);
  dump.addEventListener("pointerover", (event) => light(fieldAt(event), true));
  list.addEventListener("pointerover", (event) => light(fieldAt(event), false));
  list.addEventListener("focusin", (event) => light(fieldAt(event), false));
  list.addEventListener("keydown", (event) => roving(event, items));
  const shownOf = exchange.len > bytes.length
    ? h("p", { class: "quiet" }, `The first ${count(bytes.length)} of ${many(exchange.len, "byte")}.`) : null;
  return h("div", { class: "bytes" }, h("div", { class: "split" }, dump, items.length > 0 ? list : null), shownOf);
};

/** Arrow keys among elements of which one at a time can be reached by Tab. */
const roving = (event, items) => {
  const at = items.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (at < 0 || to === undefined || items[to] === undefined) return;
  event.preventDefault();
  items[at].tabIndex = -1;
  items[to].tabIndex = 0;
  items[to].focus();
};

/** The messages of a connection; the bytes of each are drawn when it is opened. */
const drawExchanges = (connection) => {
  const { exchanges } = connection;
  if (exchanges.length === 0) return h("p", { class: "quiet" }, "No bytes were kept.");
  const box = h("div", { class: "exchanges" });
  const summaries = [];
  const add = (exchange) => {
    const summary = h("summary", { tabindex: summaries.length === 0 ? 0 : -1 },
      h("span", { class: "at" }, time(exchange.at_ms)),
      h("span", { class: `from from-${slug(exchange.from)}` }, exchange.from === "client" ? "client \u2192" : "\u2190 server"),
      h("span", { class: "name" }, exchange.message),
      h("span", { class: "quiet" }, `${exchange.phase}, ${many(exchange.len, "byte")}${exchange.protection === "none" ? "" : `, in ${exchange.protection}`}`),
      ...exchange.changed_by.map((name) => h("span", { class: "changed" }, `\u26a1 ${visible(name)}`)));
    const details = h("details", {}, summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(drawBytes(exchange));
    });
    summaries.push(summary);
    box.append(details);
    return details;
  };
  box.addEventListener("keydown", (event) => { if (event.target.matches("summary")) roving(event, summaries); });
  const list = exchanges.slice(0, MESSAGES_SHOWN).map(add);
  const changed = exchanges.findIndex((exchange) => exchange.changed_by.length > 0);
  if (list[changed] !== undefined) list[changed].open = true;
  if (exchanges.length > MESSAGES_SHOWN) {
    const more = h("button", { type: "button", class: "plain" }, `List ${many(exchanges.length - MESSAGES_SHOWN, "more message")}`);
    more.addEventListener("click", () => { more.remove(); exchanges.slice(MESSAGES_SHOWN).forEach(add); });
    return h("div", {}, box, more, leftOutExchanges(connection));
  }
  return h("div", {}, box, leftOutExchanges(connection));
};

const leftOutExchanges = ({ left_out_exchanges: number }) =>
  number > 0 ? h("p", { class: "quiet" }, `The bytes of ${many(number, "more message")} were not kept.`) : null;
