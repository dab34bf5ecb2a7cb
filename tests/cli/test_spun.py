"""``cleaner spun``: score, sentences and swaps of texts; and ``clean --spun``."""

import json
from pathlib import Path

import pytest

CASE = Path(__file__).parents[1] / "cases" / "spun-wire-story"
STORY = (CASE / "raw.txt").read_text(encoding="utf-8")
CLEAN = (Path(__file__).parents[1] / "negatives" / "en-news-1.txt").read_text(encoding="utf-8")
GERMAN = (Path(__file__).parents[1] / "negatives" / "de-interview.txt").read_text(encoding="utf-8")
# What a spinner makes of the clean story: few enough swaps for a sibling to be recognised.
SWAPS = {
    " said": " mentioned", "voted": "polled", "only": "sole", "debate": "discussion", "nearly": "almost",
    "gathered": "assembled", "opened": "unveiled", "repair": "fix", "money": "cash", "fallen": "dropped",
    "building": "structure", "close": "shutter", "asked": "requested", "choose": "select", "people": "folks",
    "explain": "clarify", "figures": "numerals", "campaign": "crusade", "cost": "expense", "decay": "rot",
}  # fmt: skip


def spun_copy():
    text = CLEAN
    for word, other in SWAPS.items():
        text = text.replace(word, other)
    return text


def rows(done):
    return [json.loads(line) for line in done.text.splitlines()]


def test_a_spun_story_is_told_with_its_sentences_and_swaps(run, grow):
    grow({"story.txt": STORY})
    done = run("spun", "story.txt")
    assert done.code == 1
    lines = done.text.splitlines()
    assert lines[0].startswith("story.txt: spun, score ")
    assert any("the mayor claimed the procedure" in line for line in lines)
    [house] = [line.split() for line in lines if "White Household" in line and "House" in line.split()]
    assert house[0] == "1"
    assert house[-1] == "yes"
    assert {"name", "word"} <= {word for line in lines for word in line.split()}


def test_offsets_in_json_count_in_the_text_as_it_was_read(run, grow):
    raw = f"Share this\r\n\r\n{STORY}".replace("\n", "\r\n")
    grow({"story.txt": raw})
    done = run("spun", "story.txt", "--json")
    [told] = rows(done)
    assert (done.code, told["id"], told["judged"], told["spun"]) == (1, "story.txt", True, True)
    assert 0.5 <= told["score"] <= 1
    for one in (*told["sentences"], *told["edits"]):
        assert raw[one["start"] : one["end"]] == one["text"]
    assert len(told["sentences"]) > 15
    assert all(0 <= sentence["score"] <= 1 for sentence in told["sentences"])
    [house] = [edit for edit in told["edits"] if edit["text"] == "White Household"]
    assert (house["replacement"], house["rule"], house["tier"]) == ("White House", "spun.name", "name")
    assert house["made"]
    assert house["reasons"]
    assert all(edit["confidence"] >= 0.9 for edit in told["edits"] if edit["made"])
    assert {edit["made"] for edit in told["edits"]} == {True, False}


def test_what_is_told_as_made_is_what_cleaning_makes_first(run, grow):
    grow({"story.txt": STORY})
    place = ("start", "end", "replacement")
    [story] = rows(run("spun", "story.txt", "--json"))
    told = {tuple(edit[name] for name in place) for edit in story["edits"] if edit["made"]}
    run("clean", "story.txt", "--out", "out")
    done = {tuple(row[name] for name in place) for row in rows(run("diff", "story.txt", "out", "--json"))}
    assert len(told) > 20
    assert len(told & done) > 0.9 * len(told)


def test_of_a_text_that_is_not_spun_no_edit_is_made_and_suspicions_are_told(run, grow):
    grow({"clean.txt": CLEAN})
    done = run("spun", "clean.txt")
    assert done.code == 0
    assert done.text.startswith("clean.txt: not spun, score .0")
    [told] = rows(run("spun", "clean.txt", "--json"))
    assert told["sentences"]
    assert not told["spun"]
    assert not any(edit["made"] for edit in told["edits"])


def test_what_is_not_judged_says_why(run, grow):
    grow({"short.txt": "Snow closed the pass on Monday.", "deutsch.txt": GERMAN})
    done = run("spun", "short.txt", "deutsch.txt")
    assert done.code == 0
    assert "short.txt: not judged: too short: it has 6 words, and fewer than 40 tell nothing" in done.text
    assert "deutsch.txt: not judged: it does not read as English" in done.text
    told = rows(run("spun", "short.txt", "deutsch.txt", "--json"))
    assert [(row["id"], row["judged"]) for row in told] == [("deutsch.txt", False), ("short.txt", False)]
    assert all(row["reason"] for row in told)


