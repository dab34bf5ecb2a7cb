"""What builds corpus models: each is learned in a pass of its own, and the cleaning pass only reads it."""
