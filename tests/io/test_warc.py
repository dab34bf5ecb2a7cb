"""Web archives: pages and texts in them become documents, the rest is passed over, damage is told with its place."""

import gzip
import io
import json
import pickle
import random
import sys
import zlib
from pathlib import Path

import pytest
import zstandard

from cleaner.engines import Job, Reading, run
from cleaner.io import Failure, find_sources, open_reader, open_writer, output_name
from cleaner.io.compression import compress
from cleaner.io.http_body import undone
from cleaner.io.sources import Source
from cleaner.model import DocumentError
from cleaner.pipeline import Cleaner

PARAGRAPHS = [
    "Snow closed three schools in the town on Monday, and the mayor asked people to stay at home until noon.",
    "Trains on the northern line ran late for most of the day because two points had frozen overnight.",
    "The forecast for Tuesday is milder, with rain from the west and temperatures above five degrees.",
]
RUSSIAN = "Снег закрыл в понедельник три школы города, и глава района просил жителей оставаться дома до полудня."
PAGE = "<html><body><article>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article></body></html>"
HTML = "Content-Type: text/html; charset=utf-8"
TEXT = "Content-Type: text/plain; charset=utf-8"


def http(body, *headers, status="200 OK"):
    content = body if isinstance(body, bytes) else body.encode()
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode() + content


def record(block, url="http://www.example.org/snow", kind="response", *, length=True, more=()):
    lines = ["WARC/1.0", f"WARC-Type: {kind}", "WARC-Date: 2020-01-01T00:00:00Z", "WARC-Record-ID: <urn:uuid:0>", *more]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines += ["Content-Type: application/http; msgtype=response"] if kind == "response" and not more else []
    lines += [f"Content-Length: {len(block)}"] if length else []
    return "\r\n".join((*lines, "", "")).encode() + block + b"\r\n\r\n"


def text(number, words="Snow fell on the town, page"):
    return record(http(f"{words} {number}.", TEXT), f"http://example.org/{number}")


def read(folder, *records, name="a.warc", **options):
    path = folder / name
    path.write_bytes(b"".join(records))
    [source] = find_sources([str(path)]).sources
    return list(open_reader(source.format, **options).read(source))


def ids(found):
    return [item.id for item in found if not isinstance(item, Failure)]


def test_a_page_is_read_with_its_address_its_site_and_the_charset_of_its_header(tmp_path):
    body = f"<html><body><article><p>{RUSSIAN}</p><p>{RUSSIAN[::-1]}</p></article></body></html>".encode("cp1251")
    [document] = read(tmp_path, record(http(body, "content-type: Text/HTML; charset=windows-1251")))
    assert RUSSIAN in document.text
    assert (document.id, document.site) == ("http://www.example.org/snow", "example.org")
    assert (document.origin.encoding, document.origin.media_type) == ("cp1251", "text/html")


def test_a_header_that_lies_about_the_charset_is_not_believed(tmp_path):
    [document] = read(tmp_path, record(http(RUSSIAN, "Content-Type: text/plain; charset=iso-8859-1")))
    assert document.text == RUSSIAN


def test_where_the_header_names_no_known_charset_the_page_is_asked(tmp_path):
    body = f"<html><head><meta charset='koi8-r'></head><body><p>{RUSSIAN}</p></body></html>".encode("koi8-r")
    [document] = read(tmp_path, record(http(body, "Content-Type: text/html; charset=klingon")))
    assert RUSSIAN in document.text


