// Where GraphiQL remembers tabs and history. API keys are in headers, and GraphiQL's history would write them to disk.

const OURS = "graphiql:";
const HISTORY = ["graphiql:queries", "graphiql:favorites"];

export const storage = {
  getItem: (name) => localStorage.getItem(name),
  setItem: (name, value) => localStorage.setItem(name, HISTORY.includes(name) ? withoutHeaders(value) : value),
  removeItem: (name) => localStorage.removeItem(name),
  clear: () => names().forEach((name) => localStorage.removeItem(name)),
  get length() {
    return names().length;
  },
};

function names() {
  return Object.keys(localStorage).filter((name) => name.startsWith(OURS));
}

/** Blanks the headers of every query that was run; its variables are a text of their own, and stay. */
function withoutHeaders(value) {
  return JSON.stringify(JSON.parse(value, (name, held) => (name === "headers" ? null : held)));
}
