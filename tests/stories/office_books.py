"""Three workbooks as three offices would keep them; all people and companies in them are made up.

`caseload`: a social service's list with title rows, merged headers, colours, totals, a legend and free notes.
`cards`: a cooperative's cards, one below another, with the children of each person.
`scouting`: a scout's companies and openings, on two sheets, with dates as text and abbreviations.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import xlsxwriter

CASELOAD = "Utenti in carico novembre.xlsx"
CARDS = "Schede coop Il Ponte.xlsx"
SCOUTING = "Aziende e offerte 2026.xlsx"


def caseload(folder: Path, *, wrong: bool = False) -> Path:
    """A social service's list: 7 people on one sheet, with a hidden sheet of its drop-down lists."""
    path = folder / CASELOAD
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Elenco utenti")
        bold = book.add_format({"bold": True, "align": "center", "bg_color": "#FFE699", "border": 1, "text_wrap": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        red = book.add_format({"font_color": "red"})
        sheet.merge_range("A1:P1", "COMUNE DI PRATO - SERVIZIO SOCIALE PROFESSIONALE", bold)
        sheet.merge_range("A2:P2", "Utenti in carico per tirocini di inclusione - aggiornato al 15/11/2026", bold)
        for column, name in {0: "N.", 1: "Cod. utente", 2: "Cognome e nome", 3: "C.F.", 4: "Nato/a il"}.items():
            sheet.merge_range(3, column, 4, column, name, bold)
        sheet.merge_range("F4:G4", "Residenza", bold)
        sheet.merge_range("H4:J4", "Mezzi di trasporto", bold)
        for column, name in {5: "Comune", 6: "Indirizzo", 7: "Auto", 8: "Bus", 9: "Bici"}.items():
            sheet.write(4, column, name, bold)
        single = ("Patente B", "In carico", "Ass. sociale", "Stato occupazionale", "Disponibilità", "Note riservate")
        for column, name in enumerate(single, 10):
            sheet.merge_range(3, column, 4, column, name, bold)
        rows: list[list[Any]] = [
            [1, "U-101", "Bianchi Ada", "BNCDAA85C52G999X", date(1985, 3, 12), "Prato", "via Roma 3", "x", "", "x"],
            [2, "U-102", "Neri Bruno", "", "3/11/75", "PRATO (PO)", "", "", "x", ""],
            [3, "U-103", "Verdi Carla", "", "20 febbraio 1999", "59013 Montemurlo", "", "no", "sì", "n.d."],
            [4, "U-104", "Gialli Dino", "", "07.09.1968", "Vaiano (PO)", "", "?", "?", "?"],
        ]
        more: list[list[Any]] = [
            ["sì", "SI", "Rossi M.", "disoccupata", "lun-ven 8-13", "chiamare dopo le 15"],
            ["no", "x", "Rossi M.", "disoccupato", "dal lunedì al sabato dalle 6.00 alle 20.00", ""],
            ["", "da verificare", "Conti L.", "n.d.", "mattina", "in attesa di certificato"],
            ["sì", "sì", "Conti L.", "mai lavorato", "mar gio 14-19, sab 8-12", ""],
        ]
        if wrong:
            rows[1][4], rows[2][5], more[0][4] = "30/02/75", "Montemurllo", "quando può"
        _fill(sheet, 5, [a + b for a, b in zip(rows, more, strict=True)], day)
        sheet.merge_range("A10:P10", "NUOVI INGRESSI", bold)
        new: list[list[Any]] = [
            [5, "U-105", "Viola Elsa", "", 33000, "Prato", "via Pistoiese 8", "✓", "✓", "-"],
            [6, "U-106", "Blu Fabio", "", "1-1-04", "Poggio a Caiano", "", "no", "no", "no"],
            [7, "U-107", "Rosa Gina", "", date(1990, 6, 30), "Prato", "", "", "X", ""],
        ]
        news: list[list[Any]] = [
            ["B", "x", "Rossi M.", "occupata", "L-V 9:00-14:00", ""],
            ["no", "sì", "Conti L.", "disocc.", "n.d.", ""],
            ["n.d.", "sì", "Conti L.", "disoccupata", "lun mer ven mattina", ""],
        ]
        _fill(sheet, 10, [a + b for a, b in zip(new, news, strict=True)], day)
        sheet.write(14, 2, "TOTALE UTENTI", bold)
        sheet.write_formula(14, 4, "=COUNTA(B6:B13)", None, 7)
        sheet.write(16, 2, "Legenda:", red)
        sheet.write_row(17, 2, ["x", "sì"])
        sheet.write_row(18, 2, ["vuoto", "da chiedere"])
        hidden = book.add_worksheet("liste")
        hidden.write_column(0, 0, ["disoccupato", "occupato"])
        hidden.hide()
    return path


def cards(folder: Path, *, wrong: bool = False) -> Path:
    """A cooperative's cards: three people one below another, two of them with children."""
    path = folder / CARDS
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Schede")
        label = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
        hour = book.add_format({"num_format": "h:mm"})
        day = book.add_format({"num_format": "d mmmm yyyy"})
        sheet.write(0, 0, "Coop. sociale Il Ponte - schede di orientamento", label)
        people: list[list[list[Any]]] = [
            [
                ["Nominativo:", "Amina K.", None, "Data colloquio:", "10/10/2026"],
                ["Nata/o il:", date(1991, 4, 2), None, "Telefono:", "333 5551234"],
                ["Residente a:", "Prato, via Bologna 10", None, "Italiano:", "A2"],
                ["Mezzi:", "a piedi, bus", None, "Tempo di viaggio:", time(0, 45)],
                ["Disponibilità:", "lun-ven 8.30-14.30"],
                ["Cosa vorrebbe fare:", "pulizie, aiuto cucina"],
                ["Da evitare:", "lavoro notturno"],
                ["Figlio 1 nato il:", "14.2.21", None, "Figlio 1 scuola:", "materna"],
                ["Figlio 2 nato il:", "10/9/2017", None, "Figlio 2 scuola:", "elementari tempo pieno"],
                ["Note:", "la nonna può andare a prendere i bambini"],
            ],
            [
                ["Nominativo:", "Bruno T.", None, "Data colloquio:", "12/10/2026"],
                ["Nata/o il:", "3 novembre 1975", None, "Telefono:", "0574 123456"],
                ["Residente a:", "Montemurlo"],
                ["Mezzi:", "automunito", None, "Tempo di viaggio:", "1 ora"],
                ["Disponibilità:", "sempre"],
                ["Cosa vorrebbe fare:", "magazzino"],
                ["Da evitare:", "nessuna"],
            ],
            [
                ["Nominativo:", "Carla D.", None, "Data colloquio:", "da fare"],
                ["Nata/o il:", "20.02.1999"],
                ["Residente a: Prato (PO)"],
                ["Mezzi:", "n.d.", None, "Tempo di viaggio:", "mezz'ora"],
                ["Disponibilità:", "mar e gio 9-12; sab 8-13"],
                ["Cosa vorrebbe fare:", "?"],
                ["Figlio 1 nato il:", "5/6/2024", None, "Figlio 1 scuola:", "nido"],
            ],
        ]
        if wrong:
            people[1][1][1], people[2][3][1], people[0][8][1] = "novembre 1975", "elicottero", "10/9"
        row = 2
        for number, person in enumerate(people, 1):
            sheet.merge_range(row, 0, row, 4, f"SCHEDA {number}", label)
            for k, cells in enumerate(person, 1):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row + k, column, cell, day)
                    elif isinstance(cell, time):
                        sheet.write_datetime(row + k, column, cell, hour)
                    elif cell is not None:
                        sheet.write(row + k, column, cell, label if str(cell).endswith(":") else None)
            row += len(person) + 3
    return path


def scouting(folder: Path, *, wrong: bool = False) -> Path:
    """A scout's workbook: four companies on one sheet, five openings of theirs on another."""
    path = folder / SCOUTING
    with xlsxwriter.Workbook(str(path)) as book:
        firms = book.add_worksheet("AZIENDE")
        bold = book.add_format({"bold": True, "bg_color": "#C6E0B4"})
        firms.write(0, 0, "Aziende contattate", bold)
        heads = (
            "Ragione sociale",
            "P.IVA",
            "Cod. ATECO",
            "Comune sede",
            "Indirizzo",
            "Referente",
            "Tel.",
            "N. addetti",
        )
        firms.write_row(2, 0, [*heads, "Visita del", "Tutor formato", "Tirocini ospitati", "Conclusi", "Note"], bold)
        rows: list[list[Any]] = [
            ["Mensa La Pieve srl", "01234567890", "56.29.10", "Prato", "via Galcianese 1", "sig.ra Pia", "0574 111222"],
            ["Forno Elba", "", "C 10.71", "Montemurlo (PO)", "", "Ugo", "333 1112223"],
            ["Magazzini Tre Querce", "", 52.1, "Prato", "", "", ""],
            ["Coop Verde Alto", "", "81.30", "Vaiano", "", "Ines", ""],
        ]
        rest: list[list[Any]] = [
            ["14", "20/3/26", "sì", 4, 3, "disponibili da subito"],
            ["6 dip.", "n.d.", "no", "", "", ""],
            [35, "lug. 2026", "?", 2, 2, ""],
            ["8", "5 mag 26", "si", 1, 1, "chiedere per l'estate"],
        ]
        rest[2][1] = "15 lug. 2026"
        _fill(firms, 3, [a + b for a, b in zip(rows, rest, strict=True)], None)
        offers = book.add_worksheet("OFFERTE")
        offers.write(0, 0, "Offerte raccolte dallo scouter", bold)
        offers.write_row(
            1,
            0,
            [
                "Rif.",
                "Azienda",
                "Mansione",
                "N. posti",
                "Orario",
                "Inizio dal",
                "Entro il",
                "Durata",
                "Ore tutor",
                "Patente B",
            ],
            bold,
        )
        openings: list[list[Any]] = [
            ["OFF1", "Mensa La Pieve srl", "aiuto cucina", 2, "lun-ven 9-14", "1/12/26", "31/1/27", "6 mesi", "10", ""],
            [
                "OFF2",
                "Mensa La Pieve srl",
                "lavapiatti",
                "1 posto",
                "mar-sab 12:00/16:00",
                "1.12.2026",
                "28 feb 2027",
                6,
                "",
                "no",
            ],
            ["OFF3", "FORNO ELBA", "aiuto fornaio", 1, "L-S 5-9", date(2026, 12, 7), "31/12/26", "6 mesi", "7,5", "x"],
            ["OFF4", "Magazzini Tre Querce", "add. magazzino", "2", "turni 6-2", "1/12/26", "31/3/27", "8", "5", "si"],
            [
                "OFF5",
                "Coop Verde Alto",
                "manutenzione del verde",
                1,
                "dal lun al ven dalle 7 alle 12",
                "1/12/26",
                "15/1/27",
                "6",
                "n.d.",
                "sì",
            ],
        ]
        if wrong:
            openings[0][3], openings[2][1], openings[4][5] = "due", "Forno Elbba", "appena possibile"
        _fill(offers, 2, openings, book.add_format({"num_format": "dd/mm/yy"}))
        offers.write(7, 1, "Totale posti", bold)
        offers.write_formula(7, 3, "=SUM(D3:D7)", None, 7)
    return path


def _fill(sheet: Any, first: int, rows: Sequence[Sequence[Any]], day: Any) -> None:
    for number, row in enumerate(rows, first):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif cell != "":
                sheet.write(number, column, cell)
