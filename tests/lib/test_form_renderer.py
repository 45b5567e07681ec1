import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from lib.form_renderer import LightRenderer

CHOICES = [("", "-"), ("a", "A <b>"), ("Group & co", [("b", "B"), (3, "C")])]


class Sample(forms.Form):
    text = forms.CharField(
        label="A <label>", max_length=5, widget=forms.TextInput(attrs={"data-x": '"<', "required": True})
    )
    number = forms.IntegerField(required=False)
    when = forms.DateField(required=False)
    url = forms.URLField(required=False, assume_scheme="https")
    hidden = forms.CharField(widget=forms.HiddenInput, initial="1 & 2")
    tick = forms.BooleanField(required=False)
    area = forms.CharField(widget=forms.Textarea, required=False)
    one = forms.ChoiceField(choices=CHOICES, required=False)
    many = forms.MultipleChoiceField(choices=CHOICES, required=False)
    radio = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, required=False)


def drawn(renderer, data, name):
    form = Sample(data, renderer=renderer(), initial={"one": "b", "tick": True, "area": "\n<x>"})
    field = form[name]
    return [" ".join(str(part).split()) for part in (field, field.label_tag(), field.errors, form.non_field_errors())]


@pytest.mark.parametrize("name", list(Sample.base_fields))
@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {
            "text": 'too long "<&',
            "number": "x",
            "when": "y",
            "one": "3",
            "many": ["a", "3"],
            "tick": "on",
            "area": "<&\n",
        },
    ],
)
def test_all_is_drawn_as_django_draws_it(name, data):
    assert drawn(LightRenderer, data, name) == drawn(DjangoTemplates, data, name)


def test_a_text_area_keeps_a_line_end_at_its_start():
    form = Sample(initial={"area": "\nfirst"}, renderer=LightRenderer())

    assert "\n\nfirst</textarea>" in str(form["area"])