def test_what_is_no_page_and_no_text_is_passed_over_and_no_failure(tmp_path):
    found = read(
        tmp_path,
        record(b"software: ours\r\n", None, "warcinfo"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(http("", "Location: /", status="301 Moved")),
        record(http(PAGE, HTML, status="404 Not Found")),
        record(http(b"\x89PNG\r\n\x1a\n", "Content-Type: image/png")),
        record(http("User-agent: *", TEXT), "http://example.org/robots.txt"),
        record(http('{"a": 1}', "Content-Type: application/json")),
        record(http(b"\xff\xd8\xff untyped")),
        record(b"20200101 192.0.2.1", "dns:example.org", more=("Content-Type: text/dns",)),
        record(b"no HTTP at all"),
        record(b"", kind="revisit"),
        record(b"a=1", kind="metadata"),
        record(b"PNG", kind="conversion", more=("Content-Type: image/png",)),
        text(1),
    )
    assert ids(found) == ["http://example.org/1"]
    assert len(found) == 1


def test_a_body_without_a_type_is_taken_where_it_begins_as_a_page(tmp_path):
    packed = http(gzip.compress(PAGE.encode()), "Content-Encoding: gzip")
    found = read(tmp_path, record(http(PAGE)), record(packed), record(http("<?xml version='1.0'?><rss>Snow</rss>")))
    assert [item.text.startswith("Snow closed") for item in found] == [True, True]


def test_a_wet_file_gives_its_texts(tmp_path):
    records = [
        record(RUSSIAN.encode(), f"http://example.org/{n}", "conversion", more=("Content-Type: text/plain",))
        for n in range(3)
    ]
    content = b"".join(compress(one, "gz") for one in records)
    found = read(tmp_path, content, name="CRAWL.warc.wet.gz")
    assert ids(found) == [f"http://example.org/{n}" for n in range(3)]
    assert {(item.text, item.origin.media_type) for item in found} == {(RUSSIAN, "text/plain")}


def test_ids_stay_as_they_are_and_a_record_without_an_address_has_its_number(tmp_path):
    found = read(
        tmp_path, text(1), text(1), record(http("Snow.", TEXT), None), record(http("Ice.", TEXT), "<http://e/>")
    )
    assert ids(found) == ["http://example.org/1", "http://example.org/1", "a.warc:3", "http://e/"]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst"])
def test_compressed_archives_give_the_same_documents_one_frame_a_record_or_one_for_all(tmp_path, name):
    records = [text(n) for n in range(20)]
    kind = {"gz": "gz", "zst": "zst"}.get(name.rpartition(".")[2])
    apart = read(tmp_path, *(compress(one, kind) for one in records), name=name)
    together = read(tmp_path, compress(b"".join(records), kind), name=name)
    assert apart == together
    assert [item.text for item in apart] == [f"Snow fell on the town, page {n}." for n in range(20)]


def chunked(body, size=40):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(one), one) for one in pieces) + b"0\r\n\r\n"


def brotli(body):
    from fastwarc.stream_io import BrotliWriter

    out = io.BytesIO()
    with BrotliWriter(out) as writer:
        writer.write(body)
    return out.getvalue()


def bare(body):
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


RAW = PAGE.encode()
ENCODED = {
    "chunked": (chunked(RAW), "Transfer-Encoding: chunked"),
    "gzip": (gzip.compress(RAW), "Content-Encoding: gzip"),
    "x-gzip, chunked": (chunked(gzip.compress(RAW)), "Transfer-Encoding: chunked", "Content-Encoding: x-gzip"),
    "deflate": (zlib.compress(RAW), "Content-Encoding: deflate"),
    "bare deflate": (bare(RAW), "Content-Encoding: deflate"),
    "br": (brotli(RAW), "Content-Encoding: br"),
    "zstd": (zstandard.compress(RAW), "Content-Encoding: zstd"),
    "no encoding": (RAW, "Content-Encoding: utf-8"),
    "chunked, undone": (RAW, "Transfer-Encoding: chunked"),
    "gzip, undone": (RAW, "Content-Encoding: gzip"),
    "deflate, undone": (RAW, "Content-Encoding: deflate"),
    "br, undone": (RAW, "Content-Encoding: br"),
    "zstd, undone": (RAW, "Content-Encoding: zstd"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encodings_of_http_are_undone_and_headers_of_undone_ones_do_no_harm(tmp_path, name):
    body, *headers = ENCODED[name]
    first, second = read(tmp_path, record(http(body, HTML, *headers)), record(http(PAGE, HTML)))
    assert (first.text, first.origin.sha256) == (second.text, second.origin.sha256)
    assert PARAGRAPHS[0] in first.text


@pytest.mark.parametrize("name", ["chunked", "gzip", "x-gzip, chunked", "deflate", "br", "zstd"])
def test_a_broken_encoding_fails_its_record_alone(tmp_path, name):
    body, *headers = ENCODED[name]
    broken, whole = read(tmp_path, record(http(body[:-9], HTML, *headers)), text(2))
    assert (broken.reason, broken.row, broken.id) == ("bad_encoding", 1, "http://www.example.org/snow")
    assert whole.text.endswith("page 2.")


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, bare, brotli, zstandard.compress])
def test_a_bomb_fails_before_it_is_unpacked(tmp_path, pack):
    name = {gzip.compress: "gzip", brotli: "br", zstandard.compress: "zstd"}.get(pack, "deflate")
    bomb = pack(b"<p>" + bytes(3_000_000))
    assert len(bomb) < 10_000
    failed, whole = read(
        tmp_path, record(http(bomb, HTML, f"Content-Encoding: {name}")), text(2), max_document_bytes=100_000
    )
    assert (failed.reason, failed.row, whole.id) == ("too_large", 1, "http://example.org/2")


