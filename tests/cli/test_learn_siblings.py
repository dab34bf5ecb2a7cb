"""``cleaner learn siblings``: from a batch to an index."""

import json

import pytest

NAMES = ("harbour", "museum", "railway", "library", "bakery")
TEXTS = [f"The keeper of the {name} told us that it is open on each day of the week." for name in NAMES]


@pytest.fixture
def batch(tmp_path):
    path = tmp_path / "batch.jsonl"
    path.write_text("".join(json.dumps({"id": text[14:20], "text": text}) + "\n" for text in TEXTS))
    return path.name


def test_a_batch_becomes_an_index_with_a_fingerprint(run, batch, tmp_path):
    done = run("learn", "siblings", batch, "--out", "m.model")
    assert done.code == 0, done.stderr
    assert done.text.startswith("5 sentences of 5 documents\nwritten to m.model, fingerprint ")
    assert (tmp_path / "m.model").read_bytes().startswith(b"cleaner.siblings\n")


def test_files_and_rows_in_whatever_order_give_the_same_bytes(run, batch, grow, tmp_path):
    folder = grow({f"{9 - number}.txt": text for number, text in enumerate(TEXTS)}, "in")
    assert run("learn", "siblings", batch, "--out", "a.model").code == 0
    assert run("learn", "siblings", folder, "--out", "b.model").code == 0
    assert (tmp_path / "a.model").read_bytes() == (tmp_path / "b.model").read_bytes()


def test_indexes_merge_to_what_one_pass_gives(run, batch, grow, tmp_path):
    first = grow({f"{number}.txt": text for number, text in enumerate(TEXTS[:2])}, "first")
    rest = grow({f"{number}.txt": text for number, text in enumerate(TEXTS[2:])}, "rest")
    assert run("learn", "siblings", batch, "--out", "all.model").code == 0
    assert run("learn", "siblings", first, "--out", "first.model").code == 0
    assert run("learn", "siblings", rest, "--out", "both.model", "--merge", "first.model").code == 0
    assert (tmp_path / "both.model").read_bytes() == (tmp_path / "all.model").read_bytes()


def test_a_smaller_most_keeps_fewer_and_says_so(run, batch):
    done = run("learn", "siblings", batch, "--out", "m.model", "--most", "2")
    assert done.code == 0, done.stderr
    assert "2 sentences of 5 documents" in done.text
    assert "--most keeps more" in done.text


def test_a_file_that_is_no_index_is_not_overwritten_without_force(run, batch, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    done = run("learn", "siblings", batch, "--out", "mine.txt")
    assert done.code == 1
    assert "exists and is no index" in done.stderr
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert run("learn", "siblings", batch, "--out", "mine.txt", "--force").code == 0


def test_what_is_no_index_cannot_be_merged(run, batch, tmp_path):
    done = run("learn", "siblings", batch, "--out", "m.model", "--merge", batch)
    assert done.code == 2
    assert "is no model of the format `cleaner.siblings`" in done.stderr
    assert not (tmp_path / "m.model").exists()


def test_a_batch_without_a_sentence_writes_nothing(run, grow, tmp_path):
    folder = grow({"a.txt": "It rained.\n"}, "in")
    done = run("learn", "siblings", folder, "--out", "m.model")
    assert done.code == 1
    assert "nothing was written" in done.stderr
    assert not (tmp_path / "m.model").exists()


def test_a_row_that_cannot_be_read_is_told_and_the_rest_is_learned(run, batch, tmp_path):
    with (tmp_path / batch).open("a") as file:
        file.write('{"id": "broken"\n')
    done = run("learn", "siblings", batch, "--out", "m.model")
    assert done.code == 1
    assert "failed:" in done.stderr
    assert "5 sentences of 5 documents" in done.text


def test_an_input_is_never_the_output(run, batch, tmp_path):
    before = (tmp_path / batch).read_bytes()
    assert run("learn", "siblings", batch, "--out", batch, "--force").code == 1
    assert (tmp_path / batch).read_bytes() == before
