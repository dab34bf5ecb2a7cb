import pytest

from cleaner.model import Draft
from cleaner.stages.repair import quotes
from cleaner.stages.repair.words import Words


def fixed(text, language="en"):
    draft = Draft(text)
    if not quotes.suspects(draft):
        return text
    return draft.apply(quotes.propose(draft, Words(text, lambda: language)).edits).text


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("The heir, ”with a thin smile”, sat down.", "en", "The heir, “with a thin smile”, sat down."),
        ("“Not today“, she said. “Tomorrow.”", "en", "“Not today”, she said. “Tomorrow.”"),
        ("”We stay open. Nobody leaves.", "en", "“We stay open. Nobody leaves."),
        ("Dijo: ”mañana abrimos”.", "es", "Dijo: “mañana abrimos”."),
        ("``Yes,'' he said. ``No.''", "en", '"Yes," he said. "No."'),
        ("“Yes”, said one. ``No'', the other.", "en", "“Yes”, said one. “No”, the other."),
        ("The ''old mill'' burned.", "en", 'The "old mill" burned.'),
        ("It''s the baker''s oven.", "en", "It's the baker's oven."),
        (",,Morgen nicht'', sagte er.", "de", "„Morgen nicht“, sagte er."),
        (",,Jutro nie'', powiedział.", "pl", "„Jutro nie”, powiedział."),
    ],
)
def test_broken_marks_are_mended_in_the_style_of_the_text(text, language, meant):
    assert fixed(text, language) == meant
    assert fixed(meant, language) == meant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Das ist“, sagte sie, „nicht wahr.“ »Doch«, rief er."),
        ("fr", "« Jamais », dit-elle, “même ici”."),
        ("sv", "”Nej”, sade hon. ”Inte i dag.”"),
        ("fi", "”Ei”, hän sanoi. ”Ei tänään.”"),
        ("pl", "„Nie”, powiedziała. „Nie dziś.”"),
        ("hu", "„Nem”, mondta. »Soha.«"),
        ("cs", "„Ne,“ řekla. „Dnes ne.“"),
        ("nl", "„Nee”, zei ze. ’s Avonds wel."),
        ("da", "»Nej,« sagde hun. ”Ikke i dag.”"),
        ("ro", "„Nu”, a spus ea."),
        ("ru", "«Нет», — сказала она. “Не сегодня“."),
        ("el", "«Όχι», είπε. “Όχι σήμερα“."),
        ("bg", "„Не“, каза тя."),
        ("he", "צה''ל אמר ”לא”"),
        ("zh", "他说：“明天不开门。”"),
        ("ja", "〝あした〟と言った。「はい」"),
        ("en", 'He said "so" and “so” and ‘so’ and ’twas so.'),
        ("en", "A 6'' pipe, a 12” record, 5'30'' on the clock, f''(x) > 0."),
        ("en", "“One paragraph goes on.\n“And on.”\nHe left —“then came back.”"),
        ("en", "”Always so”, he writes. ”Always.”\n”House style.”"),
        ("en", "'''Bold''' and ''italic'' of a wiki"),
        ("it", "L’''ultimo"),
        ("uk", "п''ять"),
        (None, "”Who knows” in no language"),
    ],
)
def test_right_marks_stay_in_every_language(language, text):
    assert fixed(text, language) == text


def test_a_language_that_opens_so_on_purpose_is_not_asked_for():
    text = "”Ja”, sade hon. ”Nej”, sade han. ”Kanske”, sade de.\n”Snö.”"
    draft = Draft(text)
    assert quotes.propose(draft, Words(text, lambda: pytest.fail("the language was asked for"))).edits == ()
