"""`gateway cache clear`: in the store that gateways share, or at a running one."""
