"""The CRMs: what arrives from them, what is read from them, and how their words become ours."""
