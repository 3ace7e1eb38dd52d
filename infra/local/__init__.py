"""The local cloud: the whole product on one machine, with no account and no docker."""
