// What the body of a reply brings, as it comes: one answer, an answer in parts (@defer), or an answer per event (subscriptions).

/** Yields GraphQL responses: whole ones, and of an answer in parts what there is of it so far, with `hasNext`. */
export async function* responses(reply) {
  const media = reply.headers.get("content-type") ?? "";
  if (media.startsWith("multipart/mixed")) yield* joined(parts(reply.body, media));
  else if (media.startsWith("text/event-stream")) yield* events(reply.body);
  else yield read(await reply.text(), reply.status);
}

/** A response that says why there is none. */
export function failure(message) {
  return { errors: [{ message, extensions: { code: "NO_ANSWER" } }] };
}

function read(text, status) {
  try {
    return JSON.parse(text);
  } catch {
    return failure(`The answer is no JSON (status ${status}): ${text.slice(0, 200)}`);
  }
}

/** Specification: specs.apollo.dev/incremental/v0.1, whose parts say by `path` where they belong. */
async function* parts(body, media) {
  const [, boundary] = /boundary="?([^";]+)/.exec(media);
  for await (const text of texts(body, `\r\n--${boundary}`)) {
    if (text) yield JSON.parse(text.slice(text.indexOf("\r\n\r\n")));
  }
}

async function* joined(pieces) {
  let whole = { hasNext: true };
  for await (const { incremental = [], errors = [], ...piece } of pieces) {
    const found = [whole, { errors }, ...incremental].flatMap((one) => one.errors ?? []);
    whole = { ...whole, ...piece, ...(found.length ? { errors: found } : {}) };
    for (const { path, data } of incremental) if (data) merge(path.reduce((at, step) => at[step], whole.data), data);
    yield whole;
  }
  if (whole.hasNext) yield { ...whole, ...failure("The answer broke off."), hasNext: false };
}

function merge(into, from) {
  for (const [name, held] of Object.entries(from)) {
    if (held && into[name] && typeof held === "object") merge(into[name], held);
    else into[name] = held;
  }
}

/** Specification: graphql-sse, "Distinct connections mode". */
async function* events(body) {
  for await (const text of texts(body, "\n\n")) {
    if (text.startsWith("event: complete")) return;
    const [, data] = /^data: (.*)$/m.exec(text) ?? [];
    if (data) yield JSON.parse(data);
  }
  yield failure("The gateway ended the stream; run it again.");
}

/** Yields the texts that end so, each as soon as its end is there. */
async function* texts(body, end) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const found = (rest + next.value).split(end);
    rest = found.pop();
    yield* found;
  }
}
