"""The server: settings, engine, HTTP, command line; alone in reading the environment."""
