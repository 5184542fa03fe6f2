"""What a browser gets: GraphiQL with a waterfall of the upstream calls, or a small page of our own, from no other network."""
