"""The command line and the settings, as an operator meets them."""
