-- Questions of weeks and months. Each is asked twice: in the measure language, in the head, and in SQL.
--
-- What the SQL may use stands in bench/judge.py: `week` (a row for each week of each person's window; the code is 0 where
-- the register is blank and NULL where there is no column; the category is NULL where the code list does not say), `job`
-- (a row for each month), `span` (the window), and small macros for what is only partly known.

-- case: work-or-education-november
-- success: any(job.ratio > 0) or any(week.state = education)
-- window: 2024-11
SELECT w.person, w.yes OR j.yes AS answer
FROM (SELECT person, occurs(category = 'education') AS yes FROM week GROUP BY person) w
JOIN (SELECT person, occurs(ratio > 0) AS yes FROM job GROUP BY person) j USING (person)

-- case: work-or-education-over-the-53rd-week
-- success: any(job.ratio > 0) or any(week.state = education)
-- window: 2020-12 to 2021-01
SELECT w.person, w.yes OR j.yes AS answer
FROM (SELECT person, occurs(category = 'education') AS yes FROM week GROUP BY person) w
JOIN (SELECT person, occurs(ratio > 0) AS yes FROM job GROUP BY person) j USING (person)

-- case: work-or-education-since-enrolment
-- success: any(job.ratio > 0) or any(week.state = education)
-- window: since 6
SELECT w.person, w.yes OR j.yes AS answer
FROM (SELECT person, occurs(category = 'education') AS yes FROM week GROUP BY person) w
JOIN (SELECT person, occurs(ratio > 0) AS yes FROM job GROUP BY person) j USING (person)

-- case: work-or-education-reaching-beyond-the-extract
-- success: any(job.ratio > 0) or any(week.state = education)
-- window: 2026-04 to 2026-09
SELECT w.person, w.yes OR j.yes AS answer
FROM (SELECT person, occurs(category = 'education') AS yes FROM week GROUP BY person) w
JOIN (SELECT person, occurs(ratio > 0) AS yes FROM job GROUP BY person) j USING (person)

-- case: before-ratios-were-delivered
-- success: any(job.ratio > 0) and not any(week.state = education)
-- window: 2007-10 to 2008-02
SELECT w.person, j.yes AND NOT w.yes AS answer
FROM (SELECT person, occurs(category = 'education') AS yes FROM week GROUP BY person) w
JOIN (SELECT person, occurs(ratio > 0) AS yes FROM job GROUP BY person) j USING (person)

-- case: before-the-register
-- success: any(week.code = 0)
-- window: 1991-06 to 1991-09
SELECT person, occurs(code = 0) AS answer FROM week GROUP BY person

-- case: week-53-of-2004
-- success: count(week.code = 0) = 5
-- window: 2004-12
SELECT person, is_equal(sure(code = 0), perhaps(code = 0), 5) AS answer FROM week GROUP BY person

-- case: never-sick
-- success: all(week.state != sickness)
-- window: 2024-01 to 2024-12
SELECT person, throughout(category <> 'sickness') AS answer FROM week GROUP BY person

-- case: all-blank-since-enrolment
-- success: all(week.code = 0)
-- window: since 3
SELECT person, throughout(code = 0) AS answer FROM week GROUP BY person

-- case: three-weeks-of-two-codes
-- success: count(week.code in (651, 652)) >= 3
-- window: 2024-06 to 2024-12
SELECT person, is_at_least(sure(code IN (651, 652)), perhaps(code IN (651, 652)), 3) AS answer FROM week GROUP BY person

-- case: few-weeks-of-cash-benefit
-- success: count(week.state = cash_benefit) < 4
-- window: 2024-01 to 2024-12
SELECT person, is_at_most(sure(category = 'cash_benefit'), perhaps(category = 'cash_benefit'), 3) AS answer
FROM week GROUP BY person

-- case: not-in-several-states
-- success: not any(week.state not in (education, self_support))
-- window: 2023-02
SELECT person, NOT occurs(category NOT IN ('education', 'self_support')) AS answer FROM week GROUP BY person

-- case: education-of-one-kind
-- success: any(week.state = education and week.code != 661)
-- window: 2022-09
SELECT person, occurs(category = 'education' AND code <> 661) AS answer FROM week GROUP BY person

-- case: mean-ratio-of-a-year
-- success: mean(job.ratio) >= 0.25
-- window: 2023-01 to 2023-12
SELECT person, is_at_least(sum(coalesce(ratio, 0)), most(sum(coalesce(ratio, 0)), occurs(ratio IS NULL)), 0.25 * 10000 * 12) AS answer
FROM job GROUP BY person

-- case: mean-ratio-with-a-month-missing
-- success: mean(job.ratio) < 0.5
-- window: 2024-03 to 2024-06
SELECT person, NOT is_at_least(sum(coalesce(ratio, 0)), most(sum(coalesce(ratio, 0)), occurs(ratio IS NULL)), 0.5 * 10000 * 4) AS answer
FROM job GROUP BY person

