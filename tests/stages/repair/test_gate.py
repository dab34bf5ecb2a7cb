"""The gate before ftfy must be silent only where ftfy would change nothing."""

import itertools
import random
import subprocess
import sys

import ftfy
import pytest
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES

from cleaner.stages.repair import mojibake
from cleaner.stages.repair.gate import SIGNS, suspects

SENTENCES = [
    "“We’ve waited – for ten years,” said Mrs Núñez; it cost €5 or £4½.",
    "Les œuvres d’Œdipe coûtent 3 €, où qu’on aille à l’île d’Yeu…",
    "Größe zählt nicht, sagte Änne Öztürk – „niemals“, und zwar § 4.",
    "Zażółć gęślą jaźń, powiedział inż. Źdźbło w Łodzi.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl Řehoř.",
    "Съешь же ещё этих мягких французских булок, да выпей чаю.",
    "Ґудзь і їжак з’їли п’ять пирогів у Києві.",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία, είπε ο Άγγελος.",
    "Pijamalı hasta yağız şoföre çabucak güvendi; Iğdır’da.",
    "נתנו לו ארבעה ספרים, אמר המנהל.",
    "قال المهندس إنّ الجسر سيُفتح يوم الاثنين.",
    "村で一番よく読まれたのは、米の値段表である。",
    "빵을 나누어라, 할아버지가 말했고 모두 나누었다.",
    "Không có gì quý hơn một chiếc ô ở Huế, bà Nguyễn nói.",
    "सोमवार को पुल बंद हो गया।",
    "Árvíztűrő tükörfúrógép, mondta Szűcs Ödön.",
    "The crowd cheered 🎉👩‍🚒 and left at 30 °C.",
]
CODECS = ["latin-1", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "iso-8859-2", "mac_roman", "cp437"]


def fires(line):
    return SIGNS.search(line) is not None and next(suspects(line), None) is not None


def is_bad(line):
    return not line.isascii() and BADNESS_RE.search(line) is not None


def plain_ftfy(line):
    fixed = ftfy.fix_and_explain(
        line,
        unescape_html=False,
        remove_terminal_escapes=False,
        replace_lossy_sequences=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    ).text
    return fixed.replace("\x1a", "\ufffd")  # what ftfy makes of U+FFFD when it may not replace lossy sequences


def seeded(seed):
    return random.Random(seed)  # noqa: S311 - the same lines in every run, nothing secret


def garbled(rng):
    words = rng.choice(SENTENCES).split(" ")
    for _ in range(rng.choice([0, 1, 1, 1, 2])):
        codec = rng.choice(CODECS)
        start = rng.randrange(len(words))
        for at in range(start, min(len(words), start + rng.choice([1, 3, 30]))):
            words[at] = words[at].encode("utf-8").decode(codec, rng.choice(["replace", "ignore"]))
    return rng.choice([" ", "\xa0"]).join(words)


def apply(line, edits):
    for edit in reversed(edits):
        line = line[: edit.start] + edit.replacement + line[edit.end :]
    return line


def test_every_line_comes_out_as_plain_ftfy_leaves_it():
    rng = seeded(20)
    changed = 0
    for _ in range(4000):
        line = garbled(rng)
        expected = plain_ftfy(line)
        changed += expected != line
        assert apply(line, mojibake.edits(line)) == expected, ascii(line)
    assert changed > 1000  # else the test has lost its teeth


def test_the_gate_fires_exactly_where_the_badness_of_ftfy_matches():
    rng = seeded(21)
    for _ in range(8000):
        line = garbled(rng)
        assert fires(line) == is_bad(line), ascii(line)


def test_the_gate_knows_every_pair_of_characters_that_ftfy_knows():
    tables = "".join(MOJIBAKE_CATEGORIES.values())
    ranges = {chr(code) for code in [*range(0x80, 0x180), *range(0x384, 0x3D0), *range(0x400, 0x492)]}
    odd = sorted({*tables, *ranges} - {"-"})
    for first, second in itertools.product(odd, repeat=2):
        for line in (f"{first}{second}", f"a{first}{second}a"):
            assert fires(line) == is_bad(line), ascii(line)


def test_the_gate_agrees_on_soups_of_odd_characters():
    rng = seeded(22)
    odd = sorted({*"".join(MOJIBAKE_CATEGORIES.values()), *"abZ ,. ÃÂÎÐØÙВГРСΒΓΞΟ€вЂāβ‚Äâó√≈×²°œŒ\t"})
    for _ in range(30_000):
        line = "".join(rng.choices(odd, k=rng.randrange(1, 9)))
        assert fires(line) == is_bad(line), ascii(line)


def test_offsets_point_into_the_suspicious_line_of_a_document():
    text = "Clean line with “quotes”.\nDie BÃ¼rger kamen.\nClean again.\n"
    assert {text.count("\n", 0, place) for place in suspects(text)} == {1}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_clean_prose_does_not_wake_the_gate(sentence):
    assert not fires(sentence)


def test_clean_text_is_repaired_without_importing_ftfy():
    program = (
        "import sys; from cleaner.model import Document, Draft; from cleaner.stages.repair import Repair;"
        "from cleaner.stages.stage import Context;"
        "text = '“Größe zählt,” she said – 5\\u00a0€.\\n';"
        "Repair().propose(Draft(text), Context(Document(text), lambda _: None));"
        "print('ftfy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
