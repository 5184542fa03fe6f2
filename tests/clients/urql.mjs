// Asks the gateway by urql, with its document cache: a question asked twice is sent once.
import { Client, cacheExchange, fetchExchange, gql } from '@urql/core';

const url = process.argv[2];
const sent = [];
const client = new Client({
  url,
  exchanges: [cacheExchange, fetchExchange],
  fetch: (address, options) => {
    sent.push(options.method);
    return fetch(address, options);
  },
});
const PERSON = gql`query Person($by: CustomerKey!) { customer(by: $by) { id firstName rewards { id } } }`;
const ask = (by) => client.query(PERSON, { by }).toPromise();
const found = await ask({ email: 'ana.popescu0@example.com' });
await ask({ email: 'ana.popescu0@example.com' });
const refused = await ask({ email: 'not an address' });
console.log(
  JSON.stringify({ customer: found.data.customer, error: found.error ?? null, sent, code: refused.error.graphQLErrors[0].extensions.code }),
);
