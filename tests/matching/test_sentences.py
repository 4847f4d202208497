"""One sentence says why: singular and plural, and never a reason that is not so."""

from __future__ import annotations

from datetime import date

import pytest

from data.language import speaking
from matching.bands import Band
from matching.proposal import NearOpening, OpeningCard, RefusalSaid, RuleCount
from matching.sentences import (
    NO_OPENINGS,
    NOBODY,
    NOTHING_NOW,
    banded_empty_reason,
    banded_unplaced_reason,
    empty_reason,
    hopeless,
    listed,
    unplaced_reason,
)

STOPS = (RuleCount(rule="TIME_FIT", title="Orario", count=9), RuleCount(rule="TRAVEL", title="Viaggio", count=2))


@pytest.mark.parametrize(
    ("possible", "with_seats", "below", "stops", "said"),
    [
        (5, 3, 0, STOPS, "Ci sono 3 tirocini possibili, ma i posti sono proposti ad altre persone."),
        (1, 1, 0, STOPS, "C'è un tirocinio possibile, ma il posto è proposto ad altri."),
        (2, 0, 0, STOPS, "I tirocini possibili non hanno posti."),
        (1, 0, 4, STOPS, "Il solo tirocinio possibile non ha posti."),
        (0, 0, 2, STOPS, "I 2 tirocini possibili sono troppo lontani da ciò che la persona sa fare e desidera."),
        (0, 0, 1, STOPS, "Il solo tirocinio possibile è troppo lontano da ciò che la persona sa fare e desidera."),
        (0, 0, 0, STOPS, "Oggi nessun tirocinio è compatibile. Fermano soprattutto: orario (9) e viaggio (2)."),
        (0, 0, 0, (), NO_OPENINGS),
    ],
)
def test_a_person_without_a_proposal_reads_why(
    possible: int, with_seats: int, below: int, stops: tuple[RuleCount, ...], said: str
) -> None:
    assert unplaced_reason(possible, with_seats, below, stops) == said


@pytest.mark.parametrize(
    ("people", "below", "stops", "said"),
    [
        (1, 0, (), "La sola persona che potrebbe venire ha già una proposta."),
        (
            3,
            1,
            STOPS[:1],
            "Le 3 persone che potrebbero venire hanno già una proposta. Per le altre fermano soprattutto: orario (9).",
        ),
        (0, 2, (), "Per chi potrebbe venire è troppo lontano da ciò che sa fare e desidera."),
        (0, 0, STOPS, "Nessuna persona può venire. Fermano soprattutto: orario (9) e viaggio (2)."),
        (0, 0, (), NOBODY),
    ],
)
def test_an_empty_seat_reads_why(people: int, below: int, stops: tuple[RuleCount, ...], said: str) -> None:
    assert empty_reason(people, below, stops) == said


def test_in_english_one_and_many_are_told_apart() -> None:
    with speaking("en"):
        one, many = unplaced_reason(1, 1, 0, STOPS), unplaced_reason(5, 3, 0, STOPS)
        assert "3" in many
        assert "3" not in one
        assert one != many
        stops = unplaced_reason(0, 0, 0, (STOPS[0].model_copy(update={"title": "Hours"}), STOPS[1]))
        assert "hours (9) and viaggio (2)" in stops
        sentences = [empty_reason(people, below, STOPS) for people, below in ((1, 0), (3, 1), (0, 2), (0, 0))]
        sentences += [empty_reason(0, 0, ()), unplaced_reason(0, 0, 0, ())]
    assert len(set(sentences)) == 6
    for word in ("persona", "persone", "proposta", "Nessuna", "fermano", "cartella"):
        assert not [said for said in sentences if word in said]


def near(change: str | None, rule: str = "ELIG") -> NearOpening:
    card = OpeningCard(
        id="O", role="r", title=None, company="c", place="p", shifts="lun 8:00-9:00", hours_week=1.0,
        start_from=date(2026, 1, 1), start_to=date(2026, 1, 2), months=6, seats=1,
    )  # fmt: skip
    refusal = RefusalSaid(rule=rule, title="t", sentence="Requisiti non verificati.", facts={}, change=change, who=None)
    return NearOpening(opening=card, refusals=(refusal,))


def test_only_what_stops_everywhere_and_cannot_be_lifted_is_hopeless() -> None:
    everywhere = (RuleCount(rule="ELIG", title="Requisiti", count=4),)
    assert hopeless((near(None), near(None)), everywhere, 4) == "Requisiti non verificati."
    assert hopeless((near("scriverlo"), near("scriverlo")), everywhere, 4) is None
    assert hopeless((near(None), near(None)), everywhere, 5) is None
    assert hopeless((), everywhere, 4) is None


def test_only_the_main_reasons_are_named() -> None:
    assert listed((*STOPS, RuleCount(rule="AGE", title="Età", count=1))) == "orario (9) e viaggio (2)"


BANDS = (
    RuleCount(rule="TIME_FIT", title="Orario", count=None, band=Band.FROM_20),
    RuleCount(rule="TRAVEL", title="Viaggio", count=None, band=Band.UNDER_5),
)


@pytest.mark.parametrize(
    ("known", "stops", "said"),
    [
        ("with_seats", BANDS, "Qualche tirocinio è possibile, ma i posti sono proposti ad altre persone."),
        ("possible", BANDS, "I tirocini possibili non hanno posti."),
        ("shown_good", BANDS, NOTHING_NOW),
        (
            "shown_allowed",
            BANDS,
            "Ciò che le regole permettono è troppo lontano da ciò che la persona sa fare e desidera.",
        ),
        (
            "openings",
            BANDS,
            "Oggi nessun tirocinio è compatibile. Fermano soprattutto: orario (20-49) e viaggio (meno di 5).",
        ),
        ("openings", (), "Oggi nessun tirocinio è compatibile: i conteggi ci sono da domani."),
        ("", (), NO_OPENINGS),
    ],
)
def test_a_person_reads_why_without_a_number_that_could_be_subtracted(
    known: str, stops: tuple[RuleCount, ...], said: str
) -> None:
    names = ["openings", "shown_allowed", "shown_good", "possible", "with_seats"]
    # Each holds only where those before it do.
    true = names[: names.index(known) + 1] if known else []
    facts = {name: name in true for name in names[1:]}
    assert banded_unplaced_reason(**facts, openings=9 if "openings" in true else 0, by_rule=stops) == said


def test_an_empty_seat_reads_why_by_the_bands_of_the_shown_rules() -> None:
    lead = "Le regole permettono questo tirocinio a meno di 5 persone; per i posti liberi oggi non c'è una proposta."
    assert banded_empty_reason(Band.UNDER_5, ()) == lead
    assert banded_empty_reason(Band.UNDER_5, BANDS[:1]) == f"{lead} Per le altre fermano soprattutto: orario (20-49)."
    assert banded_empty_reason(Band.NONE, BANDS) == (
        "Nessuna persona può venire. Fermano soprattutto: orario (20-49) e viaggio (meno di 5)."
    )
