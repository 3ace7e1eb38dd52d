"""A policy tried on a history before it counts: the acts of people as they were, the clocks as they would have been."""
