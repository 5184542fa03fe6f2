"""Talks to the vendors; knows no GraphQL type."""
