"""The first sheet of a workbook, and the letters that no workbook can hold."""

from __future__ import annotations

import re

from data.bundle import HOST_PAPERS, PAPERS
from data.intake.book.form import LISTS_TAB, TABS
from data.intake.columns import FILES, PROGRAMME_FILE, Language
from data.language import marked, say

# Two positions of Unicode that XML has no place for.
NO_XML = re.compile("[\ufffe\uffff]")
_LINES = (
    marked("Questo file contiene tutto quello che serve per proporre gli abbinamenti: un foglio per ogni elenco."),
    marked("Foglio «{programme}»: i dati del programma; i fogli «Bando» dicono che cosa chiede l'avviso pubblico."),
    marked("Foglio «{people}»: una riga per ogni persona, con il suo codice."),
    marked("Nomi, diagnosi e motivi di una tutela o di un divieto non si scrivono da nessuna parte."),
    marked(
        "Fogli «{commitments}», «{acts}», «{prescriptions}», «{accommodations}», «{protections}», «{documents}» e "
        "«{relations}»: le carte di ogni persona. Possono restare vuoti."
    ),
    marked(
        "Fogli «{host_checks}», «{quotas}», «{conventions}», «{tutors}» e «{placements}»: le carte delle aziende. "
        "Possono restare vuoti."
    ),
    marked("Fogli «{protections}» e «{acts}»: li compila e li vede solo il case manager."),
    marked("Foglio «{companies}»: una riga per ogni sede; le colonne dell'azienda si ripetono uguali."),
    marked(
        "Le intestazioni scure sono obbligatorie. Fermandosi su un'intestazione si legge che cosa vuole la colonna."
    ),
    marked("Dove si sceglie da un elenco compare una freccia; tutti gli elenchi sono nel foglio «{lists}»."),
    marked("Più valori nella stessa cella si separano con il punto e virgola."),
    marked("Una cella vuota vuol dire «non si sa», oppure quello che dice la nota della colonna."),
    marked("Per dire «l'ho chiesto e non ce n'è nessuna» si scrive «nessuna»; per un orario «mai»."),
    marked("Un testo che inizia con =, +, - oppure @ ha un apostrofo davanti, così nessun programma lo calcola."),
    marked("I nomi dei fogli e delle colonne non si cambiano; altri fogli si possono aggiungere e non vengono letti."),
    marked(
        "Se c'è un errore non viene cambiato nulla, e si leggono tutti gli errori insieme, con foglio, riga e colonna."
    ),
)


def readme(language: Language) -> list[str]:
    """The lines of the first sheet."""
    tabs = {file: TABS[file][language] for file in (PROGRAMME_FILE, *FILES)}
    return [
        say(
            line,
            programme=tabs[PROGRAMME_FILE],
            people=tabs["candidates.csv"],
            companies=tabs["companies.csv"],
            **{table: tabs[f"{table}.csv"] for table in (*PAPERS, *HOST_PAPERS)},
            lists=LISTS_TAB[language],
        )
        for line in _LINES
    ]
