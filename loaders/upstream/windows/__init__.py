"""Reports over days: read in calendar chunks that overlapping windows share."""
