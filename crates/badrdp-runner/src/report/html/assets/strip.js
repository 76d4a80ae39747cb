// The time line as a strip: a lane for the client and one for the server, to scale. Marks that
// would touch are drawn as one block, so there are never more than fit.

const STRIP_HEIGHT = 96;
const LANES = { client: 34, server: 62 };
const LEFT = 52;
const RIGHT = 14;

/** A step of 1, 2 or 5 times a power of ten that gives about `wanted` ticks. */
const stepOf = (span, wanted) => {
  const rough = span / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
};

const phasesOf = (events, end) => {
  const starts = events.filter((event) => event.event === "phase");
  return starts.map((event, at) => ({
    name: phaseOf(event), from: event.at_ms, to: starts[at + 1]?.at_ms ?? end,
  }));
};

/** Marks of one side, merged where they are less than `apart` pixels from one another. */
const marksOf = (events, from, x, apart) => {
  const marks = [];
  for (const event of events) {
    if (event.from !== from || (kindOf(event) !== "message" && kindOf(event) !== "end")) continue;
    const at = x(event.at_ms);
    const last = marks.at(-1);
    if (last !== undefined && at - last.to < apart) {
      last.to = Math.max(last.to, at);
      last.texts.push(event.text);
      last.end ||= kindOf(event) === "end";
    } else marks.push({ at, to: at, texts: [event.text], end: kindOf(event) === "end" });
  }
  return marks;
};

const firstFew = (texts) =>
  texts.slice(0, 6).join("\n") + (texts.length > 6 ? `\nand ${texts.length - 6} more` : "");

/** Draws the strip of a connection, `width` pixels wide. */
const drawStrip = (connection, width) => {
  const { events } = connection;
  const end = Math.max(connection.lasted_ms ?? 0, events.at(-1)?.at_ms ?? 0, 0.1);
  const room = width - LEFT - RIGHT;
  const x = (ms) => LEFT + (Math.max(0, Math.min(end, ms)) / end) * room;
  const svg = s("svg", {
    class: "strip", viewBox: `0 0 ${width} ${STRIP_HEIGHT}`, width, height: STRIP_HEIGHT, role: "img",
    "aria-label": `Connection ${connection.number} to scale: ${many(events.length, "event")} in ${time(end)}`,
  });
  phasesOf(events, end).forEach(({ name, from, to }, at) => {
    const wide = x(to) - x(from);
    const band = s("g", { class: `band band-${at % 2}` }, s("title", {}, `${name}: ${time(from)} to ${time(to)}`),
      s("rect", { x: x(from), y: 16, width: Math.max(wide, 0.5), height: 60 }));
    if (wide > name.length * 6 + 6) band.append(s("text", { x: x(from) + 3, y: 12, class: "small" }, visible(name)));
    svg.append(band);
  });
  const step = stepOf(end, room / 90);
  for (let tick = 0, ms = 0; ms <= end && tick < 60; tick += 1, ms = tick * step) {
    svg.append(s("line", { class: "tick", x1: x(ms), x2: x(ms), y1: 16, y2: 80 }),
      s("text", { class: "small", x: x(ms), y: 91, "text-anchor": tick === 0 ? "start" : "middle" }, time(ms) || "0"));
  }
  for (const [from, y] of Object.entries(LANES)) {
    svg.append(s("text", { class: "lane-name", x: LEFT - 8, y: y + 4, "text-anchor": "end" }, from),
      s("line", { class: "lane", x1: LEFT, x2: x(end), y1: y, y2: y }));
    for (const one of marksOf(events, from, x, 4)) {
      const wide = Math.max(3, one.to - one.at + 3);
      const block = s("g", { class: `strip-${from}${one.end ? " strip-end" : ""}` }, s("title", {}, visible(firstFew(one.texts))),
        s("rect", { x: one.at - 1.5, y: y - 7, width: wide, height: 14, rx: 1.5 }));
      const number = String(one.texts.length);
      if (one.texts.length > 1 && wide > number.length * 7 + 4) {
        block.append(s("text", { class: "in-block", x: one.at - 1.5 + wide / 2, y: y + 4, "text-anchor": "middle" }, number));
      }
      svg.append(block);
    }
  }
  for (const event of events.filter((one) => kindOf(one) === "fault").slice(0, 100)) {
    const at = x(event.at_ms);
    svg.append(s("g", { class: "strike" }, s("title", {}, visible(`${time(event.at_ms)}: ${event.text}`)),
      s("line", { x1: at, x2: at, y1: 18, y2: 78 }),
      s("path", { d: `M${at + 3} 15 l-7 9 h5 l-4 9 l9 -11 h-5 l3 -7 z` })));
  }
  return svg;
};
