import pytest

from cleaner.model import Draft
from cleaner.stages.repair import entities


def fixed(line):
    return Draft(line).apply(entities.edits(line)).text


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Marks &amp; Spencer", "Marks & Spencer"),
        ("it&#39;s &quot;late&quot;", 'it\'s "late"'),
        ("twice &amp;quot;escaped&amp;quot;", 'twice "escaped"'),
        ("three times &amp;amp;amp; over", "three times & over"),
        ("an em dash &mdash; or &#8212; or &#x2014;", "an em dash — or — or —"),
        ("Windows &#146;quote&#148;", "Windows ’quote”"),
        ("AT&amp;T; and others", "AT&T; and others"),
        ("caf&eacute;s", "cafés"),
        ("3 &lt; 5 &amp;&amp; 5 &gt; 3", "3 < 5 && 5 > 3"),
        ("caf&eacute au lait, th&eacute; &agrave la menthe", "café au lait, thé à la menthe"),
        ("M&uumlnchen und K&oumlln", "München und Köln"),
        ("it&#39s &#8220late&#8221", "it's “late”"),
        ("Marks &amp Spencer &copy 2019", "Marks & Spencer © 2019"),
        ("30&degC for &pound5 and &frac12 an hour", "30°C for £5 and ½ an hour"),
        ("the &quotold&quot mill&nbspwheel", 'the "old" mill\xa0wheel'),
        ("caf&amp;eacute;, it&amp;#39;s", "café, it's"),
        ("two &#38;amp; three", "two &amp; three"),
    ],
)
def test_entities_become_the_characters_they_stand_for(line, meant):
    assert fixed(line) == meant


@pytest.mark.parametrize(
    "line",
    [
        "see http://x.example/?a=1&copy;=2",
        "see x.example/?a=1&amp;b=2 for more",
        "go to www.x.example/a&amp;b",
        "write <b>A&amp;B</b> in HTML",
        "write `&amp;` in HTML",
        "write &lt; where the reader shall see <",
        "AT&T & Co; Q&A; R&D;",
        "this&copy that",
        "control &#7; and &#x1b; and &NewLine; and &Tab;",
        "half a pair &#xD83D; and nothing &#0;",
        "unknown &foo; &bar1;",
        "R&D&notice, x&current, Fish&chips, Top&timestamp, S&P&quota, A&region",
        "&amp;eacute; stands for é, &amp;ouml; for ö",
        "In HTML one writes &amp;amp; for it",
        "He typed '&amp;' and then “&eacute;”",
        "Track &#50 of 60, Q&#100, AT&#x41",
        "x.org/caf&eacute/menu and ?a=1&eacute=2",
        "the order f &sc; g, not g &pr; f",
    ],
)
def test_addresses_markup_and_what_is_no_character_stay(line):
    assert entities.edits(line) == []


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Мать &#1080; отец, брат и сестра", "Мать и отец, брат и сестра"),
        ("Я знаю, что &#x44f; прав: я там был", "Я знаю, что я прав: я там был"),
        ("그 마을과 &#xc774; 마을, 이 강", "그 마을과 이 마을, 이 강"),
        (
            "È vero: la citt&agrave; &egrave; piccola e nessuno sa per quale ragione il ponte è chiuso",
            "È vero: la città è piccola e nessuno sa per quale ragione il ponte è chiuso",
        ),
    ],
)
def test_a_word_of_one_letter_is_no_talk_about_entities(line, meant):
    assert fixed(line) == meant


def test_a_spelled_out_no_break_space_becomes_a_blank_where_layout_would_make_it_one():
    assert fixed("&nbsp;5&nbsp;km&nbsp;&nbsp;away&nbsp;") == " 5\xa0km  away "


@pytest.mark.parametrize(
    "line",
    [
        "Meyer & Söhne; Müller&Co; R&D",  # German
        "Dupont & fils ; l’été & l’hiver",  # French
        "Pérez & Hijos; I&D",  # Spanish
        "Rossi & Figli; R&S",  # Italian
        "Kowalski & Syn; B&R",  # Polish
        "Иванов & сын; НИОКР&Ко",  # Russian
        "Παπαδόπουλος & Υιοί; Ε&Α",  # Greek
        "شركة أحمد & أبناؤه؛ ب&ت",  # Arabic
        "כהן & בניו; מ&פ",  # Hebrew
        "राम & पुत्र; अ&ब",  # Hindi
        "田中&佐藤；Ａ＆Ｂ",  # Japanese
        "王&李；研发&销售",  # Chinese
        "김&박; 연구&개발",  # Korean
        "สมชาย & บุตร; ก&ข",  # Thai
        "Nguyễn & Con; N&P",  # Vietnamese
    ],
)
def test_an_ampersand_between_names_stays_in_every_script(line):
    assert entities.edits(line) == []
