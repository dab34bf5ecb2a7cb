"""Many files in place of one: by documents or bytes, of one run only, and gone on with in the middle of one."""

import gzip
import json

import pytest

from cleaner.io import Head, Journal, Note, ShardSize, Staging, open_writer
from cleaner.io.encoded import Encoded
from cleaner.io.shards import shard_path, shards_of
from cleaner.io.sources import Source
from cleaner.model import CleanerError, Document, DocumentError
from cleaner.pipeline import Cleaner

SOURCE = Source(None, "in.jsonl", "jsonl")
CLEANER = Cleaner.from_config()


def fill(writer, count, start=0):
    for number in range(start, start + count):
        document = Document(id=f"r{number}", text=f"Snow closed the pass on day {number}, the police said.\n")
        writer.put(writer.encoder.cleaned(CLEANER.clean(document), SOURCE), SOURCE)


def write(out, count, size, **options):
    with open_writer(str(out), shard_size=ShardSize.of(size), **options) as writer:
        fill(writer, count)


def ids(path):
    content = path.read_bytes()
    lines = (gzip.decompress(content) if path.name.endswith(".gz") else content).splitlines()
    return [json.loads(line)["id"] for line in lines]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ("1000", ShardSize(documents=1000)),
        ("500B", ShardSize(size=500)),
        ("2 KB", ShardSize(size=2000)),
        ("1.5mb", ShardSize(size=1_500_000)),
        ("3GB", ShardSize(size=3_000_000_000)),
    ],
)
def test_sizes_are_documents_or_bytes(given, size):
    assert ShardSize.of(given) == size


@pytest.mark.parametrize("given", ["", "0", "-5", "1.5", "MB", "0.5B", "many", "10 apples", "0GB", "9" * 400, "nan"])
def test_what_is_no_size_is_told(given):
    with pytest.raises(ValueError) as caught:
        ShardSize.of(given)
    assert "is no size" in str(caught.value)
    assert "500MB" in str(caught.value)


def test_each_holds_so_many_documents_in_the_order_of_the_input(tmp_path):
    write(tmp_path / "corpus.jsonl.gz", 7, "3")
    assert names(tmp_path) == [
        name
        for number in range(3)
        for name in (f"corpus-0000{number}.jsonl.gz", f"corpus-0000{number}.jsonl.gz.edits.jsonl")
    ]
    assert [ids(shard_path(tmp_path / "corpus.jsonl.gz", number)) for number in range(3)] == [
        ["r0", "r1", "r2"],
        ["r3", "r4", "r5"],
        ["r6"],
    ]


def test_one_that_is_just_full_has_no_empty_one_behind_it(tmp_path):
    write(tmp_path / "corpus.jsonl", 6, "3", edits="none")
    assert names(tmp_path) == ["corpus-00000.jsonl", "corpus-00001.jsonl"]


def test_nothing_to_write_makes_one_that_is_empty(tmp_path):
    write(tmp_path / "corpus.jsonl", 0, "3", edits="none")
    assert names(tmp_path) == ["corpus-00000.jsonl"]


def test_by_bytes_one_ends_behind_the_row_that_fills_it(tmp_path):
    write(tmp_path / "whole.jsonl", 9, "1GB", edits="none")
    [*lines] = (tmp_path / "whole-00000.jsonl").read_bytes().splitlines(keepends=True)
    size = len(lines[0]) + 1
    write(tmp_path / "corpus.jsonl", 9, f"{size}B", edits="none")
    shards = [path.read_bytes() for path in shards_of(tmp_path / "corpus.jsonl", names(tmp_path))]
    assert b"".join(shards) == b"".join(lines)
    assert [len(shard.splitlines()) for shard in shards] == [2, 2, 2, 2, 1]


def test_shards_of_a_former_run_go_with_their_edits(tmp_path):
    out = tmp_path / "corpus.jsonl"
    write(out, 9, "2")
    assert len(list(shards_of(out, names(tmp_path)))) == 5
    write(out, 9, "5")
    assert [path.name for path in shards_of(out, names(tmp_path))] == ["corpus-00000.jsonl", "corpus-00001.jsonl"]
    assert not [name for name in names(tmp_path) if name.startswith("corpus-00002")]


