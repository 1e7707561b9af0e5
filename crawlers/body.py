"""Where a page's article stands: the element that holds the most sentences and the least furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from crawlers.boilerplate import is_boilerplate, is_quote, trim
from crawlers.elsewhere import Surroundings, look_around
from crawlers.head import squeeze
from crawlers.render import Run, attributes, class_words, runs, select, text_of

#: Containers that Chinese content systems and press wires use for nothing but the article's body.
KNOWN = (
    "#js_content", "#artibody", "#article_content.article-content", "#ContentBody", "div.detail-content",
    "div.TRS_Editor", "div.TRS_UEDITOR", "div.trs_editor_view", "div.rm_txt_con", "#rwb_zw", "#p-detail",
    "div.post_body", "#endText", "article.article#mp-editor", "#mp-editor", "div.rich_media_content",
    "div.content-article", "#Cnt-Main-Article-QQ", "div.artical_real", "#artical_real", "div.index_text_D0U1y",
    "#main_content", "div.left_zw", "#text_area", "#chan_newsDetail", "#content_area", "#contentText",
    "div.article-con", "div.main_content", "div.txtContent", "div.g-articl-text", "#multi-text", ".multiText",
    "div.xx_boxsing", "section.release-body", "#dvContent", "#main-body-container", "div.xq_con", "div.myart",
    "div.newsContent", "#zoom", "#Zoom", "div.news_txt", "div.bg-content", "article.cont_article section",
    "div.news-content", "div.news-body-content", "article.article-with-html", "div.articleDetailContent",
    "div.article_html", "div.composs-main-content", "#bw-release-story", "[itemprop=articleBody]",
    "div.elementor-widget-theme-post-content",
)  # fmt: skip

_SUMMARY = frozenset(("summary", "zhaiyao", "excerpt", "standfirst", "daodu"))
_NOISE = frozenset((
    "share", "shares", "sharebar", "bdshare", "related", "relate", "relatednews", "recommend", "recommends",
    "recommended", "comment", "comments", "commentbox", "ad", "ads", "adv", "advert", "advertisement", "gg",
    "guanggao", "qrcode", "qr", "ewm", "erweima", "footer", "foot", "bottomnav", "nav", "navbar", "menu",
    "breadcrumb", "breadcrumbs", "crumb", "crumbs", "sidebar", "aside", "toolbar", "copyright", "copyrights",
    "disclaimer", "statement", "shengming", "zeren", "pagination", "pager", "hot", "hotnews", "rank", "ranking",
    "subscribe", "login", "download", "appdownload", "topbar", "header", "author", "tag", "tags",
    "keywords", "mz", "prevnext", "prenext", "pages", "nextpage", "zan", "like", "digg", "tool", "tools", "widget",
    "popup", "modal", "toast", "dialog", "cookie", "newsletter", "social", "sns", "follow",
    "promo", "promos", "cta", "signup", "banner", "recirc", "caption", *_SUMMARY, "video", "player",
    "legal", "tuijian", "xiangguan", "pinglun", "remen", "paihang", "fenxiang", "trending", "sponsor", "sponsored", "taboola", "outbrain",
))  # fmt: skip
#: What is written below a picture has a name of these two kinds.
_PICTURE = frozenset(("img", "image", "pic", "photo", "picture"))
_CAPTION = frozenset(("desc", "descr", "description", "caption", "note", "info", "alt", "title"))
_PUNCTUATED = re.compile(r"[，。！？；：、“”（）]|[,.;:!?](?:\s|$)")
_LIMIT = 15


@dataclass(frozen=True)
class Body:
    """The article's lines, the element they were read from and how (``css``, ``density``)."""

    lines: tuple[str, ...]
    element: etree._Element
    how: str

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def select_body(tree: etree._Element, css: str, remove: tuple[str, ...] = (), title: str = "") -> Body | None:
    """The body at a declared selector (all matches in order) without the parts in ``remove``; None: absent."""
    found = list(dict.fromkeys(element for one in css.split("|") for element in select(tree, one.strip())))[:50]
    inside = set(found)
    outer = [element for element in found if not any(above in inside for above in element.iterancestors())]
    if not outer:
        return None
    away = frozenset(element for one in remove for element in select(tree, one))
    lines = [
        run.text
        for element in outer
        for run in runs(element, away | _furniture(element, Surroundings()))
        if _is_told(run)
    ]
    return Body(tuple(trim(lines, title)), outer[0], "css")


