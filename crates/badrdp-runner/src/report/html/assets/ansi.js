// A client's log: colours of terminals become classes, other escapes go, the rest is text.

const ESCAPE = /\u001b(?:\[([0-9;:]*)([ -/]*[@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;

/** What a log may cost before somebody asks for more, in characters. */
const LOG_SHOWN = 64 * 1024;

const styled = (codes, style) => {
  const list = codes === "" ? [0] : codes.split(/[;:]/).map(Number);
  let { colour, bold } = style;
  for (let at = 0; at < list.length; at += 1) {
    const code = list[at];
    if (code === 0) { colour = null; bold = false; }
    else if (code === 1) bold = true;
    else if (code === 22) bold = false;
    else if (code >= 30 && code <= 37) colour = code - 30;
    else if (code >= 90 && code <= 97) colour = code - 90;
    else if (code === 39) colour = null;
    // 256 colours and true colours: what belongs to them is passed over.
    else if (code === 38 || code === 48) at += list[at + 1] === 5 ? 2 : 4;
  }
  return { colour, bold };
};

/** The log as nodes. */
const ansi = (text) => {
  const pieces = document.createDocumentFragment();
  let style = { colour: null, bold: false };
  let from = 0;
  const put = (piece) => {
    if (piece === "") return;
    const plain = visible(piece.replace(/\r\n/g, "\n"));
    if (style.colour === null && !style.bold) { pieces.append(plain); return; }
    const names = [style.colour === null ? "" : `ansi-${style.colour}`, style.bold ? "ansi-bold" : ""];
    pieces.append(h("span", { class: names.join(" ").trim() }, plain));
  };
  for (const match of text.matchAll(ESCAPE)) {
    put(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === "m") style = styled(match[1], style);
  }
  put(text.slice(from));
  return pieces;
};

/** The end of a log, and a button for the rest. */
const drawLog = (log, leftOut) => {
  if (log === "" && !leftOut) return h("p", { class: "quiet" }, "The client said nothing.");
  const body = h("pre", { class: "log", tabindex: 0, "aria-label": "Log of the client" });
  const box = h("div", {});
  if (leftOut) {
    box.append(h("p", { class: "quiet" }, `${many(leftOut, "byte")} before this were not kept.`));
  }
  if (log.length <= LOG_SHOWN) {
    body.append(ansi(log));
    return append(box, [body]);
  }
  const rest = log.length - LOG_SHOWN;
  const more = h("button", { type: "button", class: "plain" }, `Show ${many(rest, "character")} before this`);
  more.addEventListener("click", () => { body.replaceChildren(ansi(log)); more.remove(); body.focus(); });
  body.append(ansi(log.slice(rest)));
  return append(box, [more, body]);
};
