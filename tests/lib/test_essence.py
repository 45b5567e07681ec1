from lib.essence import essence
from projects.serializers import ProjectSerializer


def of_project(**document):
    return essence(ProjectSerializer(context={"document": True}), document)


def test_only_what_can_be_written_is_left():
    document = {
        "slug": "a",
        "title": "A",
        "titles": {"en": "A"},
        "stage": "announced",
        "investment": {"value": 20},
        "location": {"lat": 1.5, "lon": 2.5, "precision": "exact"},
        "since_removed": 1,
    }

    assert of_project(**document) == {
        "slug": "a",
        "titles": {"en": "A"},
        "location": {"lat": 1.5, "lon": 2.5, "precision": "exact"},
    }


def test_a_row_says_the_same_whatever_names_it_and_others_are_called():
    investor = {"slug": "tbea", "name": "TBEA", "country": "CN", "country_basis": "stated"}
    row = {"uid": "1", "investor": investor, "role": "lender", "citation": None}

    assert of_project(participations=[row])["participations"] == [
        {"investor": "tbea", "role": "lender", "citation": None}
    ]


def test_lists_of_rows_are_equal_in_any_order():
    rows = [{"uid": "1", "code": "KZ"}, {"uid": "2", "code": "CN"}]

    assert of_project(markets=rows) == of_project(markets=rows[::-1])


def test_nested_rows_lose_their_order_too_but_not_their_number():
    doubts = [{"code": "unit_suspect", "note": ""}, {"code": "rounded", "note": ""}]
    first, second = ({"uid": "1", "attribute": "jobs", "doubts": order} for order in (doubts, doubts[::-1]))

    assert of_project(claims=[first, second])["claims"] == of_project(claims=[second, first])["claims"]
    assert len(of_project(claims=[first, second])["claims"]) == 2
