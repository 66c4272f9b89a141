"""What is taken out of uploads, and what is refused: bombs, links, paths that lead out."""

import io
import stat
import zipfile

import pytest

from postmortems.importing import unpacking
from postmortems.importing.unpacking import TooMuch, Upload, picture_named, tidy_name, unpack


def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(*members, **more):
    return unpack([Upload("reports.zip", zipped(*members))], **more)


def test_reports_and_pictures_are_taken_and_the_rest_is_passed_over():
    unpacked = unzipped(
        ("2021/a.md", "A"), ("2021/b.MARKDOWN", "B"), ("2021/img/c.png", "C"), ("d.txt", "D"),
        ("e.py", "E"), ("__MACOSX/2021/a.md", "x"), ("2021/.hidden.md", "x"), ("2021/", ""),
    )  # fmt: skip

    assert set(unpacked.reports) == {"2021/a.md", "2021/b.MARKDOWN", "reports/d.txt"}
    assert set(unpacked.pictures) == {"2021/img/c.png"}
    assert unpacked.passed_over == 3


def test_a_file_alone_is_known_by_the_folder_that_is_said():
    assert set(unpack([Upload("a.md", b"A")], folder="reports").reports) == {"reports/a.md"}
    assert set(unpack([Upload("a.md", b"A")]).reports) == {"a.md"}


def test_a_path_that_leads_out_leads_nowhere():
    unpacked = unzipped(("../../etc/passwd.md", "A"), ("/root/b.md", "B"), ("c\\..\\d.md", "C"))

    assert set(unpacked.reports) == {"etc/passwd.md", "root/b.md", "c/d.md"}


def test_reports_of_the_same_name_are_all_kept():
    unpacked = unpack(Upload("postmortem.md", content) for content in (b"A", b"B", b"C", b"A"))

    assert unpacked.reports == {
        "postmortem.md": b"A",
        "postmortem (2).md": b"B",
        "postmortem (3).md": b"C",
    }


@pytest.mark.parametrize("folder", ["", "a" * 200])
def test_no_name_is_longer_than_is_kept(folder):
    long = "x" * 400 + ".md"
    unpacked = unzipped((long, "A"), folder=folder)
    alone = unpack([Upload(long, b"A"), Upload(long, b"B")], folder=folder)

    names = [*unpacked.reports, *alone.reports]
    assert len(names) == 3
    assert all(len(name) <= unpacking.LONGEST_NAME for name in names)


def test_a_link_is_passed_over():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    unpacked = unpack([Upload("a.zip", out.getvalue())])

    assert (unpacked.reports, unpacked.passed_over) == ({}, 1)


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ([("a.md", "0" * 9 * 1024 * 1024)], "unpacks to far more than it should"),
        ([(f"{n}.md", "x") for n in range(301)], "more than 300 reports"),
        ([(f"{n}.py", "x") for n in range(5_001)], "more than 5000 files"),
    ],
)
def test_too_much_is_refused(members, sentence):
    with pytest.raises(TooMuch, match=sentence):
        unzipped(*members)


def test_a_size_that_a_zip_file_lies_about_is_not_believed():
    content = bytearray(zipped(("a.md", "0" * 9 * 1024 * 1024)))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")

    with pytest.raises(TooMuch):
        unpack([Upload("a.zip", bytes(content))])


def test_all_of_it_together_has_a_limit(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_TEXT", 1_000)

    with pytest.raises(TooMuch, match="10 MB of text"):
        unzipped(("a.md", "x y " * 150), ("b.md", "z w " * 150))


def test_a_report_that_is_too_large_is_refused_alone(monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST_REPORT", 10)

    unpacked = unzipped(("r/a.md", "x" * 11), ("r/b.md", "y"))

    assert set(unpacked.reports) == {"r/b.md"}
    assert "larger than 2 MB" in unpacked.refused["r/a.md"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 and no more", b"", b"PK\x05\x06" + b"\0" * 10])
def test_what_is_no_zip_file_is_refused_with_a_sentence(content):
    with pytest.raises(TooMuch, match="cannot be unpacked"):
        unpack([Upload("a.zip", content)])


def test_a_zip_file_that_is_locked_is_refused_with_a_sentence():
    content = bytearray(zipped(("a.md", "secret")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1

    with pytest.raises(TooMuch, match="cannot be unpacked"):
        unpack([Upload("a.zip", bytes(content))])


def test_something_else_is_refused_by_name():
    assert "no report" in unpack([Upload("a.exe", b"MZ")]).refused["a.exe"]


@pytest.mark.parametrize("name", ["", "..", "/", "../..", "\x00", "a" * 500 + ".md"])
def test_every_name_becomes_one_that_can_be_kept(name):
    tidy = tidy_name(name)

    assert 0 < len(tidy) <= 300
    assert ".." not in tidy.split("/")
    assert tidy.isprintable()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("img/a.png", "r/img/a.png"),
        ("./img/a.png", "r/img/a.png"),
        ("../shared/b.png", "shared/b.png"),
        ("/shared/b.png", "shared/b.png"),
        ("../../../etc/passwd", None),
        ("https://example.org/img/a.png", None),
        ("c.png", None),
    ],
)
def test_a_picture_is_found_where_its_report_says(address, found):
    pictures = ["r/img/a.png", "shared/b.png", "x/c.png", "y/c.png"]

    assert picture_named("r/report.md", address, pictures) == found
