"""The public graph: views of records with their descriptions and nullability; nothing is decided here."""
