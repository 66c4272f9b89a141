"""Files as other programs left them: with marks in front, two bytes a letter, or mixed up."""

import codecs

import pytest

from postmortems.importing.decoding import NotText, decode

TEXT = "# Störung am 4. März\r\n\r\nDie Warteschlange stand – „kurz“.\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("cp1252"),
    ],
)
def test_text_is_read_whatever_wrote_it(content):
    assert decode(content).text.removeprefix("\ufeff") == TEXT


def test_each_line_of_a_mixed_file_is_read_as_what_it_is():
    decoded = decode("Störung\n".encode() + "Störung\n".encode("cp1252"))

    assert decoded.text == "Störung\nStörung\n"
    assert decoded.remarks == ("1 line is not UTF-8, and read as Windows-1252.",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in it."),
        (b" \r\n\t\n", "There is nothing in it."),
        (codecs.BOM_UTF8, "There is nothing in it."),
        (b"%PDF-1.7 and so on", "It is not a text file. Nothing of it is imported."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "It is not a text file."),
        (bytes(range(32)) * 20, "It is not a text file."),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(NotText, match=sentence):
        decode(content)


def test_a_character_that_no_database_takes_is_shown_as_such():
    decoded = decode(b"# One\x00two, and more words around it so that it is a text\n" * 3)

    assert "\x00" not in decoded.text
    assert len(decoded.remarks) == 1
