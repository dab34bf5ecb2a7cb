import textwrap

import pytest

from cleaner.model import Draft, split_lines
from cleaner.rules.page import Page
from cleaner.stages.repair import wrapping
from cleaner.stages.repair.words import Words

STORY = {
    "en": "The bridge over the northern arm of the river has been closed since the flood of last spring, and nobody in "
    "the two towns on its banks believes that it will be open again before the winter, although the builders say so "
    "every week. The ferry that replaced it goes twice a day and carries nine cars at most.",
    "de": "Die Brücke über den nördlichen Arm ist seit dem Hochwasser gesperrt, und in den beiden kleinen Orten glaubt "
    "niemand mehr, dass sie noch vor dem nächsten Winter wieder aufgemacht wird, obwohl es die Leute vom Bau jede "
    "Woche sagen und eine neue Fähre bisher nur zweimal am Tag fährt.",
    "es": "El puente sobre el brazo norte del río está cerrado desde la crecida de la primavera pasada y nadie en los "
    "dos pueblos de sus orillas cree que vaya a abrirse antes del invierno, aunque los obreros lo digan cada semana y "
    "el nuevo transbordador salga solamente dos veces al día.",
    "ru": "Мост через северный рукав реки закрыт после прошлогоднего паводка, и никто в двух посёлках на её берегах не "
    "верит, что его откроют до зимы, хотя строители обещают это каждую неделю, а новый паром ходит только дважды в "
    "день и берёт не больше девяти машин.",
    "ar": "أغلق الجسر الممتد فوق الذراع الشمالية للنهر منذ فيضان الربيع الماضي ولا أحد في البلدتين الواقعتين على ضفتيه "
    "يصدق أنه سيفتح قبل حلول الشتاء رغم أن العمال يقولون ذلك كل أسبوع وأن العبارة الجديدة تعبر مرتين في اليوم فقط "
    "وتحمل تسع سيارات على الأكثر كما قال صاحبها.",
    "hi": "नदी की उत्तरी धारा पर बना पुल पिछले वसंत की बाढ़ के बाद से बंद है और किनारे के दोनों कस्बों में किसी को विश्वास नहीं कि वह "
    "सर्दियों से पहले खुल जाएगा हालाँकि मज़दूर हर हफ़्ते यही कहते हैं और नई नाव दिन में केवल दो बार चलती है और नौ गाड़ियाँ ही ले "
    "जाती है ऐसा उसके मालिक ने कहा।",
}


def fixed(text, language="en"):
    draft = Draft(text)
    if not wrapping.suspects(draft):
        return text
    return draft.apply(wrapping.propose(draft, Words(text, lambda: language)).edits).text


def wrap(text, width=72):
    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


@pytest.mark.parametrize("language", STORY)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_wrapped_paragraph_becomes_one_line(language, ending):
    text = wrap(STORY[language], 60).replace("\n", ending)
    assert text.count("\n") >= 3
    assert fixed(text, language) == STORY[language]


def test_words_broken_at_the_ends_of_wrapped_lines_are_joined():
    text = (
        "The bridge over the northern arm of the river has been closed since\n"
        "the flood of last spring, and nobody in the two towns on its embank-\n"
        "ments believes that it will be open before the winter, although the\n"
        "builders say so every week, in the pub and in the council. A short-\n"
        "term solution is not in sight."
    )
    assert "\n" not in fixed(text)
    assert "its embankments believes" in fixed(text)
    assert "A short-term solution" in fixed(text)


def test_furniture_is_never_glued_to_prose():
    story = wrap(STORY["en"], 70)
    for above, below in [
        ("Advertisement", "Share this story"),
        ("Snow closes the northern bridge again", "Read more."),
    ]:
        lines = fixed(f"{above}\n{story}\n{below}\n").split("\n")
        assert above in lines
        assert below in lines


def test_what_page_takes_for_a_wrapped_paragraph_is_prose_before_and_after():
    text = wrap(STORY["en"], 70)
    assert len(Page(split_lines(text)).prose) == text.count("\n") + 1
    assert Page(split_lines(fixed(text))).prose == [0]


