"""The blameless-language lens: plain Python that reads Markdown and needs nothing else.

>>> from lens import analyse
>>> [finding.words for finding in analyse("The outage was due to human error.")]
['human error']
"""

from lens.analysis import analyse
from lens.finding import Category, Finding, Strength
from lens.rule import Rule
from lens.rules import RULES

__all__ = ["RULES", "Category", "Finding", "Rule", "Strength", "analyse"]
