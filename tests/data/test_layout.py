"""Tables are found under titles and merged headers, beside notes, above totals; cards by their labels."""

from __future__ import annotations

from typing import Any

import pytest

from data.intake.office.layout import Block, find_header, header_names, read_cards, read_rows
from data.intake.office.propose_mapping_layout import child_of, find_blocks, meanings
from data.intake.office.skipped_rows import BLANK, LEGEND, NUMBER_ONLY, REPEATED, SIDE_BY_SIDE, TITLE, TOTAL, Uses
from data.intake.office.workbook import Grid


def grid(*rows: list[Any], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Grid:
    width = max(len(row) for row in rows)
    return Grid("F", [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows], merged)


MERGED = grid(
    ["SERVIZIO SOCIALE"],
    ["Cod.", "Nato il", "Mezzi", "", "", "Note"],
    ["", "", "auto", "bus", "bici", ""],
    ["A1", "1/1/90", "x", "", "", "n"],
    merged=((0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 4), (1, 5, 2, 5)),
)


def names_of(found: Grid) -> list[list[str]]:
    return [block.block.names for block in find_blocks(found)]


def test_a_merged_header_of_two_rows_names_each_column() -> None:
    assert header_names(MERGED, 1, 2) == ["Cod.", "Nato il", "Mezzi / auto", "Mezzi / bus", "Mezzi / bici", "Note"]
    assert header_names(MERGED, 0, 2) == header_names(MERGED, 1, 2)


def test_without_merged_cells_an_upper_header_counts_up_to_the_next() -> None:
    flat = grid(["Cod.", "Mezzi", "", "Note"], ["", "auto", "bus", ""])
    assert header_names(flat, 0, 1) == ["Cod.", "Mezzi / auto", "Mezzi / bus", "Note"]


def test_columns_of_the_same_name_are_told_apart() -> None:
    assert header_names(grid(["Note", "Orario", "note", ""]), 0, 0) == ["Note", "Orario", "note (2)", ""]


def test_the_header_is_found_below_titles_and_as_deep_as_it_is() -> None:
    (found,) = find_blocks(MERGED)
    assert (found.layout, found.start, found.depth) == ("rows", 1, 2)
    assert [entry.row for entry in found.block.entries] == [4]


def test_rows_that_hold_nobody_are_skipped_with_their_reason() -> None:
    sheet = grid(
        ["N.", "Codice", "Comune"],
        ["1", "A1", "Prato"],
        ["", "", ""],
        ["N.", "Codice", "Comune"],
        ["2", "A2", "Vaiano"],
        ["ZONA NORD", "", ""],
        ["3", "A3", ""],
        ["4", "", ""],
        ["", "Totale", "3"],
        ["* chi aspetta", "", ""],
        ["Legenda", "", ""],
        ["x", "sì", ""],
        merged=((5, 0, 5, 2),),
    )
    block = read_rows(sheet, 0, 0)
    assert [entry.row for entry in block.entries] == [2, 5, 7]
    assert [(skipped.row, skipped.why) for skipped in block.skipped] == [
        (3, BLANK),
        (4, REPEATED),
        (6, TITLE),
        (8, NUMBER_ONLY),
        (9, TOTAL),
        (10, TITLE),
        (11, LEGEND),
        (12, LEGEND),
    ]


def test_a_row_with_only_a_name_is_a_person_whose_data_are_missing() -> None:
    block = read_rows(grid(["Codice", "Nato il", "Comune"], ["A1", "", ""]), 0, 0)
    assert [list(entry.cells) for entry in block.entries] == [["Codice"]]


USES = Uses(
    frozenset({"nome", "nato il", "comune"}), frozenset({"nome", "nato il", "comune"}), lambda _, cell: cell == "Prato"
)


def block_of(*rows: list[Any]) -> Block:
    return read_rows(grid(["Nome", "Nato il", "Comune", "Note"], *rows), 0, 0, uses=USES)


@pytest.mark.parametrize("name", ["Somma Giuseppe", "Legenda Anna", "Media World srl", "Nota", "Fonte Maria", "Totale"])
def test_nobody_vanishes_because_of_a_name(name: str) -> None:
    block = block_of([name, "1/2/90", "Prato"], ["B", "1/2/91", "Prato"], [name, "", ""], ["C", "1/2/92", "Prato"])
    assert [entry.row for entry in block.entries][:2] == [2, 3]
    assert [entry.row for entry in block.entries][-1] == 5
    # Alone, the name may be somebody's; "Totale" may not.
    assert name == "Totale" or [skipped.row for skipped in block.doubtful] == [4]


def test_a_company_whose_data_are_all_numbers_is_no_mean() -> None:
    uses = Uses(frozenset({"azienda", "ateco"}), frozenset({"azienda", "ateco"}))
    rows = [
        ["Azienda", "ATECO", "Addetti"],
        ["Media World srl", 47, 30],
        ["Totale", 1, 30],
        ["Media World srl", "", 30],
    ]
    block = read_rows(grid(*rows), 0, 0, uses=uses)
    assert [entry.row for entry in block.entries] == [2]
    assert [skipped.row for skipped in block.doubtful] == [3, 4]


@pytest.mark.parametrize("word", ["Totale", "TOTALI", "Totale utenti", "Somma", "Media", "Tot."])
def test_a_total_has_numbers_and_nothing_else(word: str) -> None:
    block = block_of(["A", "1/2/90", "Prato"], [word, "", 12], [word, "", "1.200,5"], [word, "1/2/90", ""])
    assert [(skipped.row, skipped.why) for skipped in block.skipped] == [(3, TOTAL), (4, TOTAL)]
    assert not block.doubtful
    assert [entry.row for entry in block.entries] == [2, 5]


def test_a_legend_ends_at_the_next_full_row_and_hides_no_date_or_place() -> None:
    rows = [["Legenda:"], ["x", "sì"], ["A", "", "Prato"], ["B", "1/2/90", "Prato"], ["C", "1/2/90", ""]]
    block = block_of(*rows)
    assert [(skipped.row, skipped.why) for skipped in block.skipped] == [(2, LEGEND), (3, LEGEND), (4, LEGEND)]
    assert [skipped.row for skipped in block.doubtful] == [4]
    assert [entry.row for entry in block.entries] == [5, 6]


def test_a_number_alone_is_doubtful_only_where_the_mapping_takes_it() -> None:
    sheet = grid(["N.", "Nome", "Nato il", "Comune"], ["7", "", "", ""], ["", "8", "", ""])
    block = read_rows(sheet, 0, 0, uses=USES)
    assert [skipped.why for skipped in block.skipped] == [NUMBER_ONLY, NUMBER_ONLY]
    assert [skipped.row for skipped in block.doubtful] == [3]


def test_a_cell_merged_as_wide_as_its_header_is_a_value_and_no_title() -> None:
    merged = ((0, 0, 0, 1), (1, 0, 1, 1), (2, 0, 2, 2))
    sheet = grid(["Nome", "", "Comune"], ["Anna", "", ""], ["ZONA NORD", "", ""], merged=merged)
    block = read_rows(sheet, 0, 0)
    assert [entry.row for entry in block.entries] == [2]
    assert [skipped.why for skipped in block.skipped] == [TITLE]


def test_only_what_stands_apart_is_the_title_of_the_next_table() -> None:
    sheet = grid(["Nome", "Comune"], ["A", "Prato"], ["B", ""], ["", ""], ["OFFERTE", ""], ["Azienda", "Posti"])
    block = read_rows(sheet, 0, 0, 5)
    assert [entry.row for entry in block.entries] == [2, 3]
    assert [(skipped.row, skipped.why) for skipped in block.skipped] == [(4, BLANK), (5, TITLE)]


def test_what_is_merged_over_several_rows_holds_on_each() -> None:
    sheet = grid(["Azienda", "Mansione"], ["Forno", "fornaio"], ["", "lavapiatti"], merged=((1, 0, 2, 0),))
    assert [entry.cells["Azienda"].cell for entry in read_rows(sheet, 0, 0).entries] == ["Forno", "Forno"]


def test_two_tables_under_one_another_are_two() -> None:
    sheet = grid(
        ["Ragione sociale", "Cod. ATECO", "N. addetti"],
        ["Forno", "10", "6"],
        [],
        ["OFFERTE"],
        ["Azienda", "Mansione", "N. posti", "Orario"],
        ["Forno", "fornaio", "1", "lun-ven 5-9"],
    )
    first, second = find_blocks(sheet)
    assert [entry.row for entry in first.block.entries] == [2]
    assert [entry.row for entry in second.block.entries] == [6]


def test_a_header_that_moved_is_found_by_its_names() -> None:
    sheet = grid(["Elenco"], [], ["Codice", "Nato il"], ["A1", "1/1/90"])
    assert find_header(sheet, ["nato il", "CODICE"], 0, 1) == 2
    assert find_header(sheet, ["nato il", "telefono"], 0, 1) is None


def test_cards_one_below_another_are_one_person_each() -> None:
    sheet = grid(
        ["SCHEDA 1"],
        ["Nominativo:", "Amina", "", "Comune:", "Prato"],
        ["Nata il: 3/11/75"],
        ["Mezzi ......", "", "bus"],
        [],
        ["Nominativo:", "Bruno"],
        ["Comune:", "", "", "Mezzi:", "auto"],
    )
    (found,) = find_blocks(sheet)
    assert (found.layout, found.card_starts) == ("cards", "Nominativo")
    block = read_cards(sheet, ["Nominativo", "Comune", "Nata il", "Mezzi"], "Nominativo")
    first, second = block.entries
    assert {name: spot.cell for name, spot in first.cells.items()} == {
        "Nominativo": "Amina",
        "Comune": "Prato",
        "Nata il": "3/11/75",
        "Mezzi": "bus",
    }
    assert first.cells["Mezzi"].row == 4
    assert (second.row, second.cells["Comune"].cell, second.cells["Mezzi"].cell) == (6, None, "auto")


def test_a_label_that_comes_twice_on_a_card_is_two_labels() -> None:
    block = read_cards(grid(["Figlio:", "2/2/20"], ["Figlio:", "3/3/22"]), ["Figlio"])
    assert [(name, spot.cell) for name, spot in block.entries[0].cells.items()] == [
        ("Figlio", "2/2/20"),
        ("Figlio (2)", "3/3/22"),
    ]


def test_a_sheet_in_which_nothing_is_recognised_gives_nothing() -> None:
    assert find_blocks(grid(["spesa", "euro"], ["pane", "2"])) == []
    assert find_blocks(Grid("F", [])) == []


def test_headers_are_understood_in_the_words_of_offices() -> None:
    def fields(header: str) -> set[tuple[str, str]]:
        return {(entry.file, entry.field) for entry in meanings(header)}

    assert ("candidates.csv", "birth_date") in fields("NATO/A IL")
    assert ("candidates.csv", "municipality") in fields("Residenza / Comune")
    assert ("openings.csv", "seats") in fields("N. posti")
    assert fields("Cod. Fiscale") == {("", "tax_code")}
    assert fields("colore preferito") == set()
    assert child_of("Figlio 2 nascita") == (2, "nascita")
    assert child_of("1° figlio - scuola") == (1, "scuola")
    assert child_of("n. figli") is None


def test_cards_side_by_side_are_told_and_never_mixed() -> None:
    rows = [["Nome", "P1", None, None, "Nome", "P2"], ["Nato il", "1/2/1980", None, None, "Nato il", "3/4/1990"]]
    block = read_cards(Grid("Schede", rows), ["Nome", "Nato il"], "Nome")
    assert [(skipped.row, skipped.why) for skipped in block.doubtful] == [(1, SIDE_BY_SIDE)]
