// Asks, writes and subscribes by graphql-ws: over one socket, with the key in its first message.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, key, email, campaign] = process.argv.slice(2);
const closed = [];
const opened = [];
const client = createClient({
  url: url.replace('http', 'ws'),
  webSocketImpl: WebSocket,
  connectionParams: async () => ({ 'X-API-Key': key }),
  lazy: false,
  retryAttempts: 3,
  on: { connected: () => opened.push(true), closed: (event) => closed.push(event.code) },
});
const once = async (payload) => {
  for await (const answer of client.iterate(payload)) return answer;
};
const CHANGED = 'subscription Changed($by: CustomerKey!) { customerChanged(by: $by) { firstName purchases { couponCode } } }';
const BUY = 'mutation Buy($input: BuyRewardInput!) { buyReward(input: $input) { purchase { coupons } } }';
const person = await once({
  query: 'query Person($by: CustomerKey!) { customer(by: $by) { firstName purchases { couponCode } } }',
  variables: { by: { email } },
});
const told = client.iterate({ query: CHANGED, variables: { by: { email } } });
const next = told.next();
const bought = [];
// Whether the subscription has begun isn't told, so a reward is bought until one of them is.
let answer;
while (answer === undefined) {
  const made = await once({ query: BUY, variables: { input: { customer: { email }, campaign } } });
  bought.push(...made.data.buyReward.purchase.coupons);
  answer = await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 300))]);
}
await told.return();
let refused = null;
try {
  await once({ query: '{ unknown }' });
} catch (errors) {
  refused = errors[0].extensions.code;
}
const over = new Promise((resolve) => client.on('closed', resolve));
client.dispose();
await over;
console.log(JSON.stringify({ person: person.data, bought, told: answer.value, refused, connections: opened.length, closed }));
