import { graphql } from 'relay-runtime';

export const leads = graphql`
  fragment Leads_customer on Customer
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" })
  @refetchable(queryName: "LeadsRefetchQuery") {
    email
    leads(first: $first, after: $after) @connection(key: "Leads_leads") {
      edges {
        node {
          id
          status
        }
      }
    }
  }
`;

export const page = graphql`
  query LeadsPageQuery($by: CustomerKey!) {
    customer(by: $by) {
      id
      ...Leads_customer
    }
  }
`;
