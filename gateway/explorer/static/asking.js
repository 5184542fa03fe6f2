// Asks the gateway, and has it tell which upstream calls the answer took.
import { failure, responses } from "./stream.js";

const ACCEPT =
  "application/graphql-response+json, application/json;q=0.9, multipart/mixed;deferSpec=20220824, text/event-stream;q=0.8";

/**
 * Iterates over `{ body, tookMs, isTold }`: the GraphQL response, also where there was none to be had; never throws. There is one, or
 * one per part that came, or one per event. `return()` stops it at once.
 */
export function ask(address, asked, headers) {
  const stopped = new AbortController();
  const found = answers(address, asked, headers, stopped.signal);
  return {
    next: () => found.next(),
    return: () => {
      stopped.abort();
      return found.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* answers(address, asked, headers, signal) {
  const given = Object.fromEntries(Object.entries(headers ?? {}).filter(([, value]) => value !== ""));
  const began = performance.now();
  const told = { ...asked, extensions: { ...asked.extensions, explain: true } };
  let isTold = asked.operationName !== "IntrospectionQuery";
  let bodies = post(address, isTold ? told : asked, given, signal);
  let next = await bodies.next();
  if (isTold && mayNotBeTold(next.value)) {
    isTold = false;
    bodies = post(address, asked, given, signal);
    next = await bodies.next();
  }
  for (; !next.done; next = await bodies.next()) yield { body: next.value, tookMs: performance.now() - began, isTold };
}

/** Whether the request was refused, before anything ran, for nothing but its wish to be told. */
function mayNotBeTold(body) {
  return body && !("data" in body) && body.errors?.every((error) => error.extensions?.scope === "explain");
}

async function* post(address, asked, headers, signal) {
  try {
    const reply = await fetch(address, {
      method: "POST",
      headers: { accept: ACCEPT, "content-type": "application/json", ...headers },
      body: JSON.stringify(asked),
      signal,
    });
    yield* responses(reply);
  } catch (error) {
    if (!signal.aborted) yield failure(`The gateway can't be reached: ${error.message}`);
  }
}
