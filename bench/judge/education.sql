-- Questions of spells of education, the days of which end before `departed`. As bench/judge/shelter.sql.

-- case: any-vocational
-- success: any(study.kind = vocational)
-- window: 2023-01 to 2023-12
SELECT s.person, CASE WHEN coalesce(bool_or(t.kind = 'vocational'), false) THEN true
                      WHEN any_value(s.whole) AND 'vocational' IN (FROM names) THEN false END AS answer
FROM seen s LEFT JOIN study t ON t.person = s.person AND t.arrived < s.end_day AND greatest(t.departed, t.arrived + 1) > s.first_day
GROUP BY s.person

-- case: thirty-days
-- success: days(study.kind in (vocational, higher)) >= 30
-- window: since 6
SELECT s.person, is_at_least(coalesce(n.days, 0), coalesce(n.days, 0) + s.days - s.seen_days, 30) AS answer
FROM seen s LEFT JOIN (
    SELECT person, count(DISTINCT day) AS days FROM (
        SELECT s.person, unnest(generate_series(greatest(t.arrived, s.seen_from), least(t.departed, s.seen_to) - 1, INTERVAL 1 DAY)) AS day
        FROM seen s JOIN study t ON t.person = s.person AND t.kind IN ('vocational', 'higher')) GROUP BY person) n USING (person)

-- case: share-of-spells
-- value: rate(study.kind = higher)
-- window: 2020-01 to 2024-12
SELECT s.person, CASE WHEN any_value(s.whole) AND count(t.person) > 0 THEN count(*) FILTER (WHERE t.kind = 'higher') END AS dividend,
       greatest(count(t.person), 1) AS divisor
FROM seen s LEFT JOIN study t ON t.person = s.person AND t.arrived < s.end_day AND greatest(t.departed, t.arrived + 1) > s.first_day
GROUP BY s.person
