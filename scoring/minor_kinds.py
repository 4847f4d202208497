"""What the rule on people under age looks at, for the public page (L. 977/1967; domain reference 3.7)."""

from __future__ import annotations

from data.language import marked
from scoring.rule import Kind

SCHOOL, HOURS, BREAK, TURNS = "MINOR_SCHOOL", "MINOR_HOURS", "MINOR_BREAK", "MINOR_TURNS"
NIGHT, WEEK, WORK, ALCOHOL = "MINOR_NIGHT", "MINOR_WEEK", "MINOR_WORK", "MINOR_ALCOHOL"
_SINCE = marked("17 ottobre 1967; qui vale per ogni tirocinante sotto i 18 anni, per prudenza")
_COMPANY = marked("L'azienda, che cambia i turni; dopo il compleanno dei 18 anni il limite non c'è più")

KINDS = (
    Kind(
        code=SCHOOL,
        title=marked("Anni di scuola"),
        asks=marked("Se la persona è minorenne all'inizio, ha già fatto gli anni di scuola dell'obbligo?"),
        why=marked(
            "Può lavorare solo chi ha finito l'obbligo di istruzione (L. 977/1967; L. 296/2006): il numero di anni è in"
            " minors.school_years, l'età minima la guarda la regola sull'età. Se nessuno li ha scritti si chiede. Le "
            "ore di scuola di chi ancora studia, CPIA e formazione professionale comprese, sono impegni scritti: li "
            "guarda la regola sull'orario."
        ),
        since=marked("1 settembre 2007; prima bastavano meno anni. I giorni sono da verificare"),
        who=marked("La persona, con la scuola o il CPIA; chi la segue scrive gli anni fatti"),
    ),
    Kind(
        code=HOURS,
        title=marked("Ore di un minorenne"),
        asks=marked("Se la persona è minorenne all'inizio, i turni stanno nelle ore al giorno e alla settimana?"),
        why=marked(
            "Chi ha meno di 18 anni può fare al massimo 8 ore al giorno e 40 alla settimana (L. 977/1967 art. 18). Se "
            "le settimane si alternano conta ognuna delle due."
        ),
        since=_SINCE,
        who=_COMPANY,
    ),
    Kind(
        code=BREAK,
        title=marked("Pausa di un minorenne"),
        asks=marked("Se la persona è minorenne all'inizio, dopo quattro ore e mezza di lavoro c'è una pausa?"),
        why=marked(
            "Dopo 4 ore e mezza di seguito serve una pausa di un'ora, che il contratto collettivo può ridurre a "
            "mezz'ora (L. 977/1967 art. 20). Anche il tempo fra due turni dello stesso giorno è una pausa. Se la "
            "pausa non è scritta, o è fra mezz'ora e un'ora, si chiede all'azienda."
        ),
        since=_SINCE,
        who=marked("L'azienda, che dà la pausa e la scrive nell'offerta"),
    ),
    Kind(
        code=TURNS,
        title=marked("Turni a rotazione"),
        asks=marked("Se la persona è minorenne all'inizio, l'orario è uguale in tutte le settimane?"),
        why=marked(
            "I minorenni non possono fare turni a scacchi (L. 977/1967): qui sono le settimane dispari e pari con ore "
            "diverse."
        ),
        since=_SINCE,
        who=marked("L'azienda, se offre lo stesso orario ogni settimana: quale, lo dice lei"),
    ),
    Kind(
        code=NIGHT,
        title=marked("Notte di un minorenne"),
        asks=marked("Se la persona è minorenne all'inizio, la notte è libera dal lavoro per dodici ore di seguito?"),
        why=marked(
            "La notte è di almeno 12 ore di seguito, che comprendono quelle dalle 22 alle 6 (L. 977/1967 art. 15). La "
            "legge permette anche dalle 23 alle 7: qui si guarda solo il primo intervallo."
        ),
        since=_SINCE,
        who=_COMPANY,
    ),
    Kind(
        code=WEEK,
        title=marked("Due giorni liberi"),
        asks=marked("Se la persona è minorenne all'inizio, ogni settimana ha due giorni interi senza lavoro?"),
        why=marked(
            "Chi ha meno di 18 anni riposa due giorni alla settimana, se possibile di seguito e con la domenica (L. "
            "977/1967 art. 22). Negli alberghi e nei ristoranti possono essere altri giorni."
        ),
        since=marked("23 ottobre 1999; il giorno è da verificare"),
        who=_COMPANY,
    ),
    Kind(
        code=WORK,
        title=marked("Lavori vietati ai minori"),
        asks=marked("Se la persona è minorenne all'inizio, il lavoro è fra quelli che può fare?"),
        why=marked(
            "La legge vieta ai minorenni i lavori pericolosi (L. 977/1967, allegato I): l'elenco di condizioni, settori"
            " e mansioni è in minors.forbidden, letto con prudenza. Si può derogare solo per formazione, con un "
            "formatore e un'autorizzazione: qui non si propone. Se non si sa quali condizioni ci sono, si chiede."
        ),
        since=marked("Dal giorno dell'elenco; la legge è del 1967"),
        who=marked("Nessuno: si corregge solo un'offerta scritta male, o si aspettano i 18 anni"),
    ),
    Kind(
        code=ALCOHOL,
        title=marked("Alcolici e minori"),
        asks=marked("Se la persona è minorenne all'inizio, il lavoro è senza servizio di alcolici?"),
        why=marked(
            "Chi ha meno di 18 anni non serve alcolici (minors.forbidden, da verificare). Se non si sa se ci sono, si "
            "chiede."
        ),
        since=marked("Dal giorno dell'elenco; quello della norma è da verificare"),
        who=marked("Nessuno: si corregge solo un'offerta scritta male, o si aspettano i 18 anni"),
    ),
)
