"""Archives: read as if they were folders, never out of bounds, and what cannot be read named."""

import gzip
import io
import json
import os
import signal
import stat
import subprocess
import sys
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from cleaner.engines import Job, Reading, run
from cleaner.io import Failure, find_sources, open_reader, open_writer, restore
from cleaner.io.archives import ArchiveReader
from cleaner.io.compression import compress
from cleaner.io.overwriting import inputs_overwritten
from cleaner.pipeline import Cleaner

TEXT = b"Snow closed the pass on Monday, police said.\n\nShare this article\n"
PAGE = (
    b"<html><body><article><p>" + b"Snow closed the pass on Monday, police said. " * 9 + b"</p></article></body></html>"
)
ROWS = b'{"text": "Snow fell."}\nno row\n{"id": "x", "text": "More snow."}\n'
FILES = {
    "deep/b.txt": TEXT,
    "a.txt": TEXT,
    "page.html": PAGE,
    "rows.jsonl.gz": compress(ROWS, "gz"),
    "old.txt.xz": compress(TEXT, "xz"),
    "photo.png": b"\x89PNG",
    ".hidden.txt": TEXT,
    "__MACOSX/._a.txt": b"x",
    "a.txt.edits.json": b"{}",
}
KINDS = ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.zst", "a.tar.bz2", "a.tar.xz"]


