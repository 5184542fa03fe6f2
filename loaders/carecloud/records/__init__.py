"""What the vendor answers, in our words, by idea."""
