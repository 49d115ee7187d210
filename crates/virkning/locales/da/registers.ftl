# Flere registre i én afregning: deres navne, hvad der hviler på dem, og forskellen mellem to udgaver.

register-name =
    { $register ->
        [dream] DREAM
        [shelter] Herbergsophold (§ 110)
        [crisis-centre] Krisecenterophold (§ 109)
        [observations] Observationer
        [services] Ydelser og indsatser
        [refunds] Ydelsesrefusion
        [refund-ladder] Refusionstrappen (skønnede beløb)
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

help-register-compare = Vis, hvad to udgaver af ét register siger forskelligt, og hvad det betyder i kroner
help-register-compare-old = Det ene øjebliksbillede, som regel det ældste
help-register-compare-new = Det andet øjebliksbillede
help-register-compare-agreement = Sammenlign kun deltagerne i dette aftalegrundlag, og vis hvem de er
help-register-compare-reason = Hvorfor; det bliver i hændelsesloggen, og borgeren kan læse det
look-compare = sammenligning af to udgaver af et register
editions-the-same = { $old } og { $new } er det samme øjebliksbillede.
    .hint = Nævn to udgaver. Se dem med virkning register show.
editions-of-two-registers = { $old } er af { $one }, og { $new } er af { $other }.
    .hint = Nævn to udgaver af samme register.
editions-of-two-keys = { $old } kender personer ved { $one }, og { $new } ved { $other }: de kan ikke genkendes.
    .hint = Sammenlign udtræk med samme slags nøgle.
editions-title = { $register }: udgave { $old } holdt op mod udgave { $new }
editions-participants = kun deltagere i { $agreement }
editions-old = Før
editions-new = Nu
editions-edition-text = { $snapshot }, opgjort { $as_of }, personer: { $people }
editions-both = Personer i begge
editions-added = Kommet til
editions-gone = Faldet ud
editions-corrected = Rettet for
editions-changes = Hvad der er ændret
editions-no-changes = Ingen oplysninger er ændret.
editions-what = Hvad
editions-people = Personer
editions-records = Oplysninger
editions-months = Rettelser efter måned
editions-month = Måned
editions-codes = Rettede ydelseskoder
editions-code-before = Før
editions-code-now = Nu
editions-weeks = Uger
editions-blank = blank
editions-people-changed = Deltagere med ændringer
editions-participant = Deltager
editions-person-added = kommet til
editions-person-gone = faldet ud
editions-hidden-mark = skjult
editions-hidden = Tal for færre end fem personer er skjult, og andre med dem, så de ikke kan regnes ud. Med --agreement og --reason vises de for deltagerne i ét aftalegrundlag.
editions-effects = Hvad det betyder for bogførte afregninger
editions-no-effects = Ingen bogført afregning læses fra dette register.
editions-effects-note = Før og nu er regnet med hver sin udgave og ellers ens: med dagens aftalegrundlag, deltagerliste og kodeliste. Forskellen skyldes udgaven alene. At efterregulere er, hvad en efterregulering med den nye udgave ville give. Intet er ændret.
editions-not-computed = { $agreement } kan ikke regnes om:
editions-agreement = Aftale
editions-measured-year = Måleår
editions-rests-on = Hviler på
editions-rests-elsewhere = ikke på dette register
editions-successes = Succeser
editions-posted = Bogført
editions-with-old = Før
editions-with-new = Nu
editions-difference = Forskel
editions-to-restate = At efterregulere
editions-kind =
    { $record ->
        [week] { $change ->
            [new] nye uger
            [gone] uger, der ikke længere er med
           *[other] rettede uger
        }
        [ratio] { $change ->
            [new] nye måneder med beskæftigelsesgrad
            [gone] beskæftigelsesgrader, der ikke længere er med
           *[other] rettede beskæftigelsesgrader
        }
        [industry] { $change ->
            [new] nye måneder med branche
            [gone] brancher, der ikke længere er med
           *[other] rettede brancher
        }
        [stay] { $change ->
            [new] nye ophold
            [added] ophold indberettet senere
            [arrival] ophold med anden ankomst
            [departure] ophold med anden afrejse
            [gone] ophold, der er taget ud
           *[other] ophold af anden slags
        }
        [study] { $change ->
            [new] nye uddannelsesforløb
            [added] uddannelsesforløb indberettet senere
            [arrival] uddannelsesforløb med anden start
            [departure] uddannelsesforløb med anden slutdag
            [gone] uddannelsesforløb, der er taget ud
           *[other] uddannelsesforløb af anden slags
        }
        [observation] { $change ->
            [new] nye observationer
            [added] observationer indberettet senere
            [gone] observationer, der er taget ud
           *[other] rettede observationer
        }
       *[other] { $change ->
            [new] nye beløb
            [added] beløb indberettet senere
            [gone] beløb, der er taget ud
           *[other] rettede beløb
        }
    }

editions-newer = { $register }: læst fra { $used }, men { $newest } er nyere. Se forskellen med virkning register compare { $used } { $newest }.
editions-newer-snapshot = { $snapshot }: en nyere udgave er { $newer }
editions-newer-there = En nyere udgave er { $newer }.
editions-resting = Afregninger, der hviler på øjebliksbilledet
editions-resting-none = Ingen.

service-title = Brug af kommunale ydelser, som ikke udløser betaling
service-note = Det sidste hele år, før så mange år var gået siden start, holdt op mod de tolv måneder før start. Alle optagne tæller med, også dem, der intet har brugt.
service-after = { $years ->
    [1] Efter 1 år
   *[other] Efter { $years } år
}
service-text = { $state ->
    [missing] { $item }: findes ikke i udtrækket
    [hidden] { $item }: skjult, fordi færre end fem personer kunne kendes
   *[known] { $item }: { $users } af { $covered } bruger den (før start { $before }); { $amount } (før start { $amount_before }). { $people } personer i alt, resten er ikke dækket af udtrækket
}

explain-because-these = Oplysningerne i perioden opfylder ikke reglen.
explain-because-nothing = Registeret har ingen oplysninger i perioden, der opfylder reglen.
explain-because-events = { $what ->
    [stay] { $number ->
        [one] Fordi ét ophold afgør det; det er mærket nedenfor.
       *[several] Fordi { $count } ophold afgør det; de er mærket nedenfor.
    }
    [study] { $number ->
        [one] Fordi ét uddannelsesforløb afgør det; det er mærket nedenfor.
       *[several] Fordi { $count } uddannelsesforløb afgør det; de er mærket nedenfor.
    }
    [observation] { $number ->
        [one] Fordi én observation afgør det; den er mærket nedenfor.
       *[several] Fordi { $count } observationer afgør det; de er mærket nedenfor.
    }
   *[amount] { $number ->
        [one] Fordi ét beløb afgør det; det er mærket nedenfor.
       *[several] Fordi { $count } beløb afgør det; de er mærket nedenfor.
    }
}
