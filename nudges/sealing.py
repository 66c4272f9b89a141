"""Where sealing was before accounts needed it too."""

from people.sealing import Unreadable, seal, unseal

__all__ = ["Unreadable", "seal", "unseal"]
