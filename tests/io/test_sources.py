"""What the command line names becomes a sorted list of files to read."""

import os
from pathlib import Path

import pytest

from cleaner.io.search import find_sources


def grow(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Snow fell.")


def named(found):
    return [source.name for source in found.sources]


def test_a_folder_is_walked_in_order_and_strangers_are_counted(tmp_path):
    grow(tmp_path, "b.txt", "a/z.html.gz", "a/y.JSONL.zst", "c.text", "d.png", "e.edits.json", "f.jsonl.edits.jsonl")
    grow(tmp_path, "report.json", "cleaner.config.toml", ".hidden/x.txt", ".x.txt")
    found = find_sources([str(tmp_path)])
    assert [(s.name, s.format, s.compression, s.named) for s in found.sources] == [
        ("a/y.JSONL.zst", "jsonl", "zst", False),
        ("a/z.html.gz", "html", "gz", False),
        ("b.txt", "text", None, False),
        ("c.text", "text", None, False),
    ]
    assert (found.skipped, found.hidden, found.problems) == (1, 2, ())


def test_a_named_file_keeps_its_own_name_and_may_be_hidden(tmp_path):
    grow(tmp_path, "a/.b.txt")
    found = find_sources([str(tmp_path / "a/.b.txt")])
    assert [(s.name, s.named) for s in found.sources] == [(".b.txt", True)]


def test_a_named_file_of_unknown_suffix_is_a_problem_unless_its_format_is_said(tmp_path):
    grow(tmp_path, "a.log")
    found = find_sources([str(tmp_path / "a.log")])
    assert [problem.reason for problem in found.problems] == ["unknown_format"]
    assert [s.format for s in find_sources([str(tmp_path / "a.log")], format="text").sources] == ["text"]


def test_a_missing_file_and_a_pattern_without_matches_are_problems(tmp_path):
    found = find_sources([str(tmp_path / "no.txt"), str(tmp_path / "*.txt")])
    assert sorted(problem.reason for problem in found.problems) == ["no_match", "unreadable"]


def test_a_pattern_names_files_from_where_it_starts_to_vary(tmp_path):
    grow(tmp_path, "a/x.txt", "b/x.txt", "b/y.log")
    found = find_sources([str(tmp_path / "**" / "*")])
    assert named(found) == ["a/x.txt", "b/x.txt"]
    assert found.skipped == 1


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    grow(tmp_path, "what [1]*.txt")
    assert named(find_sources([str(tmp_path / "what [1]*.txt")])) == ["what [1]*.txt"]


def test_standard_input_has_a_name_by_its_format():
    assert [(s.uri, s.name) for s in find_sources(["-"], format="jsonl").sources] == [("-", "stdin.jsonl")]


def test_out_inside_the_input_is_left_out(tmp_path):
    grow(tmp_path, "in/a.txt", "in/out/a.txt", "in/all.jsonl")
    assert named(find_sources([str(tmp_path / "in")], out=tmp_path / "in/out")) == ["a.txt", "all.jsonl"]
    found = find_sources([str(tmp_path / "in")], out=tmp_path / "in/all.jsonl", mirror=False)
    assert named(found) == ["a.txt", "out/a.txt"]


def test_out_that_is_the_input_is_refused(tmp_path):
    grow(tmp_path, "a.txt")
    found = find_sources([str(tmp_path)], out=tmp_path)
    assert (found.sources, [problem.reason for problem in found.problems]) == ((), ["input_is_output"])


def test_two_inputs_with_one_output_name_both_in_the_problem(tmp_path):
    grow(tmp_path, "a/x.txt", "b/x.txt", "c/page.html", "c/page.txt")
    found = find_sources([str(tmp_path / folder) for folder in "bac"])
    assert [(s.uri, s.name) for s in found.sources] == [
        (str(tmp_path / "c/page.html"), "page.html"),
        (str(tmp_path / "a/x.txt"), "x.txt"),
    ]
    for problem, first, second in zip(
        found.problems, ("b/x.txt", "c/page.txt"), ("a/x.txt", "c/page.html"), strict=True
    ):
        assert problem.reason == "same_output"
        assert str(tmp_path / first) in problem.message
        assert str(tmp_path / second) in problem.message
    assert len(find_sources([str(tmp_path / folder) for folder in "bac"], mirror=False).sources) == 4


def test_a_file_named_twice_is_read_once(tmp_path):
    grow(tmp_path, "a.txt")
    found = find_sources([str(tmp_path / "a.txt"), str(tmp_path), str(tmp_path / "a.txt")])
    assert (named(found), found.problems) == (["a.txt"], ())


def test_links_are_followed_but_not_in_circles_and_broken_ones_are_problems(tmp_path):
    grow(tmp_path, "in/a/x.txt", "elsewhere/y.txt")
    (tmp_path / "in/a/up").symlink_to("..")
    (tmp_path / "in/linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/broken.txt").symlink_to("nowhere")
    (tmp_path / "in/self.txt").symlink_to("self.txt")
    (tmp_path / "in/z.txt").symlink_to("a/x.txt")
    found = find_sources([str(tmp_path / "in")])
    assert named(found) == ["a/x.txt", "linked/y.txt", "z.txt"]
    assert [(Path(p.uri).name, p.reason) for p in found.problems] == [
        ("up", "link_loop"),
        ("broken.txt", "unreadable"),
        ("self.txt", "unreadable"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_folder_is_a_problem_and_the_rest_goes_on(tmp_path):
    grow(tmp_path, "a/x.txt", "b.txt")
    (tmp_path / "a").chmod(0)
    found = find_sources([str(tmp_path)])
    (tmp_path / "a").chmod(0o755)
    assert (named(found), [problem.reason for problem in found.problems]) == (["b.txt"], ["unreadable"])


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert [problem.reason for problem in find_sources([str(tmp_path)]).problems] == ["not_a_file"]


def test_a_thousand_nested_folders_are_walked(tmp_path):
    path = tmp_path
    for _ in range(1100):
        path = path / "d"
        path.mkdir()
    (path / "x.txt").write_text("Deep.")
    found = find_sources([str(tmp_path)])
    (path / "x.txt").unlink()
    while path != tmp_path:  # pytest's own cleaning up does not go so deep
        path.rmdir()
        path = path.parent
    assert [source.name[-7:] for source in found.sources] == ["d/x.txt"]
