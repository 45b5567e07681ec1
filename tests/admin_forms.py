"""Forms of the admin as a browser without scripts sends them."""

from html.parser import HTMLParser

from django.urls import reverse


class FormParser(HTMLParser):
    """Collects what the page's record form would send: `values` by name."""

    def __init__(self):
        super().__init__()
        self.values, self.inside, self.select, self.area = {}, False, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("id", "").endswith("_form") and given["id"] != "logout-form":
            self.inside = True
        name = given.get("name")
        if not self.inside or tag == "form":
            return
        if tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.values[name] = given.get("value", "on" if given.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self.area, self.values[name] = name, ""
        elif tag == "select":
            self.select, self.values[name] = name, None
        elif tag == "option" and self.select and (self.values[self.select] is None or "selected" in given):
            self.values[self.select] = given.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.values[self.select] = self.values[self.select] or ""
            self.select = None
        elif tag == "textarea":
            # A browser drops the line end right behind the tag and sends line ends as two characters.
            self.values[self.area] = self.values[self.area].removeprefix("\n").replace("\n", "\r\n")
            self.area = None

    def handle_data(self, text):
        if self.area:
            self.values[self.area] += text


def values_of(answer):
    """What the form on this page would send as it stands."""
    parser = FormParser()
    parser.feed(answer.content.decode())
    return parser.values


def address(record):
    """Where a record, or (for a model) a new one, is edited."""
    opts = record._meta
    if isinstance(record, type):
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_add")
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])


def opened(client, record):
    """The form of a record (or model) as it is opened: what it would send."""
    return values_of(client.get(address(record)))


def save(client, record, changes, *, form=None, button="_continue"):
    """Send a record's form with these changes; answers the page that comes back."""
    sent = (opened(client, record) if form is None else form) | changes
    return client.post(
        address(record), {name: value for name, value in sent.items() if value is not None} | {button: "x"}
    )


def problems(answer):
    """What the page finds wrong: {"title_en": [...], "claims-0-value": [...]}; empty when all was saved."""
    if answer.status_code == 302:
        return {}
    context = answer.context
    found = {name: list(errors) for name, errors in context["adminform"].form.errors.items()}
    for inline in context["inline_admin_formsets"]:
        if errors := inline.formset.non_form_errors():
            found[inline.formset.prefix] = list(errors)
        for form in inline.formset.forms:
            found |= {f"{form.prefix}-{name}": list(errors) for name, errors in form.errors.items()}
    return found
