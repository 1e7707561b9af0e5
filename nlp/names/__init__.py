"""Takes in folded text and the lexicon; gives out every stretch that may name a party, with how it was found."""

from nlp.names.find import find_party_names
from nlp.names.record import Kind, Name, Source
from nlp.names.words import PLACE, PLACE_BEFORE

__all__ = ["PLACE", "PLACE_BEFORE", "Kind", "Name", "Source", "find_party_names"]
