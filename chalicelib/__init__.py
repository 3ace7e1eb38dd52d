"""Golive: from signed deal to live."""

VERSION = "0.1.0"
