"""What operators see: metrics and traces. Nothing in them was sent by a caller or a vendor."""
