"""Whatever text comes: offsets hold, findings are apart, and nothing covered is touched."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lens import RULES, analyse
from lens.masking import BREAK, COVERED, mask

SENTENCES = [sentence for rule in RULES for sentence, _words in rule.found]
PIECES = [
    *SENTENCES,
    *(
        " ",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "\t",
        "\x00",
        "\u2028",
        "\u0301",
        "\u202e",
        "\ue000",
        "\ue002",
    ),
    *(
        "`",
        "```\n",
        "~~~\n",
        "> ",
        "- ",
        "# ",
        "|",
        "---\n",
        '"',
        "'",
        "“",
        "”",
        "«",
        "»",
        "‘",
        "’",
    ),
    *(
        "<!--",
        "-->",
        "<pre>",
        "</pre>",
        "](",
        ")",
        "<a href='",
        ">",
        "https://",
        "@ada ",
        "🎉",
        "İ",
        "ß",
    ),
    *(
        "**",
        "_",
        "~~",
        "    ",
        "10:00 ",
        "2026-01-01 10:00:00 ERROR ",
        "Ada ",
        "ﬁ",
        "שלום",
        "\u200d",
    ),
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=60).map("".join),
)
LONG = st.tuples(TEXTS.filter(bool), st.integers(1, 100_000)).map(
    lambda pair: (pair[0] * (pair[1] // len(pair[0]) + 1))[: pair[1]]
)
# How long one takes depends on the machine; the benchmark says how it grows.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def holds(text, findings):
    end = 0
    masked = mask(text, ["Ada"])
    assert len(masked) == len(text)
    for one in findings:
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.words
        assert one.words == one.words.strip()
        assert not {COVERED, BREAK} & {*masked[one.start : one.end]}
        end = one.end


@settings(UNTIMED, max_examples=150)
@given(TEXTS)
def test_findings_are_apart_and_at_their_words(text):
    holds(text, analyse(text, names=["Ada"]))


@settings(UNTIMED, max_examples=12)
@given(LONG)
def test_long_texts_are_read_too(text):
    holds(text, analyse(text, names=["Ada"]))


@settings(UNTIMED, max_examples=100)
@given(TEXTS.filter(lambda text: not text.startswith(("---", "+++", "\n"))))
def test_code_before_a_text_only_moves_what_is_found(text):
    code = "```\nThe engineer failed to ask. Root cause: x\n```\n\n"

    moved = analyse(code + text, names=["Ada"])

    assert [(one.rule, one.start - len(code), one.end - len(code)) for one in moved] == [
        (one.rule, one.start, one.end) for one in analyse(text, names=["Ada"])
    ]
