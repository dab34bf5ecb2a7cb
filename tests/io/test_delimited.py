"""CSV and TSV records become documents; what is wrong with one stays with that one."""

import gzip
import io

import pytest

from cleaner.io import Failure, RowKeys, open_reader
from cleaner.io.delimited import DelimitedReader
from cleaner.io.sources import Source

SENTENCE = "Snow closed the pass on Monday and it would stay shut until Friday."
PAGE = f"<html><body><article>{f'<p>{SENTENCE}</p>' * 5}</article></body></html>"
CSV = Source(None, "a.csv", "csv")


def read(content, source=CSV, **options):
    return list(DelimitedReader(**options).read(source, io.BytesIO(content)))


def texts(items):
    return [item.text for item in items]


def test_a_record_gives_its_text_id_site_and_all_columns_as_strings():
    [document] = read(b"id,url,lang,text,n\r\n007,https://www.Example.org/a,en-GB,Snow fell.,1.50\r\n")
    assert (document.id, document.site, document.language, document.text) == ("007", "example.org", "en", "Snow fell.")
    assert {key: bytes(value) for key, value in document.meta.items()} == {
        "id": b'"007"',
        "url": b'"https://www.Example.org/a"',
        "lang": b'"en-GB"',
        "text": b'"Snow fell."',
        "n": b'"1.50"',
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_quoted_cells_hold_line_ends_delimiters_and_quotes(end):
    content = f'text,n{end}"Snow{end}fell, ""they"" said",1{end}{end}Rain.,2{end}'.encode()
    documents = read(content)
    assert texts(documents) == [f'Snow{end}fell, "they" said', "Rain."]
    assert [document.id for document in documents] == ["a.csv:1", "a.csv:2"]  # records count, blank lines do not


def test_tabs_part_the_cells_of_tsv():
    reader = open_reader("tsv")
    [document] = reader.read(Source(None, "a.tsv", "tsv"), io.BytesIO(b'id\ttext\n1\t"a, b\tc"\n'))
    assert (document.id, document.text, reader.suffixes) == ("1", "a, b\tc", (".tsv",))


def test_an_empty_cell_is_null_where_the_column_means_something():
    documents = read(f"id,text,html,note\n,,{PAGE},\nb,,,\n".encode())
    assert [document.id for document in documents] == ["a.csv:1", "b"]
    assert bytes(documents[0].meta["text"]) == b"null"
    assert bytes(documents[0].meta["note"]) == b'""'
    assert SENTENCE in documents[0].text
    assert documents[1].text == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"2,b", "row 2 (line 3): 2 cells, expected 3, one for each column of the header"),
        (b"2,b,c,d", "row 2 (line 3): 4 cells, expected 3"),
        (b'2,"b"c,d', "row 2 (line 3): wrong quoting: ',' expected after '\"'"),
        (b"2,\xcf\xf0,d", "row 2 (line 3): byte 0xcf is not utf-8: say what the file is in with --encoding"),
    ],
)
def test_a_wrong_record_fails_alone_and_is_kept(line, told):
    good, failure, last = read(b"id,text,n\n1,a,1\n" + line + b"\n3,c,3\n")
    assert (good.text, last.text, last.id) == ("a", "c", "3")
    assert (failure.reason, failure.row, failure.id) == ("bad_row", 2, "a.csv:2")
    assert told in failure.message
    assert failure.unread.startswith("2,")


def test_a_quote_that_is_never_closed_says_where_it_began():
    [good, failure] = read(b'id,text\n1,a\n2,"b\n3,c\n')
    assert good.text == "a"
    assert "row 2 (lines 3 to 4): wrong quoting: unexpected end of data" in failure.message
    assert failure.unread == '2,"b\n3,c'


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"id,body\n", "found the columns 'id', 'body': name the right one with --text-key"),
        (b"id,text,id\n", "'id' stands there twice"),
        (b"id,,text\n", "column 2 has no name"),
        (b'id,"te"xt\n', "header: wrong quoting"),
        (b"id,text,\xff\n", "header: byte 0xff is not utf-8"),
    ],
)
def test_a_wrong_header_fails_the_file(header, told):
    [failure] = read(header + (b"1,2,3\n" if header.strip() else b""))
    assert isinstance(failure, Failure)
    assert failure.row is None
    assert told in failure.message


def test_the_text_column_may_have_another_name():
    [document] = read(b"id,body\n1,Snow.\n", keys=RowKeys(text="body"))
    assert document.text == "Snow."


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"\xef\xbb\xbf" + "text\nЗима\n".encode(), None),
        ("text\nЗима\n".encode("cp1251"), "windows-1251"),
        (b"\xff\xfe" + "text\nЗима\n".encode("utf-16-le"), "windows-1251"),
    ],
)
def test_marks_and_declared_charsets_are_followed(content, encoding):
    assert texts(read(content, encoding=encoding)) == ["Зима"]


def test_bytes_that_a_wide_charset_cannot_hold_end_the_file():
    good, failure = read("text\nSnow.\n".encode("utf-16") + b"\x00\xd8a")
    assert good.text == "Snow."
    assert "line 3: the bytes are not utf-16-le" in failure.message


def test_a_record_over_the_bound_ends_the_file_and_holds_no_more_than_the_bound():
    good, failure = read(b"id,text\n1,a\n2," + b"b" * 200 + b"\n3,c\n", max_document_bytes=100)
    assert good.text == "a"
    assert (failure.reason, failure.row) == ("too_large", 2)
    assert "begins in line 3" in failure.message
    assert "what follows was not read" in failure.message


def test_a_record_that_is_over_the_bound_as_json_fails_alone():
    _, last = read(b"id,text\n1," + b"\x01" * 40 + b"\n2,b\n", max_document_bytes=100)
    assert last.text == "b"


def test_damaged_compression_ends_the_file(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(
        gzip.compress(b"id,text\n" + b"".join(b"%d,Snow %d.\n" % (n, n * n) for n in range(90_000)))[:-900]
    )
    *good, failure = DelimitedReader().read(Source(path, path.name, "csv", "gz"))
    assert good[0].text == "Snow 0."
    assert (failure.reason, failure.row) == ("damaged_compression", len(good) + 1)