def test_what_is_called_after_a_day_is_no_shard(tmp_path):
    other = tmp_path / "corpus-20240101.jsonl"
    other.write_text('{"text": "of another run"}\n')
    with open_writer(str(tmp_path / "corpus-240101.jsonl")) as writer:
        fill(writer, 1)
    before = (tmp_path / "corpus-240101.jsonl").read_bytes()
    write(tmp_path / "corpus.jsonl", 3, "2")
    write(tmp_path / "corpus.jsonl", 1, "2", force=True)
    assert other.exists()
    assert (tmp_path / "corpus-240101.jsonl").read_bytes() == before
    assert [path.name for path in shards_of(tmp_path / "corpus.jsonl", names(tmp_path))] == ["corpus-00000.jsonl"]


def test_a_foreign_file_in_the_place_of_one_is_found_before_anything_is_written(tmp_path):
    foreign = tmp_path / "corpus-00003.jsonl"
    foreign.write_text('{"text": "not ours"}\n')
    with pytest.raises(DocumentError) as caught:
        write(tmp_path / "corpus.jsonl", 1, "2")
    assert caught.value.reason == "exists"
    assert str(foreign) in str(caught.value)
    assert names(tmp_path) == ["corpus-00003.jsonl"]
    write(tmp_path / "corpus.jsonl", 7, "2", force=True)
    assert ids(foreign) == ["r6"]


def test_one_that_comes_in_the_way_during_the_run_ends_it(tmp_path):
    writer = open_writer(str(tmp_path / "corpus.jsonl"), shard_size=ShardSize.of("2"))
    fill(writer, 2)
    (tmp_path / "corpus-00001.jsonl").write_text('{"text": "not ours"}\n')
    with pytest.raises(CleanerError) as caught:
        fill(writer, 2, 2)
    writer.discard()
    assert not isinstance(caught.value, DocumentError)
    assert "corpus-00001.jsonl: exists" in str(caught.value)


@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus.jsonl.zst", "corpus.parquet"])
@pytest.mark.parametrize("stopped", [1, 3, 4, 5, 6])
def test_a_run_that_stopped_anywhere_in_one_goes_on(tmp_path, name, stopped):
    def begun(folder, state=None):
        path = tmp_path / folder / ".journal"
        journal = (state and Journal.read(path)) or Journal(path, Head("1", "c", "r"))
        staging = Staging(journal, tmp_path / folder)
        options = {"shard_size": ShardSize.of("3"), "staging": staging, "state": state}
        return open_writer(str(tmp_path / folder / name), **options)

    def whole(writer, numbers):
        for number in numbers:
            fill(writer, 1, number)
            writer.checkpoint(Note(number, 1))

    with begun("undisturbed") as writer:
        whole(writer, range(8))
    writer = begun("killed")
    whole(writer, range(stopped))
    fill(writer, 2, stopped)  # nobody made sure of these
    writer.discard()
    state = Journal.read(tmp_path / "killed/.journal").last.note.state
    assert state["shard"] == (stopped - 1) // 3
    with begun("killed", state) as writer:
        whole(writer, range(stopped, 8))
    assert names(tmp_path / "killed") == names(tmp_path / "undisturbed")
    for path in (tmp_path / "killed").glob("corpus*"):
        assert path.read_bytes() == (tmp_path / "undisturbed" / path.name).read_bytes()


def test_a_document_without_a_row_counts_as_one(tmp_path):
    with open_writer(str(tmp_path / "a.jsonl"), shard_size=ShardSize.of("1"), edits="none") as writer:
        writer.put(Encoded(None), SOURCE)
        writer.put(Encoded(b"{}\n"), SOURCE)
    assert (tmp_path / "a-00001.jsonl").read_bytes() == b"{}\n"
