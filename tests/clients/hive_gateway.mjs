// Asks Hive Gateway questions over a supergraph; with `scopes` it enforces the supergraph's, for a caller who holds these.
import { readFileSync } from 'node:fs';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';

const [file, key] = process.argv.slice(2);
const { supergraph, questions, scopes } = JSON.parse(readFileSync(file, 'utf8'));
const gateway = createGatewayRuntime({
  supergraph,
  logging: false,
  maskedErrors: false,
  ...(scopes && {
    genericAuth: { mode: 'protect-granular', rejectUnauthenticated: false, resolveUserFn: () => ({ scope: scopes }) },
  }),
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') }),
  },
});
const answers = [];
for (const question of questions) {
  const answer = await gateway.fetch('http://gateway.example/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(question),
  });
  answers.push(await answer.json());
}
await gateway.dispose();
console.log(JSON.stringify(answers));