def find_body(tree: etree._Element, page: list[Run], title: str = "") -> Body | None:
    """The body of a page (whose runs are ``page``) that nobody declared: a known container, else the densest element.

    None where there is no text. A known container that holds but a piece of what the densest holds is not believed.
    """
    around = look_around(page, title)
    element = _densest(page, around, squeeze(title))
    dense = None if element is None else _read(element, title, "density", around)
    for css in _known_here(tree):
        found = select(tree, css)
        if len(found) == 1 and (body := _read(found[0], title, css, around)) and len(body.text) >= 40:
            return body if dense is None or len(body.text) > 0.3 * len(dense.text) else dense
    return dense


def _known_here(tree: etree._Element) -> list[str]:
    """The known containers whose class and id occur on the page at all: one walk is cheaper than fifty selectors."""
    words = {word for value in attributes(tree, "class", "id", "itemprop") for word in value.split()}
    return [css for css, needed in _NEEDED if needed <= words]


_NEEDED = tuple((css, frozenset(re.findall(r"[.#=]([\w-]+)", css))) for css in KNOWN)


def _read(element: etree._Element, title: str, how: str, around: Surroundings) -> Body | None:
    away = _furniture(element, around)
    lines = trim([run.text for run in runs(element, away) if _is_told(run)], title)
    return Body(tuple(lines), element, how) if lines else None


def _furniture(element: etree._Element, around: Surroundings) -> frozenset[etree._Element]:
    """What stands inside a body and is not of it: other news, and small elements whose names say so."""
    total = len(text_of(element)) or 1
    return frozenset(
        inner
        for inner in element.iterdescendants()
        if isinstance(inner.tag, str)
        and (inner not in around.own or _is_summary(inner))
        and ((inner in around.other and inner.tag != "p") or (_is_noise(inner) and len(text_of(inner)) < 0.3 * total))
    )


def _is_told(run: Run) -> bool:
    """Whether a line is one of the text: no share's price, and no link as a whole unless that is a sentence."""
    if not run.cell and is_quote(run.text):
        return False
    if run.linked <= 0.6 * len(run.text):
        return True
    whole = run.linked > 0.9 * len(run.text)
    return (re.search(r"[。！？.”]$", run.text) if whole else _PUNCTUATED.search(run.text)) is not None


def _densest(page: list[Run], around: Surroundings, title: str) -> etree._Element | None:
    scores: dict[etree._Element, float] = {}
    noisy: dict[etree._Element, bool] = {}
    told: set[str] = set()
    for run in page:
        # A title with a comma in it is no sentence of the text, so that its box is no better than the text's.
        weight = -0.5 * len(title) if title and squeeze(run.text) == title else _weight(run)
        if weight > _LIMIT:
            # A second copy for small screens must not make one body of both.
            if run.text in told:
                continue
            told.add(run.text)
        if not weight:
            continue
        for element in (run.block, *run.block.iterancestors()):
            if weight > 0:
                if element not in noisy:
                    noisy[element] = element not in around.own and (element in around.other or _is_noise(element))
                if noisy[element]:
                    # Sentences inside a comment box or a side bar are nobody's article, above all not the page's.
                    weight = -0.5 * weight
            scores[element] = scores.get(element, 0.0) + weight
    if not scores:
        return None
    # Of equals the deepest: it was entered first.
    best = max(scores.items(), key=lambda pair: pair[1])
    return best[0] if best[1] > 0 else None


def _weight(run: Run) -> float:
    length = len(run.text)
    if run.linked > 0.5 * length or is_boilerplate(run.text):
        return -1.0 * length
    if run.cell and length < 40:
        return 0.0
    if length >= _LIMIT and _PUNCTUATED.search(run.text):
        return float(length)
    if run.block.tag in ("p", "h2", "h3", "h4", "li", "blockquote"):
        return 0.2 * length if run.block.tag == "p" and not run.linked else 0.0
    return -0.5 * length


def _is_summary(element: etree._Element) -> bool:
    """Whether an element says that it sums the text up: it may hold the page's first sentence and is still not of it."""
    return bool(class_words(element.get("class") or "") & _SUMMARY)


def _is_noise(element: etree._Element) -> bool:
    if element.tag in ("nav", "aside", "footer"):
        return True
    if element.tag == "figure":
        return element.find(".//table") is None
    if element.tag in ("body", "html", "main") or (
        element.tag == "article" and next(element.iterancestors("article"), None) is None
    ):
        return False
    words = class_words(f"{element.get('class') or ''} {element.get('id') or ''}")
    if words & _PICTURE and words & _CAPTION:
        return True
    return bool(words & _NOISE) and not words & {"content", "article", "body", "main", "text", "detail", "trs", "rich"}
