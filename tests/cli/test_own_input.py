"""``cleaner clean`` never writes over what it reads, and refuses an OUT that cannot be meant."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("arguments", "link"),
    [
        (["q/a.txt", "--out", "q"], None),
        (["q/a.txt", "--out", "q", "--edits", "none"], None),
        (["k.jsonl", "--out", "k.jsonl"], None),
        (["k.jsonl", "--out", "other.jsonl"], "hard"),
        (["k.jsonl", "--out", "other.jsonl"], "symbolic"),
        (["q", "k.jsonl", "--out", "k.jsonl"], None),
        (["q", "--out", "q"], None),
        (["q", "p", "--out", "q"], None),
        (["q/a.txt", "q/a.txt.edits.json", "--format", "text", "--out", "q"], None),
        (["r.jsonl.report.json", "--format", "text", "--out", "r.jsonl"], None),
    ],
)
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_an_input_is_never_written_over(run, grow, words, tmp_path, tree, arguments, link, force):
    grow({"q/a.txt": words[0], "p/b.txt": words[0], "k.jsonl": '{"text": "Snow."}\n'})
    grow({"q/a.txt.edits.json": words[2], "r.jsonl.report.json": '{"verdicts": {}}'})
    if link:
        target = tmp_path / "other.jsonl"
        target.hardlink_to(tmp_path / "k.jsonl") if link == "hard" else target.symlink_to("k.jsonl")
    before = tree(tmp_path)
    done = run("clean", *arguments, *force)
    assert done.code == 1
    assert "input_is_output" in done.stderr
    assert "choose another --out" in done.stderr
    assert "written to" not in done.stderr
    assert tree(tmp_path) == before


def test_the_folder_one_stands_in_is_refused_and_stays_as_it_is(run, grow, words, tmp_path, tree):
    grow({"a.txt": words[0]})
    before = tree(tmp_path)
    done = run("clean", ".", "--out", ".")
    assert (done.code, "input_is_output" in done.stderr) == (1, True)
    assert tree(tmp_path) == before


def test_a_device_may_be_both(run):
    if not os.path.exists("/dev/null"):  # noqa: PTH110  # a device
        pytest.skip("no /dev/null here")
    assert run("clean", "/dev/null", "--format", "text", "--out", "-").code == 0


@pytest.mark.parametrize("out", ["clean.txt", "X.HTML", "a.csv", "b.txt.gz", "c.zst"])
def test_an_out_with_the_suffix_of_a_file_is_refused(run, grow, words, tmp_path, tree, out):
    grow({"in/a.txt": words[0]})
    before = tree(tmp_path)
    done = run("clean", "in", "--out", out)
    assert (done.code, done.stdout) == (2, b"")
    assert "one file is written to .jsonl" in done.stderr
    assert tree(tmp_path) == before


def test_a_folder_of_such_a_name_that_is_there_is_taken(run, grow, words, tmp_path):
    grow({"in/a.txt": words[0]})
    (tmp_path / "old.txt").mkdir()
    assert run("clean", "in", "--out", "old.txt").code == 0
    assert run("clean", "in", "--out", "news.example").code == 0
    assert run("clean", "in", "--out", "new.txt/").code == 0
    assert (tmp_path / "new.txt/a.txt").read_text() == words[1]


@pytest.mark.parametrize("charset", ["nonsense", "rot13", "base64", "unicode_escape"])
def test_an_encoding_that_is_none_is_refused(run, grow, charset):
    grow({"a.txt": "Snow."})
    done = run("clean", "a.txt", "--encoding", charset)
    assert (done.code, done.stdout) == (2, b"")
    assert f"`{charset}` is no text encoding" in done.stderr.replace("\n", " ")
    assert "windows-1252" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["clean", "-", "--text-key", "metadata"],
        ["clean", "-", "--text-key", "id"],
        ["diff", "a.txt", "--html-key", "text"],
        ["explain", "a.txt", "--id-key", "edits"],
        ["restore", "a.txt", "--to", "back", "--text-key", "edits"],
    ],
)
def test_columns_that_would_mean_two_things_are_refused(run, grow, arguments):
    grow({"a.txt": "Snow."})
    done = run(*arguments)
    assert (done.code, done.stdout) == (2, b"")
    assert "rename" in done.stderr


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("clean - <&-", "standard input is closed"),
        ("clean a.txt >&-", "standard output is closed"),
        ("diff a.txt >&-", "standard output is closed"),
        ("explain a.txt >&-", "standard output is closed"),
    ],
)
def test_a_closed_stream_is_a_usage_error(grow, words, tmp_path, command, told):
    grow({"a.txt": words[0]})
    script = f"{sys.executable} -c 'from cleaner.cli.main import main; main()' {command}"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_closed_streams_that_nobody_needs_do_no_harm(grow, words, tmp_path):
    grow({"a.txt": words[0]})
    script = f"{sys.executable} -c 'from cleaner.cli.main import main; main()' clean a.txt --out out <&- >&- 2>&-"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, check=False)
    assert done.returncode == 0
    assert (tmp_path / "out/a.txt").read_text() == words[1]


def test_a_missing_settings_file_says_what_to_do(run, grow):
    grow({"a.txt": "Snow."})
    done = run("clean", "a.txt", "--config", "none.toml")
    assert done.code == 2
    assert "none.toml: cannot be read: there is no such file; give --config" in done.stderr


def test_explain_takes_a_folder(run, grow, words):
    grow({"in/a.txt": words[0], "in/deep/b.txt": words[2]})
    done = run("explain", "in")
    assert done.code == 0
    assert "a.txt: keep" in done.text
    assert "deep/b.txt: keep" in done.text


def test_a_new_rule_is_named_with_the_path_where_it_stands(run, tmp_path):
    done = run("rules", "new", "en.my-site.box", "--dir", "my rules")
    path = done.text.split(":")[0]
    assert (tmp_path / path).is_file()
    assert "--rules 'my rules'" in done.text


def test_a_new_rule_under_a_file_is_exit_code_2(run, grow):
    grow({"a.txt": "Snow."})
    done = run("rules", "new", "en.ab.cd", "--dir", "a.txt")
    assert (done.code, done.stdout) == (2, b"")
    assert "choose another folder with --dir" in done.stderr
