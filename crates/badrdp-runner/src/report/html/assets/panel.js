// The open case, beside the matrix.

let before = null;
let drawn = null;

const section = (title, ...children) => h("section", {}, h("h3", {}, title), ...children);

const copyButton = (text) => {
  const button = h("button", { type: "button", class: "copy" }, "Copy");
  button.addEventListener("click", async () => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // A page from a file may not have a clipboard; the old way asks nobody.
      const area = h("textarea", { class: "aside", "aria-hidden": "true" });
      area.value = text;
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = done ? "Copied" : "Not copied";
    $("said").textContent = done ? "Copied to the clipboard" : "The browser did not allow to copy";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  return button;
};

const commandLine = (text) => h("div", { class: "command" }, h("code", { tabindex: 0 }, text), copyButton(text));

const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);

const list = (items) => h("ul", {}, ...items.map((item) => h("li", {}, item)));

const expectedOf = (expected) => facts([
  ["Right", expected.client.join(" or ")],
  ["Tolerated", expected.tolerate.join(", ")],
  ["Never", expected.never.join(", ")],
  ["Within", expected.within_ms > 0 ? time(expected.within_ms) : null],
  ["On the wire", expected.lines],
  ["By", expected.spec],
]);

const saidOf = (entry, found) => facts([
  ["Did", found.outcome ?? "nothing that can be told"], ["Said", found.said],
  ["Right by", found.rule], ["In a line", found.headline], ["Named", found.named],
  ["Alike", (found.alike ?? []).join(", ")], ["Ended", found.end], ["Took", time(found.took_ms)],
]);

const captureLink = (name) =>
  h("p", {}, h("a", { href: `./${index.captures}${name.split("/").map(encodeURIComponent).join("/")}`, download: true }, name),
    h("span", { class: "quiet" }, " opens in Wireshark"));

const drawEvidence = (entry, found) => {
  const tries = found.tries.map((one, at) =>
    `${at + 1}: ${one.verdict}${one.outcome ? `, ${one.outcome}` : ""}, ${time(one.took_ms)}`);
  return append(document.createDocumentFragment(), [
    found.reasons.length > 0 || found.findings.length > 0 || found.known ? section("Why",
      found.reasons.length > 0 ? list(found.reasons) : null,
      found.findings.length > 0 ? h("p", { class: "findings" }, ...found.findings.map(({ finding, severity }) =>
        h("span", { class: `finding severity-${slug(severity)}` }, `${finding} `, h("small", {}, severity)))) : null,
      found.known ? h("p", {}, `Known: ${found.known.reason}${found.known.until ? `, until ${found.known.until}` : ""}`) : null) : null,
    h("div", { class: "two" }, section("Expected", expectedOf(found.expected)), section("The client", saidOf(entry, found))),
    section("Repeat", commandLine(found.repeat)),
    tries.length > 0 ? section("Tries", list(tries)) : null,
    found.listener.length > 0 ? section("Port", list(found.listener.map(deliveryLine))) : null,
    section(`Connections (${count(found.connections.length)})`, drawConnections(found.connections, found.forgotten_connections)),
    section("Log of the client", drawLog(found.log, found.log_left_out)),
    found.command.length > 0 ? section("Command", commandLine(found.command.map(quoted).join(" "))) : null,
    found.capture ? section("Capture", captureLink(found.capture)) : null,
  ]);
};

/** Shows in the matrix which case is open. */
const markOpen = (place) => {
  before?.row.cells[before.column].classList.remove("here");
  before = place;
  if (place === null) return;
  const td = place.row.cells[place.column];
  td.classList.add("here");
  settle(place);
  requestAnimationFrame(() => td.scrollIntoView({ block: "nearest", inline: "nearest" }));
};

/** Where the case covers all else, Tab stays in it. */
const narrow = matchMedia("(max-width: 1099.98px)");
const shield = () => {
  const covered = state.open !== null && narrow.matches;
  for (const element of document.querySelectorAll(".skip, .top, .bar, .board, .plain-list")) element.inert = covered;
};
narrow.addEventListener("change", shield);

/** What is known without the evidence. */
const drawShort = (entry) => append(document.createDocumentFragment(), [
  entry.reasons.length > 0 ? section("Why", list(entry.reasons)) : null,
  h("p", { class: "quiet" }, "The evidence of this case is not in this page, which would be too large with it. The JSON report has it."),
]);

const closeCase = () => {
  if (state.open !== null) setState({ open: null }, true);
};

const go = (step) => {
  const next = state.open === null ? null : neighbour(state.open, step);
  if (next !== null) setState({ open: next });
};

const drawPanel = async () => {
  const panel = $("case");
  if (state.open === drawn) return;
  const entry = state.open;
  const wasOpen = drawn !== null;
  drawn = entry;
  document.body.classList.toggle("open", entry !== null);
  panel.hidden = entry === null;
  shield();
  if (entry === null) {
    panel.replaceChildren();
    const back = before;
    markOpen(null);
    if (back) move(back); else focusMatrix();
    return;
  }
  const scenario = scenarios[entry.scenario];
  markOpen(placeOfCase(entry));
  const body = h("div", { class: "case-body" }, h("p", { class: "quiet" }, "Unpacking\u2026"));
  const title = h("h2", { id: "case-title", tabindex: -1 },
    h("span", { class: `verdict v-${slug(entry.verdict)}` }, `${mark(entry.verdict)} ${entry.verdict}`), h("span", { class: "id" }, scenario.id),
    h("span", { class: "quiet" }, " with "), clients[entry.client].name);
  panel.replaceChildren(
    h("header", {}, title,
      h("div", { class: "tools" },
        h("button", { type: "button", onclick: () => go(-1), title: "Case before (k)", "aria-label": "Case before", "aria-keyshortcuts": "k" }, "\u2191"),
        h("button", { type: "button", onclick: () => go(1), title: "Next case (j)", "aria-label": "Next case", "aria-keyshortcuts": "j" }, "\u2193"),
        h("button", { type: "button", onclick: closeCase, title: "Close (Escape)", "aria-label": "Close the case", "aria-keyshortcuts": "Escape" }, "\u2715")),
      h("p", { class: "title" }, scenario.title),
      h("p", { class: "tags" }, h("span", { class: "tag" }, scenario.cause), ...scenario.tags.map((tag) => h("span", { class: "tag" }, tag)))),
    body);
  panel.scrollTop = 0;
  // The head is out of the way while a case is read.
  if (!wasOpen) $("work").scrollIntoView({ block: "start" });
  if (!wasOpen || !panel.contains(document.activeElement)) title.focus({ preventScroll: true });
  try {
    const found = await evidence(entry);
    if (drawn !== entry) return;
    body.replaceChildren(found === null ? drawShort(entry) : drawEvidence(entry, found));
  } catch (error) {
    if (drawn !== entry) return;
    body.replaceChildren(drawShort(entry), h("p", { role: "alert" }, `The evidence cannot be read: ${visible(error.message)}`));
  }
};
