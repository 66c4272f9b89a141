"""Composed reads of incidents."""
