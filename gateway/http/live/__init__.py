"""Operations that are answered as things happen: over WebSocket (graphql-transport-ws) and as server-sent events (graphql-sse)."""
