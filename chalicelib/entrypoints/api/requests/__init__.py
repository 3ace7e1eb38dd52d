"""What the JSON API takes: a body per command, made from the domain's own commands, other bodies, and parameters."""
