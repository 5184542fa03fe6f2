// The small page, of nothing but our own files: a request, its answer, and the upstream calls.
import { ask } from "./asking.js";
import { readExamples } from "./examples.js";
import { element } from "./parts.js";
import { waterfall } from "./waterfall.js";

const part = Object.fromEntries([...document.querySelectorAll("[id]")].map((one) => [one.id, one]));
const view = waterfall(part.upstream);
const examples = await readExamples();

/** Puts an example into the form. */
function choose(index) {
  part.query.value = examples[index].query;
  part.variables.value = examples[index].variables;
  part.answer.textContent = "";
  view.show();
}

async function run() {
  part.run.disabled = true;
  view.wait();
  const answer = await answered();
  part.answer.textContent = JSON.stringify(answer.body, null, 2);
  view.show(answer);
  part.run.disabled = false;
}

async function answered() {
  const asked = { query: part.query.value };
  try {
    asked.variables = read(part.variables, "variables");
    return await ask(location.pathname, asked, read(part.headers, "headers"));
  } catch (error) {
    return { body: { errors: [{ message: error.message }] }, tookMs: 0, isTold: true };
  }
}

/** Reads one of the JSON fields; empty is nothing. */
function read(field, name) {
  if (!field.value.trim()) return undefined;
  try {
    return JSON.parse(field.value);
  } catch (error) {
    throw new Error(`The ${name} are no JSON: ${error.message}`);
  }
}

part.headers.value = '{\n  "X-API-Key": ""\n}';
part.examples.append(...examples.map((one, index) => element("option", { value: index }, one.name)));
part.examples.addEventListener("change", () => choose(part.examples.value));
part.run.addEventListener("click", run);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !part.run.disabled) run();
});
choose(0);
