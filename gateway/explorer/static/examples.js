// The ready queries, and before them the one that the page's address brings along.

/** Returns `{ name, query, variables }` each, the variables as text; `isAsked` marks the address's. */
export async function readExamples() {
  const reply = await fetch(new URL("examples.json", import.meta.url));
  const ready = (await reply.json()).map((one) => ({ ...one, variables: written(one.variables) }));
  const asked = new URLSearchParams(location.search);
  if (!asked.has("query")) return ready;
  return [{ name: "From the address", isAsked: true, query: asked.get("query"), variables: asked.get("variables") ?? "" }, ...ready];
}

function written(variables) {
  return Object.keys(variables).length ? JSON.stringify(variables, null, 2) : "";
}
