"""What the cache drops: by writes, at an operator's word, and by vendors' webhooks."""
