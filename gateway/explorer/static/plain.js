// The small page, of nothing but our own files: a request, its answer, and the upstream calls.
import { ask } from "./asking.js";
import { readExamples } from "./examples.js";
import { element } from "./parts.js";
import { waterfall } from "./waterfall.js";

const part = Object.fromEntries([...document.querySelectorAll("[id]")].map((one) => [one.id, one]));
const view = waterfall(part.upstream);
const examples = await readExamples();
let answers = null;

/** Puts an example into the form. */
function choose(index) {
  answers?.return();
  part.query.value = examples[index].query;
  part.variables.value = examples[index].variables;
  part.answer.textContent = "";
  view.show();
}

/** Runs what is in the form; stops what runs. */
async function run() {
  if (answers) return answers.return();
  const asked = { query: part.query.value };
  part.run.textContent = "Stop";
  view.wait(asked);
  part.answer.textContent = "";
  try {
    asked.variables = read(part.variables, "variables");
    answers = ask(location.pathname, asked, read(part.headers, "headers"));
    for await (const answer of answers) show(answer);
  } catch (error) {
    show({ body: { errors: [{ message: error.message }] }, tookMs: 0, isTold: true });
  }
  if (!part.answer.textContent) view.show();
  answers = null;
  part.run.textContent = "Run";
}

function show(answer) {
  const { hasNext, ...body } = answer.body;
  part.answer.textContent = JSON.stringify(body, null, 2);
  view.show(answer);
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
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
choose(0);
