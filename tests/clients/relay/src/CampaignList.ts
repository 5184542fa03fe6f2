import { graphql } from 'relay-runtime';

export const list = graphql`
  fragment CampaignList_query on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" })
  @refetchable(queryName: "CampaignListPaginationQuery") {
    campaigns(first: $first, after: $after) @connection(key: "CampaignList_campaigns") {
      edges {
        node {
          id
          name
          vendor
        }
      }
    }
  }
`;
