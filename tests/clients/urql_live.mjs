// Subscribes by urql, whose own fetch takes events.
import { Client, cacheExchange, fetchExchange, gql } from '@urql/core';

const [url, key, email, campaign] = process.argv.slice(2);
const client = new Client({
  url,
  exchanges: [cacheExchange, fetchExchange],
  fetchSubscriptions: true,
  fetchOptions: () => ({ headers: { 'X-API-Key': key } }),
});
const PERSON = gql`query Person($by: CustomerKey!) { customer(by: $by) { id firstName purchases { couponCode } } }`;
const CHANGED = gql`subscription Changed($by: CustomerKey!) { customerChanged(by: $by) { id firstName purchases { couponCode } } }`;
const BUY = gql`mutation Buy($input: BuyRewardInput!) { buyReward(input: $input) { purchase { coupons } } }`;
const by = { email };
const person = (await client.query(PERSON, { by }).toPromise()).data;
let told;
const stream = client.subscription(CHANGED, { by }).subscribe((answer) => (told = answer));
const bought = [];
// Whether the subscription has begun isn't told, so a reward is bought until one of them is.
while (told === undefined) {
  const made = await client.mutation(BUY, { input: { customer: { email }, campaign } }).toPromise();
  bought.push(...made.data.buyReward.purchase.coupons);
  await new Promise((resolve) => setTimeout(resolve, 300));
}
stream.unsubscribe();
const refused = await client.query(gql`{ unknown }`, {}).toPromise();
console.log(
  JSON.stringify({ person, bought, told: { data: told.data }, refused: refused.error.graphQLErrors[0].extensions.code }),
);
