"""Takes in records; gives out words: names, sums, places, headlines and deal cards in Chinese and English.

Mails (``alerts/``) and answers (``query/``) say the same deal in the same words because both say it from here.
"""
