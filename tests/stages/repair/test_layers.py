"""Words that came through UTF-8 read as Western are decoded where the language knows them; typography stays."""

import time

import pytest
from sentences import SENTENCES

from cleaner.model import Document, Draft
from cleaner.pipeline import Cleaner, read_config
from cleaner.stages.repair import layers
from cleaner.stages.repair.words import Words


def fixed(text, language):
    draft = Draft(text)
    if not layers.suspects(draft):
        return text
    return draft.apply(layers.propose(draft, Words(text, lambda: language)).edits).text


def garbled(word, times):
    for _ in range(times):
        word = word.encode().decode("latin-1" if times == 1 else "cp1252")
    return word


@pytest.mark.parametrize(
    ("sentence", "language", "word"),
    [
        ("Katten satt {} bordet da gården våknet.", "nb", "på"),
        ("Pes a kočka {} domů, než přišla bouřka.", "cs", "přiběhli"),
        ("Ministar je rekao da će {} početi u proljeće.", "hr", "rješenja"),
        ("Vyras sakė, kad {} bus šilčiau ir giedra.", "lt", "šiandien"),
        ("Köyün yolu karla kapandı, {} çocuklar evde.", "tr", "şimdi"),
        ("Wójt mówił długo, a {} słuchali.", "pl", "wszyscy"),
        ("Bäckaskolan är {} i dag, sade rektorn.", "sv", "stängd"),
        ("마을 사람들은 {} 모였다.", "ko", "가격"),
    ],
)
@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_garbled_word_beside_good_ones_is_decoded_layer_by_layer(sentence, language, word, times):
    meant = sentence.format(word)
    assert fixed(sentence.format(garbled(word, times) if word != "가격" else garbled(word, 1)), language) == meant


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("Naše obÅ¡linčica je mala.", "hr", "Naše obšlinčica je mala."),  # no word of a list, but Croatian letters
        ("Zamek w KrzÄ…żynach stoi.", "pl", "Zamek w Krzążynach stoi."),
        ("The village of KrzÄ…zyn", "en", "The village of KrzÄ…zyn"),  # not a letter of English
        ("Krzązyn. The village of KrzÄ…zyn", "en", "Krzązyn. The village of Krzązyn"),  # but the text has it
        ("Naše obÅ¡linčica je mala.", None, "Naše obÅ¡linčica je mala."),
    ],
)
def test_a_word_that_no_list_has_needs_letters_of_its_language(text, language, meant):
    assert fixed(text, language) == meant
    assert fixed(meant, language) == meant


@pytest.mark.parametrize(("language", "sentences"), SENTENCES.items())
def test_good_text_stays(language, sentences):
    text = "\n".join([*sentences, *map(str.upper, sentences)])
    assert fixed(text, language) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das Wort „SPAẞ“ und „Ä“, „Ö…“, „Ü“ – so?", "de"),
        ("LE CAFÉ… « OÙ ? » Il l’appelle “André”…", "fr"),
        ("‘Café’… “olé”… y ¿qué? El SOFÁ”…", "es"),
        ("Ele gritou “NÃO É”… e “MAMÃ”.", "pt"),
        ("Università”… la “CITTÀ”, 5 m² e 3 €", "it"),
        ("ÄŽ, Äž a Åž jsou písmena", "cs"),
        ("Ær “Å” eller “Ø”… og “ÆØÅ”", "nb"),
        ("Å š ir Ä ž, „Ė“…", "lt"),
        ("Þórður “Ð”… og Ó’Neill", "is"),
        ("Она сказала: «Ё…» и «Й»", "ru"),
        ("Ο Νίκος «Ή…» και “Έ”", "el"),
        ("L’Hospitalet: “CATALÀ”… n.º 5", "ca"),
        ("그는 “é”라고 말했다…", "ko"),
        ("彼は“é”…と言った", "ja"),
    ],
)
def test_quotes_and_dashes_after_letters_stay(text, language):
    assert fixed(text, language) == text


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("Katten satt pĂĄ bordet da gården våknet.", "nb", "Katten satt på bordet da gården våknet."),
        ("La niña pidiĂł agua y salió.", "es", "La niña pidió agua y salió."),
        ("Der Müller sagte: ΓÇ₧Wir mahlen heute.ΓÇ£", "de", "Der Müller sagte: „Wir mahlen heute.“"),
        ("Der Müller sagte: ‚ÄûWir mahlen ‚Äì heute.‚Äú", None, "Der Müller sagte: „Wir mahlen – heute.“"),
        ("Er sagt ‚Äpfel‘ und ‚Ähren‘.", "de", "Er sagt ‚Äpfel‘ und ‚Ähren‘."),
        ("Ăla a zis „Ă”… şi „Âăsta”", "ro", "Ăla a zis „Ă”… şi „Âăsta”"),
    ],
)
def test_other_code_pages_that_read_utf8(text, language, meant):
    assert fixed(text, language) == meant
    assert fixed(meant, language) == meant


def test_a_quoted_example_stays_in_a_line_about_encodings():
    text = 'Med feil tegnkoding (UTF-8) blir ordet "pÃ¥" vist slik på skjermen.'
    assert fixed(text, "nb") == text


def test_the_fixers_after_it_read_what_it_leaves():
    text = (
        "Vyras sakė, kad ryte bus šilčiau. Jis nežinojo, kodėl upė buvo tokia gili, ir todėl liko namie.\n"
        "Vakare jis rašė, kad iÃ…Â¡ miesto Ãƒâ€žÃ‚Â¯ kaimą grįš tik po savaitės, nes kelias labai blogas."
    )
    cleaner = Cleaner.from_config(read_config(overrides={"profile": "gentle"}))
    cleaned = cleaner.clean(Document(text)).text
    assert cleaned == text.replace("iÃ…Â¡", "iš").replace("Ãƒâ€žÃ‚Â¯", "į")
    assert cleaner.clean(Document(cleaned)).text == cleaned


def test_cost_grows_in_step_with_the_length_of_a_line():
    def cost(times):
        text = "grįžo namo iÅ¡ miesto " * times
        start = time.process_time()
        fixed(text, "lt")
        return time.process_time() - start

    cost(1)  # loads word lists
    small = max(min(cost(1_000) for _ in range(3)), 0.001)
    assert min(cost(10_000) for _ in range(2)) < 40 * small
