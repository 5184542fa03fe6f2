// GraphiQL, with ready examples in its tabs and the upstream calls beside the answer.
import { ask } from "./asking.js";
import { readExamples } from "./examples.js";
import { storage } from "./storage.js";
import { waterfall } from "./waterfall.js";

const { createElement, useEffect, useRef } = React;
const HEADERS = '{\n  "X-API-Key": ""\n}';

/** What was answered last in each tab, by the tab's id; `active` is the id of the tab in front. */
const tabs = { active: null, answers: new Map(), view: null, learnSchema: () => {} };

/** GraphiQL takes what it iterates over in the place of what was there before, and stops it by `return()`. */
function fetcher(asked, options) {
  const answers = ask(location.pathname, rightlyNamed(asked), options?.headers);
  if (asked.operationName === "IntrospectionQuery") return answers.next().then(({ value }) => value.body);
  const asking = tabs.active;
  tabs.view?.wait(asked);
  const told = (answer) => {
    tabs.answers.set(asking, answer);
    if (asking === tabs.active) tabs.view?.show(answer);
    if ("data" in answer.body) tabs.learnSchema();
  };
  return {
    ...answers,
    async next() {
      const { done, value } = await answers.next();
      if (!done) told(value);
      return { done, value: done ? undefined : shown(value.body) };
    },
    return() {
      if (asking === tabs.active) tabs.view?.show(tabs.answers.get(asking));
      return answers.return();
    },
  };
}

/** GraphiQL learns a moment late which operation a tab that was just opened holds; a name from another tab is dropped. */
function rightlyNamed({ operationName, ...asked }) {
  const isHere = operationName && new RegExp(`\\b(query|mutation|subscription)\\s+${operationName}\\b`).test(asked.query);
  return isHere ? { operationName, ...asked } : asked;
}

/** What a client that doesn't ask for the upstream calls gets; the panel shows them. */
function shown({ extensions, hasNext, ...body }) {
  const { upstream, ...others } = extensions ?? {};
  return Object.keys(others).length ? { ...body, extensions: others } : body;
}

/** The panel below the answer. It follows the tabs, and reads the schema once a key was given that may. */
function Upstream() {
  const place = useRef(null);
  const { tabs: open, activeTabIndex } = GraphiQL.React.useEditorContext({ nonNull: true });
  const { schema, introspect } = GraphiQL.React.useSchemaContext({ nonNull: true });
  const id = open[activeTabIndex].id;
  tabs.active = id;
  tabs.learnSchema = schema ? () => {} : introspect;
  useEffect(() => {
    tabs.view = waterfall(place.current);
    tabs.view.show(tabs.answers.get(id));
  }, [id]);
  return createElement("section", { ref: place, className: "upstream", "aria-label": "Upstream calls of this query" });
}

/** What the editors begin with: what the address asks, else the tab that was in front, else the first example. */
function beginning([first]) {
  if (first.isAsked) return { query: first.query, variables: first.variables };
  const { tabs, activeTabIndex } = JSON.parse(storage.getItem("graphiql:tabState")) ?? {};
  // Without them GraphiQL compares with the last edit instead, and opens an empty tab where there was none.
  const { query, variables } = tabs?.[activeTabIndex] ?? first;
  return { query: query ?? undefined, variables: variables ?? undefined };
}

function page(examples) {
  return createElement(
    GraphiQL,
    {
      fetcher,
      defaultTabs: examples.map(({ query, variables }) => ({ query, variables, headers: HEADERS })),
      ...beginning(examples),
      headers: HEADERS,
      defaultHeaders: HEADERS,
      plugins: [GraphiQLPluginExplorer.explorerPlugin({ showAttribution: false })],
      defaultEditorToolsVisibility: "variables",
      isHeadersEditorEnabled: true,
      storage,
      shouldPersistHeaders: false,
      showPersistHeadersSettings: false,
    },
    createElement(GraphiQL.Logo, null, "Customer graph"),
    createElement(GraphiQL.Footer, null, createElement(Upstream)),
  );
}

const examples = await readExamples();
ReactDOM.createRoot(document.getElementById("explorer")).render(page(examples));
