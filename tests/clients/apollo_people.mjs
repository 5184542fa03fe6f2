// Reads two people, and one list over two spans of time, into one cache: ours as the page sets it up, and one that keys all by `id`.
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client/core/index.js';

const [url, page] = process.argv.slice(2);
const QUERY = `query People($by: [CustomerKey!]!) {
  customers(by: $by) {
    id
    identities { vendor id }
    targetedCampaigns { id name trackingToken }
    availableRewards(first: 5, includeOutOfReach: true) { nodes { id name left: usageLeftForCustomer canBeBoughtByCustomer } }
    purchases { campaign { id name usageLeft } }
  }
  year: surveyCategories { id name total }
  day: surveyCategories(from: "2026-11-20", to: "2026-11-20") { id name total }
}`;
const variables = { by: [{ email: 'ana.popescu0@example.com' }, { phone: '+40722100005' }] };

const plain = (value) => JSON.parse(JSON.stringify(value, (name, held) => (name === '__typename' ? undefined : held)));

/** What each field's part of the answer is, of both people together. */
const parts = ({ customers, year, day }) => {
  const fields = ['identities', 'targetedCampaigns', 'availableRewards', 'purchases'];
  return { ...Object.fromEntries(fields.map((name) => [name, customers.map((one) => one[name])])), surveyCategories: [year, day] };
};

async function through(cache) {
  const client = new ApolloClient({ link: new HttpLink({ uri: url }), cache });
  const { data } = await client.query({ query: gql(QUERY), variables });
  client.stop();
  return parts(plain(data));
}

const headers = { 'content-type': 'application/json' };
const answer = await (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: QUERY, variables }) })).json();
const ours = new Function('InMemoryCache', `${page}; return cache;`)(InMemoryCache);
const kept = await through(ours);
console.log(
  JSON.stringify({
    told: parts(answer.data),
    kept,
    bare: await through(new InMemoryCache()),
    normalized: [...new Set(Object.keys(ours.extract()).map((key) => key.split(':')[0]))].sort(),
  }),
);
