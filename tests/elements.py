"""How tests read a page: its text, its links and what its elements say, without a browser."""

from html.parser import HTMLParser

VOID = {"input", "link", "meta", "br", "hr", "base", "img", "path", "circle"}


class Element:
    """An element of a page; `text` is all text inside it with single blanks."""

    def __init__(self, tag, attributes, parent=None):
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.parts = []

    def __getitem__(self, name):
        return self.attributes[name]

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    @property
    def classes(self):
        return (self.get("class") or "").split()

    @property
    def text(self):
        """What stands there to read, white space made one; the word joiner before a mark is none."""
        text = " ".join(part if isinstance(part, str) else part.text for part in self.parts)
        return " ".join(text.replace("\u2060", "").split())

    def all(self, tag="", **attributes):
        """All elements below of this tag; `class_` and other attributes narrow them."""
        wanted_class = attributes.pop("class_", None)
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                fits = (not tag or part.tag == tag) and (wanted_class is None or wanted_class in part.classes)
                if fits and all(part.get(name.replace("_", "-")) == value for name, value in attributes.items()):
                    found.append(part)
                found += part.all(tag, **({"class_": wanted_class} if wanted_class else {}), **attributes)
        return found

    def one(self, tag="", **attributes):
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def links(self):
        """The addresses of all links, by their text."""
        return {link.text: link["href"] for link in self.all("a") if link.get("href")}

    def facts(self):
        """What stands beside each term of the lists of facts."""
        return {
            row.one("dt").text: row.one("dd") for row in self.all("div") if row.all("dt") and len(row.all("dt")) == 1
        }


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.at = self.root = Element("", {})

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), self.at)
        self.at.parts.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.parts.append(Element(tag, dict(attrs), self.at))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.at.tag == tag, f"<{self.at.tag}> is closed by </{tag}>"
            self.at = self.at.parent

    def handle_data(self, data):
        self.at.parts.append(data)


def read(response, status=200):
    """The page of a response; fails where its elements are not nested as they should be."""
    assert response.status_code == status, response.content[:2000]
    reader = Reader()
    reader.feed(response.content.decode())
    assert reader.at is reader.root
    return reader.root


def project_names(page):
    return [link.text for link in page.all("a", class_="project-name")]
