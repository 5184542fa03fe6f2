"""What a field of the graph means: ids, windows, defaults, refusals; returns records, never views."""
