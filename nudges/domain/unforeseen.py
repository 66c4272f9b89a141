"""What failed in a way that nobody foresaw."""

import logging
import traceback

logger = logging.getLogger(__name__)


def name_of(error: Exception) -> str:
    """What sort of error it is. Where it comes from is put into the log.

    Its own words may quote what somebody is told: they are put nowhere.
    """
    name = type(error).__name__
    where = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("%s in %s, line %s", name, where.filename, where.lineno)
    return name
