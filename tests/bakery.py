"""Pages of our own as rows with their article: some of the sites name their teasers, all of them link them."""

import json

THINGS = ("bread", "rolls", "cakes", "rye", "pies", "buns", "tarts", "rusks")


def article(site, number):
    thing, other = THINGS[number % 8], THINGS[(number + site) % 8]
    return [
        f"The baker of village {site} sold {number + 3} baskets of {thing} on Monday, and the queue was long.",
        f"On Tuesday the {other} came out of the oven at five, and {number + 11} guests had asked for them by noon.",
        f"Whoever came after {number % 9 + 1} in the afternoon went home with an empty bag, as the neighbours told us.",
    ]


def row(site, number, **more):
    body = "".join(f"<p>{line}</p>" for line in article(site, number))
    teasers = "".join(
        f'<li><a href="/{at}">More {THINGS[(number + at) % 8]} of village {site}</a></li>' for at in range(4)
    )
    html = (
        f"<html><head><title>Village {site}, day {number}</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Village {site}, day {number}</h1>{body}<ul class='related-links'>{teasers}</ul></article></body>"
    )
    gold = "\n".join(article(site, number))
    return {"id": f"{site}-{number}", "domain": f"village{site}.example", "html": html, "gold": gold, **more}


def rows(sites=6, pages=6):
    return "".join(json.dumps(row(site, number)) + "\n" for site in range(sites) for number in range(pages))
