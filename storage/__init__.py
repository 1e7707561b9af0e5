"""Takes in articles and readings; keeps them as tables, merges reports into deals, and answers through the one ``Query``."""
