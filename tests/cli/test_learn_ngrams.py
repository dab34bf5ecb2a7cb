"""``cleaner learn ngrams``: from files of counts to a language model."""

import gzip

import pytest

from cleaner.stages.spun.language_model import LanguageModel

ROWS = "9\tsnow\n4\tfell\n3\tsnow fell\n2\tsnow fell </s>\n4\t</s>\n6\t|\n"


@pytest.fixture
def counts(grow):
    grow({"a.tsv": ROWS, "b.tsv.gz": gzip.compress(b"2\tsnow\n\n1\thail\n", mtime=0)})
    return "a.tsv", "b.tsv.gz"


def test_counts_become_a_model_with_the_same_bytes_each_time(run, counts, tmp_path):
    first = run("learn", "ngrams", *counts, "--out", "a.ngrams", "--least", "2", "--source", "weather reports")
    assert first.code == 0, first.stderr
    assert first.text.startswith(
        "5 words, 2 pairs, 1 triples, from 26 tokens\nleft out: 1 counted fewer than 2 times\n"
    )
    assert "written to a.ngrams, " in first.text
    model = LanguageModel.load(tmp_path / "a.ngrams")
    assert model.unigram(model.ids(["snow", "hail"])).tolist() == [11, 0]
    assert model.source == "weather reports"
    again = run("learn", "ngrams", *reversed(counts), "-o", "b.ngrams", "--least", "2", "--source", "weather reports")
    assert again.code == 0, again.stderr
    assert (tmp_path / "a.ngrams").read_bytes() == (tmp_path / "b.ngrams").read_bytes()
    assert run("learn", "ngrams", *counts, "--out", "a.ngrams").code == 0  # a model is ours to overwrite
    assert LanguageModel.load(tmp_path / "a.ngrams").source == "a.tsv, b.tsv.gz"


@pytest.mark.parametrize(
    ("files", "code", "told"),
    [
        ({"a.tsv": "9\tsnow\nDear diary\n"}, 2, "a.tsv:2: expected a count, a tab, and one to three words"),
        ({"a.tsv": "9\t" + "snow" * 20_000}, 2, "a.tsv:1: is over 65,536 bytes: expected a count"),
        ({}, 2, "a.tsv: cannot be read: No such file or directory"),
        ({"a.tsv/b.tsv": ROWS}, 2, "a.tsv: cannot be read: Is a directory"),
        ({"a.tsv": ""}, 1, "there are no words to learn"),
    ],
)
def test_counts_that_will_not_do_are_told_and_nothing_is_written(run, grow, tmp_path, files, code, told):
    grow(files)
    done = run("learn", "ngrams", "a.tsv", "--out", "own.ngrams")
    assert (done.code, told in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr
    assert not (tmp_path / "own.ngrams").exists()


def test_a_damaged_file_of_counts_is_told(run, grow):
    grow({"a.tsv.gz": gzip.compress(ROWS.encode())[:-9]})
    done = run("learn", "ngrams", "a.tsv.gz", "--out", "own.ngrams")
    assert (done.code, "a.tsv.gz: the gzip data is damaged" in done.stderr) == (2, True), done.stderr


def test_other_files_stay(run, counts, grow, tmp_path):
    grow({"diary.txt": "Dear diary", "folder/a.txt": "Dear diary"})
    for out, told in (
        ("diary.txt", "exists and is no language model"),
        ("a.tsv", "is one of the inputs"),
        ("folder", "is a folder"),
    ):
        done = run("learn", "ngrams", *counts, "--out", out)
        assert (done.code, told in done.stderr) == (1, True), done.stderr
    assert (tmp_path / "diary.txt").read_text() == "Dear diary"
    assert run("learn", "ngrams", *counts, "--out", "diary.txt", "--force").code == 0
    assert run("learn", "ngrams", *counts, "--out", "a.tsv", "--force").code == 1


def test_a_wrong_call_says_what_is_missing(run, counts):
    done = run("learn", "ngrams", *counts)
    assert (done.code, "--out" in done.stderr) == (2, True)
    assert run("learn", "ngrams", *counts, "--out", "own.ngrams", "--least", "0").code == 2
