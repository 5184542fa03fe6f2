// Asks, writes and subscribes by graphql-sse, in its distinct connections mode, with the key in a header.
import { createClient } from 'graphql-sse';

const [url, key, email, campaign] = process.argv.slice(2);
const client = createClient({ url, headers: { 'X-API-Key': key }, retryAttempts: 0 });
const once = async (payload) => {
  for await (const answer of client.iterate(payload)) return answer;
};
const CHANGED = 'subscription Changed($by: CustomerKey!) { customerChanged(by: $by) { firstName purchases { couponCode } } }';
const BUY = 'mutation Buy($input: BuyRewardInput!) { buyReward(input: $input) { purchase { coupons } } }';
const person = await once({
  query: 'query Person($by: CustomerKey!) { customer(by: $by) { firstName purchases { couponCode } } }',
  variables: { by: { email } },
});
let connected;
const begun = new Promise((resolve) => (connected = resolve));
const told = createClient({ url, headers: { 'X-API-Key': key }, on: { connected: () => connected() } }).iterate({
  query: CHANGED,
  variables: { by: { email } },
});
const next = told.next();
await begun;
const made = await once({ query: BUY, variables: { input: { customer: { email }, campaign } } });
const answer = await next;
await told.return();
const refused = await once({ query: '{ unknown }' });
let unknown = null;
try {
  await createClient({ url, headers: { 'X-API-Key': 'wrong' }, retryAttempts: 0 }).iterate({ query: '{ __typename }' }).next();
} catch (error) {
  unknown = error.response.status;
}
console.log(
  JSON.stringify({
    person: person.data,
    bought: made.data.buyReward.purchase.coupons,
    told: answer.value,
    refused: refused.errors[0].extensions.code,
    unknown,
  }),
);
