"""The sentences of a project's story: one text of the catalogues for each attribute and sense.

So every language orders and inflects a sentence in its own way. What stands as %(place)s is filled in; what stands in
[brackets] leads to the claim that says it, so a translation needs them too.
"""

from django.utils.translation import gettext_lazy, ngettext_lazy

from lib.bounds import Bound

from ..attributes import Stage
from ..models import Missing, Modality

PLACED = {
    "": gettext_lazy("The stage of the project in %(place)s is not stated."),
    Stage.ANNOUNCED: gettext_lazy("The project in %(place)s [has been announced]."),
    Stage.AGREED: gettext_lazy("The project in %(place)s [has been agreed]."),
    Stage.PREPARING: gettext_lazy("The project in %(place)s [is being prepared]."),
    Stage.UNDER_WAY: gettext_lazy("The project in %(place)s [is under way]."),
    Stage.CONSTRUCTION: gettext_lazy("The project in %(place)s [is under construction]."),
    Stage.COMMISSIONING: gettext_lazy("The project in %(place)s [is being commissioned]."),
    Stage.OPERATING: gettext_lazy("The project in %(place)s [is in operation]."),
    Stage.SUSPENDED: gettext_lazy("The project in %(place)s [has been suspended]."),
    Stage.CANCELLED: gettext_lazy("The project in %(place)s [has been cancelled]."),
    Stage.CLOSED: gettext_lazy("The project in %(place)s [has been closed]."),
}
PLACELESS = {
    "": gettext_lazy("Neither the stage of the project nor its region is stated."),
    Stage.ANNOUNCED: gettext_lazy("The project [has been announced]; its region is not stated."),
    Stage.AGREED: gettext_lazy("The project [has been agreed]; its region is not stated."),
    Stage.PREPARING: gettext_lazy("The project [is being prepared]; its region is not stated."),
    Stage.UNDER_WAY: gettext_lazy("The project [is under way]; its region is not stated."),
    Stage.CONSTRUCTION: gettext_lazy("The project [is under construction]; its region is not stated."),
    Stage.COMMISSIONING: gettext_lazy("The project [is being commissioned]; its region is not stated."),
    Stage.OPERATING: gettext_lazy("The project [is in operation]; its region is not stated."),
    Stage.SUSPENDED: gettext_lazy("The project [has been suspended]; its region is not stated."),
    Stage.CANCELLED: gettext_lazy("The project [has been cancelled]; its region is not stated."),
    Stage.CLOSED: gettext_lazy("The project [has been closed]; its region is not stated."),
}
# A stage that a project is still to reach.
AHEAD_PLACED = gettext_lazy("The stage of the project in %(place)s is given as %(stage)s.")
AHEAD_PLACELESS = gettext_lazy("The stage of the project is given as %(stage)s; its region is not stated.")
INVESTMENT = {
    "": gettext_lazy("The investment is stated as %(amount)s."),
    Modality.ACTUAL: gettext_lazy("%(amount)s has been invested."),
    Modality.IN_PROGRESS: gettext_lazy("%(amount)s is being invested."),
    Modality.PLANNED: gettext_lazy("It is planned to invest %(amount)s."),
    Modality.EXPECTED: gettext_lazy("It is expected that %(amount)s will be invested."),
    Modality.AIMED: gettext_lazy("The aim is to invest %(amount)s."),
    Modality.AGREED: gettext_lazy("It is agreed to invest %(amount)s."),
}
JOBS = {
    "": ngettext_lazy("%(jobs)s is stated.", "%(jobs)s are stated.", "n"),
    Modality.ACTUAL: ngettext_lazy("%(jobs)s has been created.", "%(jobs)s have been created.", "n"),
    Modality.IN_PROGRESS: ngettext_lazy("%(jobs)s is being created.", "%(jobs)s are being created.", "n"),
    Modality.PLANNED: ngettext_lazy("%(jobs)s is planned.", "%(jobs)s are planned.", "n"),
    Modality.EXPECTED: ngettext_lazy("%(jobs)s is expected.", "%(jobs)s are expected.", "n"),
    Modality.AIMED: ngettext_lazy("%(jobs)s is aimed at.", "%(jobs)s are aimed at.", "n"),
    Modality.AGREED: ngettext_lazy("%(jobs)s is agreed.", "%(jobs)s are agreed.", "n"),
}
# A number of jobs with its bound, in the case in which a sentence of JOBS takes it.
COUNTED = {
    Bound.EXACT: ngettext_lazy("%(number)s job", "%(number)s jobs", "n"),
    Bound.ABOUT: ngettext_lazy("about %(number)s job", "about %(number)s jobs", "n"),
    Bound.MORE_THAN: ngettext_lazy("more than %(number)s job", "more than %(number)s jobs", "n"),
    Bound.AT_LEAST: ngettext_lazy("at least %(number)s job", "at least %(number)s jobs", "n"),
    Bound.UP_TO: ngettext_lazy("up to %(number)s job", "up to %(number)s jobs", "n"),
    Bound.LESS_THAN: ngettext_lazy("less than %(number)s job", "fewer than %(number)s jobs", "n"),
    Bound.RANGE: ngettext_lazy("%(low)s to %(high)s job", "%(low)s to %(high)s jobs", "n"),
}
CAPACITY = {
    "": gettext_lazy("The stated capacity is %(capacity)s."),
    Modality.ACTUAL: gettext_lazy("The actual capacity is %(capacity)s."),
    Modality.IN_PROGRESS: gettext_lazy("The capacity being built is %(capacity)s."),
    Modality.PLANNED: gettext_lazy("The planned capacity is %(capacity)s."),
    Modality.EXPECTED: gettext_lazy("The expected capacity is %(capacity)s."),
    Modality.AIMED: gettext_lazy("The capacity aimed at is %(capacity)s."),
    Modality.AGREED: gettext_lazy("The agreed capacity is %(capacity)s."),
}
CAPACITY_OF_PART = {
    "": gettext_lazy("The stated capacity of “%(facility)s” is %(capacity)s."),
    Modality.ACTUAL: gettext_lazy("The actual capacity of “%(facility)s” is %(capacity)s."),
    Modality.IN_PROGRESS: gettext_lazy("The capacity being built for “%(facility)s” is %(capacity)s."),
    Modality.PLANNED: gettext_lazy("The planned capacity of “%(facility)s” is %(capacity)s."),
    Modality.EXPECTED: gettext_lazy("The expected capacity of “%(facility)s” is %(capacity)s."),
    Modality.AIMED: gettext_lazy("The capacity aimed at for “%(facility)s” is %(capacity)s."),
    Modality.AGREED: gettext_lazy("The agreed capacity of “%(facility)s” is %(capacity)s."),
}
COMMISSIONING = {
    "": gettext_lazy("The stated date of commissioning is %(date)s."),
    Modality.ACTUAL: gettext_lazy("The actual date of commissioning is %(date)s."),
    Modality.IN_PROGRESS: gettext_lazy("It is being commissioned; the date is %(date)s."),
    Modality.PLANNED: gettext_lazy("The planned date of commissioning is %(date)s."),
    Modality.EXPECTED: gettext_lazy("The expected date of commissioning is %(date)s."),
    Modality.AIMED: gettext_lazy("The date of commissioning aimed at is %(date)s."),
    Modality.AGREED: gettext_lazy("The agreed date of commissioning is %(date)s."),
}
SILENT = {
    Missing.NOT_STATED: gettext_lazy("Not stated: %(attributes)s."),
    Missing.UNCLEAR: gettext_lazy("Printed, but unclear: %(attributes)s."),
    Missing.SEARCHED_NOT_FOUND: gettext_lazy("Searched for and not found: %(attributes)s."),
    Missing.WITHHELD: gettext_lazy("Withheld: %(attributes)s."),
    Missing.NOT_APPLICABLE: gettext_lazy("Not applicable: %(attributes)s."),
}
# Names of attributes that read better in a sentence than beside a figure.
NAMES = {"commissioning_on": gettext_lazy("date of commissioning")}
