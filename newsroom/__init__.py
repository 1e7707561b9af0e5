"""The sample newsroom: articles in our own words, served over real HTTP in the shapes the real web has; feeds the demo and tests."""
