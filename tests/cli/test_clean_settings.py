"""``cleaner clean``: which settings count, from the command line and from files."""

import json

import pytest

from cleaner.stages.chrome import POINT_NAMES

RISKY = """\
pack: en.mine
about: Rules of this test.
languages: [en]
rules:
  - id: weather-line
    kind: line
    why: The page template ends with the weather.
    pattern: 'weather for \\w+: \\w+'
    tests:
      drop: ["Weather for Tuesday: sunny"]
      keep: ["Weather for Tuesday was bad."]
  - id: weather-guess
    kind: line
    safety: risky
    why: The page template ends with a guess.
    pattern: 'tomorrow will be \\w+'
    tests:
      drop: ["Tomorrow will be sunny"]
      keep: ["Tomorrow will be sunny, they said."]
"""


def rows(content):
    return [json.loads(line) for line in content.splitlines()]


def test_the_written_settings_are_settings(run, grow, words, tmp_path, tree):
    grow({"a.txt": words[0], "deep/b.txt": words[2]}, "in")
    run("clean", "in", "--out", "out", "--profile", "gentle", "--set", "gates.too-short=7")
    again = run("clean", "in", "--out", "again", "--config", "out/cleaner.config.toml")
    assert again.code == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "again")


def test_gentle_repairs_and_lays_out_only(run, words):
    done = run("clean", "-", "--profile", "gentle", stdin=words[0].encode())
    assert "Share this\nPrint this article\n" in done.text
    assert "town hall & the school" in done.text
    assert "\n\n\n" not in done.text


def test_strict_drops_what_is_short_and_its_edits_hold_all_of_it(run, grow, tmp_path, words):
    grow({"short.txt": words[2]}, "in")
    assert run("clean", "in", "--out", "news").code == 0
    assert (tmp_path / "news/short.txt").exists()
    done = run("clean", "in", "--out", "strict", "--profile", "strict")
    assert done.code == 0
    assert not (tmp_path / "strict/short.txt").exists()
    assert "dropped: short.txt: too_short" in done.stderr
    run("restore", "strict", "--to", "back")
    assert (tmp_path / "back/short.txt").read_text() == words[2]


def test_rules_packs_and_stages_can_be_switched(run, grow, words):
    grow({"my-rules/en/mine.yml": RISKY})
    text = f"{words[2]}Weather for Tuesday: sunny\nTomorrow will be sunny\nShare this\n".encode()

    def left(*options):
        done = run("clean", "-", "--rules", "my-rules", "--disable", "chrome", *options, stdin=text)
        assert done.code == 0, done.stderr
        return done.text.removeprefix(words[2]).split()

    assert left() == ["Tomorrow", "will", "be", "sunny"]
    assert left("--risky") == []
    assert left("--enable", "weather-guess") == []
    assert "Tuesday:" in left("--disable", "en.mine.weather-line")
    assert "Tuesday:" in left("--disable", "en.mine")
    assert "Share" in left("--disable", "rules")
    assert "Share" in left("--disable", "en.share-bars")
    assert "Share" in left("--set", "disable=en.share-bars")


def test_a_settings_file_counts_for_folders_below_it(run, grow, words, monkeypatch, tmp_path):
    grow({"cleaner.toml": 'profile = "gentle"\n[gates]\ntoo-short = 0\n', "deep/deeper/a.txt": "Share this\n"})
    monkeypatch.chdir(tmp_path / "deep/deeper")
    assert (run("clean", "a.txt").text, run("clean", "a.txt").stderr) == ("Share this\n", "")
    assert run("clean", "a.txt", "--profile", "news").text == "Share this\n"  # too much would be removed
    grow({"other.toml": 'profile = "news"\n[gates]\ntoo-much-removed = 1\n'})
    done = run("clean", "a.txt", "--config", tmp_path / "other.toml")
    assert (done.text.strip(), done.code) == ("", 0)


def test_the_site_can_be_the_folder_or_given(run, grow, words):
    grow({"in/news.example/a.txt": words[2], "in/other.example/b.txt": words[2]})

    def sites(*options):
        return [row["metadata"].get("site") for row in rows(run("clean", "in", "--out", "-", *options).text)]

    assert sites() == [None, None]
    assert sites("--site", "parent-folder") == ["news.example", "other.example"]
    assert sites("--site", "mine.example") == ["mine.example", "mine.example"]
    piped = run("clean", "-", "--format", "jsonl", "--site", "parent-folder", stdin=b'{"text":"Snow"}')
    assert "site" not in rows(piped.text)[0]["metadata"]