def test_standard_input_pages_and_rows_are_read_as_elsewhere(run, grow):
    assert run("spun", "-", stdin=STORY.encode()).code == 1
    page = "".join(f"<p>{line}</p>" for line in STORY.split("\n\n"))
    row = json.dumps({"body": STORY, "id": "one"})
    grow({"page.html": f"<html><body><article>{page}</article></body></html>", "rows.jsonl": f"{row}\n{{}}\n"})
    assert rows(run("spun", "page.html", "--json"))[0]["spun"]
    done = run("spun", "rows.jsonl", "--json", "--text-key", "body")
    assert [told["id"] for told in rows(done)] == ["one"]
    assert done.code == 2  # one row could not be read
    assert "failed: rows.jsonl: bad_row: row 2" in done.stderr
    assert run("spun", "-", "--format", "jsonl", "--text-key", "body", stdin=row.encode()).code == 1


def test_siblings_restore_words_and_say_how_many_they_are(run, grow):
    grow({"copy.txt": spun_copy(), "plain.txt": CLEAN})
    assert run("learn", "siblings", "plain.txt", "--out", "batch.siblings").code == 0
    [told] = rows(run("spun", "copy.txt", "--json", "--siblings", "batch.siblings"))
    restored = [edit for edit in told["edits"] if edit["tier"] == "sibling"]
    assert len(restored) >= 4
    for edit in restored:
        assert edit["reasons"] == ["siblings:1"]
        assert edit["text"] in SWAPS.get(f" {edit['replacement']}", SWAPS.get(edit["replacement"], ""))
    assert not any(edit["tier"] == "sibling" for edit in rows(run("spun", "copy.txt", "--json"))[0]["edits"])


def test_cleaning_repairs_flags_or_drops_as_it_is_told(run, grow, tmp_path):
    grow({"story.txt": STORY}, "in")

    def cleaned(*options):
        done = run("clean", "in", "--out", "out", *options)
        assert done.code == 0, done.stderr
        return done.stderr

    said = cleaned()
    assert "flagged: story.txt: spun" in said
    assert "taken for spun: 1 document; " in said
    assert "The White House said Tuesday" in (tmp_path / "out/story.txt").read_text(encoding="utf-8")
    record = json.loads((tmp_path / "out/story.txt.edits.json").read_bytes())
    assert record["spun_score"] >= 0.5
    assert "seen, not changed: spun.word in 1 document" in said
    said = cleaned("--spun", "flag")
    assert "taken for spun: 1 document; 0 places turned back" in said
    assert (tmp_path / "out/story.txt").read_text(encoding="utf-8") == STORY
    assert 'spun = "flag"' in (tmp_path / "out/cleaner.config.toml").read_text(encoding="utf-8")
    assert "dropped: story.txt: spun" in cleaned("--spun", "drop")
    assert not (tmp_path / "out/story.txt").exists()
    assert "spun" not in cleaned("--disable", "spun")


def test_explain_and_diff_tell_why_a_word_was_turned_back(run, grow):
    grow({"story.txt": STORY})
    told = run("explain", "story.txt").text
    assert "story.txt: flag (spun)" in told
    assert "spun_score: 0." in told
    assert "│ spun.name .9" in told
    assert "└ spun.name: A name or fixed phrase" in told
    assert run("diff", "story.txt", "--spun", "flag").code == 0
    assert "+WASHINGTON (Northern Wire) – The White House said" in run("diff", "story.txt").text


def test_a_row_has_the_score_among_its_metadata(run):
    [row] = rows(run("clean", "-", "--format", "jsonl", stdin=json.dumps({"text": STORY}).encode()))
    assert row["metadata"]["reasons"] == ["spun"]
    assert row["metadata"]["spun_score"] >= 0.5


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["clean", "-", "--spun", "mend"], "`mend`: expected one of repair, flag, drop"),
        (["spun", "-", "--siblings", "none.siblings"], "none.siblings: cannot be read"),
        (["clean", "-", "--siblings", "story.txt"], "is no model of the format `cleaner.siblings`"),
        (["spun", "-", "--spun-judge", "ftp://a.example/v1#m"], "is no address of an endpoint"),
        (["clean", "-", "--spun-judge", "http://a.example/v1"], "names no model at an endpoint"),
        (["spun", "-", "--color", "red"], "expected one of auto, always, never"),
        (["spun", "-", "--format", "pdf"], "expected one of text, html, jsonl"),
        (["spun", "none.txt"], "failed: none.txt: unreadable: no such file or folder"),
        (["spun"], "Missing argument 'FILE"),
    ],
)
def test_what_cannot_be_used_is_exit_code_2_and_says_why(run, grow, arguments, told):
    grow({"story.txt": STORY})
    done = run(*arguments, stdin=STORY.encode())
    assert (done.code, done.stdout) == (2, b"")
    assert told in done.stderr


def test_a_settings_file_names_siblings(run, grow):
    grow({"copy.txt": spun_copy(), "plain.txt": CLEAN})
    run("learn", "siblings", "plain.txt", "--out", "deep/batch.siblings")
    grow({"deep/cleaner.toml": 'siblings = "batch.siblings"\n'})
    [told] = rows(run("spun", "copy.txt", "--json", "--config", "deep/cleaner.toml"))
    assert any(edit["tier"] == "sibling" for edit in told["edits"])
    done = run("clean", "copy.txt", "--config", "deep/cleaner.toml", "--set", "siblings=none")
    assert (done.code, done.stdout) == (2, b"")
