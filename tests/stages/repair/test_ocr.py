import pytest

from cleaner.model import Draft
from cleaner.stages.repair import ocr
from cleaner.stages.repair.ocr_signs import SIGNS
from cleaner.stages.repair.words import Words


def fixed(text, language):
    draft = Draft(text)
    if not ocr.suspects(draft):
        return text
    return draft.apply(ocr.propose(draft, Words(text, lambda: language)).edits).text


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("He read tbe paper.", "en", "He read the paper."),
        ("The governrnent vvas told.", "en", "The government was told."),
        ("He wou1d not te|l, and she couId not.", "en", "He would not tell, and she could not."),
        ("AIways say g0od things.", "en", "Always say good things."),
        ("lt was late. The lndian team won.", "en", "It was late. The Indian team won."),
        ("Many Iiked the plan.", "en", "Many liked the plan."),
        ("IntelIiNews and Intel|iNews; only IntelliNews is right.", "en",
         "IntelliNews and IntelliNews; only IntelliNews is right."),
        ("the Houſe of Commons aſſembled", "en", "the House of Commons assembled"),
        ("Die Regierung bat es woh1 gewußt, sagte er.", "de", "Die Regierung bat es wohl gewußt, sagte er."),
        ("Ils vont vouIoir un gouvernernent.", "fr", "Ils vont vouloir un gouvernement."),
        ("El g0bierno respondió.", "es", "El gobierno respondió."),
    ],
)  # fmt: skip
def test_slips_with_one_plausible_reading_become_words(text, language, meant):
    assert fixed(text, language) == meant
    assert fixed(meant, language) == meant


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The iPhone of Mr McDonald, Ms McIntyre and DeIonno; OpenAI, IKEA, the AIs, GUIs, an A1 and COVID-19.", "en"),
        ("He wrote l33t, pr0n, passw0rd, n00b and w00t.", "en"),
        ("See https://x.test/rnodern/tbe?a=g0od or mail tbe.rnan@x.test or @g0od_man, #vvow", "en"),
        ("The decoder dav1d; cond1 and glob0, h1gh.", "en"),
        ('Type "ls -l", then lt, lf and ln. Use ls files or if tbe = lt: go(rnode).', "en"),
        ("`int rn = vv1ll;` and { tbe: wou1d }", "en"),
        ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4 and dGhlIHF1aWNrIGJyb3du", "en"),
        ("Model5, Level5, fee1, Lesson 1and 2, 5hare, H1N1, B12, 4x4, 10am, 1st, 21st, W0W", "en"),
        ("Mr Horne, Ms Arne, the Varnum case, Clem and Bernie came home.", "en"),
        ("The corns, burns, barns, clays and clams were modern.", "en"),
        ("the canto inverno, the giorno, a carne dish and the horno", "en"),
        ("too late, I said; soI went, tooI think", "en"),
        ("Il giorno dopo, la carne e il forno erano pronti.", "it"),
        ("El horno, la carne, el invierno y los ciclos.", "es"),
        ("Der Bauer kann warnen, lernen und turnen; Bernd und Arnd wohnen im Clubhaus.", "de"),
        ("Le journal du vernissage, les clefs, l'infirmier d'Arno et l'Iliade", "fr"),
        ("O governo moderno, o inverno e a carne", "pt"),
        ("De burn-out van Arno in Hoorn, met clubs en libellen", "nl"),
        ("Barn, björn och örnar, cirklar och libeller i Luleå", "sv"),
        ("Lze říci, že lstivý lhář lpěl na lžíci.", "cs"),
        ("Lśniący czarny koń, lwy i lniane torby", "pl"),
        ("Iğdır ve Isparta illeri, ılık su, kırmızı", "tr"),
        ("Ibiza ja Iitti, Iisalmi ja Ilves, farmi ja torni", "fi"),
        ("În iarnă, Ion și Ioana au modernizat clubul.", "ro"),
        ("Itt van Ilona, a bornyú és a lncze család", "hu"),
        ("Máy bay của hãng bị hỏng, ông nói.", "vi"),
        ("Правительство 0 рублей, 1С и 5G", "ru"),
        ("Η κυβέρνηση είπε l και O.", "el"),
        ("東京の1LDKと0円、IはI", "ja"),
        ("الحكومة 1I 0O | نعم", "ar"),
        ("सरकार ने 0 और 1 | कहा", "hi"),
        ("| a | b | l | I |", "en"),
        ("Governrnent of Zzyrna", None),  # no language, no evidence
    ],
)
def test_names_codes_addresses_and_foreign_words_stay(text, language):
    assert fixed(text, language) == text


def test_one_certain_slip_opens_the_whole_text():
    quiet = "He hacl the clay."  # no sign that clean words never have
    assert fixed(f"{quiet} Then tbe end.", "en") == "He had the clay. Then the end."


def test_one_reads_as_a_dotted_letter_only_where_the_text_was_scanned():
    assert fixed("A h1gh tower and tbe wall.", "en") == "A high tower and the wall."


def test_common_words_have_no_signs():
    from wordfreq import get_frequency_dict

    letters = [sign.decode() for sign in SIGNS if sign.decode().replace(" ", "").isalpha() and sign.islower()]
    common = [
        f" {word} "
        for word, frequency in get_frequency_dict("en", "best").items()
        if frequency > 5e-6 and len(word) > 2
    ]
    assert [word for word in common if word.isascii() and any(sign in word for sign in letters)] == []


@pytest.mark.parametrize(
    "text",
    [
        "The scanner reads 'tbe' for 'the', and governrnent for government, as all of its kind do.",
        "To see the list, run ls or lt. ls lists the files. lt compares two of them.",
        "i l0ve y0u and you l0ve me, c0me home, she wrote on the wall of the station.",
    ],
)
def test_who_speaks_of_slips_or_writes_with_digits_is_left_alone(text):
    assert ocr.propose(Draft(text), Words(text, lambda: "en")).edits == ()
