"""The words of a write-up as a document that several people change at once."""
