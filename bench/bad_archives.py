"""Files of many documents that are bad: WARC, Parquet, zip and tar; and bombs, whose packed bytes are made quickly."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import zstandard

GOOD = "Snow closed the pass on Monday, and the police said that it would stay shut until Friday.\n"
PAGE = f"<html><body><article><p>{GOOD}</p><p>{GOOD}</p></article></body></html>".encode()
_CHUNK = 100_000_000


def bomb(kind: str, size: int, filler: bytes = b"\0", head: bytes = b"") -> bytes:
    """What unpacks to ``head`` and ``size`` times ``filler``: frames of 100 MB, one behind the other."""
    count = max(1, size // _CHUNK)
    chunk = filler * (min(size, _CHUNK) // len(filler))
    pack = gzip_member if kind == "gz" else zstandard.ZstdCompressor(level=19).compress
    return (pack(head) if head else b"") + pack(chunk) * count


def gzip_member(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def warc_record(body: bytes, *, number: int = 0, encoding: str = "", length: int | None = None) -> bytes:
    """A response of status 200; ``length`` lies about its size."""
    coded = f"Content-Encoding: {encoding}\r\n" if encoding else ""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{coded}\r\n".encode() + body
    header = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        f"WARC-Target-URI: https://example.org/{number}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return header.encode() + http + b"\r\n\r\n"


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def encrypted_zip() -> bytes:
    """The bit that says so, set in both headers: nothing need be encrypted for it to be refused."""
    content = bytearray(zipped({"a.txt": GOOD.encode(), "b.txt": GOOD.encode()}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying_zip() -> bytes:
    """A member that is said to be shorter than it is, so that its checksum is another's."""
    content = bytearray(zipped({"a.txt": (GOOD * 50).encode(), "b.txt": GOOD.encode()}))
    at = content.index(b"PK\x01\x02")
    content[22:26] = content[at + 24 : at + 28] = struct.pack("<I", len(GOOD))
    return bytes(content)


def damaged_zip() -> bytes:
    """Damaged inside the packed bytes of the first member; the list of members is whole."""
    content = bytearray(zipped({"a.txt": (GOOD * 50).encode(), "b.txt": GOOD.encode()}))
    content[50:60] = bytes(10)
    return bytes(content)


def zip_bomb(name: str, size: int) -> bytes:
    """One deflated member of ``size`` zeros, whose headers tell the truth. Written by hand: packing it all is slow."""
    chunk = bytes(_CHUNK)
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = engine.compress(chunk) + engine.flush(zlib.Z_FULL_FLUSH)  # ends at a byte, and refers to nothing before it
    count = size // _CHUNK
    packed = first * count + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    total, crc = count * _CHUNK, 0
    label = name.encode()
    zip64 = struct.pack("<HHQQ", 1, 16, total, len(packed))
    sizes = struct.pack("<III", crc, 0xFFFFFFFF, 0xFFFFFFFF)
    common = struct.pack("<HHHHH", 45, 0, 8, 0, 0x21) + sizes + struct.pack("<HH", len(label), len(zip64))
    local = b"PK\x03\x04" + common + label + zip64 + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 45) + common + struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, 0)
    entry += label + zip64
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


def tarred(members: Mapping[str, bytes], **attributes: object) -> bytes:
    """A tar of ``members``; ``attributes`` are set on the header of the first."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for place, (name, content) in enumerate(members.items()):
            header = tarfile.TarInfo(name)
            header.size = len(content)
            for key, value in attributes.items() if place == 0 else ():
                setattr(header, key, value)
            archive.addfile(header, io.BytesIO(content))
    return file.getvalue()


def tar_of_links() -> bytes:
    """A symbolic link, a hard link and a device beside one good file."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.CHRTYPE)):
            header = tarfile.TarInfo(name)
            header.type, header.linkname = kind, "/etc/passwd"
            archive.addfile(header)
        header = tarfile.TarInfo("d.txt")
        header.size = len(GOOD)
        archive.addfile(header, io.BytesIO(GOOD.encode()))
    return file.getvalue()


def parquet(path: Path, columns: Mapping[str, list[object]]) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    pq.write_table(pa.table(dict(columns)), path, row_group_size=2, write_page_checksum=True, compression="none")


def damaged_parquet(path: Path) -> None:
    """A byte of the first text is another one; the checksum of its page tells."""
    parquet(path, {"text": [GOOD, GOOD, GOOD]})
    content = bytearray(path.read_bytes())
    content[content.index(b"police")] ^= 1
    path.write_bytes(content)


def cut_parquet(path: Path) -> None:
    parquet(path, {"text": [GOOD, GOOD, GOOD]})
    path.write_bytes(path.read_bytes()[:-20])
