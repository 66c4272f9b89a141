"""Composed reads of write-ups."""
