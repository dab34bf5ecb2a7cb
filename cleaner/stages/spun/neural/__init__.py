"""A neural judge, an optional extra: it backs or vetoes swaps that the channel proposes, and never writes a word."""
