"""Names the few reports that could be the same deal, by keys that a database indexes."""

from __future__ import annotations

from itertools import product

from nlp.lexicon.fold import name_key
from nlp.reports import PartyRef, ReportFacts

_MOST_PARTIES = 12  # a side with more (dozens of selling shareholders) is told by its first ones just as well
_TELLING = {"upfront", "near_term", "total", "price", "equity"}


def blocking_keys(report: ReportFacts) -> frozenset[str]:
    """Keys such that two reports of one transaction share at least one: party × party, party × asset, party × sum.

    Cluster a report together with every report it reaches over shared keys, and clustering is the same as over all.
    """
    grantors, partners = (
        sorted({name for party in side[:_MOST_PARTIES] if not party.anonymous for name in party_names(party)})
        for side in (report.grantors, report.partners)
    )
    # Unordered: who gives and who takes is the one thing that two articles tell differently.
    keys = {"p:" + "|".join(sorted(pair)) for pair in product(grantors, partners)}
    open_side = not grantors or not partners
    for name in (*grantors, *partners):
        keys |= {f"a:{name}|{asset}" for asset in report.assets if len(asset) > 2}
        keys |= {f"v:{name}|{a.currency}{a.value:f}" for a in report.deal.amounts if a.kind in _TELLING}
        if open_side:
            keys.add(f"?:{name}")
    return frozenset(keys)


def party_names(party: PartyRef) -> frozenset[str]:
    """The names that a party is indexed by: its group and main name where it is known, else every printed form."""
    return frozenset({party.group, name_key(party.name)}) if party.group else party.names
