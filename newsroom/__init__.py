"""The sample newsroom: articles in our own words, served over real HTTP in the shapes of the real web.

Feeds the demo and the tests. Knows how to be a web site, an outlet and a mailbox; reads and stores nothing itself.
"""
