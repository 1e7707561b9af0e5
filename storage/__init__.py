"""Takes in articles and readings; keeps them as tables, merges reports into deals, answers through the one ``Query``.

``open_database`` (``engine.py``) is the door in, ``save_article`` and ``save_reading`` write, ``Query`` reads.
"""