def packed(path, files, **headers):
    """An archive of ``files``, by its suffix; a tar's headers may say more."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return path
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            for key, value in headers.items():
                setattr(header, key, value)
            archive.addfile(header, io.BytesIO(content))
    kind = {".tgz": "gz", ".tar": None}.get(path.suffix, path.suffix[1:])
    path.write_bytes(compress(buffer.getvalue(), kind))
    return path


def read(path, **settings):
    """The ids of its documents, and the reasons of its failures by their ids."""
    found = find_sources([str(path)])
    assert not found.problems
    (source,) = found.sources
    items = list(open_reader(source.format, **settings).read(source))
    failures = [item for item in items if isinstance(item, Failure)]
    return [item.id for item in items if not isinstance(item, Failure)], failures


def told(failures):
    return [(failure.id, failure.reason) for failure in failures]


def clean(inputs, out, workers=1, **settings):
    sources = find_sources([str(one) for one in inputs], out=Path(out), mirror=not str(out).endswith(".jsonl"))
    writer = open_writer(str(out), **settings)
    return run(Job(Cleaner.from_config(), Reading(), writer.encoder), sources, writer, workers=workers)


def below(folder):
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


@pytest.mark.parametrize("name", KINDS)
def test_every_known_format_in_it_is_read_as_a_file_of_its_own(tmp_path, name):
    ids, failures = read(packed(tmp_path / name, FILES))
    expected = [f"{name}/deep/b.txt", f"{name}/a.txt", f"{name}/page.html", f"{name}/rows.jsonl.gz:1", "x"]
    expected.append(f"{name}/old.txt.xz")
    assert sorted(ids) == sorted(expected)
    assert (ids == expected) == (name != "a.zip")  # a tar in its own order, a zip by names
    assert told(failures) == [(f"{name}/rows.jsonl.gz:2", "bad_row")]
    assert failures[0].uri == str(tmp_path / name / "rows.jsonl.gz")


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
@pytest.mark.parametrize("out", ["out", "out.jsonl"])
def test_the_number_of_workers_changes_no_byte(tmp_path, name, out):
    (tmp_path / "raw").mkdir()
    packed(tmp_path / "raw" / name, FILES | {f"n/{n:03}.txt": TEXT + b"%d" % n for n in range(300)})
    (tmp_path / "raw/z.txt").write_bytes(TEXT)
    written = []
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        report = clean([tmp_path / "raw"], folder / out, workers)
        assert report.failures
        written.append(below(folder))
    assert written[0] == written[1]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.zst"])
def test_clean_files_stand_as_those_of_a_folder_and_are_restored(tmp_path, name):
    path = packed(tmp_path / name, FILES)
    clean([path], tmp_path / "out")
    out = below(tmp_path / "out")
    plain = {one for one in out if ".edits." not in one}
    names = ("deep/b.txt", "a.txt", "page.txt", "rows.jsonl.gz", "old.txt.xz")
    assert plain == {f"{name}/{one}" for one in names}
    assert out[f"{name}/a.txt"] == b"Snow closed the pass on Monday, police said.\n"
    folder = tmp_path / "same" / name
    for one, content in FILES.items():
        (folder / one).parent.mkdir(parents=True, exist_ok=True)
        (folder / one).write_bytes(content)
    clean([tmp_path / "same"], tmp_path / "out2")
    assert out == below(tmp_path / "out2")
    assert not [item for item in restore(tmp_path / "out", tmp_path / "back") if isinstance(item, Failure)]
    assert (tmp_path / "back" / name / "a.txt").read_bytes() == TEXT


def test_a_second_run_writes_over_the_first_and_over_nothing_else(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT})
    clean([path], tmp_path / "out")
    assert not clean([path], tmp_path / "out").failures
    (tmp_path / "out/a.zip/a.txt").write_text("A note of mine.")
    assert "exists" in str(clean([path], tmp_path / "out").failures)


def test_two_members_never_write_one_file(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.html": PAGE, "a.txt": TEXT, "b.txt": TEXT})
    report = clean([path], tmp_path / "out")
    assert "a.zip/a.html and a.zip/a.txt would both write a.zip/a.txt" in str(report.failures)
    assert set(below(tmp_path / "out")) == {f"a.zip/{one}.txt{end}" for one in "ab" for end in ("", ".edits.json")}
    assert not clean([path], tmp_path / "out.jsonl").failures  # rows have room for both


def test_a_folder_that_is_called_as_an_archive_is_told(tmp_path):
    for folder in ("x", "y/a.zip"):
        (tmp_path / folder).mkdir(parents=True)
    packed(tmp_path / "x/a.zip", {"b.txt": TEXT})
    (tmp_path / "y/a.zip/b.txt").write_bytes(TEXT)
    found = find_sources([str(tmp_path / "x"), str(tmp_path / "y")])
    assert [problem.reason for problem in found.problems] == ["same_output"]


def test_an_input_where_members_would_go_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"b.txt": TEXT})
    other = tmp_path / "out/a.zip/b.txt"
    other.parent.mkdir(parents=True)
    other.write_bytes(TEXT)
    sources = find_sources([str(path), str(other)]).sources
    failures = inputs_overwritten(sources, tmp_path / "out", single=False)
    assert told(failures) == [(str(other), "input_is_output")]
    (failure,) = inputs_overwritten(sources[:1], tmp_path, single=False)  # OUT/a.zip would be the archive
    assert failure.reason == "input_is_output"


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
@pytest.mark.parametrize(
    "bad", ["../b.txt", "deep/../../b.txt", "/etc/b.txt", "C:\\b.txt", "..\\b.txt", "C:/b.txt", "x" * 5000 + ".txt"]
)
def test_a_name_that_leads_out_is_refused(tmp_path, name, bad):
    path = packed(tmp_path / name, {bad: TEXT, "ok.txt": TEXT})
    ids, failures = read(path)
    assert ids == [f"{name}/ok.txt"]
    assert told(failures) == [(name, "unsafe_name")]
    assert f"{bad!r}"[:40] in str(failures[0])
    clean([path], tmp_path / "deep/out", force=True)
    assert {one for one in below(tmp_path) if "edits" not in one} == {name, f"deep/out/{name}/ok.txt"}


def test_a_name_that_is_no_text_is_refused_and_one_in_undeclared_utf_8_is_read(tmp_path):
    tar = packed(tmp_path / "a.tar", {"caf\udce9.txt": TEXT, "ok.txt": TEXT})
    ids, failures = read(tar)
    assert ids == ["a.tar/ok.txt"]
    assert "unsafe_name: the name of the member 'caf\\udce9.txt' is no text" in str(failures[0])
    path = packed(tmp_path / "a.zip", {"Київ.txt": TEXT})
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place + 1] &= ~0x08  # the flag that says UTF-8
    path.write_bytes(content)
    assert read(path) == (["a.zip/Київ.txt"], [])


def test_dots_in_names_are_taken_away_and_doubles_refused(tmp_path):
    ids, failures = read(packed(tmp_path / "a.tar", {"./a.txt": TEXT, "b//c.txt": TEXT, "a.txt": b"Another."}))
    assert ids == ["a.tar/a.txt", "a.tar/b/c.txt"]
    assert told(failures) == [("a.tar/a.txt", "same_name")]


def test_an_encrypted_member_fails(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT})
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    path.write_bytes(content)
    ids, failures = read(path)
    assert (ids, told(failures)) == (["a.zip/b.txt"], [("a.zip/a.txt", "encrypted")])


def test_an_archive_inside_an_archive_fails(tmp_path):
    inner = packed(tmp_path / "in.zip", {"a.txt": TEXT}).read_bytes()
    for name in ("a.zip", "a.tar"):
        ids, failures = read(packed(tmp_path / name, {"in.zip": inner, "in.tar.gz": inner, "ok.txt": TEXT}))
        assert ids == [f"{name}/ok.txt"]
        assert sorted(told(failures)) == [(f"{name}/in.{end}", "nested_archive") for end in ("tar.gz", "zip")]


def test_links_devices_and_folders_are_passed_over(tmp_path):
    path = packed(tmp_path / "a.zip", {"ok.txt": TEXT, "folder.txt/": b""})
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert read(path) == (["a.zip/ok.txt"], [])
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
        tar = packed(tmp_path / "a.tar", {"link.txt": b""}, type=kind, linkname="/etc/passwd")
        assert read(tar) == ([], [])


@pytest.mark.parametrize("name", KINDS)
def test_a_bomb_is_stopped_at_the_bound(tmp_path, name):
    zeros = bytes(100_000_000 if name.endswith("zst") else 50_000_000)
    files = {"a.txt": zeros, "b.txt.gz": compress(zeros, "gz"), "ok.txt": TEXT}
    path = packed(tmp_path / name, files)
    del zeros, files
    tracemalloc.start()
    try:
        ids, failures = read(path, max_document_bytes=100_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert ids == [f"{name}/ok.txt"]
    assert told(failures) == [(f"{name}/{one}", "too_large") for one in ("a.txt", "b.txt.gz")]
    assert peak < (80_000_000 if name.endswith("zst") else 5_000_000)  # 1 KB of zstd gives 32 MB; two of these are held


def test_a_long_row_in_an_archive_is_bounded_and_the_rows_after_it_are_read(tmp_path):
    rows = b'{"text": "' + b"a" * 20_000_000 + b'"}\n{"text": "Snow fell."}\n'
    ids, failures = read(packed(tmp_path / "a.tar.xz", {"rows.jsonl": rows}), max_document_bytes=100_000)
    assert ids == ["a.tar.xz/rows.jsonl:2"]
    assert told(failures) == [("a.tar.xz/rows.jsonl:1", "too_large")]


def test_what_is_packed_twice_to_nearly_nothing_is_a_bomb(tmp_path):
    twice = gzip.compress(gzip.compress(bytes(10**6)) * 20_000, 1)
    ids, failures = read(packed(tmp_path / "a.zip", {"rows.jsonl.gz": gzip.decompress(twice), "z.txt": TEXT}))
    assert (ids, told(failures)) == (["a.zip/z.txt"], [("a.zip/rows.jsonl.gz", "bomb")])


def test_members_that_share_their_bytes_are_a_bomb(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT})
    content = bytearray(path.read_bytes())
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[second + 42 : second + 46] = bytes(4)  # its place: that of the first
    path.write_bytes(content)
    ids, failures = read(path)
    assert ids == ["a.zip/c.txt"]
    assert told(failures) == [("a.zip/a.txt", "bomb"), ("a.zip/b.txt", "bomb")]


def test_a_size_that_lies_is_found_out(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT * 100, "b.txt": TEXT})
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    ids, failures = read(path)
    assert (ids, told(failures)) == (["a.zip/b.txt"], [("a.zip/a.txt", "damaged_archive")])


def test_a_damaged_member_of_a_zip_leaves_the_others_alone(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT * 100, "b.txt": TEXT})
    content = bytearray(path.read_bytes())
    content[50] ^= 0xFF
    path.write_bytes(content)
    ids, failures = read(path)
    assert (ids, told(failures)) == (["a.zip/b.txt"], [("a.zip/a.txt", "damaged_archive")])


def noise(size):
    """Bytes that do not compress, so that a cut falls where it is meant to."""
    state, found = 1, bytearray()
    while len(found) < size:
        state = state * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        found += b"%x " % state
    return bytes(found[:size])


@pytest.mark.parametrize("name", KINDS[1:])
@pytest.mark.parametrize("keep", [0.6, 0.99])
def test_of_a_tar_that_ends_early_what_stands_before_the_cut_is_read(tmp_path, name, keep):
    files = {f"{n}.txt": noise(300_000 + n) for n in range(4)}
    path = packed(tmp_path / name, files)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])
    ids, failures = read(path)
    assert ids == [f"{name}/{n}.txt" for n in range(len(ids))]
    assert len(failures) == 1
    assert failures[0].reason.startswith("damaged_")
    assert len(ids) < 4
    if name in ("a.tar", "a.tgz", "a.tar.gz"):  # bz2 gives a block at a time
        assert len(ids) == (2 if keep == 0.6 else 3)


def test_a_header_that_is_none_ends_a_tar_with_a_failure(tmp_path):
    path = packed(tmp_path / "a.tar", {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT})
    content = bytearray(path.read_bytes())
    content[1024 + 10] = 7  # in the name of the second, so that its sum is wrong
    path.write_bytes(content)
    ids, failures = read(path)
    assert (ids, told(failures)) == (["a.tar/a.txt"], [("a.tar", "damaged_archive")])
    path.write_bytes(bytes(content[:1024]))
    assert [failure.reason for failure in read(path)[1]] == ["damaged_archive"]


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("content", [b"", b"no archive at all", bytes(5000) + b"x"])
def test_what_is_no_archive_fails_once(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    ids, failures = read(tmp_path / name)
    if content[:1] == b"\0" and name == "a.tar":  # its end mark comes first
        assert (ids, failures) == ([], [])
    else:
        assert ids == []
        assert [failure.reason.split("_")[0] for failure in failures] == ["damaged"]


def test_headers_that_ask_for_much_memory_are_refused(tmp_path):
    long = packed(tmp_path / "a.tar", {"a.txt": TEXT, "x": bytes(20_000_000)}, type=tarfile.GNUTYPE_LONGNAME)
    tracemalloc.start()
    try:
        ids, failures = read(long)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert ids == []
    assert told(failures) == [("a.tar", "damaged_archive")]
    assert peak < 5_000_000
    chain = tarfile.TarInfo("x")
    chain.type, chain.size = tarfile.GNUTYPE_LONGNAME, 1
    (tmp_path / "a.tar").write_bytes((chain.tobuf() + bytes(512)) * 2000)
    assert told(read(tmp_path / "a.tar")[1]) == [("a.tar", "damaged_archive")]


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_too_many_members_are_told(tmp_path, name):
    path = packed(tmp_path / name, {f"{n}.txt": TEXT for n in range(5)})
    (source,) = find_sources([str(path)]).sources
    items = list(ArchiveReader(open_reader, max_members=3).read(source))
    assert [item.reason for item in items if isinstance(item, Failure)] == ["too_many_members"]
    assert len(items) == (1 if name == "a.zip" else 4)


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_ten_thousand_small_members_are_read(tmp_path, name):
    path = packed(tmp_path / name, {f"{n:05}.txt": b"Snow %d" % n for n in range(10_000)})
    ids, failures = read(path)
    assert ids == [f"{name}/{n:05}.txt" for n in range(10_000)]
    assert not failures


def test_progress_counts_archives_not_members(tmp_path):
    (tmp_path / "raw").mkdir()
    packed(tmp_path / "raw/a.zip", FILES)
    packed(tmp_path / "raw/b.tar", FILES)
    (tmp_path / "raw/c.txt").write_bytes(TEXT)
    seen = []
    sources = find_sources([str(tmp_path / "raw")])
    writer = open_writer(str(tmp_path / "out.jsonl"))
    job = Job(Cleaner.from_config(), Reading(), writer.encoder)
    run(job, sources, writer, progress=lambda batch, _: seen.append(batch.end))
    assert seen == [(2, 1)]


@pytest.mark.parametrize("name", ["a.zip.gz", "a.tgz.gz"])
def test_an_archive_that_is_compressed_once_too_often_is_no_known_format(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    assert [problem.reason for problem in find_sources([str(tmp_path / name)]).problems] == ["unknown_format"]


def test_tables_in_it_become_rows(tmp_path):
    path = packed(tmp_path / "a.tar.gz", {"t.csv": b"id,text\nr1,Snow fell.\n", "u.tsv": b"text\nMore snow.\n"})
    assert read(path) == (["r1", "a.tar.gz/u.tsv:1"], [])
    assert not clean([path], tmp_path / "out").failures
    assert {"a.tar.gz/t.csv.jsonl", "a.tar.gz/u.tsv.jsonl"} <= set(below(tmp_path / "out"))


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_what_needs_its_end_first_is_read_from_it_too(tmp_path, name):
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = io.BytesIO()
    parquet.write_table(pyarrow.table({"id": ["p"], "text": ["Snow fell."]}), table)
    assert read(packed(tmp_path / name, {"t.parquet": table.getvalue(), "z.txt": TEXT})) == (["p", f"{name}/z.txt"], [])


def test_web_archives_in_it_are_read(tmp_path):
    pytest.importorskip("fastwarc")
    body = b"Snow closed the pass on Monday, police said."
    record = (
        b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://gazette.example/1\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    )
    path = packed(tmp_path / "a.zip", {"crawl.wet.gz": compress(record % (len(body), body), "gz")})
    assert read(path) == (["https://gazette.example/1"], [])


def killed_by(document):
    if "POISON" in document.text:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_member_that_kills_its_worker_is_set_aside_with_its_text(tmp_path):
    path = packed(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": b"POISON of snow.", "c.txt": TEXT})
    writer = open_writer(str(tmp_path / "out"))
    job = Job(Cleaner.from_config(), Reading(), writer.encoder, killed_by)
    report = run(job, find_sources([str(path)]), writer, workers=2)
    assert "a.zip/b.txt: worker_died" in str(report.failures)
    assert (tmp_path / "out/a.zip/b.txt").read_bytes() == b"POISON of snow."
    assert (tmp_path / "out/a.zip/c.txt").exists()


def test_the_command_gives_rows_and_compares_them(tmp_path):
    path = packed(tmp_path / "a.zip", FILES)

    def cleaner(*arguments):
        command = [sys.executable, "-m", "cleaner", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)

    done = cleaner("clean", str(path))
    assert done.returncode == 1  # one row is none
    assert [json.loads(row)["id"] for row in done.stdout.splitlines()][:2] == ["a.zip/a.txt", "a.zip/deep/b.txt"]
    assert cleaner("clean", str(path), "--out", "out").returncode == 1
    shown = cleaner("diff", str(path), "out").stdout
    assert shown.count("-Share this article") == 3
    assert "unexplained" not in shown


@pytest.mark.parametrize("kind", ["bz2", "xz"])
def test_rows_are_written_in_every_compression_and_read_again(tmp_path, kind):
    (tmp_path / "a.txt").write_bytes(TEXT)
    out = tmp_path / f"out.jsonl.{kind}"
    clean([tmp_path / "a.txt"], out)
    first = out.read_bytes()
    assert not clean([tmp_path / "a.txt"], out).failures  # it is known as ours
    assert out.read_bytes() == first
    assert read(out) == (["a.txt"], [])
    restored = list(restore(out, tmp_path / "back"))
    assert restored
    assert not any(isinstance(item, Failure) for item in restored)
