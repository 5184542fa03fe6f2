"""What docs/ shows is real: its queries are asked, its answers compared, its files built from."""
