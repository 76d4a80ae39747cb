// What is shown, kept behind the `#` of the address so that a link can be shared:
// `#verdict=FAIL&client=xfreerdp&cause=certificate&q=expired&case=certificate/expired@xfreerdp`.

const KINDS = ["cause", "verdict", "client"];

const state = { cause: new Set(), verdict: new Set(), client: new Set(), q: "", open: null };
const listeners = [];
const onState = (listener) => listeners.push(listener);
const changed = () => listeners.forEach((listener) => listener(state));

const readHash = () => {
  let fields;
  try { fields = new URLSearchParams(location.hash.slice(1)); } catch { fields = new URLSearchParams(); }
  for (const kind of KINDS) state[kind] = new Set(fields.getAll(kind));
  state.q = (fields.get("q") ?? "").slice(0, 200);
  state.open = byName.get(fields.get("case")) ?? null;
};

const writeHash = (push) => {
  const fields = new URLSearchParams();
  for (const kind of KINDS) for (const value of state[kind]) fields.append(kind, value);
  if (state.q !== "") fields.append("q", state.q);
  if (state.open !== null) fields.append("case", nameOf(state.open));
  // Slashes and at signs are allowed there, and links are easier to read with them.
  const hash = `#${fields.toString().replace(/%2F/g, "/").replace(/%40/g, "@")}`;
  if (hash === (location.hash || "#")) return;
  if (push) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
};

/** Changes what is shown, and the address with it. */
const setState = (change, push = false) => {
  Object.assign(state, change);
  writeHash(push);
  changed();
};

const toggle = (kind, value) => {
  const values = new Set(state[kind]);
  if (!values.delete(value)) values.add(value);
  setState({ [kind]: values });
};

/** Whether a case is one of those asked for. */
const wanted = (entry) =>
  (state.verdict.size === 0 || state.verdict.has(entry.verdict)) &&
  (state.client.size === 0 || state.client.has(clients[entry.client].name)) &&
  (state.cause.size === 0 || state.cause.has(scenarios[entry.scenario].cause)) &&
  state.q.toLowerCase().split(/\s+/).every((word) => entry.words.includes(word));

window.addEventListener("hashchange", () => { readHash(); changed(); });
window.addEventListener("popstate", () => { readHash(); changed(); });
