"""Markdown as pieces for the typesetter."""

from postmortems.exports.pieces import DEEPEST, line_of, pieces_of

PICTURE = "/incidents/pictures/00000000-0000-4000-8000-000000000000/"


def test_words_keep_how_they_are_set():
    [paragraph] = pieces_of(
        "A **bold _and slanted_** `code` ~~gone~~ [link](https://x.example)\nend"
    )

    assert paragraph["kind"] == "paragraph"
    assert paragraph["runs"] == [
        {"text": "A "},
        {"text": "bold ", "strong": True},
        {"text": "and slanted", "strong": True, "emphasis": True},
        {"text": " "},
        {"text": "code", "code": True},
        {"text": " "},
        {"text": "gone", "struck": True},
        {"text": " "},
        {"text": "link", "link": "https://x.example"},
        {"break": True},
        {"text": "end"},
    ]


def test_blocks_keep_their_order_and_nesting():
    text = "# One\n\n> said\n\n3. a\n   - b\n4. c\n\n---\n\n```sh\nls\n```\n\n| h |\n|--:|\n| v |\n"

    heading, quote, numbered, rule, code, table = pieces_of(text)

    assert (heading["kind"], heading["level"]) == ("heading", 2)
    assert quote["blocks"][0]["runs"] == [{"text": "said"}]
    assert (numbered["numbered"], numbered["start"], len(numbered["items"])) == (True, 3, 2)
    assert numbered["items"][0][1]["kind"] == "list"
    assert rule == {"kind": "rule"}
    assert code == {"kind": "code", "text": "ls"}
    assert table["aligned"] == ["right"]
    assert (table["head"], table["rows"]) == ([[{"text": "h"}]], [[[{"text": "v"}]]])


def test_a_picture_of_ours_stands_by_itself_and_others_are_links():
    before, picture, after = pieces_of(f"before ![Lag]({PICTURE}) after")

    assert before["runs"] == [{"text": "before "}]
    assert picture == {"kind": "picture", "picture": PICTURE, "alt": "Lag"}
    assert after["runs"] == [{"text": " after"}]
    assert pieces_of("![x](https://elsewhere.example/a.png)")[0]["runs"] == [
        {"text": "x", "link": "https://elsewhere.example/a.png"}
    ]


def test_what_cannot_be_followed_safely_is_no_link():
    [paragraph] = pieces_of("[here](/incidents/) and [there](ftp://x.example)")

    assert [run for run in paragraph["runs"] if "link" in run] == []


def test_what_is_too_deep_for_paper_goes_on_at_the_same_depth():
    text = "\n".join(f"{'  ' * depth}- at {depth}" for depth in range(9))

    def depth_of(blocks):
        return max(
            (1 + max(map(depth_of, one["items"])) for one in blocks if one["kind"] == "list"),
            default=0,
        )

    def words_of(blocks):
        for one in blocks:
            yield from (run["text"] for run in one.get("runs", ()))
            for item in one.get("items", ()):
                yield from words_of(item)

    pieces = pieces_of(text)

    assert depth_of(pieces) == DEEPEST
    assert list(words_of(pieces)) == [f"at {depth}" for depth in range(9)]


def test_a_line_has_all_its_paragraphs_in_a_row():
    assert [run["text"] for run in line_of("one\n\ntwo\n\n    code\n")] == [
        "one",
        " ",
        "two",
        "code",
    ]
