"""Judges the content of an uploaded file: what it really is, and what stands against taking it. See `inspector`.

A file's bytes decide, never its name or declared type. Cheap looks at the first bytes happen at once; every parser runs
in a child process without credentials, under limits of time, memory and output. A child that is stopped by
its limits has not checked anything, so its file is ``unchecked`` and goes to a person.
"""
