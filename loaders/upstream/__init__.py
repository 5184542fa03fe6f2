"""Every policy towards a vendor, written once: deadline, retry, breaker, budget, tokens, cache, decoding, errors."""
