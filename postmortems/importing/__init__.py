"""Read Markdown incident reports as teams really write them. Plain Python, no Django."""
