"""Folders of good documents, and of bad ones: each sort with the reason that a run must give for it.

The text is ours. What is made here is read by ``bad_input.py``, and by the tests in a short form.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import random
import socket
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import bad_archives as archives
import zstandard

STARTS = ("The council", "A teacher", "Police", "The ferry company", "Two farmers", "Her neighbour", "The minister")
VERBS = ("said on Monday that", "told reporters that", "denied that", "agreed that", "warned the town that")
ENDS = (
    "the bridge over the river would stay shut until the spring",
    "nobody had been hurt when the roof of the mill fell in",
    "the price of bread had risen for the third month in a row",
    "a second school would open near the harbour next year",
    "the court had not yet heard all of the witnesses",
)
GOOD = "Snow closed the pass on Monday, and the police said that it would stay shut until Friday.\n"
LEFT = "The good row beside the bad one stays as the mayor said on Tuesday."


class Bad(NamedTuple):
    """One sort of bad input.

    Attributes:
        name: of its file or folder.
        reason: the machine word that the run must give for it; None where it is odd, but good.
        told: what the message must hold: the place, and what to do.
        make: writes it to the path.
        beside: good documents in the same file, which must come out.
        raw: what of the bad document must stand in the output, since it could be read.
    """

    name: str
    reason: str | None
    told: tuple[str, ...]
    make: Callable[[Path], object]
    beside: int = 0
    raw: str = ""

    @property
    def output(self) -> str:
        """The name of what is written for it."""
        return f"{self.name}.jsonl" if self.name.endswith(".csv") else self.name


def placed(folder: Path, sort: Bad) -> None:
    """Makes ``sort`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    sort.make(folder / sort.name)


def good(folder: Path, count: int) -> None:
    """``count`` good documents: six of ten text files, two pages, two rows."""
    dice = random.Random(0)  # noqa: S311 - no secret
    rows = []
    for number in range(count):
        said = [f"{dice.choice(STARTS)} {dice.choice(VERBS)} {dice.choice(ENDS)}." for _ in range(9)]
        text = "\n\n".join((f"Story {number} of the day", *(" ".join(said[at : at + 3]) for at in (0, 3, 6))))
        name = f"good/{number % 7}/story-{number}"
        if number % 10 < 6:
            write(folder / f"{name}.txt", f"{text}\n\nShare this article\n".encode())
        elif number % 10 < 8:
            paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n\n")[1:])
            page = f"<html><body><nav><a href='/'>Home</a></nav><article><h1>Story {number}</h1>{paragraphs}</article>"
            write(folder / f"{name}.html", page.encode())
        else:
            rows.append({"id": f"row-{number}", "text": f"{text}\n\nShare this article", "mine": number})
    half = len(rows) // 2
    write(folder / "good/rows.jsonl", b"".join(json.dumps(row).encode() + b"\n" for row in rows[:half]))
    cells = "".join(f'{row["id"]},"{row["text"]}"\n' for row in rows[half:])
    write(folder / "good/rows.csv", f"id,text\n{cells}".encode())


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _file(content: bytes) -> Callable[[Path], None]:
    return lambda path: write(path, content)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(17_000_000)


def _shut(path: Path) -> None:
    write(path, GOOD.encode())
    path.chmod(0)


def _shut_folder(path: Path) -> None:
    write(path / "a.txt", GOOD.encode())
    path.chmod(0)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        before = Path.cwd()
        os.chdir(path.parent)  # a socket's address has a hundred characters at most
        try:
            bound.bind(path.name)
        finally:
            os.chdir(before)


def _same_output(path: Path) -> None:
    write(path, GOOD.encode())
    write(path.with_suffix(".html"), archives.PAGE)


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes(byte ^ 0xFF for byte in content[middle : middle + 8]) + content[middle + 8 :]


def _row(row: object) -> bytes:
    return (row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" + json.dumps({"text": LEFT}).encode()


def _texts() -> Iterator[Bad]:
    """Whole files."""
    dice = random.Random(1)  # noqa: S311 - no secret
    story = "".join(f"{dice.choice(STARTS)} {dice.choice(VERBS)} {dice.choice(ENDS)}.\n" for _ in range(2000)).encode()
    packed = zstandard.ZstdCompressor(write_checksum=True).compress(story)
    look = ("fetch the file again",)
    yield Bad("program.txt", "binary", ("a program (ELF)", "leave it out"), _file(b"\x7fELF\x02\x01\x01" + bytes(999)))
    yield Bad("picture.html", "binary", ("a PNG image",), _file(b"\x89PNG\r\n\x1a\n\x00\x00" + story[:99]))
    yield Bad("nuls.txt", "binary", ("first NUL byte at offset 1;",), _file(b"S\0\0now " * 99))
    yield Bad("gzip.txt", "binary", ("gzip data",), _file(gzip.compress(story)))
    broken = "Snow fell.".encode("utf-16") + b"\x00\xd8S\x00" * 99
    yield Bad("broken-units.txt", "binary", ("no text",), _file(broken))
    yield Bad("large.txt", "too_large", ("17,000,000 bytes", "raise the bound"), _sparse)
    yield Bad("line.txt", "too_large", ("max_document_bytes",), _file(b"Snow fell. " * 1_900_000))
    told = ("1,000,000 lines", "split it", "max-lines")
    yield Bad("lines.txt", "too_many_lines", told, _file(b"Share\n" * 1_000_000), raw="Share\nShare\n")
    told = ("more than 250,000 entities", "split it into lines")
    yield Bad("entities.txt", "too_many_changes", told, _file(b"&amp; " * 251_000), raw="&amp; &amp; ")
    yield Bad("tags.html", "too_many_tags", ("400,002 tags",), _file(b"<html><p>" + b"<b>x</b>" * 200_000))
    yield Bad(
        "deep.html", "nothing_extracted", ("no main text",), _file(b"<html><body>" + b"<div>" * 100_000 + b"Snow.")
    )
    yield Bad("no-page.html", "nothing_extracted", ("no main text",), _file(b""))
    yield Bad("short.txt.gz", "damaged_compression", ("the gzip data", *look), _file(gzip.compress(story)[:-900]))
    yield Bad("plain.txt.gz", "damaged_compression", ("the gzip data", "rename it"), _file(story))
    yield Bad("empty.txt.gz", "damaged_compression", ("the file is empty",), _file(b""))
    yield Bad("short.txt.zst", "damaged_compression", ("the zstd data", "middle of a frame"), _file(packed[:-900]))
    yield Bad("broken.txt.zst", "damaged_compression", ("the zstd data", *look), _file(_flipped(packed)))
    yield Bad("broken.txt.bz2", "damaged_compression", ("the bzip2 data", *look), _file(_flipped(bz2.compress(story))))
    yield Bad("broken.txt.xz", "damaged_compression", ("the xz data", *look), _file(_flipped(lzma.compress(story))))
    yield Bad("bomb.txt.gz", "too_large", ("max_document_bytes",), _file(archives.bomb("gz", 100_000_000)))
    yield Bad("bomb.txt.zst", "too_large", ("max_document_bytes",), _file(archives.bomb("zst", 100_000_000)))
    yield Bad("same.txt", "same_output", ("would both write", "rename one"), _same_output, beside=1)


def _places() -> Iterator[Bad]:
    """What is no file that can be read."""
    yield Bad("gone.txt", "unreadable", ("a broken link",), lambda path: path.symlink_to("nowhere"))
    yield Bad("itself.txt", "unreadable", ("symbolic links",), lambda path: path.symlink_to(path.name))
    yield Bad("up", "link_loop", ("was not followed",), lambda path: path.symlink_to(".."))
    yield Bad("pipe.txt", "not_a_file", ("name it, if it is meant",), os.mkfifo)
    yield Bad("socket.txt", "not_a_file", ("is not read",), _socket)
    yield Bad("shut.txt", "unreadable", ("check the path and its permissions",), _shut)
    yield Bad("shut", "unreadable", ("the folder was left out",), _shut_folder)


def _rows() -> Iterator[Bad]:
    """Files of rows: one is bad, the next one is good."""
    word, nested = "bad_row", b"[" * 100_000 + b"]" * 100_000
    unread = '{\\"text\\": \\"Snow fell'
    yield Bad("json.jsonl", word, ("row 1, column 22: malformed",), _file(_row(b'{"text": "Snow fell",')), 1, unread)
    yield Bad("list.jsonl", word, ("row 1, column 1", "found a list"), _file(_row([1, 2])), 1)
    yield Bad(
        "number.jsonl", word, ("row 1", "'text' holds a number"), _file(_row({"text": 5, "mine": 9})), 1, '"mine":9'
    )
    yield Bad("other.jsonl", word, ("row 1", "--text-key"), _file(_row({"headline": "Snow"})), 1, '"headline":"Snow"')
    yield Bad("base64.jsonl", word, ("row 1", "'text_b64' is no base64"), _file(_row({"text_b64": "%%"})), 1, "%%")
    yield Bad("latin.jsonl", word, ("row 1, column 14", "0xe9"), _file(_row(b'{"text": "Caf\xe9"}')), 1, "Caf\ufffd")
    yield Bad(
        "deep.jsonl", word, ("row 1", "nested too deeply"), _file(_row(b'{"text": "Snow", "x": ' + nested + b"}")), 1
    )
    long = b'{"text": "' + b"a" * 17_000_000 + b'"}'
    yield Bad("long.jsonl", "too_large", ("row 1", "max_document_bytes"), _file(_row(long)), 1)
    cut = gzip.compress(_row({"text": LEFT}) + b"\n")[:-9]
    yield Bad("cut.jsonl.gz", "damaged_compression", ("row ", "the gzip data"), _file(cut), 2)
    yield Bad(
        "cells.csv",
        word,
        ("row 1 (line 2): 3 cells, expected 2",),
        _file(f"id,text\n1,a,b\n2,{LEFT}\n".encode()),
        1,
        "1,a,b",
    )
    yield Bad("quote.csv", word, ("row 1", "wrong quoting"), _file(f'text\n"Snow" fell\n{LEFT}\n'.encode()), 1)
    yield Bad("open.csv", "bad_row", ("row 2", "quoting"), _file(f'text\n"{LEFT}"\n"never closed\n'.encode()), 1)
    yield Bad(
        "latin.csv",
        word,
        ("row 1 (line 2)", "--encoding"),
        _file(b"text\nCaf\xe9 au lait\n" + b"Snow fell on the town all day.\n"),
        1,
    )
    yield Bad("names.csv", "bad_header", ("none of 'text'", "--text-key"), _file(b"a,b\n1,2\n"))
    yield Bad("empty.csv", "bad_header", ("the file is empty",), _file(b""))


def _archives() -> Iterator[Bad]:
    """Files of many documents; what is sound in them must come out."""
    both = {"a.txt": GOOD.encode(), "b.txt": GOOD.encode()}
    fetch = ("fetch",)
    yield Bad("cut.parquet", "damaged_parquet", fetch, archives.cut_parquet)
    yield Bad("flip.parquet", "damaged_parquet", fetch, archives.damaged_parquet)
    yield Bad("none.parquet", "damaged_parquet", ("no Parquet file",), _file(GOOD.encode() * 9))
    yield Bad("names.parquet", "bad_header", ("--text-key",), lambda path: archives.parquet(path, {"a": [1, 2]}))
    record, http = archives.warc_record, gzip.compress(archives.PAGE)
    good = record(archives.PAGE)
    packed = gzip.compress(good)
    yield Bad("cut.warc", "bad_archive", ("ends in the middle of the record",), _file(good + good[:-99]), 1)
    yield Bad("cut.warc.gz", "damaged_compression", ("the gzip data",), _file(packed * 2 + packed[:-99]), 2)
    yield Bad("none.warc", "bad_archive", ("no WARC record stands at byte 0",), _file(GOOD.encode() * 9))
    yield Bad("body.warc", "bad_encoding", ("row 1", "gzip"), _file(record(http[:-30], encoding="gzip") + good), 1)
    bomb = archives.bomb("gz", 100_000_000)
    yield Bad("bomb.warc", "too_large", ("row 1", "the body (gzip"), _file(record(bomb, encoding="gzip") + good), 1)
    yield Bad("cut.zip", "damaged_archive", fetch, _file(archives.zipped(both)[:-40]))
    yield Bad("flip.zip", "damaged_archive", ("a.txt", *fetch), _file(archives.damaged_zip()), 1)
    yield Bad("lies.zip", "damaged_archive", ("a.txt", *fetch), _file(archives.lying_zip()), 1)
    slip = {"../../slip.txt": GOOD.encode(), "b.txt": GOOD.encode()}
    yield Bad("slip.zip", "unsafe_name", ("'../../slip.txt'", "leads out"), _file(archives.zipped(slip)), 1)
    yield Bad("locked.zip", "encrypted", ("a.txt", "password"), _file(archives.encrypted_zip()), 1)
    packed = archives.zipped({"a.txt": GOOD.encode()}, zipfile.ZIP_BZIP2)
    yield Bad("method.zip", "unsupported_member", ("method 12", "unpack"), _file(packed))
    inner = {"a.zip": archives.zipped(both), "b.txt": GOOD.encode()}
    yield Bad("inner.zip", "nested_archive", ("a.zip", "unpack the outer one"), _file(archives.zipped(inner)), 1)
    yield Bad("cut.tar", "damaged_archive", ("cut off", *fetch), _file(archives.tarred(both)[:-9216]), 1)
    yield Bad("half.tar.gz", "damaged_compression", ("the gzip data",), _file(_half(archives.tarred(both))))
    root = archives.tarred({"/etc/slip.txt": GOOD.encode(), "b.txt": GOOD.encode()})
    yield Bad("root.tar", "unsafe_name", ("'/etc/slip.txt'",), _file(root), 1)


def _half(content: bytes) -> bytes:
    packed = gzip.compress(content)
    return packed[: len(packed) // 2]


def _odd() -> Iterator[Bad]:
    """Odd, but good: each must come out."""
    surrogate = b'{"text": "Snow \\ud800 fell on the town all day."}'
    yield Bad("empty.txt", None, (), _file(b""), 1)
    yield Bad(os.fsdecode(b"caf\xe9.txt"), None, (), _file(GOOD.encode()), 1)
    yield Bad("folder.txt", None, (), lambda path: write(path / "a.txt", GOOD.encode()), 1)
    yield Bad("wide.txt", None, (), _file(GOOD.encode("utf-16")), 1)
    yield Bad("units.txt", None, (), _file((GOOD * 3).encode("utf-16") + b"\x00\xd8\x0a\x00"), 1)
    yield Bad("twice.jsonl", None, (), _file(_row(b'{"text": "Rain.", "text": "Snow fell on the town all day."}')), 2)
    yield Bad("half.jsonl", None, (), _file(_row(surrogate)), 2)
    nested = b"[" * 100 + b"]" * 100
    yield Bad(
        "nested.jsonl", None, (), _file(_row(b'{"text": "Snow fell on the town all day.", "x": ' + nested + b"}")), 2
    )
    yield Bad("links.tar", None, (), _file(archives.tar_of_links()), 1)


SORTS: tuple[Bad, ...] = (*_texts(), *_places(), *_rows(), *_archives(), *_odd())
