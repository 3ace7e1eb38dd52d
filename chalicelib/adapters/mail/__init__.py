"""Mail: what it looks like, what goes on the wire, who sends it."""