-- case: sum-of-ratios
-- success: sum(job.ratio) > 2
-- window: since 12
SELECT person, is_at_least(sum(coalesce(ratio, 0)), most(sum(coalesce(ratio, 0)), occurs(ratio IS NULL)), 2 * 10000 + 1) AS answer
FROM job GROUP BY person

-- case: least-ratio
-- success: min(job.ratio) >= 0.3333
-- window: 2025-01 to 2025-06
SELECT person, is_at_least(CASE WHEN occurs(ratio IS NULL) THEN 0 ELSE min(ratio) END, coalesce(min(ratio), 1000000000), 3333) AS answer
FROM job GROUP BY person

-- case: greatest-ratio-with-a-month-missing
-- success: max(job.ratio) > 0.9999
-- window: 2024-04 to 2024-07
SELECT person, is_at_least(coalesce(max(ratio), 0), most(coalesce(max(ratio), 0), occurs(ratio IS NULL)), 10000) AS answer
FROM job GROUP BY person

-- case: half-of-the-weeks-in-education
-- success: rate(week.state = education) >= 0.5
-- window: 2023-01 to 2023-12
SELECT person, is_at_least(2 * sure(category = 'education'), 2 * perhaps(category = 'education'), count(*)) AS answer
FROM week GROUP BY person

-- case: a-third-of-the-months-with-an-industry
-- success: rate(job.industry != 0) > 0.33
-- window: 2025-07 to 2026-06
SELECT person, is_at_least(100 * sure(industry <> 0), 100 * perhaps(industry <> 0), 33 * count(*) + 1) AS answer
FROM job GROUP BY person

-- case: industry-and-ratio
-- success: any(job.industry = 561010 and job.ratio < 0.5)
-- window: 2024-05 to 2024-06
SELECT person, occurs(industry = 561010 AND ratio < 5000) AS answer FROM job GROUP BY person

-- case: four-blank-weeks-with-paid-hours
-- success: longest(week.code = 0 and week.ratio > 0) >= 4
-- window: 2024-03 to 2024-09
SELECT person, is_at_least(run(marks, false), run(marks, true), 4) AS answer
FROM (SELECT person, marked(code = 0 AND ratio > 0, number) AS marks FROM week GROUP BY person)

-- case: longest-over-missing-weeks
-- success: longest(week.state = self_support) < 6
-- window: 2020-11 to 2021-02
SELECT person, is_at_most(run(marks, false), run(marks, true), 5) AS answer
FROM (SELECT person, marked(category = 'self_support', number) AS marks FROM week GROUP BY person)

-- case: week-ratio
-- success: any(week.code in (130, 111) and week.ratio >= 0.25)
-- window: 2024-04 to 2024-06
SELECT person, occurs(code IN (130, 111) AND ratio >= 2500) AS answer FROM week GROUP BY person

-- case: more-blank-than-twice-cash-benefit
-- success: count(week.code = 0) > 2 * count(week.code = 130)
-- window: 2020-06 to 2021-05
SELECT person, CASE WHEN sure(code = 0) > 2 * perhaps(code = 130) THEN true
                    WHEN perhaps(code = 0) <= 2 * sure(code = 130) THEN false END AS answer
FROM week GROUP BY person

-- case: education-or-work-and-nothing-else
-- success: (any(week.state = education) or mean(job.ratio) > 0.5) and not any(week.state = sickness)
-- window: 2025-02 to 2025-04
SELECT w.person, (w.studied OR j.worked) AND NOT w.sick AS answer
FROM (SELECT person, occurs(category = 'education') AS studied, occurs(category = 'sickness') AS sick FROM week GROUP BY person) w
JOIN (SELECT person, is_at_least(sum(coalesce(ratio, 0)), most(sum(coalesce(ratio, 0)), occurs(ratio IS NULL)), 0.5 * 10000 * 3 + 1) AS worked
      FROM job GROUP BY person) j USING (person)

-- case: left-is-no-success
-- success: not any(week.state = cash_benefit)
-- left: no-success
-- window: 2024-01 to 2024-06
SELECT person, treated_left(gone, open, answer, true) AS answer
FROM (SELECT person, first_way(code, category) AS gone, occurs(category IS NULL) AS open, NOT occurs(category = 'cash_benefit') AS answer
      FROM week GROUP BY person)

-- case: left-is-unclarified
-- success: any(job.ratio > 0) or any(week.state = education)
-- left: unclarified
-- window: since 12
SELECT person, treated_left(gone, open, studied OR worked, false) AS answer
FROM (SELECT person, first_way(code, category) AS gone, occurs(category IS NULL) AS open, occurs(category = 'education') AS studied
      FROM week GROUP BY person)
JOIN (SELECT person, occurs(ratio > 0) AS worked FROM job GROUP BY person) USING (person)

