"""Pages made from rules: the index, the schema, and the text of one rule."""

import json
import re

import pytest

from cleaner.rules.docs import describe, index, schema, stale, write
from cleaner.rules.kinds import KINDS
from cleaner.rules.load import load_packs
from cleaner.rules.metrics import METRICS
from cleaner.rules.ruleset import RuleSet

PACK = """\
pack: en.demo
about: Share | print buttons.
languages: [en]
rules:
  - id: counter
    kind: line
    why: Counters come from share widgets.
    pattern: '\\d+ (?:shares|views)'
    max_words: 2
    safety: risky
    source: A paper, section 2
    loss: 3 % of the content tokens
    tests: {drop: [12 shares], keep: [Snow fell.]}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "demo.yml").write_text(PACK, encoding="utf-8")
    return tmp_path


@pytest.fixture
def rule_set(folder):
    return RuleSet.of(load_packs((folder,), builtin=False, cached=False))


def test_the_index_tells_packs_and_rules(rule_set):
    lines = index(rule_set).splitlines()
    assert "1 rules in 1 packs; 0 on." in lines
    assert "| [en.demo](#endemo) | en | on | 1 | Share \\| print buttons. |" in lines
    row = next(line for line in lines if line.startswith("| `counter`"))
    for cell in ("line", "off", "risky", "2", "Counters come from share widgets.", "A paper, section 2", "3 % of the"):
        assert cell in row


def test_every_row_of_the_index_has_as_many_cells_as_its_head():
    width = None
    for line in index(RuleSet.of(load_packs())).splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else None
        assert cells is None or width is None or cells == width
        width = cells


def test_the_index_lists_every_metric(rule_set):
    text = index(rule_set)
    assert all(f"| `{name}` |" in text for name in METRICS)


def test_the_pages_are_the_same_each_time(rule_set):
    assert index(rule_set) == index(rule_set)
    assert json.dumps(schema()) == json.dumps(schema())


def test_the_schema_knows_each_kind_with_its_keys():
    made = schema()
    kinds = {}
    for reference in made["properties"]["rules"]["items"]["oneOf"]:
        definition = made["$defs"][reference["$ref"].rpartition("/")[2]]
        (kind,) = definition["properties"]["kind"]["enum"]
        assert {"kind", "id", "why", "tests"} <= set(definition["required"])
        assert not definition["additionalProperties"]
        kinds[kind] = definition["properties"]
    assert set(kinds) == set(KINDS)
    assert kinds["section"]["until"]["enum"] == ["blank", "contents", "end", "prose"]
    assert kinds["measure"]["metric"]["enum"] == list(METRICS)
    assert kinds["line"]["pattern"]["description"]


def test_every_reference_in_the_schema_leads_somewhere():
    made = schema()
    references = re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(made))
    assert references
    assert set(references) <= set(made["$defs"])


def test_a_rule_is_described_with_how_why_and_proof(rule_set):
    text = describe(rule_set.all[0])
    assert text.splitlines()[0] == "en.demo.counter (line, off, risky)"
    for told in ("Counters come", "(?:shares|views)", "max_words  2", "12 shares", "Snow fell.", "A paper", "3 % of"):
        assert told in text
    assert text.endswith("\n")


def test_all_rules_that_ship_can_be_described():
    for named in RuleSet.of(load_packs()).all:
        assert describe(named).startswith(named.name)


def test_pages_are_stale_until_written_and_after_a_change(folder):
    assert stale(folder) == ["INDEX.md", "schema.json"]
    write(folder)
    assert stale(folder) == []
    (folder / "en" / "demo.yml").write_text(PACK.replace("risky", "safe"), encoding="utf-8")
    assert stale(folder) == ["INDEX.md"]
    (folder / "schema.json").write_bytes((folder / "schema.json").read_bytes().replace(b"\n", b"\r\n"))
    assert stale(folder) == ["INDEX.md", "schema.json"]
