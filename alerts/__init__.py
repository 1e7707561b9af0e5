"""Takes in a query and a subscription; gives out digests and deliveries.

Knows nothing of crawling, reading or the web page.
"""
