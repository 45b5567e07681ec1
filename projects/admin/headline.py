"""What lists show of a project, in words, and how a save changes it."""

from functools import partial

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lib import edtf
from lib.numbers import bounded, money_short, number

LABELS = {
    "stage": _("stage"),
    "region": _("region"),
    "investment": _("investment"),
    "jobs": _("jobs"),
    "announced_on": _("announced on"),
    "commissioning_on": _("commissioning on"),
}


def investment_of(project):
    """The investment as it is seen, "> $420 million"; "" when not stated."""
    money = partial(money_short, currency=project.amount_currency)
    return bounded(None, project.amount_low, project.amount_high, project.amount_bound, money)


def jobs_of(project):
    return bounded(None, project.jobs_low, project.jobs_high, project.jobs_bound, number)


def headline_of(project):
    """The headline in words by part; "not stated" where nothing is. None is a project that is not there yet."""
    if project is None:
        return dict.fromkeys(LABELS, "")
    parts = {
        "stage": str(project.get_stage_display()) if project.stage else "",
        "region": str(project.region) if project.region else "",
        "investment": investment_of(project),
        "jobs": jobs_of(project),
        "announced_on": edtf.say(project.announced_on) if project.announced_on else "",
        "commissioning_on": edtf.say(project.commissioning_on) if project.commissioning_on else "",
    }
    return {name: said or gettext("not stated") for name, said in parts.items()}


def compared(before, after):
    """The rows of the table that shows two headlines."""
    return [
        {"label": label, "before": before[name], "after": after[name], "is_changed": before[name] != after[name]}
        for name, label in LABELS.items()
    ]


def changes_in_words(before, after):
    """What changed, as one line: "jobs: 1,500 → > 4,000"; "" when nothing did."""
    changed = [row for row in compared(before, after) if row["is_changed"] and row["before"]]
    return "; ".join(f"{row['label']}: {row['before']} → {row['after']}" for row in changed)
