# Several registers in one settlement: their names, what rests on them, and the difference between two editions.

register-name =
    { $register ->
        [dream] DREAM
        [shelter] Stays at shelters (§ 110)
        [crisis-centre] Stays at crisis centres (§ 109)
        [observations] Observations
        [services] Services
        [refunds] Refunds of benefits
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
