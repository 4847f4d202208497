"""Young people, long and short internships, odd hours: what stands at the edges of MINOR, DURATION, LONGEST, HOURS."""

from __future__ import annotations

from tests.contracts.edges import AT, OFFER, PERSON

# Hours and months of the call: wide, so that most pairs are inside.
CALL = {"week_h_min": 4.5, "week_h_max": 41.0, "months_min": 3, "months_max": None}
YOUNG = {**PERSON, "birth_date": "2003-06-01", "school_years": "10", "categories": "HOUSING_EMERGENCY"}
MINORS = (
    {**YOUNG, "id": "XM01"},
    {**YOUNG, "id": "XM02", "school_years": "9"},
    {**YOUNG, "id": "XM03", "school_years": None},
    {**YOUNG, "id": "XM04", "birth_date": "2002-10-02"},
    {**YOUNG, "id": "XM05", "birth_date": "2002-10-01"},
    {**YOUNG, "id": "XM06", "birth_date": "2004-01-20", "school_years": "8", "split_shifts": "no"},
    {**YOUNG, "id": "XM07", "hours_ramp": "2 sett. 3x3; poi 5x4"},
)
STEPS = (
    {**PERSON, "id": "XM10", "hours_ramp": "4 sett. 1x2; poi 2x2"},
    {**PERSON, "id": "XM11", "hours_ramp": "30 sett. 1x3"},
    {**PERSON, "id": "XM12", "hours_ramp": "2 sett. 1x4; 4 sett. 3x4"},
    {**PERSON, "id": "XM13", "categories": "HOUSING_EMERGENCY; DISABILITY_L68"},
)
LISTED = {**OFFER, **AT[2], "role": "laundry_worker", "conditions": "PUBLIC_CONTACT", "demands": "SL5=0; AC5=0"}
WORK = (
    {**LISTED, "id": "YM01", "shifts": "lun-ven 9:00-13:00"},
    {**LISTED, "id": "YM02", "shifts": "lun-mer 9:00-18:00", "break_min": "60"},
    {**LISTED, "id": "YM03", "shifts": "lun-sab 9:00-13:00"},
    {**LISTED, "id": "YM04", "shifts": "lun-ven 8:00-14:00", "break_min": "45"},
    {**LISTED, "id": "YM05", "shifts": "lun-ven 8:00-14:00", "break_min": "15"},
    {**LISTED, "id": "YM06", "shifts": "lun-ven 8:00-14:00"},
    {**LISTED, "id": "YM07", "shifts": "lun-ven 8:00-12:30, 13:00-15:00"},
    {**LISTED, "id": "YM08", "shifts": "lun-ven 8:00-12:30, 13:30-15:00", "break_min": "0"},
    {**LISTED, "id": "YM09", "shifts": "lun-ven 9:00-13:00", "conditions": "MACHINERY", "demands": None},
    {**LISTED, "id": "YM10", "shifts": "lun 16:00-20:00; mar 7:30-11:30; gio 9:00-13:00"},
    {**LISTED, "id": "YM11", "shifts": "lun-ven 9:00-13:00", "conditions": "ALCOHOL"},
    {**LISTED, "id": "YM12", "shifts": "lun-ven 19:00-23:00"},
    {**LISTED, "id": "YM13", "shifts": "A: lun-ven 8:00-12:00 | B: lun-ven 13:00-17:00"},
    {**LISTED, "id": "YM14", "shifts": "lun-sab 8:00-15:00"},
    {**LISTED, "id": "YM15", "shifts": "A: lun-ven 8:00-16:15 | B: lun 8:00-10:00"},
    {**LISTED, "id": "YM16", "shifts": "lun 9:00-11:00"},
    {**LISTED, "id": "YM17", "shifts": "lun-ven 9:00-13:00", "months": "30"},
    {**LISTED, "id": "YM18", "shifts": "lun-ven 9:00-13:00", "months": "2"},
    {**LISTED, "id": "YM19", "shifts": "lun-ven 9:00-13:00", "months": "36"},
    {**LISTED, "id": "YM20", "shifts": "lun-ven 9:00-13:00", "months": "24"},
)
ATTESTED = (
    {"id": "XN1", "candidate": "XM10", "kind": "DURATION_ATTESTATION"},
    {"id": "XN2", "candidate": "XM11", "kind": "DURATION_ATTESTATION", "opening": "YM17"},
    {"id": "XN3", "candidate": "XM12", "kind": "DURATION_ATTESTATION", "valid_to": "2020-09-30"},
)