def test_encodings_piled_up_are_refused():
    with pytest.raises(DocumentError, match="4 times"):
        undone(b"Snow.", ("gzip",) * 4, 100)


def test_a_record_over_the_bound_fails_unread_and_the_next_is_read():
    class Endless(io.RawIOBase):
        """One record of 40 GB, of which nothing is kept."""

        def __init__(self):
            head = http("", TEXT)
            self.left = 400_000_000
            self.parts = [record(b"", "http://e/")[:-4].replace(b": 0", b": %d" % (self.left + len(head))) + head]
            self.parts += [b"\r\n\r\n", text(2)]

        def read(self, size=-1):
            if self.left and len(self.parts) == 2:
                size = min(size, self.left)
                self.left -= size
                return bytes(size)
            return self.parts.pop(0) if self.parts else b""

    failed, whole = open_reader("warc").read(Source(None, "stdin.warc", "warc"), Endless())
    assert (failed.reason, failed.id, failed.row) == ("too_large", "http://e/", 1)
    assert "400,000,000 bytes" in failed.message
    assert whole.text.endswith("page 2.")


@pytest.mark.parametrize("kind", [None, "gz", "zst"])
@pytest.mark.parametrize("cut", [-30, -40, -70, -250])
def test_a_truncated_archive_gives_what_stands_before_and_one_failure_with_its_place(tmp_path, kind, cut):
    records = [text(n, str(random.Random(n).randbytes(100))) for n in range(4)]  # noqa: S311  # no secret
    frames = [compress(one, kind) for one in records]
    content = b"".join(frames)[:cut]
    *before, failure = read(tmp_path, content, name=f"a.warc.{kind}" if kind else "a.warc")
    assert ids(before) == [f"http://example.org/{n}" for n in range(3)]
    assert (failure.reason, failure.row) == ("damaged_compression" if kind else "bad_archive", 4)
    start = len(b"".join(records[:3]))
    assert f"byte {start:,}" in failure.message or "decompressed bytes" in failure.message


def test_a_file_that_ends_in_what_is_passed_over_is_told_as_well(tmp_path):
    image = record(http(b"\x89PNG" + bytes(500), "Content-Type: image/png"))
    assert [type(item) is Failure for item in read(tmp_path, text(1), image[:-100])] == [False, True]


def test_garbage_behind_a_record_is_one_failure_with_its_place(tmp_path):
    first, failure = read(tmp_path, text(1), b"This is no record.\r\n\r\n", text(2))
    assert (first.id, failure.reason, failure.row) == ("http://example.org/1", "bad_archive", 2)
    assert "begins at byte 0" in failure.message


def test_a_record_without_a_length_ends_the_file(tmp_path):
    first, failure = read(tmp_path, text(1), record(http("Snow.", TEXT), length=False), text(2))
    assert first.id == "http://example.org/1"
    assert f"byte {len(text(1))} has no Content-Length" in failure.message


@pytest.mark.parametrize("content", [b"Snow fell.\n" * 9, bytes(range(256)) * 9, b"\r\n\r\nSnow", b"WARC/1.0"])
def test_a_file_that_is_no_archive_fails_as_a_whole(tmp_path, content):
    [failure] = read(tmp_path, content)
    assert (failure.reason, failure.row, failure.id) == ("bad_archive", None, "a.warc")


def test_an_empty_archive_holds_nothing_and_is_no_failure(tmp_path):
    assert read(tmp_path) == []


