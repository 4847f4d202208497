"""Why somebody did not take what was put forward, and which criterion that speaks of."""

from __future__ import annotations

from data.code import Code


class Reason(Code):
    """Why somebody did not take what was put forward.

    There is no code for a protection, a diagnosis or an act: who cannot say the reason writes `CONFIDENTIAL`.
    """

    NOT_INTERESTED = (
        "NOT_INTERESTED",
        "il lavoro non interessa alla persona",
        "the person is not interested in the work",
    )
    SKILLS = "SKILLS", "competenze lontane da quelle richieste", "skills too far from those asked"
    TASKS = "TASKS", "compiti poco adatti a come la persona lavora", "tasks that hardly suit how the person works"
    HOURS = "HOURS", "orario troppo stretto per la settimana della persona", "hours too tight for the person's week"
    TOO_FAR = "TOO_FAR", "viaggio troppo lungo o scomodo", "journey too long or awkward"
    TUTOR = "TUTOR", "affiancamento non sufficiente", "not enough tutoring"
    GOALS = "GOALS", "non serve agli obiettivi del progetto", "does not serve the goals of the plan"
    NO_PROSPECT = "NO_PROSPECT", "poche prospettive di continuare", "little prospect of continuing"
    HOST = "HOST", "azienda poco adatta ad accogliere", "host not well suited"
    PERSON_CHOSE = "PERSON_CHOSE", "la persona ha scelto altro", "the person chose otherwise"
    HOST_REFUSED = "HOST_REFUSED", "l'azienda non ha accettato", "the host did not accept"
    SEAT_GONE = "SEAT_GONE", "il posto non c'era più", "the seat was gone"
    NOT_KNOWN_HERE = "NOT_KNOWN_HERE", "qualcosa che il programma non sa", "something that is not recorded"
    CONFIDENTIAL = "CONFIDENTIAL", "motivo riservato", "confidential reason"


# The criterion that a reason speaks of; reasons that are not here say nothing of the weights.
CRITERION_OF: dict[Reason, str] = {
    Reason.NOT_INTERESTED: "interest",
    Reason.SKILLS: "skills_and_learning",
    Reason.TASKS: "functional_fit",
    Reason.HOURS: "time_fit",
    Reason.TOO_FAR: "travel_ease",
    Reason.TUTOR: "tutor_fit",
    Reason.GOALS: "goal_fit",
    Reason.NO_PROSPECT: "continuity",
    Reason.HOST: "host_quality",
}
