// What a time line draws: events that follow one another and are alike become one row, and of many
// rows those in the middle are left out, never one where a fault struck.

const ROWS_SHOWN = 70;
const ROWS_BEFORE = 36;
const ROWS_AFTER = 24;

/** How many rows are drawn when all are asked for. */
const ROWS_MOST = 2000;

const ENDS = new Set(["client-closed", "client-reset", "server-closed", "server-reset"]);

const kindOf = (event) => {
  if (event.fault !== undefined && event.fault !== null) return "fault";
  if (event.event === "received" || event.event === "sent") return "message";
  if (event.event === "phase") return "phase";
  if (ENDS.has(event.event)) return "end";
  return "note";
};

/** The phase that an event begins. */
const phaseOf = (event) => event.text.replace(/ begins$/, "");

/** Events as rows; the same message the same way, again and again, is one row. */
const rowsOf = (events) => {
  const list = [];
  events.forEach((event, at) => {
    const kind = kindOf(event);
    const last = list.at(-1);
    const same = kind === "message" && last?.kind === kind && last.from === event.from &&
      last.message === event.message;
    if (same) {
      last.times += 1;
      last.len += event.len ?? 0;
      last.until = event.at_ms;
      last.texts.push(event.text);
      return;
    }
    list.push({
      kind, at, from: event.from, event: event.event, message: event.message, text: event.text,
      len: event.len ?? 0, since: event.at_ms, until: event.at_ms, times: 1, texts: [event.text],
    });
  });
  return list;
};

/** Of many rows the first, the last and all that have to do with faults; in place of the others
 *  a row that says how many events they were. */
const bounded = (list, all) => {
  if (all || list.length <= ROWS_SHOWN) {
    if (list.length <= ROWS_MOST) return list;
    return [...list.slice(0, ROWS_MOST), leftOut(list.slice(ROWS_MOST))];
  }
  const result = [];
  let dropped = [];
  const flush = () => { if (dropped.length > 0) result.push(leftOut(dropped)); dropped = []; };
  let faults = 0;
  list.forEach((row, at) => {
    const edge = at < ROWS_BEFORE || at >= list.length - ROWS_AFTER;
    const near = [list[at - 1], row, list[at + 1]].some((other) => other?.kind === "fault");
    if (near && !edge) faults += 1;
    if (edge || (near && faults <= ROWS_SHOWN)) { flush(); result.push(row); } else dropped.push(row);
  });
  flush();
  return result;
};

const leftOut = (list) => {
  const of = (from) => list.filter((row) => row.from === from).reduce((sum, row) => sum + row.times, 0);
  return {
    kind: "left-out", since: list[0].since, until: list.at(-1).until, client: of("client"),
    server: of("server"), times: list.reduce((sum, row) => sum + row.times, 0),
  };
};
