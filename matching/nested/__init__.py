"""Caps inside caps (opening < tutor < company < programme) on the exact fast path: a flow on a tree behind openings.

What was found, and when it holds. Let every limit be a cap, its weights all alike, on *all* pairs of a set of openings,
and let any two of these sets be disjoint or one inside the other. Then openings and sets are the nodes of a tree whose
root is outside: whoever is proposed climbs from the opening to the root and takes one place at every node on the way.
This is a minimum-cost flow, so

- the best assignment is found by shortest paths in whole numbers, and the relaxation loses nothing: the smallest prices
  of seats and caps prove it by duality, without branch and bound;
- one more seat, one more unit of a cap and one candidate fewer are priced exactly by shortest paths in the same graph.

It does not hold, and HiGHS is asked as before, where one limit

- weighs people differently (`POINTS`, `BUDGET`) or has a lower side (`GROUPS`);
- leaves somebody out: with an exempt person a site's `CAP` no longer counts all pairs of its openings;
- counts people, not openings (`PROMOTER` by the person's own tutor), or only those of some months (`CAP` and `TUTOR`
  where not all pairs of a tutor overlap);
- crosses another: a tutor who works for two companies, each with a cap.

In the invented cohorts of the five programmes (three seeds each) `POINTS` is always there, so as they stand it holds in
none of the 15. Without `POINTS` and `GROUPS` it holds in 12; a `PROMOTER` by person breaks it in two and a `CAP` that
does not count every pair in one. It is for markets whose limits are counts of trainees: tutors, sites, funded places.

The number of walks is the number of people above the caps. Where a cap over everything is far below what could be
placed (`FUNDED` at half of 100,000), each of them looks at the whole market: exact, but time grows with the square.

Rooms: `tree` (does it hold), `flow` (walks in the residual graph), `repair` (best assignment), `priced` (what one more
would add), `drawn` (which of equally good ones), `within` (the answer).
"""
