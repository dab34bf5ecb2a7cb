"""Scripts read with a codec of another script are read anew; what is written in its own script stays."""

import time

import pytest
from sentences import SENTENCES

from cleaner.model import Draft
from cleaner.stages.repair import families
from cleaner.stages.repair.stage import repair_line


def fixed(line):
    return Draft(line).apply(families.edits(line)).text


def misread(text, written_as, read_as):
    """As browsers read Windows-1252: bytes that it lacks become C1 controls."""
    content = text.encode(written_as)
    if read_as != "cp1252":
        return content.decode(read_as)
    lacking = b"\x81\x8d\x8f\x90\x9d"
    return "".join(chr(byte) if byte in lacking else bytes([byte]).decode("cp1252") for byte in content)


MISREAD = [
    ("ru", "cp1251", "cp1252"),
    ("ru", "cp1251", "latin-1"),
    ("ru", "koi8-r", "cp1252"),
    ("ru", "cp866", "cp1252"),
    ("uk", "cp1251", "cp1252"),
    ("uk", "koi8-u", "cp1252"),
    ("bg", "cp1251", "cp1252"),
    ("mk", "cp1251", "cp1252"),
    ("el", "cp1253", "cp1252"),
    ("el", "iso8859-7", "latin-1"),
    ("he", "cp1255", "cp1252"),
    ("ar", "cp1256", "cp1252"),
    ("fa", "cp1256", "cp1252"),
    ("th", "cp874", "cp1252"),
    ("zh", "gb18030", "cp1252"),
    ("zh-Hant", "big5", "cp1252"),
    ("ja", "cp932", "cp1252"),
    ("ja", "euc_jp", "cp1252"),
    ("ko", "cp949", "cp1252"),
    ("ru", "cp1251", "koi8-r"),
    ("ru", "koi8-r", "cp1251"),
    ("ru", "cp866", "koi8-r"),
    ("ru", "utf-8", "koi8-r"),
    ("uk", "utf-8", "cp866"),
    ("bg", "utf-8", "mac-cyrillic"),
    ("ja", "utf-8", "cp932"),
]


@pytest.mark.parametrize(("language", "written_as", "read_as"), MISREAD)
def test_a_script_read_with_the_wrong_codec_is_put_right(language, written_as, read_as):
    for sentence in SENTENCES[language]:
        try:
            garbled = misread(sentence, written_as, read_as)
        except UnicodeError:  # the codec cannot read these bytes, so nobody has seen them so
            continue
        assert fixed(garbled) == sentence


@pytest.mark.parametrize("language", SENTENCES)
def test_what_is_written_in_its_own_script_stays(language):
    for sentence in SENTENCES[language]:
        assert families.edits(sentence) == []
        assert families.edits(sentence.upper()) == []


@pytest.mark.parametrize(
    "line",
    [
        "ÄÖÜäöüß",
        "àâçéèêëîïôûùüÿñæœ",
        "ÆØÅ æøå",
        "áðéíóúýþæö",
        "Ísland: óþýður, þýðing, æðardúnn, öðruvísi",
        "ÅÄÖ är de sista bokstäverna, ÄÄÄH!",
        "Ööö… ääää!",
        "¡¿Qué?! ¡¡¡Sí!!!",
        "© ® ™ § ¶ † ‡ °C µm ±½ ¼¾ «»",
        "×××÷÷÷===",
        "мРНК и кВт, ЕБРР",
        "│ Москва │ 12 │",
        "В США VIPы ездят на iPhone’ах",
        "ЖЖЖ… ЙЦУКЕН",
        "Ћирилица: Љубљана, Џаџа, Ђорђе",
    ],
)
def test_letters_that_stand_together_for_themselves_stay(line):
    assert families.edits(line) == []


def test_words_of_ascii_and_latin_names_beside_garbled_ones_stay():
    assert fixed("Kafka: Ïðèâåò, ìèð! (café, 2010)") == "Kafka: Привет, мир! (café, 2010)"


def test_utf_8_read_as_western_is_left_to_ftfy():
    assert families.edits("ÐŸÑ€Ð¸Ð²ÐµÑ‚, Ð¼Ð¸Ñ€") == []


def test_layers_are_undone_one_by_one():
    once = misread("Привет, как дела сегодня?", "cp1251", "latin-1")
    thrice = once.encode().decode("latin-1").encode().decode("latin-1")
    assert Draft(thrice).apply(repair_line(thrice)).text == "Привет, как дела сегодня?"


@pytest.mark.parametrize(("language", "written_as", "read_as"), MISREAD)
def test_a_mended_line_needs_no_mending(language, written_as, read_as):
    for sentence in SENTENCES[language]:
        try:
            garbled = misread(sentence[: len(sentence) // 2], written_as, read_as)
        except UnicodeError:
            continue
        once = Draft(garbled).apply(repair_line(garbled)).text
        assert repair_line(once) == []


def test_the_signs_are_found_wherever_there_are_suspects():
    for language, written_as, read_as in MISREAD:
        for sentence in SENTENCES[language]:
            try:
                garbled = misread(sentence, written_as, read_as)
            except UnicodeError:
                continue
            if next(families.suspects(garbled), None) is not None:
                assert families.SIGNS.search(Draft(garbled).odd)


def test_cost_grows_in_step_with_the_length_of_a_line():
    def cost(times):
        line = "Ïðèâåò, ìèð! " * times
        start = time.process_time()
        families.edits(line)
        return time.process_time() - start

    cost(1)  # loads word lists
    small = max(min(cost(2_000) for _ in range(3)), 0.001)
    assert min(cost(20_000) for _ in range(2)) < 40 * small


@pytest.mark.parametrize("text", ["Nejvyšší mzdy, dražší chléb", "Křižník srážím, tvoří užší kruh"])
def test_czech_words_wake_nothing(text):
    assert list(families.suspects(text)) == []


@pytest.mark.parametrize("sort", [0, 1, 2])
def test_the_first_look_misses_no_run_that_the_patterns_see(sort):
    run = families._FAMILIES[sort].run
    texts = [
        sentence.encode(written_as).decode(read_as, "ignore")
        for language in SENTENCES
        for written_as, read_as in (("utf-8", "cp932"), ("utf-8", "gb18030"), ("utf-8", "koi8-r"), ("utf-8", "cp1252"))
        for sentence in SENTENCES[language]
    ]
    seen = [text for text in texts if run.search(text)]
    assert seen
    assert all(match.start() in families.suspects(text) for text in seen for match in run.finditer(text))
