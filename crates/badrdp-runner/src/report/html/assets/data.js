// What the page holds: an index of all cases, read at once, and one compressed block of evidence
// for each case, unpacked when the case is opened.

const index = JSON.parse($("index").textContent);
const { clients, scenarios, cases } = index;

/** The case of a scenario and a client, by their positions. */
const byPlace = new Map();
cases.forEach((entry, at) => {
  entry.at = at;
  entry.words = [
    scenarios[entry.scenario].id, scenarios[entry.scenario].title, ...scenarios[entry.scenario].tags,
    clients[entry.client].name, entry.verdict, entry.outcome ?? "", entry.said ?? "", entry.named ?? "",
    ...entry.findings, ...entry.reasons,
  ].join("\n").toLowerCase();
  byPlace.set(`${entry.scenario} ${entry.client}`, entry);
});
const caseAt = (scenario, client) => byPlace.get(`${scenario} ${client}`);

/** How a case is called in a link. */
const nameOf = (entry) => `${scenarios[entry.scenario].id}@${clients[entry.client].name}`;
const byName = new Map(cases.map((entry) => [nameOf(entry), entry]));

const whole = () =>
  document.readyState === "loading"
    ? new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }))
    : Promise.resolve();

/** The evidence of a case; none where the page has none. */
const evidence = async (entry) => {
  if (!entry.kept) return null;
  // The blocks stand behind this script: the page can be used while they are still read.
  if ($(`case-${entry.at}`) === null) await whole();
  const block = $(`case-${entry.at}`);
  if (block === null) return null;
  if (typeof DecompressionStream === "undefined") {
    throw new Error("this browser cannot unpack the evidence (no DecompressionStream)");
  }
  const packed = Uint8Array.from(atob(block.textContent.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
};
