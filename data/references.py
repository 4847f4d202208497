"""Which field of which table holds codes of which other table: one list for faults, updates and drop-down lists."""

from __future__ import annotations

from collections.abc import Mapping

PAPERS_OF_PEOPLE = ("commitments", "acts", "prescriptions", "accommodations", "protections", "documents", "relations")

# (table, field) -> table of the codes that the field holds, one or several.
REFERENCES: Mapping[tuple[str, str], str] = {
    ("children", "candidate"): "candidates",
    ("children", "services"): "services",
    ("sites", "company"): "companies",
    ("openings", "company"): "companies",
    ("openings", "site"): "sites",
    ("openings", "tutor"): "tutors",
    ("openings", "promoter_tutor"): "tutors",
    ("candidates", "refused_companies"): "companies",
    ("candidates", "banned_companies"): "companies",
    ("candidates", "promoter_tutor"): "tutors",
    **{(table, "candidate"): "candidates" for table in PAPERS_OF_PEOPLE},
    ("acts", "companies"): "companies",
    ("accommodations", "opening"): "openings",
    ("protections", "company"): "companies",
    ("protections", "checked_companies"): "companies",
    ("documents", "opening"): "openings",
    ("relations", "company"): "companies",
    ("host_checks", "site"): "sites",
    ("quotas", "company"): "companies",
    ("conventions", "company"): "companies",
    ("tutors", "company"): "companies",
    ("placements", "site"): "sites",
    ("placements", "tutor"): "tutors",
    ("placements", "promoter_tutor"): "tutors",
}
