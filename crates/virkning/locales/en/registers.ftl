# Several registers in one settlement: their names, what rests on them, and the difference between two editions.

register-name =
    { $register ->
        [dream] DREAM
        [shelter] Stays at shelters (§ 110)
        [crisis-centre] Stays at crisis centres (§ 109)
        [observations] Observations
        [services] Services
        [refunds] Refunds of benefits
        [refund-ladder] Refund ladder (estimated amounts)
        [education] Education and student grants
       *[other] { $register }
    }
statement-other-register = { $register }, edition
statement-register-measures = Read from it
settle-register-text = { $register }, edition { $edition } ({ $snapshot }): { $measures }
restated-other-register = new edition of { $register }: { $old } → { $new }

no-register-or-observations = Data about { $label } ({ $measure }) are missing: no extract of { $source } has been imported, and no file of observations is given.
    .hint = Import an extract with virkning register import --source { $source } FILE, or give the observations with --observations FILE.csv
snapshot-not-read = No measure of { $agreement } is read from { $source }, so the snapshot { $snapshot } cannot be used.
    .hint = Leave it out, or choose another with --snapshot. See them with virkning register show.
snapshots-of-one-register = { $one } and { $other } are of the same register.
    .hint = Choose one snapshot of each register.

help-register-compare = Show what two editions of one register say otherwise, and what it means in money
help-register-compare-old = One snapshot, as a rule the older
help-register-compare-new = The other snapshot
help-register-compare-agreement = Compare the participants of this agreement only, and show who they are
help-register-compare-reason = Why; it stays in the event log, and the citizen can read it
look-compare = comparison of two editions of a register
editions-the-same = { $old } and { $new } are the same snapshot.
    .hint = Name two editions. See them with virkning register show.
editions-of-two-registers = { $old } is of { $one }, and { $new } is of { $other }.
    .hint = Name two editions of one register.
editions-of-two-keys = { $old } knows people by { $one }, and { $new } by { $other }: they cannot be recognised.
    .hint = Compare extracts with the same kind of key.
editions-title = { $register }: edition { $old } against edition { $new }
editions-participants = participants of { $agreement } only
editions-old = Before
editions-new = Now
editions-edition-text = { $snapshot }, as of { $as_of }, people: { $people }
editions-both = People in both
editions-added = Added
editions-gone = Gone
editions-corrected = Corrected for
editions-changes = What has changed
editions-no-changes = No record has changed.
editions-what = What
editions-people = People
editions-records = Records
editions-months = Corrections by month
editions-month = Month
editions-codes = Corrected benefit codes
editions-code-before = Before
editions-code-now = Now
editions-weeks = Weeks
editions-blank = blank
editions-people-changed = Participants with changes
editions-participant = Participant
editions-person-added = added
editions-person-gone = gone
editions-hidden-mark = hidden
editions-hidden = Counts of fewer than five people are hidden, and others with them, so that they cannot be worked out. With --agreement and --reason they are shown for the participants of one agreement.
editions-effects = What it means for posted settlements
editions-no-effects = No posted settlement is read from this register.
editions-effects-note = Before and now are computed with either edition and otherwise alike: with today's agreement, cohort list and code list. The difference is the edition's alone. To restate is what a restatement with the later edition would come to. Nothing is changed.
editions-not-computed = { $agreement } cannot be computed again:
editions-agreement = Agreement
editions-measured-year = Measured year
editions-rests-on = Rests on
editions-rests-elsewhere = not on this register
editions-successes = Successes
editions-posted = Posted
editions-with-old = Before
editions-with-new = Now
editions-difference = Difference
editions-to-restate = To restate
editions-kind =
    { $record ->
        [week] { $change ->
            [new] new weeks
            [gone] weeks that are no longer there
           *[other] corrected weeks
        }
        [ratio] { $change ->
            [new] new months with an employment ratio
            [gone] employment ratios that are no longer there
           *[other] corrected employment ratios
        }
        [industry] { $change ->
            [new] new months with an industry
            [gone] industries that are no longer there
           *[other] corrected industries
        }
        [stay] { $change ->
            [new] new stays
            [added] stays reported later
            [arrival] stays with another arrival
            [departure] stays with another departure
            [gone] stays that were taken out
           *[other] stays of another kind
        }
        [study] { $change ->
            [new] new spells of education
            [added] spells of education reported later
            [arrival] spells of education with another start
            [departure] spells of education with another end
            [gone] spells of education that were taken out
           *[other] spells of education of another kind
        }
        [observation] { $change ->
            [new] new observations
            [added] observations reported later
            [gone] observations that were taken out
           *[other] corrected observations
        }
       *[other] { $change ->
            [new] new amounts
            [added] amounts reported later
            [gone] amounts that were taken out
           *[other] corrected amounts
        }
    }

editions-newer = { $register }: read from { $used }, but { $newest } is newer. See the difference with virkning register compare { $used } { $newest }.
editions-newer-snapshot = { $snapshot }: a newer edition is { $newer }
editions-newer-there = A newer edition is { $newer }.
editions-resting = Settlements that rest on the snapshot
editions-resting-none = None.

service-title = Use of municipal services, which pays nothing
service-note = The last whole year before so many years had passed since the start, beside the twelve months before it. Everyone enrolled counts, also those who have used nothing.
service-after = { $years ->
    [1] After 1 year
   *[other] After { $years } years
}
service-text = { $state ->
    [missing] { $item }: not in the extract
    [hidden] { $item }: hidden, because fewer than five people could be recognised
   *[known] { $item }: { $users } of { $covered } use it (before the start { $before }); { $amount } (before the start { $amount_before }). { $people } people in all, the others are not covered by the extract
}

explain-because-these = What happened in the window does not meet the rule.
explain-because-nothing = The register has nothing in the window that meets the rule.
explain-because-events = { $what ->
    [stay] { $number ->
        [one] Because one stay decides it; it is marked below.
       *[several] Because { $count } stays decide it; they are marked below.
    }
    [study] { $number ->
        [one] Because one spell of education decides it; it is marked below.
       *[several] Because { $count } spells of education decide it; they are marked below.
    }
    [observation] { $number ->
        [one] Because one observation decides it; it is marked below.
       *[several] Because { $count } observations decide it; they are marked below.
    }
   *[amount] { $number ->
        [one] Because one amount decides it; it is marked below.
       *[several] Because { $count } amounts decide it; they are marked below.
    }
}
