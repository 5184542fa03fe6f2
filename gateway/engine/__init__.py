"""Runs documents: parse, validate and limit once per document, then execute."""
