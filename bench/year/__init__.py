"""A year of a company, in simulated time: what Goldseam says to its people, and what they do.

Everything happens through the domain's own verbs, the real planning, saying and delivering,
and the schedule's own tasks at their times. Only the clock and the people are not real.
"""
