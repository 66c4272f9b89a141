"""Bounds on what is sent to us."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

# A little more than any form takes, so that the form can see that it is too much.
MOST_BYTES = 11 * 1024 * 1024


class Bounded(FileUploadHandler):
    """Keep the beginning of a file that is too large, and let the rest go by.

    Nobody fills a disk with one, and the form that it came with is answered as
    any other: with a sentence beside the field, and all that was typed.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start < MOST_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        return None
