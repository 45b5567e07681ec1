"""Adding and correcting a claim in the form of its project."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lib.texts import composed
from sources.admin_rows import CitedForm, CitedFormSet, marked
from sources.models import Source

from ..models import DoubtCode
from .typed_values import read_typed, show_typed

START = re.compile(r"[0-9]{1,9}")

DOUBTS = [("", "---------"), *DoubtCode.choices]
SHOWN_DOUBTS = 2


def number_input(label):
    return forms.CharField(
        label=label, max_length=60, required=False, widget=forms.TextInput(attrs={"size": 16, "autocomplete": "off"})
    )


class ClaimForm(CitedForm):
    """A claim as it is typed: the value into one input, whatever the attribute."""

    value = forms.CharField(
        label=_("value"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"size": 28, "autocomplete": "off", "data-claim-value": ""}),
        help_text=_("420 000 000, 2.5, a stage, a place by name or code, a date as 2025-06."),
    )
    low = number_input(_("from"))
    high = number_input(_("to"))
    doubt_1 = forms.ChoiceField(label=_("doubt"), choices=DOUBTS, required=False)
    doubt_note_1 = forms.CharField(label=_("note on the doubt"), max_length=500, required=False)
    doubt_2 = forms.ChoiceField(label=_("second doubt"), choices=DOUBTS, required=False)
    doubt_note_2 = forms.CharField(label=_("note on it"), max_length=500, required=False)

    needs_source = True
    COLUMNS = (
        *("attribute", "facility", "currency", "unit", "per", "bound", "modality", "basis", "for_date", "as_printed"),
        *("missing", "rank", "reason", "said_on"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["exact"].help_text = _("If more than what is printed above; blank: just that.")

    def show_row(self):
        super().show_row()
        self.initial |= show_typed(self.instance)
        for number, doubt in enumerate(self.doubts_of_row()[:SHOWN_DOUBTS], start=1):
            self.initial |= {f"doubt_{number}": doubt["code"], f"doubt_note_{number}": doubt["note"]}

    def doubts_of_row(self):
        return [{"code": doubt.code, "note": doubt.note} for doubt in self.instance.doubts.all()]

    def clean(self):
        cleaned = super().clean()
        self.carried = {}
        if "attribute" not in cleaned:
            return cleaned
        texts = {name: cleaned.get(name, "") for name in ("value", "low", "high")}
        if not cleaned.get("missing"):
            try:
                self.carried = read_typed(cleaned["attribute"], texts, cleaned.get("bound", ""))
            except ValidationError as error:
                self.add_error(None, error)
        elif any(texts.values()):
            message = _("A claim has a value or a reason why it has none, not both.")
            self.add_error("missing", ValidationError(message, code="two_values"))
        return cleaned

    def cited_words(self):
        """Those as printed, unless there are more."""
        return super().cited_words() or self.cleaned_data["as_printed"]

    def doubts(self):
        """The doubts as typed, and those of the row that the form does not show."""
        typed = [
            {"code": code, "note": self.cleaned_data[f"doubt_note_{number}"]}
            for number in range(1, SHOWN_DOUBTS + 1)
            if (code := self.cleaned_data[f"doubt_{number}"])
        ]
        return typed + (self.doubts_of_row()[SHOWN_DOUBTS:] if self.is_stored else [])

    def row_values(self):
        columns = {name: self.cleaned_data[name] for name in self.COLUMNS}
        return columns | self.carried | {"doubts": self.doubts(), "citation": self.citation()}


def claim_of(asked):
    """A claim to be filled in from words of a source, which an address names by cited, exact, start and locator."""
    source = Source.objects.filter(slug=asked.get("cited", "").replace("\0", "")).first()
    if source is None:
        return None
    words, start = composed(asked.get("exact", "")), asked.get("start", "")
    place = int(start) if START.fullmatch(start) else None
    shown = {"source": source.pk, "locator": asked.get("locator", ""), "as_printed": words}
    return shown | {"marked": marked(source.pk, place, words)}


class ClaimFormSet(CitedFormSet):
    ERROR_FIELDS = CitedFormSet.ERROR_FIELDS | {
        **dict.fromkeys(("amount", "quantity", "code", "region", "date"), "value"),
        **dict.fromkeys(("amount_low", "quantity_low"), "low"),
        **dict.fromkeys(("amount_high", "quantity_high"), "high"),
        "doubts": "doubt_1",
    }
