"""Incidents as they leave: as tables, as JSON and as Markdown.

An export says what a reader may see, of people only the roles they had in the
response, and never what one person wrote to another in private.
"""
