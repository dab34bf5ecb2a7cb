import pytest

from cleaner.model import Draft
from cleaner.stages.repair import confusables
from cleaner.stages.repair.words import Words


def fixed(text, language):
    draft = Draft(text)
    if not confusables.suspects(draft):
        return text
    return draft.apply(confusables.propose(draft, Words(text, lambda: language)).edits).text


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("Gоvernment offiсials met in Mosсow.", "en", "Government officials met in Moscow."),
        ("ΤHE minister spoke.", "en", "THE minister spoke."),
        ("Die Straβe war gesperrt.", "de", "Die Straße war gesperrt."),
        ("Le présidеnt est arrivé.", "fr", "Le président est arrivé."),
        ("Прaвительство Mосквы", "ru", "Правительство Москвы"),
        ("Встреча c министром прошла вчера.", "ru", "Встреча с министром прошла вчера."),
        ("Украïна та Киïв", "uk", "Україна та Київ"),
        ("Η κυβέρνηση της Aθήνας", "el", "Η κυβέρνηση της Αθήνας"),
        ("η οικονοµία της χώρας", "el", "η οικονομία της χώρας"),
        ("Компания Gоogle ответила.", "ru", "Компания Google ответила."),
        ("The firm Zorvax said. Later Zоrvax denied it.", "en", "The firm Zorvax said. Later Zorvax denied it."),
        ("The rules of Zоrvac hold.", None, "The rules of Zоrvac hold."),  # no evidence
    ],
)
def test_letters_of_another_script_are_set_right_where_the_word_is_known(text, language, meant):
    assert fixed(text, language) == meant
    assert fixed(meant, language) == meant


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The α-particle, the β-blocker and a 5 µm gap at 10 Ω.", "en"),
        ("The flow is ρAv, with ΔT and μTorrent beside it.", "en"),
        ("The Russian word «сор» means litter; «рот» is a mouth.", "en"),
        ("Moscow (Москва) and Kyiv (Київ) signed; the jersey read СССР.", "en"),
        ("Москва, рот, сор, нос, мост и вор.", "ru"),
        ("Вышел BMW X5, рядом стоял HP с ОС Android и Т-34.", "ru"),
        ("Функция f и точка c лежат на кривой b.", "ru"),
        ("Витамин C и витамин A полезны.", "ru"),
        ("Україна, Європа, її міста і села.", "uk"),
        ("България и София, София и Пловдив.", "bg"),
        ("Београд, Ниш и Нови Сад; Ђоковић.", "sr"),
        ("Η Ελλάδα και το ΝΑΤΟ, ο ΟΗΕ και η BBC.", "el"),
        ("Ο Νίκος πήγε στο bar με το iPhone.", "el"),
        ("Հայաստանի Հանրապետություն, օր և տուն։", "hy"),
        ("Ⲁⲛⲟⲕ ⲡⲉ ⲡⲟⲩⲟⲉⲓⲛ ⲙⲡⲕⲟⲥⲙⲟⲥ", None),
        ("Қазақстан Республикасы, Әлем және Өзен", "kk"),
        ("Монгол Улсын Их Хурал, Үндсэн хууль", "mn"),
        ("Bakı şəhərində iclas keçirildi.", "az"),
        ("Die Straße und der Maßstab", "de"),
        ("Đà Nẵng và Huế, Việt Nam", "vi"),
        ("東京でNATOの会議、AAA級とBBB級", "ja"),
        ("x² + y² = r², ½ und №5", "de"),
        ("ρτ.τ", None),
        ("AlloΓ", "en"),
        ("الأسعار USD 5 في Москва", "ar"),
        ("Сбер и Tinkoff, Яндекс.Go, 1С:Предприятие, МТС Live", "ru"),
    ],
)
def test_words_of_every_script_brands_and_signs_stay(text, language):
    assert fixed(text, language) == text


def test_a_word_wholly_of_another_script_needs_the_document_for_a_witness():
    alone = "They sat in the сосоа bar."
    assert fixed(alone, "en") == alone
    assert fixed(alone + " All drank cocoa there.", "en") == "They sat in the cocoa bar. All drank cocoa there."
