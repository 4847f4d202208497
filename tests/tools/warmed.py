"""Importing this makes the compiled code ready, for processes that are forked from here."""

from matching.sparse.warm import warm

warm()
