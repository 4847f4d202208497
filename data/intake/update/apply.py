"""Carry out the confirmed changes of a review, and nothing else; or say everything that stands against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from data.bundle import PAPERS, TABLES, Fault, Records
from data.call import Programme
from data.intake.columns import column_of
from data.intake.expected import faults_of
from data.intake.faults import HIDDEN_TABLES, BadRecords, RowFault, shown_in
from data.intake.hidden import hidden
from data.intake.update.compare import PROGRAMME, Change, Key, Kind, Review
from data.intake.update.labels import ANSWER
from data.intake.update.missing import agreed
from data.intake.update.references import REFERENCES, translated
from data.language import say, spoken


def applied(review: Review, confirmed: Mapping[int, int], file: str = "revisione.csv") -> Records:
    """The known records with exactly the confirmed changes.

    Parameters
    ----------
    review : Review
    confirmed : Mapping
        Number of a change -> row of the file in which it was confirmed.
    file : str
        Name of that file, for the faults.

    Raises
    ------
    BadRecords
        Changes that contradict each other, that need one which was not confirmed, or that leave records which name
        what is no longer there: all at once.
    """
    chosen = {review.changes[number - 1].key: (review.changes[number - 1], row) for number, row in confirmed.items()}
    work = _Work(review, chosen, file)
    work.check_answers()
    if work.faults:
        raise BadRecords(work.faults)
    result = work.result()
    if result is not None:
        work.check_result(result)
    if result is None or work.faults:
        raise BadRecords(work.faults)
    return result


class _Work:
    def __init__(self, review: Review, chosen: Mapping[Key, tuple[Change, int]], file: str) -> None:
        self.review, self.chosen, self.file = review, chosen, file
        self.faults: list[RowFault] = []

    def check_answers(self) -> None:
        """What the answers alone contradict."""
        for change, row in self.chosen.values():
            for needed in change.needs:
                if needed not in self.chosen:
                    self._fault(
                        row, say("una risposta che va d'accordo: vale solo se è sì anche {row}", row=self._told(needed))
                    )
            if change.unless is not None and change.unless in self.chosen:
                told = self._told(change.unless)
                self._fault(row, say("una risposta che va d'accordo: non può essere sì insieme a {row}", row=told))
            if change.taken:
                expected = say(
                    "un codice libero: «{code}» è già di un altro dato. Dagli un altro codice nei file nuovi e ripeti "
                    "il confronto",
                    code=change.key.new,
                )
                self._fault(row, expected)

    def result(self) -> Records | None:
        """The new records; None if some row cannot be one."""
        review = self.review
        known_of: dict[str, dict[str, str]] = {table: {} for table in TABLES}
        for key in self.chosen:
            if key.kind is Kind.SAME:
                known_of[key.table][key.new] = key.known
        rows = dict(review.known_rows)
        fields: dict[tuple[str, str], dict[str, Any]] = {}
        for key in self.chosen:
            after = review.new_rows.get((key.table, key.new))
            if key.kind is Kind.VANISHED:
                del rows[key.table, key.known]
            elif key.kind is Kind.NEW:
                rows[key.table, key.new] = translated(key.table, after, known_of)
            elif key.kind is Kind.CHANGED:
                meant = translated(key.table, after, known_of)
                value = agreed(key.table, key.field, review.known_rows[key.table, key.known], meant)
                fields.setdefault((key.table, key.known), {})[key.field] = value
        for place, changed in fields.items():
            rows[place] = self._changed(place, rows[place], changed)
        if self.faults:
            return None
        gone = {key.known for key in self.chosen if key.table == "candidates" and key.kind is Kind.VANISHED}
        # The papers of a person go with the person, and only so.
        rows = {place: row for place, row in rows.items() if not self._goes(place, row, gone)}
        programme: Programme = rows.pop((PROGRAMME, ""))
        tables: dict[str, tuple[Any, ...]] = {
            table: tuple(row for (where, _), row in rows.items() if where == table) for table in TABLES
        }
        return Records(programme=programme, **tables)

    def _goes(self, place: tuple[str, str], row: Any, gone: set[str]) -> bool:
        before = self.review.known_rows.get(place)
        return place[0] in PAPERS and before is not None and {before.candidate, row.candidate} <= gone

    def check_result(self, result: Records) -> None:
        """What no longer holds between the records."""
        for fault in result.faults():
            self._broken(fault)

    def _changed(self, place: tuple[str, str], record: Any, changed: dict[str, Any]) -> Any:
        values = {name: getattr(record, name) for name in type(record).model_fields} | changed
        try:
            return type(record).model_validate(values)
        except ValidationError as error:
            rows = {
                key.field: row
                for key, (_, row) in self.chosen.items()
                if (key.table, key.known) == place and key.kind is Kind.CHANGED
            }
            for fault in faults_of(error, type(record)):
                name = str(fault.path[0]) if fault.path else ""
                expected = say(
                    "le modifiche di «{code}» tutte insieme: con questa sola la colonna «{column}» non va bene "
                    "({expected})",
                    code=place[1] or PROGRAMME,
                    column=column_of(place[0], name).it if name else "",
                    expected=fault.expected,
                )
                self._fault(rows.get(name, min(rows.values())), expected)
            return record

    def _broken(self, fault: Fault) -> None:
        gone = Key(REFERENCES.get((fault.table, fault.field), ""), Kind.VANISHED, fault.value, "")
        column = column_of(fault.table, fault.field).it
        if gone in self.chosen:
            expected = say(
                "che «{gone}» resti: «{record}» lo nomina nella colonna «{column}». Conferma che manca anche "
                "«{record}», o che cambia, oppure lascia vuota questa riga",
                gone=fault.value,
                # Which paper names a company would tell what the paper says.
                record=hidden() if fault.table in HIDDEN_TABLES else fault.record,
                column=column,
            )
            self._fault(self.chosen[gone][1], expected)
            return
        row = min(
            (
                row
                for key, (_, row) in self.chosen.items()
                if key.table == fault.table and fault.record in (key.known, key.new)
            ),
            default=0,
        )
        expected = say(
            "un dato completo: «{record}» nomina «{value}» nella colonna «{column}», che deve essere {expected}. "
            "Conferma anche la riga di «{value}», oppure lascia vuota questa",
            record=fault.record,
            value=shown_in(fault.field, fault.value, fault.table),
            column=column,
            expected=fault.expected,
        )
        self._fault(row, expected)

    def _told(self, key: Key) -> str:
        number = self.review.numbers[key]
        row = self.chosen[key][1] if key in self.chosen else 0
        code = key.known or key.new
        if row and row != number + 1:
            return say("la proposta {number} (riga {row}, «{code}»)", number=number, row=row, code=code)
        return say("la proposta {number} («{code}»)", number=number, code=code)

    def _fault(self, row: int, expected: str) -> None:
        self.faults.append(RowFault(self.file, row, ANSWER[spoken()], say("sì"), expected))
