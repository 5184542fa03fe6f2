// Subscribes by Apollo Client, WebSocket beside HTTP: the normalized cache holds what the subscription was told.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client/core/index.js';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions/index.js';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, key, email, campaign] = process.argv.slice(2);
const socket = createClient({
  url: url.replace('http', 'ws'),
  webSocketImpl: WebSocket,
  connectionParams: async () => ({ 'X-API-Key': key }),
});
const client = new ApolloClient({
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    new HttpLink({ uri: url, headers: { 'X-API-Key': key } }),
  ),
  cache: new InMemoryCache(),
});
const PERSON = gql`query Person($by: CustomerKey!) { customer(by: $by) { id firstName purchases { couponCode } } }`;
const CHANGED = gql`subscription Changed($by: CustomerKey!) { customerChanged(by: $by) { id firstName purchases { couponCode } } }`;
const BUY = gql`mutation Buy($input: BuyRewardInput!) { buyReward(input: $input) { purchase { coupons } } }`;
const variables = { by: { email } };
const person = (await client.query({ query: PERSON, variables })).data;
let told;
const stream = client.subscribe({ query: CHANGED, variables }).subscribe((answer) => (told = answer));
const bought = [];
// Whether the subscription has begun isn't told, so a reward is bought until one of them is.
while (told === undefined) {
  const made = await client.mutate({ mutation: BUY, variables: { input: { customer: { email }, campaign } } });
  bought.push(...made.data.buyReward.purchase.coupons);
  await new Promise((resolve) => setTimeout(resolve, 300));
}
stream.unsubscribe();
const shown = client.readQuery({ query: PERSON, variables });
const refused = await client.query({ query: gql`{ unknown }`, errorPolicy: 'all' });
await socket.dispose();
client.stop();
console.log(
  JSON.stringify({ person, bought, told: { data: told.data }, shown, refused: refused.error.errors[0].extensions.code }),
);
