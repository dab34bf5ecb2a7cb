"""The cache of checked packs: used when sound, ignored on the slightest doubt, never in the way."""

import os
import sys
from pathlib import Path

import pytest

from cleaner.rules import cache, source
from cleaner.rules.load import load_packs

PACK = """\
pack: en.demo
about: Share buttons.
rules:
  - {id: share, kind: phrases, why: A share button., phrases: [Share], tests: {drop: [Share], keep: [Snow fell.]}}
  - {id: counter, kind: line, why: A share counter., pattern: '\\d+ shares', tests: {drop: [1 shares], keep: [shares]}}
"""
posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes are POSIX")


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("NEWSWASH_CACHE", str(folder))
    return folder


@pytest.fixture
def rules(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "demo.yml").write_text(PACK, encoding="utf-8")
    return folder


def parsed(monkeypatch):
    """A list that grows with each file that is really parsed."""
    files = []
    real = source.parse_packs

    def counted(text, file):
        files.append(file)
        return real(text, file)

    monkeypatch.setattr(source, "parse_packs", counted)
    return files


def loaded(folder):
    return load_packs((folder,), builtin=False)


def test_the_second_load_parses_nothing_and_gives_the_same(home, rules, monkeypatch):
    files = parsed(monkeypatch)
    assert loaded(rules) == loaded(rules)
    assert len(files) == 1


def test_a_changed_file_is_read_anew(home, rules, monkeypatch):
    files = parsed(monkeypatch)
    loaded(rules)
    (rules / "demo.yml").write_text(PACK.replace("Share buttons", "Buttons"), encoding="utf-8")
    assert loaded(rules)[0].about == "Buttons."
    assert len(files) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content[:20],
        lambda content: content[:0],
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: b"x" + content,
        lambda content: content + b"\0",
    ],
)
def test_a_damaged_cache_is_ignored_and_mended(home, rules, monkeypatch, damage):
    first = loaded(rules)
    files = parsed(monkeypatch)
    (stored,) = home.glob("*.rules")
    stored.write_bytes(damage(stored.read_bytes()))
    assert loaded(rules) == first
    assert loaded(rules) == first
    assert len(files) == 1


def test_a_cache_of_other_rules_under_this_name_is_ignored(home, rules, tmp_path, monkeypatch):
    loaded(rules)
    (mine,) = home.glob("*.rules")
    other = tmp_path / "other.yml"
    other.write_text(PACK.replace("en.demo", "en.other"), encoding="utf-8")
    loaded(other)
    (theirs,) = set(home.glob("*.rules")) - {mine}
    mine.write_bytes(theirs.read_bytes())
    assert [pack.name for pack in loaded(rules)] == ["en.demo"]


def test_sound_bytes_that_are_no_packs_are_ignored(home, rules, monkeypatch):
    loaded(rules)
    (stored,) = home.glob("*.rules")
    cache.write(stored.stem, b"\x93\x01\x02\x03")
    assert [pack.name for pack in loaded(rules)] == ["en.demo"]


@posix
@pytest.mark.parametrize("mode", [0o666, 0o620, 0o602])
def test_a_file_that_others_may_write_is_not_trusted(home, rules, monkeypatch, mode):
    loaded(rules)
    (stored,) = home.glob("*.rules")
    stored.chmod(mode)
    files = parsed(monkeypatch)
    assert [pack.name for pack in loaded(rules)] == ["en.demo"]
    assert len(files) == 1


@posix
def test_a_folder_that_others_may_write_is_not_trusted(home, rules):
    loaded(rules)
    (stored,) = home.glob("*.rules")
    home.chmod(0o777)
    assert cache.read(stored.stem) is None


@posix
def test_what_is_written_is_private(home, rules):
    loaded(rules)
    (stored,) = home.glob("*.rules")
    assert stored.stat().st_mode & 0o077 == 0
    assert home.stat().st_mode & 0o077 == 0
    assert [path.name for path in home.iterdir()] == [stored.name]


def test_a_cache_folder_that_is_a_file_is_no_obstacle(home, rules):
    home.write_text("in the way", encoding="utf-8")
    assert [pack.name for pack in loaded(rules)] == ["en.demo"]
    assert home.read_text(encoding="utf-8") == "in the way"


def test_no_home_is_no_obstacle(rules, monkeypatch):
    for name in ("NEWSWASH_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)

    def nobody(*_):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    assert [pack.name for pack in loaded(rules)] == ["en.demo"]


def test_without_the_cache_nothing_is_written(home, rules):
    load_packs((rules,), builtin=False, cached=False)
    assert not home.exists()


def test_the_folder_follows_the_environment(monkeypatch):
    monkeypatch.setenv("NEWSWASH_CACHE", os.path.join("some", "where"))  # noqa: PTH118  # as a user sets it
    assert cache.folder() == Path("some") / "where"
