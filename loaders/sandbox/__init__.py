"""What the five stand-in vendors share: the people they know, never the client code they prove."""
