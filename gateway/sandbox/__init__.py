"""Runs the five stand-in vendors over real sockets, counts their calls and makes them fail on demand."""
