// The bar of filters: buttons that are pressed or not, and a search.

const chips = [];

const chip = (kind, value, label, number, extra) => {
  const button = h(
    "button",
    { type: "button", class: `chip ${extra ?? ""}`, "aria-pressed": "false", onclick: () => toggle(kind, value) },
    ...label,
    h("span", { class: "number" }, count(number)),
  );
  chips.push({ kind, value, button });
  return button;
};

const group = (name, buttons) =>
  h("div", { class: "chips", role: "group", "aria-label": name }, h("span", { class: "label" }, name), ...buttons);

const tally = (of) => {
  const counts = new Map();
  for (const entry of cases) counts.set(of(entry), (counts.get(of(entry)) ?? 0) + 1);
  return counts;
};

const buildFilters = () => {
  const verdicts = tally((entry) => entry.verdict);
  const causes = tally((entry) => scenarios[entry.scenario].cause);
  const ofClients = tally((entry) => clients[entry.client].name);
  const box = $("filters");
  box.append(
    group("Verdict", index.verdicts.filter((name) => verdicts.has(name)).map((name) =>
      chip("verdict", name, [h("span", { class: `mark v-${slug(name)}`, "aria-hidden": "true" }, mark(name)), name],
        verdicts.get(name)))),
    group("Client", clients.filter(({ name }) => ofClients.has(name)).map(({ name }) =>
      chip("client", name, [name], ofClients.get(name)))),
    group("Cause", [...causes].map(([name, number]) => chip("cause", name, [name], number))),
  );

  const search = $("search");
  let timer = 0;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => setState({ q: search.value.slice(0, 200) }), 60);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && search.value !== "") {
      search.value = "";
      setState({ q: "" });
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      // Words still on their way are waited for no longer.
      clearTimeout(timer);
      setState({ q: search.value.slice(0, 200) });
      focusMatrix();
    }
  });
  $("clear").addEventListener("click", () =>
    setState({ cause: new Set(), verdict: new Set(), client: new Set(), q: "" }));
};

const drawFilters = () => {
  for (const { kind, value, button } of chips) {
    button.setAttribute("aria-pressed", String(state[kind].has(value)));
  }
  const search = $("search");
  if (document.activeElement !== search || state.q === "") search.value = state.q;
  $("clear").hidden = KINDS.every((kind) => state[kind].size === 0) && state.q === "";
};
