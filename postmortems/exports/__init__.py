"""Write-ups as they leave: as Markdown, as one HTML file and as PDF.

All of them say the same, which `document.py` gathers: what the page says of what was
learnt, without how it was reviewed, and with people called as the page calls them.
"""
