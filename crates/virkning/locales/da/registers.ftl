# Flere registre i én afregning: deres navne, hvad der hviler på dem, og forskellen mellem to udgaver.

register-name =
    { $register ->
        [dream] DREAM
        [shelter] Herbergsophold (§ 110)
        [crisis-centre] Krisecenterophold (§ 109)
        [observations] Observationer
        [services] Ydelser og indsatser
        [refunds] Ydelsesrefusion
        [education] Uddannelse og SU
       *[other] { $register }
    }
statement-other-register = { $register }, udgave
statement-register-measures = Heraf læst
settle-register-text = { $register }, udgave { $edition } ({ $snapshot }): { $measures }
restated-other-register = ny udgave af { $register }: { $old } → { $new }

no-register-or-observations = Der mangler data om { $label } ({ $measure }): intet udtræk af { $source } er indlæst, og ingen fil med observationer er givet.
    .hint = Indlæs et udtræk med virkning register import --source { $source } FIL, eller giv observationerne med --observations FIL.csv
snapshot-not-read = Intet resultatmål i { $agreement } læses fra { $source }, så øjebliksbilledet { $snapshot } kan ikke bruges.
    .hint = Udelad det, eller vælg et andet med --snapshot. Se dem med virkning register show.
snapshots-of-one-register = { $one } og { $other } er af samme register.
    .hint = Vælg ét øjebliksbillede af hvert register.
