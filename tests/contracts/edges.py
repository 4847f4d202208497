"""People, companies and openings at the edges of every rule, as plain values."""

from __future__ import annotations

PERSON = {
    "birth_date": "1990-05-10",
    "categories": "HOUSING_EMERGENCY",
    "in_charge": "sì",
    "employment": "UNEMPLOYED",
    "municipality": "Prato",
    "modes": "car",
    "availability": "sempre",
    "available_from": "2020-09-14",
}
PEOPLE = (
    {"id": "X01", "birth_date": "1990-05-10", "municipality": "Prato"},
    {**PERSON, "id": "X02"},
    {**PERSON, "id": "X03", "modes": None, "max_travel_min": "20"},
    {**PERSON, "id": "X04", "modes": [], "max_travel_min": "5"},
    {**PERSON, "id": "X05", "lat": "37,0", "lon": "15,2", "max_travel_min": "180"},
    {**PERSON, "id": "X06", "birth_date": "2006-02-28", "employment": "EMPLOYED"},
    {**PERSON, "id": "X07", "availability": "mai", "busy": "sempre", "in_charge": "no"},
    {**PERSON, "id": "X08", "availability": "lun-dom 6:00-22:00", "busy": "lun,gio 9:00-10:30; dom 23:00-2:00"},
    {**PERSON, "id": "X09", "prescriptions": "AC1<=0; PO2<=1; FA3<=0; SL4<=0", "functional_profile": "AC1=0; PO2=3"},
    {**PERSON, "id": "X10", "access_needs": "step_free; elevator; quiet_space", "banned_companies": "Z1"},
    {**PERSON, "id": "X11", "refused_roles": "waiter; oss", "refused_sectors": "56", "refused_companies": "Z1"},
    {**PERSON, "id": "X12", "banned_conditions": "NIGHT; ALCOHOL; PUBLIC_CONTACT", "certificates": "OSS"},
    {
        **PERSON,
        "id": "X13",
        "available_from": "2030-01-01",
        "interests": "oss=3; waiter=0",
        "competences": "make_beds=0",
    },
    {**PERSON, "id": "X14", "birth_date": "2004-02-29", "availability": "lun-dom 0:00-12:00"},
    {**PERSON, "id": "X15", "sex": "M", "categories": "LONE_PARENT", "other_carers": "lun-ven 6:00-9:00"},
    {**PERSON, "id": "X17", "tutor_need": "very_high", "goals": "RHYTHM; CALM; TRADE", "italian": "A1"},
    {**PERSON, "id": "X18", "tutor_need": "low", "goals": [], "italian": "ascolto=B2; parlato=A0"},
    {**PERSON, "id": "X20", "availability": "lun-dom 6:00-23:00", "split_shifts": "no"},
    {**PERSON, "id": "X21", "split_shifts": "no", "tutor_wish": "F", "tutor_wish_firm": "sì"},
    {**PERSON, "id": "X22", "split_shifts": "sì", "hours_ramp": "2 sett. 4x3; poi 5x4"},
    {**PERSON, "id": "X23", "lat": "43,88", "lon": "11,09", "modes": "bus; walk", "max_walk_m": "300"},
    {**PERSON, "id": "X24", "access_needs": "step_free; step_free_way", "max_walk_m": "0", "modes": "bus"},
    {**PERSON, "id": "X25", "functional_profile": "AC1=1; PO2=1", "potential_profile": "AC1=2; PO2=3"},
    {**PERSON, "id": "X26", "availability": "A: lun-ven 8:00-20:00 | B: lun-ven 12:00-20:00"},
    {**PERSON, "id": "X27"},
    {**PERSON, "id": "X28"},
    {**PERSON, "id": "X29"},
    {**PERSON, "id": "X30", "lat": "43,89", "lon": "11,05"},
    {**PERSON, "id": "X31", "availability": "lun-ven 7:00-19:00"},
    *({**PERSON, "id": f"XL{k:02d}", "italian": "ascolto=B1"} for k in range(1, 15)),
    {**PERSON, "id": "XL15", "italian": "A0", "languages": []},
    {**PERSON, "id": "XL16", "italian": "A0", "languages": "ar"},
    {**PERSON, "id": "XL17", "italian": "A0", "languages": "zh"},
    {**PERSON, "id": "XL18", "italian": "ascolto=A1", "languages": "zh"},
    {**PERSON, "id": "XL19", "birth_date": "2002-10-01", "italian": "ascolto=A2"},
    {**PERSON, "id": "XL20", "italian": "A1"},
    {**PERSON, "id": "X16", "interests": {}, "competences": {}, "modes": "walk", "availability": "lun-ven 8:30-13:30"},
)
CHILDREN = (
    {"id": "XF1", "candidate": "X15", "birth_date": "2016-01-01", "care": "PRIMARIA_NORMALE"},
    {"id": "XF2", "candidate": "X08", "birth_date": "2018-01-01"},
    {"id": "XF4", "candidate": "X31", "birth_date": "2019-03-01", "care": "NIDO"},
    {"id": "XF5", "candidate": "X31", "birth_date": "2006-12-20", "care": "SECONDARIA_1"},
    {"id": "XF3", "candidate": "X16", "birth_date": "2014-01-01", "care": "NONE"},
)
# A sealed name that nobody has.
SEAL = "a1" * 32
# The promoter of the programme, which hosts too.
PROMOTER = "Z4"
COMPANIES = (
    {"id": "Z4", "name": "Zeta Quattro", "sector": "88"},
    {"id": "Z5", "name": "Zeta Cinque", "sector": "10"},
    {"id": "Z6", "name": "Zeta Sei", "sector": "81"},
    {"id": "Z1", "name": "Zeta Uno", "sector": "56", "people": SEAL},
    {"id": "Z2", "name": "Zeta Due", "sector": "87", "past_internships": "0", "social_pact": "no"},
    {
        **{"id": "Z3", "name": "Zeta Tre", "sector": "96", "past_internships": "4", "past_completed": "0"},
        **{"past_hired": "4", "trained_tutor": "no"},
    },
)
# Faults of a host, by site of Z5: what a check says.
HOST_FAULTS = {
    "Z5-1": {"dismissal_on": "2019-05-02"},
    "Z5-2": {"dismissal_on": "2019-05-02", "dismissal_roles": "waiter"},
    "Z5-3": {"short_time_to": "2020-12-01", "safety_ok": "no", "declared_risk": "HIGH"},
    "Z5-4": {"insolvent": "sì", "safety_ok": "sì"},
}
SITES = (
    {"id": "Z4-1", "company": "Z4", "municipality": "Prato"},
    *({"id": site, "company": "Z5", "municipality": "Prato"} for site in HOST_FAULTS),
    {"id": "Z6-1", "company": "Z6", "municipality": "Prato"},
    {"id": "Z1-1", "company": "Z1", "municipality": "Prato", "access": "step_free=no; quiet_space=sì"},
    {"id": "Z2-1", "company": "Z2", "municipality": "Vernio", "bus_hours": "mai"},
    {
        "id": "Z3-1",
        "company": "Z3",
        "municipality": "Prato",
        "lat": "43,88",
        "lon": "11,1",
        "bus_hours": "sempre",
        "bus_stop_m": "450",
    },
)
OFFER = {"seats": "1", "start_from": "2020-10-01", "start_to": "2020-12-31", "months": "6"}
AT = ({"company": "Z1", "site": "Z1-1"}, {"company": "Z2", "site": "Z2-1"}, {"company": "Z3", "site": "Z3-1"})
OPENINGS = (
    {**OFFER, "id": "YL1", "company": "Z4", "site": "Z4-1", "role": "waiter", "shifts": "lun-ven 9:00-13:00"},
    *(
        {**OFFER, "id": f"YL{site}", "company": "Z5", "site": site, "role": role, "shifts": "lun-ven 9:00-13:00"}
        for site, role in zip(HOST_FAULTS, ("waiter", "oss", "waiter", "waiter"), strict=True)
    ),
    {
        **{**OFFER, "id": "YL6", "company": "Z6", "site": "Z6-1", "role": "waiter", "shifts": "lun-ven 9:00-13:30"},
        **{"replaces_staff": "sì", "needs_training": "no"},
    },
    {
        **{**OFFER, "id": "YL7", "company": "Z6", "site": "Z6-1", "role": "oss", "shifts": "lun-ven 9:00-12:00"},
        **{"replaces_staff": "no", "needs_training": "sì"},
    },
    {**OFFER, **AT[2], "id": "Y10", "role": "waiter", "shifts": "lun-ven 18:00-23:00; mar-sab 6:00-9:00"},
    {**OFFER, **AT[2], "id": "Y11", "role": "waiter", "shifts": "lun-dom 10:00-14:00", "tutor_sex": "M"},
    {**OFFER, **AT[0], "id": "Y12", "role": "waiter", "shifts": "A: lun-ven 8:00-12:00 | B: lun-ven 14:00-18:00"},
    {**OFFER, **AT[0], "id": "Y13", "role": "waiter", "shifts": "lun-ven 9:00-12:00, 16:00-18:00", "tutor_sex": "F"},
    {**OFFER, **AT[1], "id": "Y14", "role": "oss", "shifts": "lun-ven 9:00-13:00", "demands": "AC1=3!~; PO2=2!"},
    {**OFFER, **AT[0], "id": "Y01", "role": "waiter", "shifts": "dom 22:00-6:00", "conditions": "NIGHT; ALCOHOL"},
    {**OFFER, **AT[0], "id": "Y02", "role": "waiter", "shifts": "lun-ven 9:00-13:00, 15:00-18:00", "min_age": "30"},
    {**OFFER, **AT[1], "id": "Y03", "role": "oss", "shifts": "sempre", "required_certificates": "OSS; DRIVING_B"},
    {**OFFER, **AT[1], "id": "Y04", "role": "oss", "shifts": "lun 9:00-13:00", "demands": "AC1=3!; PO2=2!; FA3=1"},
    {
        **{**OFFER, **AT[2], "id": "Y05", "role": "laundry_worker", "shifts": "sab 23:45-24:00; lun 0:00-0:15"},
        **{"demands": "AC1=2!", "accommodations": "AC1=2", "essential": "make_beds=3", "tutor_h_week": "5"},
    },
    {**OFFER, **AT[2], "id": "Y06", "role": "waiter", "shifts": "lun 6:00-20:00", "start_to": "2020-10-01"},
    {**OFFER, **AT[2], "id": "Y07", "role": "laundry_worker", "shifts": "lun-ven 9:00-13:00", "nice": "make_beds=1"},
    {
        **{**OFFER, **AT[0], "id": "Y08", "role": "waiter", "shifts": "lun-ven 9:00-13:00", "italian": "B1"},
        **{"tutor_h_week": "0", "environment": [], "hire_plan": "none"},
    },
    {
        **{**OFFER, **AT[2], "id": "Y09", "role": "waiter", "shifts": "lun-ven 9:00-13:00", "italian": "ascolto=A2"},
        **{"tutor_h_week": "0,5", "environment": "REGULAR_TASKS; QUIET", "hire_plan": "planned", "nice": "make_beds=1"},
    },
)
PAPERS_AT_EDGES = {
    "commitments": (
        {"id": "XC1", "candidate": "X27", "kind": "CARE", "hours": "mar 9:00-12:00"},
        {"id": "XC2", "candidate": "X27", "kind": "CPIA", "hours": "lun,gio 17:00-20:00", "valid_to": "2020-12-15"},
        {"id": "XC3", "candidate": "X20", "kind": "AUTHORITY", "hours": "ven 9:00-10:00", "valid_from": "2021-02-01"},
    ),
    "acts": (
        {"id": "XA1", "candidate": "X28", "hours": "lun-sab 7:00-19:00", "valid_to": "2021-02-28"},
        {"id": "XA2", "candidate": "X28", "municipalities": "Vernio", "companies": "Z3"},
        {"id": "XA3", "candidate": "X02", "municipalities": "Montemurlo", "valid_to": "2020-01-31"},
    ),
    "prescriptions": (
        {"id": "XR1", "candidate": "X25", "items": "AC1<=1", "author": "COMPANY_DOCTOR"},
        {"id": "XR2", "candidate": "X25", "items": "PO2<=0", "author": "CASE_MANAGER"},
        {"id": "XR3", "candidate": "X22", "items": "AC1<=0; PO2<=1", "author": "HEALTH_SERVICE"},
        {"id": "XR4", "candidate": "X21", "items": "AC1<=0"},
    ),
    "accommodations": (
        {"id": "XM1", "candidate": "X09", "opening": "Y04", "items": "AC1=3; PO2=1", "status": "REQUESTED"},
        {"id": "XM2", "candidate": "X22", "opening": "Y04", "items": "AC1=3; PO2=1", "status": "REFUSED"},
        {"id": "XM3", "candidate": "X22", "opening": "Y14", "items": "AC1=3; PO2=2", "status": "GRANTED"},
        {"id": "XM4", "candidate": "X10", "opening": "Y08", "features": "step_free", "status": "IN_PLACE"},
    ),
    "protections": (
        {"id": "XP1", "candidate": "X30", "kind": "AVOID_ZONE", "lat": "43,885", "lon": "11,075", "radius_km": "1"},
        {"id": "XP2", "candidate": "X29", "kind": "AVOID_PERSON", "person": SEAL, "checked_companies": "Z2; Z3"},
        {"id": "XP3", "candidate": "X30", "kind": "ADDRESS_SECRET"},
        {"id": "XP4", "candidate": "X20", "kind": "NO_PUBLIC_CONTACT", "valid_from": "2021-01-01"},
        {"id": "XP5", "candidate": "X20", "kind": "MEET_POINT", "municipality": "Vernio"},
        {"id": "XP6", "candidate": "X16", "kind": "AVOID_HOST", "company": "Z1"},
    ),
    "relations": (
        {"id": "XE1", "candidate": "XL01", "company": "Z3", "kind": "EMPLOYED", "valid_to": "2019-10-31"},
        {"id": "XE2", "candidate": "XL02", "company": "Z3", "kind": "INTERNSHIP", "role": "waiter"},
        {"id": "XE3", "candidate": "XL03", "company": "Z3", "kind": "INTERNSHIP", "valid_to": "2018-12-31"},
        {"id": "XE4", "candidate": "XL04", "company": "Z1", "kind": "RELATIVE"},
        {"id": "XE5", "candidate": "XL05", "company": "Z1", "kind": "OWNER", "valid_to": "2020-10-01"},
        {
            **{"id": "XE6", "candidate": "XL06", "company": "Z3", "kind": "OCCASIONAL", "days": "40"},
            **{"valid_from": "2020-06-01", "valid_to": "2020-09-30"},
        },
        {"id": "XE7", "candidate": "XL07", "company": "Z3", "kind": "OCCASIONAL"},
        {"id": "XE8", "candidate": "XL08", "company": "Z2", "kind": "COLLABORATION"},
        {"id": "XE9", "candidate": "XL09", "company": "Z3", "kind": "INTERNSHIP", "role": "waiter"},
    ),
    "host_checks": tuple({"id": f"XH{site}", "site": site, **fault} for site, fault in HOST_FAULTS.items()),
    "quotas": ({"id": "XQ1", "company": "Z6", "base": "40", "employed": "0", "exempt_units": "1"},),
    "documents": (
        {"id": "XD2", "candidate": "XL10", "kind": "PERMIT", "permit": "ASYLUM_REQUEST", "applied_on": "2020-09-01"},
        {"id": "XD3", "candidate": "XL11", "kind": "PERMIT", "permit": "ASYLUM_REQUEST", "delay_own": "sì"},
        {"id": "XD4", "candidate": "XL12", "kind": "PERMIT", "permit": "ASYLUM_REQUEST"},
        {"id": "XD5", "candidate": "XL13", "kind": "PERMIT", "permit": "STUDY", "valid_to": "2020-09-30"},
        {"id": "XD6", "candidate": "XL14", "kind": "PERMIT", "permit": "OTHER"},
        {"id": "XD7", "candidate": "XL14", "kind": "CLEARANCE", "permit": "OTHER", "opening": "Y07"},
        {"id": "XD8", "candidate": "XL14", "kind": "PERMIT", "permit": "WORK", "valid_from": "2020-10-02"},
        {"id": "XD9", "candidate": "XL19", "kind": "PERMIT", "permit": "MINOR_AGE"},
        {"id": "XDA", "candidate": "XL15", "kind": "PERMIT", "permit": "STUDY"},
        {"id": "XDB", "candidate": "XL17", "kind": "SAFETY_GENERAL"},
        {"id": "XDC", "candidate": "XL17", "kind": "SAFETY_SPECIFIC", "risk": "LOW", "issued_on": "2019-02-01"},
        {"id": "XDD", "candidate": "XL18", "kind": "LANGUAGE_SUPPORT", "opening": "Y07"},
        {"id": "XDE", "candidate": "XL09", "kind": "DURATION_ATTESTATION", "valid_to": "2020-09-30"},
        {"id": "XDF", "candidate": "XL02", "kind": "DURATION_ATTESTATION", "opening": "Y07"},
        {"id": "XD1", "candidate": "X25", "kind": "L68_CERTIFICATE", "percentage": "67", "valid_to": "2022-12-31"},
    ),
}
