"""What the class words and ids of an HTML page say: many words, few kinds."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["KINDS", "WORD_KINDS", "kinds_in", "kinds_of"]

# Words that many sites use in class names and ids, by what they name. Chosen by meaning, none from one site's own
# vocabulary; a word may stand in two kinds. Which kinds tell anything is for the model to learn.
KINDS: dict[str, str] = {
    "ad": """
        ad ads advert adverts advertisement advertising adslot adunit adbox adsense dfp gpt sponsor
        sponsored sponsors partner taboola outbrain revcontent commercial werbung anzeige publicidad pub
        banner mpu leaderboard promoted affiliate
    """,
    "share": """
        share sharing shares sharebar social socials facebook twitter whatsapp linkedin pinterest addthis
        sharethis follow tweet sns bookmark
    """,
    "related": """
        related relacionadas relacionados recirc recirculation recommended recommendations recommend more
        morefrom similar trending popular teaser teasers promo promos latest mostread most also readmore
        seealso onward onwards further suggested alsolike read next carousel slider
    """,
    "letter": """
        newsletter newsletters subscribe subscription subscriptions signup sign optin mailchimp paywall
        regwall piano membership donate donation support cta register login
    """,
    "comment": """
        comment comments commentlist commenting disqus respond reply replies discussion kommentar kommentare
        comentarios livefyre coral viafoura
    """,
    "byline": """
        byline bylines author authors autor autoren writer contributor contributors bio biography profile
        reporter journalist by vcard creator
    """,
    "date": """
        date dates time timestamp published pubdate updated modified dateline datetime posted datum fecha
        publish publication
    """,
    "meta": """
        meta metadata details info information postmeta entrymeta
    """,
    "topic": """
        tag tags topic topics keyword keywords category categories cat label labels taxonomy kicker eyebrow
        rubrik
    """,
    "caption": """
        caption captions figcaption figure credit credits image images img photo photos picture pic media
        gallery slideshow legend bildunterschrift thumbnail thumb lightbox video player
    """,
    "nav": """
        nav navigation navbar menu submenu megamenu topbar masthead toolbar breadcrumb breadcrumbs crumbs
        pagination pager prev previous skip tabs tab toc contents hamburger drawer offcanvas dropdown
    """,
    "footer": """
        footer foot bottom colophon copyright legal disclaimer terms privacy cookie cookies consent gdpr
        onetrust policy imprint
    """,
    "side": """
        sidebar side aside rail widget widgets module secondary complementary sticky
    """,
    "body": """
        body content text story article articlebody post entry main paragraph paragraphs copy prose richtext
        rich rte storybody maincontent wysiwyg markdown page blog single detail
    """,
    "title": """
        title headline heading hed header headlines titel
    """,
    "dek": """
        dek subtitle subhead subheadline standfirst summary excerpt intro lead lede deck abstract
        description sell strapline blurb highlights keypoints takeaways
    """,
    "quote": """
        quote quotes pullquote blockquote pull cite quotation epigraph
    """,
    "list": """
        list lists items item grid cards card tile tiles feed collection
    """,
    "embed": """
        embed embedded oembed instagram iframe infobox factbox box callout inset infographic interactive
    """,
    "hidden": """
        hidden hide visually invisible offscreen noprint modal popup overlay tooltip dialog
    """,
    "product": """
        product products price prices buy shop cart store review rating ratings stars specs deal deals
    """,
    "faq": """
        faq faqs accordion question answer collapse
    """,
    "table": """
        table tables row cell
    """,
    "note": """
        correction corrections editor note notes disclosure footnote footnotes reference references citation
        tagline source sources endnote
    """,
    "contact": """
        event events contact address location phone form input search job jobs
    """,
}
WORD_KINDS: dict[str, frozenset[str]] = {}
for _kind, _words in KINDS.items():
    for _word in _words.split():
        WORD_KINDS[_word] = WORD_KINDS.get(_word, frozenset()) | {_kind}

_BETWEEN = re.compile(r"[^A-Za-z]+|(?<=[a-z])(?=[A-Z])")
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=16_384)
def kinds_in(attribute: str) -> frozenset[str]:
    """The kinds of the known words in a class attribute or an id, split at ``-``, ``_``, digits and camelCase.

    >>> sorted(kinds_in("c-articleBody__imageCaption"))
    ['body', 'caption']
    >>> kinds_in("css-1yve47b")
    frozenset()
    """
    found = _NONE
    for word in _BETWEEN.split(attribute):
        found |= WORD_KINDS.get(word.lower(), _NONE)
    return found


@lru_cache(maxsize=16_384)
def kinds_of(kinds: frozenset[str]) -> tuple[str, ...]:
    """``kinds`` in the alphabet's order: sets have none that is the same in every run."""
    return tuple(sorted(kinds))
