"""Takes in title, text and date of an article; gives out deals, milestones, facts and insights with their evidence.

Pure: no network, no database, no clock. ``read_article`` in ``nlp/reader.py`` is the whole line.
"""
