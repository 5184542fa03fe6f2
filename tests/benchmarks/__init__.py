"""How much work the gateway saves and costs, beside a bare server's: `make bench`."""
