"""The ports in memory, for tests and simulation; each passes the same contract as its real twin."""
