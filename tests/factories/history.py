from history.models import Change
from history.services import revision


def make_change(slug="a", *, before=None, after=None, record_type="project", user=None, why=""):
    """Keep one change by the one way there is; answer it with its revision and user."""
    with revision(user=user, why=why) as rev:
        rev.change(record_type, slug, before=before, after=after)
    return Change.objects.with_revision().get(revision=rev.kept)
