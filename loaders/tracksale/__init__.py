"""Tracksale (Track.co): surveys, their answers and dispatches."""