VERSE = """The boats went out on a silver morning over the quiet water,
The boats went out, and the tide was low along the harbour,
And she sang as she mended the nets in the open doorway:
Come home, come home before the snow comes over the water."""


@pytest.mark.parametrize(
    "text",
    [
        VERSE,
        "\n".join(STORY["en"].split(". ")[0][:70] for _ in range(3)),  # three lines prove nothing
        "Mr. A. Baker\nThe Old Mill, Quay Road, Northern Arm, near the lighthouse\nPO Box 12\nHarbour Town",
        "- the first of all the items on this list, with some more words\n" * 5,
        "    for lane in lanes and roads and streets and paths and more:\n" * 5,
        "1. the first of all the items on this list, with some more words\n" * 5,
        "name   | the number of apples that were sold on market day   | 9\n" * 5,
        "> the first of all the lines of a mail that somebody quotes here\n" * 5,
        "The bridge was closed on Monday, the harbour master told us there.\n" * 6,  # one sentence a line
        "Rain\nand\nsnow\nfall",
        "Der Bürgermeister sagte am Montag, die Brücke bleibe geschlossen.\n" * 5,
        "El alcalde dijo el lunes que el puente seguiría cerrado por ahora.\n" * 5,
        "Le maire a dit lundi que le pont resterait fermé pour le moment.\n" * 5,
        "Il sindaco ha detto lunedì che il ponte sarebbe rimasto chiuso.\n" * 5,
        "Мэр сказал в понедельник, что мост пока что останется закрытым.\n" * 5,
        "Ο δήμαρχος είπε τη Δευτέρα ότι η γέφυρα θα μείνει κλειστή τώρα.\n" * 5,
        "قال رئيس البلدية يوم الاثنين إن الجسر سيبقى مغلقا في هذه الفترة.\n" * 5,
        "ראש העיר אמר ביום שני כי הגשר יישאר סגור לפי שעה עד סוף השבוע.\n" * 5,
        "Belediye başkanı pazartesi günü köprünün kapalı kalacağını anlattı.\n" * 5,
        "Starosta řekl v pondělí, že most zůstane prozatím ještě uzavřen.\n" * 5,
        "Burmistrz powiedział w poniedziałek, że most pozostanie zamknięty.\n" * 5,
        "市长星期一说大桥将继续关闭直到春天来临之前任何人都不得从桥上通过任何车辆也不得停靠在桥边的空地上等候\n" * 5,
        "市長は月曜日に橋は当面のあいだ閉鎖されたままになると述べたうえで住民に船を使うよう求め理解を得たいと話した\n"
        * 5,
        "นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่าสะพานจะยังคงปิดต่อไปจนกว่าจะมี\n" * 5,
    ],
)
def test_verse_lists_tables_code_addresses_and_sentences_stay(text):
    assert fixed(text, None) == text


def test_headlines_of_about_one_width_stay():
    text = (
        "Snow closes the northern bridge for the third week in a row\n"
        "Ferry owner asks council for a second boat before the winter\n"
        "Baker wins county prize with a loaf that nobody could lift\n"
        "School choir to sing at the opening of the new harbour hall\n"
        "Lighthouse keeper retires after forty years without a storm"
    )
    assert fixed(text) == text


VERSE = (
    "and the mill is quiet, and the water runs below it all night,\n"
    "and the miller sleeps above, and nobody counts the sacks now,\n"
    "and the crows sit down on the wheel, and the wheel is still,\n"
    "and the last light goes home over the meadow without a word,\n"
)
CHAT = (
    "alice: who has the key of the boat house, I need it this evening\n"
    "bob: it hangs on the nail behind the door of the office as ever\n"
    "carol: somebody took it yesterday and has not brought it back yet\n"
    "alice: then we have to ask the man who mows the lawn on Fridays,\n"
)


@pytest.mark.parametrize("text", [VERSE, CHAT], ids=["verse", "chat"])
def test_lines_that_end_where_they_should_are_not_joined(text):
    assert wrapping.propose(Draft(text), Words(text, lambda: "en")).edits == ()
