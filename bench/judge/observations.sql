-- Questions of dated values, in millionths. The baseline is the last value on or before the day of enrolment, else the first
-- in the window; it is unknown where the extract begins after the enrolment. As bench/judge/shelter.sql.

-- case: first-value
-- value: first(observation.hba1c)
-- window: 2023-01 to 2024-12
SELECT s.person, CASE WHEN any_value(s.whole) THEN arg_min(o.millionths, o.day) END AS dividend, 1000000 AS divisor
FROM seen s LEFT JOIN observation o ON o.person = s.person AND o.name = 'hba1c' AND s.first_day <= o.day AND o.day < s.end_day
GROUP BY s.person

-- case: last-value-since-enrolment
-- value: last(observation.hba1c)
-- window: since 18
SELECT s.person, CASE WHEN any_value(s.whole) THEN arg_max(o.millionths, o.day) END AS dividend, 1000000 AS divisor
FROM seen s LEFT JOIN observation o ON o.person = s.person AND o.name = 'hba1c' AND s.first_day <= o.day AND o.day < s.end_day
GROUP BY s.person

-- case: mean-value
-- value: mean(observation.hba1c)
-- window: 2021-01 to 2025-12
SELECT s.person, CASE WHEN any_value(s.whole) AND count(o.day) > 0 THEN sum(o.millionths) END AS dividend, greatest(1000000 * count(o.day), 1) AS divisor
FROM seen s LEFT JOIN observation o ON o.person = s.person AND o.name = 'hba1c' AND s.first_day <= o.day AND o.day < s.end_day
GROUP BY s.person

-- case: least-and-greatest
-- success: min(observation.hba1c) < 53 and max(observation.hba1c) <= 75
-- window: 2024-01 to 2025-12
SELECT s.person, CASE WHEN any_value(s.whole) THEN min(o.millionths) < 53000000 AND max(o.millionths) <= 75000000 END AS answer
FROM seen s LEFT JOIN observation o ON o.person = s.person AND o.name = 'hba1c' AND s.first_day <= o.day AND o.day < s.end_day
GROUP BY s.person

-- case: relative-change
-- value: change(observation.hba1c)
-- window: since 24
SELECT person, CASE WHEN whole AND last_day > base_day AND base <> 0 THEN last - base END AS dividend, coalesce(base, 1) AS divisor
FROM (SELECT s.person, any_value(s.whole) AS whole,
             arg_max(o.millionths, o.day) FILTER (WHERE inside) AS last, max(o.day) FILTER (WHERE inside) AS last_day,
             CASE WHEN bool_or(o.day <= s.day) THEN arg_max(o.millionths, o.day) FILTER (WHERE o.day <= s.day)
                  WHEN any_value(s.day >= c.first_day) THEN arg_min(o.millionths, o.day) FILTER (WHERE inside) END AS base,
             CASE WHEN bool_or(o.day <= s.day) THEN max(o.day) FILTER (WHERE o.day <= s.day) ELSE min(o.day) FILTER (WHERE inside) END AS base_day
      FROM seen s CROSS JOIN covered c
      LEFT JOIN (SELECT o.*, t.first_day <= o.day AND o.day < t.end_day AS inside FROM observation o JOIN seen t USING (person)) o
        ON o.person = s.person AND o.name = 'hba1c'
      GROUP BY s.person)

-- case: change-of-an-eighth
-- success: change(observation.hba1c) <= -0.085
-- window: since 12
SELECT person, CASE WHEN whole AND last_day > base_day AND base > 0 THEN 1000 * (last - base) <= -85 * base END AS answer
FROM (SELECT s.person, any_value(s.whole) AS whole,
             arg_max(o.millionths, o.day) FILTER (WHERE inside) AS last, max(o.day) FILTER (WHERE inside) AS last_day,
             CASE WHEN bool_or(o.day <= s.day) THEN arg_max(o.millionths, o.day) FILTER (WHERE o.day <= s.day)
                  WHEN any_value(s.day >= c.first_day) THEN arg_min(o.millionths, o.day) FILTER (WHERE inside) END AS base,
             CASE WHEN bool_or(o.day <= s.day) THEN max(o.day) FILTER (WHERE o.day <= s.day) ELSE min(o.day) FILTER (WHERE inside) END AS base_day
      FROM seen s CROSS JOIN covered c
      LEFT JOIN (SELECT o.*, t.first_day <= o.day AND o.day < t.end_day AS inside FROM observation o JOIN seen t USING (person)) o
        ON o.person = s.person AND o.name = 'hba1c'
      GROUP BY s.person)

-- case: difference-in-the-unit
-- value: difference(observation.hba1c)
-- window: 2023-06 to 2025-06
SELECT s.person, CASE WHEN any_value(s.whole) AND max(o.day) > min(o.day) THEN arg_max(o.millionths, o.day) - arg_min(o.millionths, o.day) END AS dividend,
       1000000 AS divisor
FROM seen s LEFT JOIN observation o ON o.person = s.person AND o.name = 'hba1c' AND s.first_day <= o.day AND o.day < s.end_day
GROUP BY s.person
