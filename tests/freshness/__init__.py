"""How fresh answers are, and what tells it: through the front door."""
