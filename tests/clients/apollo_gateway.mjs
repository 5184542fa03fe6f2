// Asks Apollo Gateway, as a server runs it, questions over a supergraph.
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';

const [file, key] = process.argv.slice(2);
const { supergraph, questions } = JSON.parse(readFileSync(file, 'utf8'));

class Authorized extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.authorization) request.http.headers.set('authorization', context.authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: supergraph,
  buildService: ({ url }) => new Authorized({ url }),
  logger: { debug() {}, info() {}, warn() {}, error: console.error },
});
const server = new ApolloServer({ gateway });
await server.start();
const answers = [];
for (const question of questions) {
  const { body } = await server.executeOperation(question, { contextValue: { authorization: `Bearer ${key}` } });
  answers.push(body.singleResult);
}
await server.stop();
console.log(JSON.stringify(answers));
