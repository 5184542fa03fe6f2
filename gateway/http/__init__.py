"""GraphQL over HTTP, the explorer's page, media, health."""
