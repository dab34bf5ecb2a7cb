"""Texts about mojibake keep the mojibake that they quote."""

import pytest

from cleaner.model import Draft
from cleaner.stages.repair import families, mojibake
from cleaner.stages.repair.stage import repair_line


@pytest.mark.parametrize(
    "line",
    [
        "Read as Latin-1, UTF-8 prints 'Ã¼' where 'ü' was meant.",
        "This is mojibake: “BÃ¼rger” instead of “Bürger”.",
        "In der falschen Kodierung wird aus „ü“ ein „Ã¼“.",
        "Un mauvais encodage donne « Ã© » pour « é ».",
        "Кракозябры: «Ïðèâåò» вместо «Привет».",
        "Кодировка UTF-8, прочтённая как cp1251, даёт «РџСЂРёРІРµС‚».",
        "文字化けの例は「Ã©」である。",
        'The charset was wrong: "schÃ¶n" came out.',
        "Decode it twice and you get `Ã©`.",
    ],
)
def test_quoted_mojibake_in_a_line_about_encodings_stays(line):
    assert mojibake.edits(line) == []
    assert families.edits(line) == []
    assert repair_line(line) == []


def test_garbled_words_without_quotes_are_mended_even_there():
    line = "Die UTF-8-Kodierung ist schÃ¶n, nicht 'Ã¼'."
    assert Draft(line).apply(mojibake.edits(line)).text == "Die UTF-8-Kodierung ist schön, nicht 'Ã¼'."


def test_quoted_words_elsewhere_are_mended():
    line = "Er sagte: „KÃ¶ln“ ist 'schÃ¶n'."
    assert Draft(line).apply(mojibake.edits(line)).text == "Er sagte: „Köln“ ist 'schön'."
