// Beside the answer: what went wrong, how fresh each vendor's data is, and every upstream call on a common time axis.
import { age, colour, counted, element, milliseconds, vendorName } from "./parts.js";

const WORDS = {
  hit: "taken from the cache",
  stale: "taken from the cache, past its freshness",
  joined: "another request's call served this one too",
  miss: "called",
  "renewed behind": "called to renew what is past its freshness; the answer didn't wait for it",
};

const BEFORE =
  "Run the query by the button or Ctrl+Enter: " +
  "here come its answer, and every upstream call behind it, with its time and what the cache saved.";
const WATCHING = "Waiting for a change. Make one in another window.";

/** Shows answers in the element; `show` takes what `ask` returned, or nothing before the first. */
export function waterfall(place) {
  return {
    wait: ({ query }) => place.replaceChildren(note(/^\s*subscription\b/m.test(query) ? WATCHING : "Asking the vendors …")),
    show: (answer) => place.replaceChildren(...(answer ? sections(answer) : [note(BEFORE, "idle")])),
  };
}

function sections({ body, tookMs, isTold }) {
  const calls = body.extensions?.upstream ?? [];
  if (body.hasNext) return [note(`First part after ${milliseconds(tookMs)}. Waiting for the rest …`)];
  return [
    summary(calls, tookMs, isTold),
    ...freshness(body.extensions?.freshness ?? []),
    ...errors(body.errors ?? []),
    ...(calls.length ? [timeline(calls)] : []),
  ];
}

function summary(calls, tookMs, isTold) {
  const sent = calls.filter((call) => call.cache === "miss");
  const [waited, saved] = [sent.filter((call) => !call.behind).length, calls.length - sent.length];
  const behind = sent.length - waited;
  const told = isTold
    ? [
        counted(waited, "upstream call"),
        ...(saved ? [`${counted(saved, "read")} from the cache`] : []),
        ...(behind ? [`${counted(behind, "read")} renewed behind`] : []),
      ]
    : ["the upstream calls take a key with the scope “explain”"];
  return element("p", { class: "summary" }, [...told, milliseconds(tookMs)].join(" · "));
}

function freshness(vendors) {
  if (!vendors.length) return [];
  const chips = vendors.map((one) =>
    element(
      "li",
      { class: one.stale ? "chip stale" : "chip", title: one.stale ? "past its freshness" : "fresh" },
      vendorName(one.vendor),
      element("b", {}, one.stale ? `stale, ${age(one.age)}` : age(one.age)),
    ),
  );
  return [element("ul", { class: "freshness", "aria-label": "Freshness per vendor" }, ...chips)];
}

function errors(all) {
  if (!all.length) return [];
  return [element("ul", { class: "errors", "aria-label": "Errors" }, ...grouped(all).map(failed))];
}

/** One entry per message, code and vendor: a vendor that is down is told of once, with all the places it left empty. */
function grouped(all) {
  const groups = new Map();
  for (const error of all) {
    const key = JSON.stringify([error.message, error.extensions?.code, error.extensions?.vendor]);
    const group = groups.get(key) ?? { ...error, places: [] };
    if (error.path) group.places.push(error.path.join("."));
    groups.set(key, group);
  }
  return [...groups.values()];
}

function failed({ message, extensions = {}, places }) {
  const { code, vendor, retryable, retryAfter } = extensions;
  const again = retryAfter ? `may be retried in ${Math.ceil(retryAfter)} s` : retryable ? "may be retried" : "";
  const more = places.length > 3 ? ` and ${places.length - 3} more` : "";
  const where = places.length ? `left empty: ${places.slice(0, 3).join(", ")}${more}` : "";
  return element(
    "li",
    {},
    element("span", { class: "head" }, vendor ? vendorName(vendor) : "", code ? element("code", {}, code) : ""),
    element("span", { class: "message" }, message),
    element("span", { class: "where" }, [where, again].filter(Boolean).join(" · ")),
  );
}

function timeline(calls) {
  const end = Math.max(1, ...calls.map((call) => call.start + call.duration));
  const axis = element("li", { class: "axis", "aria-hidden": "true" }, element("span", {}, "0"), element("span", {}, milliseconds(end)));
  return element("ol", { class: "calls", "aria-label": "Upstream calls" }, axis, ...merged(calls).map((call) => row(call, end)));
}

/** Calls stay apart; what cost none, the uses of the cache, is one row per read and kind. */
function merged(calls) {
  const rows = new Map();
  for (const call of calls) {
    const key = call.cache === "miss" || call.error ? call : [call.vendor, call.operation, call.cache].join();
    const row = rows.get(key);
    rows.set(key, row ? { ...row, times: row.times + 1, duration: Math.max(row.duration, call.duration) } : { ...call, times: 1 });
  }
  return [...rows.values()];
}

function row(call, end) {
  const [bar, way] = [element("i", { class: `bar ${call.behind ? "behind" : call.cache}` }), how(call)];
  colour(bar, call.vendor);
  // Also what began last, and took no time, is a mark that can be seen.
  bar.style.left = `min(${(100 * call.start) / end}%, 100% - 8px)`;
  bar.style.width = `${(100 * call.duration) / end}%`;
  return element(
    "li",
    { class: call.error ? "call failed" : "call", title: `begun after ${milliseconds(call.start)}, ${WORDS[way] ?? way}` },
    vendorName(call.vendor),
    element("span", { class: "operation" }, call.operation.replaceAll("_", " ")),
    element("span", { class: "track" }, bar),
    element("span", { class: "duration" }, call.duration ? milliseconds(call.duration) : "–"),
    element("span", { class: "badges" }, ...badges(call)),
  );
}

function how(call) {
  return call.behind ? "renewed behind" : call.cache;
}

function badges(call) {
  const times = call.times > 1 ? ` × ${call.times}` : "";
  const found = [badge(call.cache, how(call) + times, WORDS[how(call)])];
  if (call.keys > 1) found.push(badge("", `batch of ${call.keys}`, "things asked for by this one call"));
  if (call.attempts > 1) found.push(badge("warned", counted(call.attempts, "attempt"), "how often it was sent"));
  if (call.error) found.push(badge("failed", call.status ? `failed, ${call.status}` : "failed", call.error));
  if (call.budgetLeft !== null && call.budgetLeft !== undefined) {
    found.push(badge("", `${call.budgetLeft} left`, "calls left in this vendor's budget"));
  }
  return found;
}

function badge(kind, text, title = "") {
  return element("span", { class: `badge ${kind}`, title }, text);
}

function note(text, kind = "") {
  return element("p", { class: `summary ${kind}` }, text);
}
