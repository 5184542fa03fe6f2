"""What Footprints' mutations mean: all mistakes of an input at once, then one call."""
