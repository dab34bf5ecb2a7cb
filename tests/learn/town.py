"""A site of our own: articles whose sentences stand once, in a page whose furniture stands everywhere."""

from cleaner.model import Document

PLACES = ("harbour", "museum", "railway", "library", "bakery", "theatre", "orchard", "quarry", "lighthouse", "market")
EVENTS = ("reopens", "floods", "moves", "closes", "expands", "burns", "turns sixty", "wins a prize")
FIRST = ("Wil", "Ber", "Os", "Hil", "Ro", "Mar", "El", "Ger", "Ed", "Con")
LAST = ("helmina", "trandis", "wynnet", "dabrand", "landine", "tinique", "frieda", "hardine", "mundine", "stanza")
MONTHS = ("January", "March", "May", "July", "October")
DISCLAIMER = "The Mill Lane Gazette is printed by its readers, and every one of them may vote on what it prints next."
QUOTE = "“Nobody who was there that night will ever forget the sound of the bells,” the warden said at the hearing."


def keeper(number):
    return f"{FIRST[number % 10]}{LAST[number // 10 % 10]}"


def headline(number):
    return f"{keeper(number)} speaks as the {PLACES[number % 10]} {EVENTS[number % 8]}"


def story(number):
    """Paragraphs that stand on this page alone."""
    name, place, event = keeper(number), PLACES[number % 10], EVENTS[number % 8]
    return [
        f"The old {place} {event}, and {name}, who keeps it, told {number + 3} guests on Monday what that means.",
        f"“I am {number + 30} years old and I have never seen such a thing,” {name} said to a full room on that day.",
        f"Nobody knows yet what the {place} will cost, but {name} has {number + 100} stories about it, and one cat.",
        f"The council of the parish will hear {name} on the {number}th floor of the town hall, its clerk said.",
    ]


def page(number, *extra, site="mill-lane.example"):
    """One page: furniture before, story, furniture after. ``extra`` lines stand in the middle of the story."""
    first, second, *rest = story(number)
    lines = [
        "Mill Lane Gazette",
        "Parish and people",
        f"{number % 28 + 1} {MONTHS[number % 5]} {2001 + number % 9}",
        headline(number),
        f"{number} villagers have read this",
        first,
        second,
        *extra,
        *rest,
        "",
        "Ring the bell for more",
        headline(number + 1),
        DISCLAIMER,
    ]
    return Document("\n".join(lines) + "\n", id=f"{number:03}.txt", site=site)