def test_columns_may_have_other_names(run, words):
    row = {"body": words[0], "key": "k1", "address": "https://news.example/1"}
    names = ["--text-key", "body", "--id-key", "key", "--url-key", "address"]
    [got] = rows(run("clean", "-", "--format", "jsonl", *names, stdin=json.dumps(row).encode()).text)
    assert (got["body"], got["key"], got["metadata"]["site"]) == (words[1], "k1", "news.example")
    page = {"page": f"<html><body><article><p>{words[2] * 3}</p></article>"}
    [got] = rows(run("clean", "-", "--format", "jsonl", "--html-key", "page", stdin=json.dumps(page).encode()).text)
    assert "Snow closed the pass" in got["text"]


def test_a_declared_charset_counts(run, grow):
    grow({"a.txt": "Снег шёл весь день, и дорогу закрыли до пятницы.\n".encode("koi8_r")})
    assert "Снег шёл" in run("clean", "a.txt", "--encoding", "koi8-r").text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--nonsense"], "--nonsense"),
        (["--profile", "best"], "expected one of news, gentle, strict"),
        (["--edits", "here"], "expected one of sidecar, inline, none"),
        (["--format", "pdf"], "expected one of text, html, jsonl"),
        (["--set", "gates"], "has no `=`"),
        (["--set", "gate.x=1"], "did you mean `gates`?"),
        (["--set", "risky=true", "--set", "risky.x=1"], "can hold no `x`"),
        (["--disable", "share-buton"], "did you mean `share-button`?"),
        (["--rules", "nowhere"], "nowhere: there is no such rule folder"),
        (["--config", "none.toml"], "none.toml: cannot be read"),
        (["--config", "bad.toml"], "bad.toml:2:1: `gates.too-shrt` is no setting; did you mean `too-short`?"),
        (["--config", "worse.toml"], "worse.toml:1:11: this is not TOML"),
    ],
)
def test_usage_and_settings_errors_are_exit_code_2_with_their_place(run, grow, tmp_path, arguments, told, tree):
    grow({"a.txt": "Snow.", "bad.toml": "[gates]\ntoo-shrt = 5\n", "worse.toml": 'profile = = "news"\n'})
    before = tree(tmp_path)
    done = run("clean", "a.txt", "--out", "out", *arguments)
    assert (done.code, done.stdout) == (2, b"")
    assert told in done.stderr
    assert tree(tmp_path) == before


def test_the_operating_point_is_a_setting_like_others(run, grow, words, tmp_path):
    grow({"a.txt": words[0]}, "in")
    assert run("clean", "in", "--out", "out", "--point", "thorough").code == 0
    assert 'point = "thorough"\n' in (tmp_path / "out/cleaner.config.toml").read_text()
    grow({"cleaner.toml": 'point = "precise"\n'})
    assert 'point = "precise"\n' in run("config", "show").text
    assert 'point = "balanced"\n' in run("config", "show", "--point", "balanced").text
    fingerprints = {run("config", "show", "--point", name).text.split("config ")[-1] for name in POINT_NAMES}
    assert len(fingerprints) == len(POINT_NAMES)
    for command in (("clean", "in", "--out", "-"), ("diff", "in"), ("explain", "in"), ("config", "show")):
        done = run(*command, "--point", "best")
        assert done.code == 2
        assert "`best`: expected one of precise, balanced, thorough" in done.stderr


def test_pages_that_were_left_to_the_rules_are_counted(run, grow, tmp_path):
    grow({f"{number}.txt": "ᚠᛇᚻ ᛒᛦᚦ ᚠᚱᚩᚠᚢᚱ ᚠᛁᚱᚪ ᚷᛖᚻᚹᛦᛚᚳᚢᛗ ᛋᚳᛖᚪᛚ ᚦᛖᚪᚻ\n" for number in range(2)}, "in")
    done = run("clean", "in", "--out", "out")
    assert done.code == 0
    assert "seen, not changed: chrome.unknown-script in 2 documents" in done.stderr
    assert json.loads((tmp_path / "out/report.json").read_bytes())["findings"] == {"chrome.unknown-script": 2}
