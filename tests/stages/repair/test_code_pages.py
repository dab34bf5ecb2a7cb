"""Accented letters read with the wrong code page are read anew; what is rightly odd stays."""

import time

import pytest
from sentences import SENTENCES

from cleaner.model import Draft
from cleaner.stages.repair import code_pages
from cleaner.stages.repair.stage import repair_line


def fixed(line):
    return Draft(line).apply(code_pages.edits(line)).text


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("La junta vot\x97 que la poblaci\x97n no pague m\x87s", "La junta votó que la población no pague más"),
        ("El autob\x9cs llega a M\x8exico con un turista b\x87varo", "El autobús llega a México con un turista bávaro"),
        ("Der MŸller sagt, die BrŸcke sei gesperrt", "Der Müller sagt, die Brücke sei gesperrt"),
        ("Il comune non vuole pi√π aspettare", "Il comune non vuole più aspettare"),
        ("The cafй in Mьnchen was closed on Monday", "The café in München was closed on Monday"),
        ("The mayor of Mόnchen closed the cafι", "The mayor of München closed the café"),
        ("Die Br³cke ³ber den Fluss ist gesperrt", "Die Brücke über den Fluss ist gesperrt"),
        ("Yaðmur yüzünden yollar kapandý, ýþýklar söndü", "Yağmur yüzünden yollar kapandı, ışıklar söndü"),
        ("W³adze obieca³y wiêcej pieniêdzy dla szkó³", "Władze obiecały więcej pieniędzy dla szkół"),
        ("Der Zug nach K鰈n hat Versp鋞ung", "Der Zug nach Köln hat Verspätung"),
        ("Le caf├⌐ de la gare est d├⌐j├á ferm├⌐", "Le café de la gare est déjà fermé"),
    ],
)
def test_words_that_become_words_are_put_right(garbled, meant):
    assert fixed(garbled) == meant


@pytest.mark.parametrize("language", SENTENCES)
def test_good_sentences_stay(language):
    for sentence in SENTENCES[language]:
        assert code_pages.edits(sentence) == []
        assert code_pages.edits(sentence.upper()) == []


@pytest.mark.parametrize(
    "line",
    [
        "It’s the girls’ 1½-hour walk — or so—they say—of 3 km² on the 2º floor",
        "Er zahlte 5 £, 3 ¥ und 2 ¢ je m³; vgl. §§ 3, 4",
        "L’été dernier, « créée » par l’œuvre d’Œdipe",
        "Berlin–Paris–Warszawa, Montréal–Québec",
        "Fußnote¹ zu Wort² und Satz³",
        "The word† has a dagger‡ and iPhone™ a sign",
        "√2 and 3√5 are not whole; ∑x, ∂y, π≈3.14, 5Ω",
        "αβγ rays, μm and ΔG, the π-meson and β-Carotin",
        "В Wi-Fi’е VIP-зона, web-сайт, IT-шник и PR-щик",
        "A股和B股，用iPhone手机，卡拉OK",
        "Þórður þýddi bók; Sigríður á Ísafirði",
        "Nový rok, dobrý den, týden",
        "Trần Hưng Đạo và Nguyễn Ái Quốc ở Huế",
        "naïve coöperation, façade, jalapeño, Brontë, Škoda, Dvořák, Łódź",
        "iPhone®-Hülle, ©reuters, ©2019 afp",
        "x=¬a∧b; 2×3; 6÷2; ±5 %",
    ],
)
def test_signs_in_their_place_stay(line):
    assert code_pages.edits(line) == []


def test_a_control_that_is_an_apostrophe_is_left_to_ftfy():
    assert code_pages.edits("It\x92s late, he didn\x92t go, l\x92hiver s\x92en va") == []


def test_a_mended_line_needs_no_mending():
    for language in ("fr", "de", "es", "it", "pt", "pl", "cs", "tr", "sv", "is"):
        for sentence in SENTENCES[language]:
            for written_as, read_as in (("utf-8", "cp437"), ("cp1252", "cp1251"), ("cp1250", "latin-1")):
                garbled = sentence.encode(written_as, "ignore").decode(read_as, "ignore")
                once = Draft(garbled).apply(repair_line(garbled)).text
                assert repair_line(once) == []


@pytest.mark.parametrize("char", "¢£¥§©¬±³¹º¾ªˆ‡‹›ŽŸÉÑ‚„√≤÷├ýþðøèõăĺŕńйω黱")
def test_the_signs_are_found_wherever_there_are_suspects(char):
    for line in (f"ca{char}fe", f"{char}afe ìæéçñšý", f"√{char}"):
        if next(code_pages.suspects(line), None) is not None:
            assert code_pages.SIGNS.search(Draft(line).odd)


@pytest.mark.parametrize(
    "line",
    [
        "Estа tarde el alcalde abre la plaza",
        "Det er to mеter snø på veggen nå",
        "The painter Сlark sold a house",
        "La voie еst fermée, dit le préfet",
        "Der Βericht liegt seit Montag vor",
    ],
)
def test_one_letter_with_a_twin_in_another_script_is_no_code_page(line):
    assert code_pages.edits(line) == []


def test_letters_with_twins_are_read_anew_where_other_words_prove_the_code_page():
    assert fixed("Il est dйjа parti, voilа tout") == "Il est déjà parti, voilà tout"
    assert fixed("Hun gikk pе isen i gеr og tok bеde sшlv og gull") == "Hun gikk på isen i går og tok både sølv og gull"


def test_cost_grows_in_step_with_the_length_of_a_line():
    def cost(times):
        line = "la poblaci\x97n no pague m\x87s " * times
        start = time.process_time()
        code_pages.edits(line)
        return time.process_time() - start

    cost(1)  # loads word lists
    small = max(min(cost(1_000) for _ in range(3)), 0.001)
    assert min(cost(10_000) for _ in range(2)) < 40 * small
