-- Questions of stays, which may overlap and may not have ended. What the SQL may use stands in bench/judge.py: `stay` (with
-- `departed`, the day of departure, far away while it lasts), `seen` (the window, whether the extract covers all of it, and
-- the days that it does), `names` (the kinds that the extract covers). A crisis centre's extract covers no shelters.

-- case: any-shelter
-- success: any(stay.kind = shelter)
-- window: 2024-01 to 2024-06
SELECT s.person, CASE WHEN coalesce(bool_or(t.kind = 'shelter'), false) THEN true
                      WHEN any_value(s.whole) AND 'shelter' IN (FROM names) THEN false END AS answer
FROM seen s LEFT JOIN stay t ON t.person = s.person AND t.arrived < s.end_day AND greatest(t.departed, t.arrived + 1) > s.first_day
GROUP BY s.person

-- case: any-shelter-since-enrolment
-- success: not any(stay.kind in (shelter, night-cafe))
-- window: since 12
SELECT s.person, NOT CASE WHEN coalesce(bool_or(t.kind IN ('shelter', 'night-cafe')), false) THEN true
                          WHEN any_value(s.whole) AND 'shelter' IN (FROM names) AND 'night-cafe' IN (FROM names) THEN false END AS answer
FROM seen s LEFT JOIN stay t ON t.person = s.person AND t.arrived < s.end_day AND greatest(t.departed, t.arrived + 1) > s.first_day
GROUP BY s.person

-- case: all-stays-are-shelters
-- success: all(stay.kind = shelter)
-- window: 2022-01 to 2022-12
SELECT s.person, CASE WHEN coalesce(bool_or(t.kind <> 'shelter'), false) THEN false
                      WHEN any_value(s.whole) AND 'shelter' IN (FROM names) THEN true END AS answer
FROM seen s LEFT JOIN stay t ON t.person = s.person AND t.arrived < s.end_day AND greatest(t.departed, t.arrived + 1) > s.first_day
GROUP BY s.person

-- case: two-stays
-- success: count(stay.kind = shelter) >= 2
-- window: 2023-01 to 2023-12
SELECT s.person, CASE WHEN count(*) FILTER (WHERE t.kind = 'shelter') >= 2 THEN true
                      WHEN any_value(s.whole) AND 'shelter' IN (FROM names) THEN false END AS answer
FROM seen s LEFT JOIN stay t ON t.person = s.person AND t.arrived < s.end_day AND greatest(t.departed, t.arrived + 1) > s.first_day
GROUP BY s.person

-- case: few-nights
-- success: nights(stay.kind = shelter) <= 5
-- window: 2024-02
SELECT s.person, is_at_most(coalesce(n.nights, 0),
                            coalesce(n.nights, 0) + CASE WHEN 'shelter' IN (FROM names) THEN s.days - s.seen_days ELSE s.days - coalesce(n.nights, 0) END, 5) AS answer
FROM seen s LEFT JOIN (
    SELECT person, count(DISTINCT night) AS nights FROM (
        SELECT s.person, unnest(generate_series(greatest(t.arrived, s.seen_from), least(t.departed, s.seen_to) - 1, INTERVAL 1 DAY)) AS night
        FROM seen s JOIN stay t ON t.person = s.person AND t.kind = 'shelter') GROUP BY person) n USING (person)

-- case: value-nights
-- value: nights(stay.kind in (shelter, aftercare))
-- window: 2022-01 to 2023-12
SELECT s.person, known(coalesce(n.nights, 0),
                       coalesce(n.nights, 0) + CASE WHEN 'shelter' IN (FROM names) AND 'aftercare' IN (FROM names) THEN s.days - s.seen_days
                                                    ELSE s.days - coalesce(n.nights, 0) END) AS dividend, 1 AS divisor
FROM seen s LEFT JOIN (
    SELECT person, count(DISTINCT night) AS nights FROM (
        SELECT s.person, unnest(generate_series(greatest(t.arrived, s.seen_from), least(t.departed, s.seen_to) - 1, INTERVAL 1 DAY)) AS night
        FROM seen s JOIN stay t ON t.person = s.person AND t.kind IN ('shelter', 'aftercare')) GROUP BY person) n USING (person)

-- case: value-days-at-a-crisis-centre
-- value: days(stay.kind = crisis-centre)
-- window: since 18
SELECT s.person, known(coalesce(n.days, 0),
                       coalesce(n.days, 0) + CASE WHEN 'crisis-centre' IN (FROM names) THEN s.days - s.seen_days ELSE s.days - coalesce(n.days, 0) END) AS dividend,
       1 AS divisor
FROM seen s LEFT JOIN (
    SELECT person, count(DISTINCT day) AS days FROM (
        SELECT s.person, unnest(generate_series(greatest(t.arrived, s.seen_from), least(t.departed, s.seen_to - 1), INTERVAL 1 DAY)) AS day
        FROM seen s JOIN stay t ON t.person = s.person AND t.kind = 'crisis-centre') GROUP BY person) n USING (person)

-- case: many-nights-reaching-beyond-the-extract
-- success: nights(stay.kind = shelter) >= 5
-- window: 2026-01 to 2026-08
SELECT s.person, is_at_least(coalesce(n.nights, 0),
                             coalesce(n.nights, 0) + CASE WHEN 'shelter' IN (FROM names) THEN s.days - s.seen_days ELSE s.days - coalesce(n.nights, 0) END, 5) AS answer
FROM seen s LEFT JOIN (
    SELECT person, count(DISTINCT night) AS nights FROM (
        SELECT s.person, unnest(generate_series(greatest(t.arrived, s.seen_from), least(t.departed, s.seen_to) - 1, INTERVAL 1 DAY)) AS night
        FROM seen s JOIN stay t ON t.person = s.person AND t.kind = 'shelter') GROUP BY person) n USING (person)
