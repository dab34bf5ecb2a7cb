"""Site furniture that no rule names: a model for the lines of texts, another for the blocks of HTML pages."""
