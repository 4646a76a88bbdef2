"""What rows say of a value that rests on them."""

from assessment.values.facts import facts_of

HERE = {"period": "2023", "bibkey": "harbour2021", "status": "final", "group": "the coast", "caveat": "One town."}
THERE = {"period": "2023", "bibkey": "harbour2021;quay2019", "status": "draft", "group": "the hills"}


def test_one_row_says_everything():
    assert facts_of([HERE]) == {
        "population": "the coast",
        "period": "2023",
        "source": "harbour2021",
        "evidence": "final",
        "caveat": "One town.",
    }


def test_of_several_rows_common_facts_stand_and_sources_evidence_and_caveats_are_gathered():
    assert facts_of([HERE, THERE]) == {
        "period": "2023",
        "source": "harbour2021;quay2019",
        "evidence": "final; draft",
        "caveat": "One town.",
    }


def test_rows_without_such_columns_say_nothing():
    assert facts_of([{"town": "coast", "mm": "640"}]) == {}


def test_a_number_that_no_row_holds_was_computed_from_them():
    rows = [{"value": "640", "status": "final"}, {"value": "n/a", "status": "draft"}]
    assert facts_of(rows, 640.0)["evidence"] == "final; draft"
    assert facts_of(rows, 12.5)["evidence"] == "computed from final; draft"
