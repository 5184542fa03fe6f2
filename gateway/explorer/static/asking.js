// Asks the gateway, and has it tell which upstream calls the answer took.

const ACCEPT = "application/graphql-response+json, application/json;q=0.9";

/** Returns `{ body, tookMs, isTold }`: the GraphQL response, also where there was none to be had; never throws. */
export async function ask(address, asked, headers) {
  const given = Object.fromEntries(Object.entries(headers ?? {}).filter(([, value]) => value !== ""));
  const began = performance.now();
  const told = { ...asked, extensions: { ...asked.extensions, explain: true } };
  let isTold = asked.operationName !== "IntrospectionQuery";
  let body = await post(address, isTold ? told : asked, given);
  if (isTold && mayNotBeTold(body)) {
    isTold = false;
    body = await post(address, asked, given);
  }
  return { body, tookMs: performance.now() - began, isTold };
}

/** Whether the request was refused, before anything ran, for nothing but its wish to be told. */
function mayNotBeTold(body) {
  return !("data" in body) && body.errors?.every((error) => error.extensions?.scope === "explain");
}

async function post(address, asked, headers) {
  try {
    const reply = await fetch(address, {
      method: "POST",
      headers: { accept: ACCEPT, "content-type": "application/json", ...headers },
      body: JSON.stringify(asked),
    });
    return await readBody(reply);
  } catch (error) {
    return failure(`The gateway can't be reached: ${error.message}`);
  }
}

async function readBody(reply) {
  const text = await reply.text();
  try {
    return JSON.parse(text);
  } catch {
    return failure(`The answer is no JSON (status ${reply.status}): ${text.slice(0, 200)}`);
  }
}

function failure(message) {
  return { errors: [{ message, extensions: { code: "NO_ANSWER" } }] };
}
