"""Who the companies are: takes in text, gives out mentions of known companies under any of their names.

The table is ``companies.csv`` beside this file; ``docs/reference/companies.md`` says what its columns mean.
``load_lexicon().find(text)`` finds, ``nlp/resolve.py`` decides who a party is.
"""

from nlp.lexicon.company import Company, FormerName
from nlp.lexicon.lexicon import Lexicon, Mention, lexicon_version, load_lexicon

__all__ = ["Company", "FormerName", "Lexicon", "Mention", "lexicon_version", "load_lexicon"]
