"""Reads HTML as a browser does, but strictly: every element closed, and nothing but what the page may hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TAGS = {
    "a",
    "article",
    "blockquote",
    "br",
    "button",
    "caption",
    "code",
    "details",
    "dialog",
    "div",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h2",
    "h3",
    "h4",
    "h5",
    "header",
    "hr",
    "img",
    "input",
    "label",
    "li",
    "mark",
    "ol",
    "option",
    "path",
    "p",
    "pre",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "summary",
    "svg",
    "circle",
    "table",
    "td",
    "textarea",
    "th",
    "time",
    "tr",
    "u",
    "ul",
}
ATTRIBUTES = {
    "accept",
    "alt",
    "autocomplete",
    "checked",
    "class",
    "d",
    "datetime",
    "disabled",
    "for",
    "hidden",
    "href",
    "id",
    "inputmode",
    "maxlength",
    "multiple",
    "name",
    "novalidate",
    "open",
    "placeholder",
    "popover",
    "rel",
    "role",
    "rows",
    "scope",
    "spellcheck",
    "src",
    "tabindex",
    "target",
    "title",
    "type",
    "value",
    "viewBox",
    "cx",
    "cy",
    "r",
}
VOID = {"br", "hr", "img", "input", "path", "circle"}
BLOCKS = TAGS - {
    "a",
    "br",
    "button",
    "code",
    "em",
    "label",
    "mark",
    "s",
    "small",
    "span",
    "strong",
    "time",
    "u",
    "input",
    "img",
}


class Odd(AssertionError):
    """The HTML holds something that the page never may."""


@dataclass
class Node:
    """An element."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text in it, with the attributes left out; line breaks where the page has them."""
        parts = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            else:
                parts.append("\n" if child.tag == "br" else child.text)
                if child.tag in BLOCKS:
                    parts.append("\n")
        return "".join(parts)

    def all(self, tag: str = "", **wanted: str) -> list[Node]:
        """The elements inside, of one tag and with these attributes (data_x is data-x, class_ one of the classes)."""
        found = []
        for child in self.children:
            if isinstance(child, str):
                continue
            names = {n.rstrip("_").replace("_", "-"): v for n, v in wanted.items()}
            fits = all(
                v in child.attributes.get(n, "").split() if n == "class" else child.attributes.get(n) == v
                for n, v in names.items()
            )
            if (not tag or child.tag == tag) and fits:
                found.append(child)
            found += child.all(tag, **wanted)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.way = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {t.lower() for t in TAGS}:
            raise Odd(f"<{tag}>")
        known = {a.lower() for a in ATTRIBUTES}
        given: dict[str, str] = {}
        for name, value in attrs:
            if not (name in known or name.startswith(("data-", "aria-"))):
                raise Odd(f"<{tag} {name}>")
            if name in given:
                raise Odd(f"<{tag} {name}> twice")
            if name in ("href", "src") and not (value or "").startswith(("/", "http://", "https://", "mailto:")):
                raise Odd(f"{name}={value}")
            given[name] = value or ""
        node = Node(tag, given)
        self.way[-1].children.append(node)
        if tag not in VOID:
            self.way.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.way[-1].tag != tag:
            raise Odd(f"</{tag}> in <{self.way[-1].tag}>")
        self.way.pop()

    def handle_data(self, data: str) -> None:
        self.way[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise Odd(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise Odd(f"a declaration: {decl}")

    def unknown_decl(self, data: str) -> None:
        raise Odd(f"a declaration: {data}")

    def handle_pi(self, data: str) -> None:
        raise Odd(f"an instruction: {data}")


def read_html(html: str) -> Node:
    """Read HTML; raises Odd for an unbalanced element, or a tag, attribute or address that the page may not hold."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.way != [reader.root]:
        raise Odd(f"<{reader.way[-1].tag}> is never closed")
    return reader.root
