import pytest

from cleaner.model import Draft
from cleaner.stages.repair import hyphens
from cleaner.stages.repair.words import Words


def fixed(text, language="en"):
    draft = Draft(text)
    if not hyphens.suspects(draft):
        return text
    return draft.apply(hyphens.edits(draft, hyphens.Rejoining(text, Words(text, lambda: language)), ())).text


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("The gov-\nernment fell.", "en", "The government fell."),
        ("The gov-\r\nernment fell.", "en", "The government fell."),
        ("a long-\nterm plan", "en", "a long-term plan"),
        ("The gov\xad\nernment fell.", "en", "The government fell."),
        ("The gov¬\nernment fell.", "en", "The government fell."),
        ("a sudden gov- ernment crisis", "en", "a sudden government crisis"),
        ("Zorblax said no. Then Zor-\nblax left.", "en", "Zorblax said no. Then Zorblax left."),
        ("Anglo-Irish talks; the Anglo-\nIrish treaty", "en", "Anglo-Irish talks; the Anglo-Irish treaty"),
        ("a ready-\nto-eat meal", "en", "a ready-to-eat meal"),
        ("Die Regie-\nrung tagt.", "de", "Die Regierung tagt."),
        ("Le gouver-\nnement tombe.", "fr", "Le gouvernement tombe."),
        ("Прави-\nтельство ушло.", "ru", "Правительство ушло."),
        ("We turned aro-\nund.", "en", "We turned around."),
        ("la frontera franco-\nalemana", "es", "la frontera franco-alemana"),
        ("film czarno-\nbiały", "pl", "film czarno-biały"),
        ("antici-\npation", None, "anticipation"),
    ],
)
def test_broken_words_are_joined_and_real_hyphens_stay(text, language, meant):
    assert fixed(text, language) == meant
    assert fixed(meant, language) == meant


def test_the_line_ends_after_the_word_where_the_paragraph_goes_on():
    text = "Nobody knew what the gov-\nernment would do,\nand nobody asked."
    assert fixed(text) == "Nobody knew what the government\nwould do,\nand nobody asked."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "pre-\nand post-war houses"),
        ("en", "The dog -\nand the cat"),
        ("en", "Blorf-\nwick was no word of any list."),
        ("en", "Pages 10-\n12; antici- 1pation; 555- 1234"),
        ("en", "mid- to late summer, two- year-olds"),
        ("en", "Anne-\nMarie came."),
        ("en", "the end-\n\nthe start"),
        ("de", "Haupt-\nund Nebenstraßen, Haupt- und Nebenstraßen"),
        ("de", "Gemeinderats-\nsondersitzungen"),
        ("nl", "zee-\nen landdieren, zee- en landdieren"),
        ("sv", "höger-\noch vänstertrafik"),
        ("fi", "maa-\nja metsätalous"),
        ("fr", "Jean-\nPaul, peut-être"),
        ("it", "pre-\ne dopoguerra"),
        ("ru", "по-\nмоему"),
        ("el", "ελληνο-\nτουρκικός"),
        ("tr", "Ankara-\nİzmir"),
        ("he", "בית-\nספר"),
        ("hi", "माता-\nपिता"),
        ("es", "Castilla-\nLa Mancha"),
        ("pl", "Bielsko-\nBiała"),
        ("cs", "Frýdek-\nMístek"),
        ("ko", "남-\n북"),
        (None, "Иваново-\nВознесенск"),
    ],
)
def test_what_is_not_certain_stays(language, text):
    assert fixed(text, language) == text


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("nova emula-\ncijska zamisao", "hr", "nova emulacijska zamisao"),
        ("jis nesu-\nvokdamas tylėjo", "lt", "jis nesuvokdamas tylėjo"),
        ("sorunu uzatacakla-\nrını söyledi", "tr", "sorunu uzatacaklarını söyledi"),
        ("an unglued-\nnesslike mood", "en", "an ungluednesslike mood"),
        ("the Zorblax-\nquarv talks", "en", "the Zorblax-\nquarv talks"),  # a name may be joined to another
        ("витамино-\nминеральный ряд", "ru", "витамино-\nминеральный ряд"),
        ("nova emula-\ncijska zamisao", None, "nova emula-\ncijska zamisao"),  # no language, no evidence
    ],
)
def test_a_second_half_that_is_no_word_was_torn_off(text, language, meant):
    assert fixed(text, language) == meant
    assert fixed(meant, language) == meant


class Unasked(Words):
    """Words of a text whose language nobody may ask for."""

    def __init__(self, text):
        def language():
            pytest.fail("the language was asked for")

        super().__init__(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "Die Zug- und Busfahrer der Haupt- oder Nebenlinien",
        "Busser til by- og landkommuner",
        "in- en uitvoer van zuivel",
        "från höst- och vinterhalvåret",
        "Step by week: the week- by month plan, a week long, by ferry",
    ],
)
def test_words_that_wait_for_one_to_come_cost_no_search_for_the_language(text):
    draft = Draft(text)
    words = Unasked(text)
    assert hyphens.edits(draft, hyphens.Rejoining(text, words), ()) == []


def test_words_broken_by_a_hyphen_and_a_blank_are_joined_before_a_short_word():
    assert fixed("She took a pho- to of the mill.") == "She took a photo of the mill."
