from hypothesis import given
from hypothesis import strategies as st

from lib.marks import Segment, Span, segments


def test_pieces_know_what_they_lie_in_and_what_begins_with_them():
    found = segments("one two three", [Span(0, 7, "a"), Span(4, 13, "b")])

    assert found == [
        Segment("one ", ("a",), ("a",)),
        Segment("two", ("a", "b"), ("b",)),
        Segment(" three", ("b",)),
    ]


def test_a_passage_that_others_lie_over_wholly_is_led_to_from_its_beginning():
    over, again = [Span(0, 3, "b"), Span(3, 7, "c")], [Span(0, 3, "a"), Span(0, 3, "b")]

    assert [one.also for one in segments("one two", [Span(0, 7, "a"), *over])] == [("a",), ()]
    assert [one.also for one in segments("one two", again)] == [("a",), ()]


@given(text=st.text(max_size=30), data=st.data())
def test_every_passage_is_marked_just_where_it_stands_and_led_to(text, data):
    place = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(place, place).filter(lambda pair: pair[0] < pair[1]), max_size=8))
    spans = [Span(start, end, str(number)) for number, (start, end) in enumerate(pairs)]

    found = segments(text, spans)

    assert "".join(one.text for one in found) == text
    for span in spans:
        assert "".join(one.text for one in found if span.name in one.names) == text[span.start : span.end]
        assert sum(span.name in one.begins for one in found) == 1
    led = {one.names[-1] for one in found if one.names} | {name for one in found for name in one.also}
    assert led == {span.name for span in spans}
