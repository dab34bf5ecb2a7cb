import pytest

from cleaner.model import Draft
from cleaner.stages.repair import ligatures
from cleaner.stages.repair.words import Words


def fixed(text, language="en"):
    draft, before = Draft(text), None
    while draft.text != before:  # as the pipeline does
        before = draft.text
        draft = draft.apply(ligatures.propose(draft, Words(text, lambda: language)).edits)
    return draft.text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("The ﬂood reached the ﬁrst ﬂoor", "The flood reached the first floor"),
        ("oﬀers, oﬃces, baﬄed", "offers, offices, baffled"),
        ("The poﬆ oﬃce", "The post office"),
        ("an eﬀort for the ﬁ rst time", "an effort for the first time"),
        ("Eﬀets spéciﬁques", "Effets spécifiques"),
    ],
)
def test_ligatures_become_letters(text, meant):
    assert fixed(text) == meant
    assert fixed(meant) == meant


def test_in_german_the_sharp_s_of_a_macintosh_is_found():
    assert (
        fixed("Die Straﬂe ist groﬂ, der Fluﬂ ﬂießt zum Schiﬀ", "de")
        == "Die Straße ist groß, der Fluß fließt zum Schiff"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Printers cut ﬁ and ﬂ as one piece (ﬀ, ﬃ).",  # talked about
        "Congreſs of the Uniteﬅ, old spelling",  # long s
        "Het ĳs en de Ĳssel",  # Dutch
        "un cœur d'œuf et un curriculum vitæ",  # French
        "Ærø og Læsø",  # Danish
        "Ǆungla i ǉubav",  # Croatian
        "ŉ Man het dit gesien",  # Afrikaans
        "Straße und Füße",  # German
        "Þórður og fjörðurinn",  # Icelandic
        "Ελληνικά και ﬁ μόνο",  # Greek
        "Слово и ﬁ отдельно",  # Russian
        "اﻻسم ﻻ يهم",  # Arabic has ligatures of its own
        "הﬀ לא",  # Hebrew
        "日本語の ﬁ です",  # Japanese
        "ﬓ և հայերեն",  # Armenian
    ],
)
def test_what_is_a_letter_or_talked_about_stays(text):
    draft = Draft(text)
    assert ligatures.propose(draft, Words(text, lambda: None)).edits == ()
