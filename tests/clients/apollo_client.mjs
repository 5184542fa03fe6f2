// Asks the gateway as a frontend does: a normalized cache, Relay's pagination, documents sent by their hash.
import { createHash } from 'node:crypto';
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client/core/index.js';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries/index.js';
import { relayStylePagination } from '@apollo/client/utilities/index.js';

const url = process.argv[2];
const sent = [];
const recorded = async (address, options) => {
  sent.push(JSON.parse(options.body).query === undefined ? 'hash' : 'text');
  return fetch(address, options);
};
const hashed = new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex') });
const client = new ApolloClient({
  link: hashed.concat(new HttpLink({ uri: url, fetch: recorded })),
  cache: new InMemoryCache({
    possibleTypes: { Campaign: ['RewardCampaign', 'LoyaltyCampaign', 'OfflineCampaign', 'Survey'] },
    typePolicies: { Query: { fields: { campaigns: relayStylePagination(['vendor', 'active']) } } },
  }),
});

const PERSON = gql`query Person($by: CustomerKey!) { customer(by: $by) { id firstName rewards { id name } } }`;
const named = async (by) => (await client.query({ query: PERSON, variables: { by } })).data.customer;
const people = [await named({ email: 'Ana.Popescu0@example.com' }), await named({ phone: '+40722100000' })];

const CAMPAIGNS = gql`
  query Campaigns($after: String) {
    campaigns(vendor: [OPEN_LOYALTY, TRACKSALE], first: 3, after: $after) {
      edges { cursor node { id name vendor ... on Survey { code } } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;
const lengths = [];
let page = (await client.query({ query: CAMPAIGNS })).data.campaigns.pageInfo;
const watched = client.watchQuery({ query: CAMPAIGNS });
watched.subscribe(() => {});
const shown = () => client.readQuery({ query: CAMPAIGNS }).campaigns.edges;
lengths.push(shown().length);
while (page.hasNextPage) {
  page = (await watched.fetchMore({ variables: { after: page.endCursor } })).data.campaigns.pageInfo;
  lengths.push(shown().length);
}
const before = sent.length;
const again = await named({ email: 'Ana.Popescu0@example.com' });
console.log(
  JSON.stringify({
    people,
    isSameObject: again.id === people[0].id && sent.length === before,
    normalized: Object.keys(client.cache.extract()).map((key) => key.split(':')[0]),
    lengths,
    ids: shown().map((edge) => edge.node.id),
    sent,
  }),
);
client.stop();
