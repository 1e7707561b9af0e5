"""Takes in word lists and sentence templates of our own; gives out ``nlp/models/names``, the spaCy name finder.

``python -m nlp.train`` makes every training sentence anew from a seed, so nothing is stored and nothing is copied.
"""
