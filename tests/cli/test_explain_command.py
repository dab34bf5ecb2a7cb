"""``cleaner explain``: every line once, with what became of it and why."""

import json

import pytest

from cleaner.model import Edit, Evidence, Proposal

TEXT_RULES = """\
pack: en.mine
about: Rules of this test.
languages: [en]
rules:
  - id: weather-guess
    kind: line
    safety: risky
    bound: true
    why: The page template ends with a guess.
    pattern: 'tomorrow will be \\w+'
    tests:
      drop: ["Tomorrow will be sunny"]
      keep: ["Tomorrow will be sunny, they said."]
"""


def rows(done):
    return [json.loads(line) for line in done.text.splitlines()]


@pytest.fixture
def raw(grow, words):
    grow({"a.txt": words[0]})


def test_every_line_is_told_once_in_order(run, raw, words):
    told = rows(run("explain", "a.txt", "--json"))
    assert [row["text"] for row in told] == words[0].split("\n")[:-1]
    assert [row["line"] for row in told] == list(range(1, len(told) + 1))
    assert {row["id"] for row in told} == {"a.txt"}
    actions = [(row["text"], row["action"], row.get("rules")) for row in told if row["text"]]
    assert actions[0] == ("Share this", "removed", ["en.share-bars.share-button"])
    assert actions[1] == ("Print this article", "removed", ["en.share-bars.share-button"])
    assert actions[2] == (words[2].strip(), "kept", None)
    assert actions[-1] == ("Share this", "removed", ["en.endings.sharing-end"])
    [edited] = [row for row in told if row["action"] == "edited"]
    assert edited["rules"] == ["repair.entity"]
    assert edited["clean"] == "The town hall & the school opened again on Tuesday, the mayor said."


def test_reasons_stand_below_their_lines_once(run, raw):
    done = run("explain", "a.txt")
    assert done.code == 0
    lines = done.text.split("\n")
    assert lines[0] == "a.txt: keep"
    at = lines.index("    1 - Share this")
    assert lines[at + 1] == "    2 - Print this article"
    assert lines[at + 2].startswith("        └ en.share-bars.share-button: ")
    assert len(lines[at + 2].split(": ", 1)[1]) > 20
    entity = next(line for line in lines if "└ repair.entity" in line)
    assert "never decoded" in entity
    assert "      + The town hall & the school opened again on Tuesday, the mayor said." in lines


def test_would_have_tells_of_rules_that_are_off(run, grow, words):
    grow({"a.txt": f"{words[2] * 3}Tomorrow will be sunny\n", "my-rules/en/mine.yml": TEXT_RULES})
    own = ("--rules", "my-rules", "--disable", "chrome")
    assert "weather-guess" not in run("explain", "a.txt", *own).text
    told = run("explain", "a.txt", *own, "--would-have").text
    assert "        ? en.mine.weather-guess: The page template ends with a guess." in told
    row = rows(run("explain", "a.txt", *own, "--would-have", "--json"))[-1]
    assert (row["action"], row["would_have"][:1]) == ("kept", ["en.mine.weather-guess"])


def test_would_have_in_a_profile_without_rules_tells_of_all(run, raw):
    told = rows(run("explain", "a.txt", "--profile", "gentle", "--would-have", "--json"))
    [row] = [row for row in told if row["text"] == "Print this article"]
    assert (row["action"], row["would_have"][0]) == ("kept", "en.share-bars.share-button")


def test_the_verdict_and_its_reasons_come_first(run, grow):
    grow({"a.txt": "Snow.\n", "empty.txt": ""})
    assert run("explain", "a.txt").text.startswith("a.txt: flag (too_short)\n")
    done = run("explain", "empty.txt", "--would-have")
    assert (done.code, done.text.split(" ")[0]) == (0, "empty.txt:")


def test_rows_are_explained_one_by_one_and_bad_ones_are_failures(run, grow, words):
    grow({"a.jsonl": json.dumps({"body": words[0], "id": "one"}) + "\n{}\n" + json.dumps({"body": "Snow."}) + "\n"})
    done = run("explain", "a.jsonl", "--text-key", "body")
    assert "one: keep\n" in done.text
    assert "a.jsonl:3: flag (too_short)\n" in done.text
    assert "failed: a.jsonl: bad_row: row 2" in done.stderr
    assert done.code == 1


def test_colours_only_when_asked(run, raw):
    assert "\x1b" not in run("explain", "a.txt").text
    assert "\x1b[31m    1 - Share this" in run("explain", "a.txt", "--color", "always").text
    assert run("explain", "a.txt", "--color", "red").code == 2


def test_a_missing_file_is_a_failure(run):
    done = run("explain", "none.txt")
    assert (done.code, done.stdout) == (1, b"")
    assert "failed: none.txt: unreadable: no such file or folder" in done.stderr


@pytest.fixture
def weighed(monkeypatch):
    """The line model takes ``Toll the bell``, and says why."""

    def propose(_stage, draft, _context):
        edits = [
            Edit(line.start, line.stop, "", "chrome.model", Evidence(0.0312, "line", ("cue_words", "lines_above")))
            for line in draft.lines
            if line.text == "Toll the bell"
        ]
        return Proposal(tuple(edits))

    monkeypatch.setattr("cleaner.stages.chrome.stage.Chrome.propose", propose)


def test_what_the_line_model_took_has_its_score_and_what_weighed_most(run, grow, words, weighed):
    grow({"a.txt": f"{words[2]}Toll the bell\nToll the bell\n"})
    lines = run("explain", "a.txt").text.split("\n")
    at = lines.index("    2 - Toll the bell")
    assert lines[at + 1] == "        │ chrome.model .03: cue words, lines above"
    assert lines[at + 3] == lines[at + 1]
    assert lines[at + 4].startswith("        └ chrome.model: The line reads like site furniture")
    [row] = [row for row in rows(run("explain", "a.txt", "--json")) if row["line"] == 2]
    evidence = [{"rule": "chrome.model", "score": 0.0312, "tier": "line", "reasons": ["cue_words", "lines_above"]}]
    assert row["evidence"] == evidence
    assert rows(run("diff", "a.txt", "--json"))[0]["evidence"] == evidence
    run("clean", "a.txt", "--out", "out")
    assert rows(run("diff", "a.txt", "out", "--json"))[0]["evidence"] == evidence


def test_of_an_exact_repeat_programs_hear_more_than_readers(run, grow, words):
    headline = "Snow closes the pass for days\n"
    grow({"a.txt": f"{headline}\n{headline}{words[2]}"})
    assert "│" not in run("explain", "a.txt").text
    row = rows(run("explain", "a.txt", "--json"))[2]
    assert (row["evidence"][0]["rule"], row["evidence"][0]["score"]) == ("repeats.headline", 1.0)


def test_the_line_above_an_end_that_went_with_its_line_feed_counts_as_kept(run, grow, words, monkeypatch):
    def propose(_stage, draft, _context):
        at = draft.text.find("\nToll the bell")
        return Proposal((Edit(at, len(draft.text), "", "chrome.model"),) if at >= 0 else ())

    monkeypatch.setattr("cleaner.stages.chrome.stage.Chrome.propose", propose)
    grow({"a.txt": f"{words[2]}Toll the bell"})
    told = {row["text"]: row["action"] for row in rows(run("explain", "a.txt", "--json"))}
    assert (told[words[2].strip()], told["Toll the bell"]) == ("kept", "removed")
