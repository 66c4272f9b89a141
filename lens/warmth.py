"""What to say to people who write about themselves: they are hard enough on themselves already."""

import re

from lens.finding import Category

THEMSELVES = re.compile(r"(?<![\w'])(?:i|i've|i'd|i'm|me|my|mine|myself|mea)(?![\w'])")

WORDS: dict[Category, tuple[str, str]] = {
    Category.BLAME: (
        "You were the last to touch it, which is not the same as being the reason.",
        "What made this look right to you then, and would it have to anyone here?",
    ),
    Category.HINDSIGHT: (
        "You know this today; be as fair to yourself as you would be to a friend.",
        "What did you see at that moment, and what else needed you?",
    ),
}