-- case: left-over-the-53rd-week
-- success: count(week.code = 0) >= 2
-- left: no-success
-- window: 2015-12 to 2016-01
SELECT person, treated_left(gone, open, answer, true) AS answer
FROM (SELECT person, first_way(code, category) AS gone, occurs(category IS NULL) AS open,
             is_at_least(sure(code = 0), perhaps(code = 0), 2) AS answer
      FROM week GROUP BY person)

-- case: value-weeks-of-education
-- value: count(week.state = education)
-- window: 2023-01 to 2024-12
SELECT person, known(sure(category = 'education'), perhaps(category = 'education')) AS dividend, 1 AS divisor
FROM week GROUP BY person

-- case: value-mean-ratio
-- value: mean(job.ratio)
-- window: 2024-11
SELECT person, CASE WHEN NOT occurs(ratio IS NULL) THEN sum(ratio) END AS dividend, 10000 * count(*) AS divisor FROM job GROUP BY person

-- case: value-mean-ratio-that-does-not-end
-- value: mean(job.ratio)
-- window: 2024-06 to 2024-12
SELECT person, CASE WHEN NOT occurs(ratio IS NULL) THEN sum(ratio) END AS dividend, 10000 * count(*) AS divisor FROM job GROUP BY person

-- case: value-full-time-months
-- value: sum(job.ratio)
-- window: since 24
SELECT person, CASE WHEN NOT occurs(ratio IS NULL) THEN sum(ratio) END AS dividend, 10000 AS divisor FROM job GROUP BY person

-- case: value-least-ratio
-- value: min(job.ratio)
-- window: 2025-01 to 2025-12
SELECT person, CASE WHEN NOT occurs(ratio IS NULL) THEN min(ratio) END AS dividend, 10000 AS divisor FROM job GROUP BY person

-- case: value-greatest-ratio
-- value: max(job.ratio)
-- window: 2022-01 to 2022-12
SELECT person, CASE WHEN NOT occurs(ratio IS NULL) THEN max(ratio) END AS dividend, 10000 AS divisor FROM job GROUP BY person

-- case: value-share-of-weeks
-- value: rate(week.state = self_support)
-- window: 2021-02 to 2021-12
SELECT person, known(sure(category = 'self_support'), perhaps(category = 'self_support')) AS dividend, count(*) AS divisor
FROM week GROUP BY person

-- case: value-longest
-- value: longest(week.code = 0)
-- window: 2020-01 to 2021-12
SELECT person, known(run(marks, false), run(marks, true)) AS dividend, 1 AS divisor
FROM (SELECT person, marked(code = 0, number) AS marks FROM week GROUP BY person)

-- case: value-longest-with-ratio
-- value: longest(week.state = self_support and week.ratio > 0.5)
-- window: 2024-05 to 2025-12
SELECT person, known(run(marks, false), run(marks, true)) AS dividend, 1 AS divisor
FROM (SELECT person, marked(category = 'self_support' AND ratio > 5000, number) AS marks FROM week GROUP BY person)

-- case: value-difference-of-counts
-- value: count(week.state = self_support) - 2 * count(week.code = 130)
-- window: 2024-01 to 2024-12
SELECT person, known(sure(category = 'self_support') - 2 * perhaps(code = 130), perhaps(category = 'self_support') - 2 * sure(code = 130)) AS dividend,
       1 AS divisor
FROM week GROUP BY person

-- case: value-quotient-of-counts
-- value: count(week.code = 651) / count(week.state = education)
-- window: 2023-01 to 2023-12
SELECT person, CASE WHEN sure(category = 'education') > 0 AND perhaps(code = 651) = 0 THEN 0
                    WHEN perhaps(category = 'education') = 0 THEN NULL
                    ELSE known(sure(code = 651), perhaps(code = 651))
                         + 0 * known(sure(category = 'education'), perhaps(category = 'education')) END AS dividend,
       greatest(sure(category = 'education'), 1) AS divisor
FROM week GROUP BY person

-- case: value-and-success
-- success: any(week.state = education)
-- value: count(week.code = 651)
-- window: 2024-08 to 2024-10
SELECT person, occurs(category = 'education') AS answer, known(sure(code = 651), perhaps(code = 651)) AS dividend, 1 AS divisor
FROM week GROUP BY person

-- case: value-of-whoever-stayed
-- value: count(week.state = self_support)
-- left: no-success
-- window: 2025-01 to 2025-12
SELECT person, CASE WHEN gone IS NOT NULL THEN gone WHEN open THEN 'unclarified' ELSE 'yes' END AS answer,
       CASE WHEN gone IS NULL AND NOT open THEN weeks END AS dividend, 1 AS divisor
FROM (SELECT person, first_way(code, category) AS gone, occurs(category IS NULL) AS open, sure(category = 'self_support') AS weeks
      FROM week GROUP BY person)