def test_any_damage_ends_in_documents_and_failures(tmp_path):
    rng = random.Random(6)  # noqa: S311  # no secret
    whole = text(1) + record(http(chunked(RAW), HTML, "Transfer-Encoding: chunked")) + text(2) + text(3)
    for _ in range(200):
        content = bytearray(whole)
        for _ in range(rng.randint(1, 5)):
            content[rng.randrange(len(content))] = rng.choice(b"\r\n :\0\xff019-aW")
        del content[rng.randrange(len(content)) if rng.random() < 0.3 else len(content) :]
        found = read(tmp_path, bytes(content))
        assert sum(isinstance(item, Failure) and item.reason == "bad_archive" for item in found) <= 1


def test_without_the_package_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    [failure] = read(tmp_path, text(1))
    assert failure.reason == "missing_package"
    assert "pip install 'newswash[warc]'" in failure.message


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    path = tmp_path / "gone.warc"
    [failure] = open_reader("warc").read(Source(path, "gone.warc", "warc"))
    assert (failure.reason, failure.row) == ("unreadable", None)


def test_pieces_travel_to_other_processes(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(record(http(gzip.compress(RAW), HTML, "Content-Encoding: gzip")) + text(2))
    source = Source(path, "a.warc", "warc")
    here = open_reader("warc")
    there = pickle.loads(pickle.dumps((here, source, list(here.pieces(source)))))  # noqa: S301  # our own
    path.unlink()
    assert [there[0].document(there[1], piece).id for piece in there[2]] == [
        "http://www.example.org/snow",
        "http://example.org/2",
    ]


def crawl(folder):
    folder.mkdir()
    pages = [record(http(PAGE.replace("Monday", f"day {n}"), HTML), f"http://example.org/{n}") for n in range(30)]
    bad = record(http(b"\1\2\0\0" * 99, TEXT), "http://example.org/binary")
    frames = [compress(one, "gz") for one in (*pages[:20], bad, *pages[20:])]
    (folder / "a.warc.gz").write_bytes(b"".join(frames)[:-20])
    (folder / "b.wet").write_bytes(record(PARAGRAPHS[0].encode(), "http://example.org/wet", "conversion"))
    (folder / "c.warc").write_bytes(b"no archive")
    (folder / "d.txt").write_text(PARAGRAPHS[1])
    return folder


def clean(folder, out, workers):
    sources = find_sources([str(folder)], out=Path(out), mirror=not out.endswith(".jsonl"))
    writer = open_writer(out)
    return run(Job(Cleaner.from_config(), Reading(), writer.encoder), sources, writer, workers=workers)


@pytest.mark.parametrize("name", ["out", "out.jsonl"])
def test_the_number_of_workers_changes_no_byte(tmp_path, name):
    folder = crawl(tmp_path / "raw")
    written = []
    for workers in (1, 2):
        report = clean(folder, str(tmp_path / str(workers) / name), workers)
        assert report.verdicts["failed"] == 3
        files = sorted(path for path in (tmp_path / str(workers)).rglob("*") if path.is_file())
        written.append([(path.name, path.read_bytes()) for path in files])
    assert written[0] == written[1]


def test_in_a_mirrored_folder_an_archive_becomes_rows_behind_its_whole_name(tmp_path):
    folder = crawl(tmp_path / "raw")
    clean(folder, str(tmp_path / "out"), 1)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "a.warc.gz.jsonl",
        "a.warc.gz.jsonl.edits.jsonl",
        "b.wet.jsonl",
        "b.wet.jsonl.edits.jsonl",
        "d.txt",
        "d.txt.edits.json",
    ]
    rows = [json.loads(line) for line in (tmp_path / "out" / "a.warc.gz.jsonl").read_text().splitlines()]
    addresses = [*range(20), "binary", *range(20, 29)]
    assert [row["id"] for row in rows] == [*(f"http://example.org/{n}" for n in addresses), "a.warc.gz"]
    assert rows[3]["metadata"]["site"] == "example.org"
    assert [row["metadata"]["reasons"] for row in (rows[20], rows[-1])] == [["binary"], ["damaged_compression"]]


def test_output_names_keep_the_whole_name():
    assert output_name(Source(None, "b/a.warc.wet.gz", "warc", "gz")) == "b/a.warc.wet.gz.jsonl"
