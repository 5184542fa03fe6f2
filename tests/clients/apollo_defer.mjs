// Asks with Apollo Client for one fast and one slow vendor, the slow one deferred, in both formats that it can read.
import { ApolloClient, HttpLink, InMemoryCache, gql } from '@apollo/client/core/index.js';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental/index.js';

const [url, email] = process.argv.slice(2);
const QUERY = gql`
  query Deferred($email: String!) {
    customer(by: { email: $email }) {
      id
      rewards { id name }
      ... @defer(label: "slow") { leads(first: 2) { nodes { id status } } }
      ... @defer(label: "fast") { purchases { couponCode } }
    }
  }
`;

const ask = (incrementalHandler) =>
  new Promise((resolve, reject) => {
    const client = new ApolloClient({ link: new HttpLink({ uri: url }), cache: new InMemoryCache(), incrementalHandler });
    const begun = performance.now();
    const seen = [];
    const query = client.watchQuery({ query: QUERY, variables: { email }, errorPolicy: 'all' });
    query.subscribe({
      next: ({ data, dataState, error }) => {
        if (data === undefined) return; // Loading.
        seen.push({ ms: performance.now() - begun, has: Object.keys(data.customer).sort(), state: dataState, error });
        if (dataState !== 'complete') return;
        const kept = client.readQuery({ query: QUERY, variables: { email } });
        client.stop();
        resolve({ seen, customer: kept?.customer });
      },
      error: reject,
    });
  });

console.log(JSON.stringify(await Promise.all([ask(new Defer20220824Handler()), ask(new GraphQL17Alpha9Handler())])));
