"""Composed reads of nudges."""

from nudges.queries.subjects import load_subjects
from nudges.queries.waiting import waiting_for

__all__ = ["load_subjects", "waiting_for"]
