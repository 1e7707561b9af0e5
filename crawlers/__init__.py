"""Takes in source declarations and the web; gives out ``Article``. Knows nothing of deals or the database."""
