# Beløb, der er skønnet efter refusionstrappen, hvor der ingen fil med ydelsesrefusion er.

estimated-measure = { $label } (skønnet)
estimated-note = Beløb under { $measures } er beregnet og skønnet efter refusionstrappen, ikke udbetalt: { $lists }.
estimated-note-ask = Beløbene er beregnet og skønnet efter refusionstrappen, ikke udbetalt: { $lists }.
estimated-title = Skønnede beløb
estimated-line = hviler på beløb, der er skønnet efter refusionstrappen
estimated-amounts = Beløb, skønnet efter refusionstrappen (kr.)
estimated-amount = { $amount } (skønnet)
estimated-ladder-week = Trappeuge
estimated-list =
    { $name ->
        [refund-ladder] refusionstrappe
        [ladder-codes] koder på trappen
        [benefit-rates] satser
       *[other] { $name }
    } { $edition } ({ $content })

unclarified-not-estimated =
    { $why ->
        [count-open] beløbet i uge { $week } kan ikke skønnes: det vides ikke, hvor mange uger der er talt på refusionstrappen (registret begynder for sent, eller en tidligere uge er ukendt)
        [no-rate] beløbet i uge { $week } kan ikke skønnes: der er ingen sats for ydelsen på alle ugens dage
       *[other] beløbet i uge { $week } kan ikke skønnes: ydelsen har ingen plads på refusionstrappen
    }

no-benefit-rates = Beløb kan ikke skønnes efter refusionstrappen: der er ikke indlæst nogen satser.
    .hint = Indlæs dem med virkning register ladder --rates FIL.csv (kolonner: benefit,from,to,amount,per,mark,edition,origin).
estimated-file =
    { $problem ->
        [unreadable] { $path } er ingen CSV i UTF-8: { $reason }.
        [column] { $path } mangler kolonnen { $column }.
        [value] { $path }, linje { $line }: »{ $value }« kan ikke stå i { $column }.
        [overlap] { $path }: koden { $value } har to rækker, der gælder samme dag.
       *[empty] { $path } har ingen rækker.
    }
    .hint = Kolonnerne er { $columns }. Ydelser er små bogstaver og bindestreger, datoer 2024-11-30, og alle rækker har samme edition; to rækker om det samme må ikke gælde samme dag.
estimated-list-earlier = Udgave { $edition } af listen { $list } er indlæst før og afløst af en nyere.
    .hint = Indlæs den igen under en ny udgave (kolonnen edition), hvis den skal gælde.

help-register-ladder = Vis eller indlæs det, som beløb skønnes efter: refusionstrappe, koder på trappen og satser
help-register-ladder-rules = En fil med refusionstrappens trin og regler (CSV)
help-register-ladder-codes = En fil med, hvad hver kode er på trappen (CSV)
help-register-ladder-rates = En fil med ydelsernes satser (CSV); ingen satser er indbygget
help-register-ladder-format = text eller json

estimated-loaded = Indlæst: { $list }.
estimated-in-use = I brug
estimated-no-rates = Der er ikke indlæst nogen satser.
estimated-list-head = Liste
estimated-edition = Udgave
estimated-rows = Rækker
estimated-content = Hash
estimated-name =
    { $name ->
        [refund-ladder] Refusionstrappe
        [ladder-codes] Koder på trappen
       *[other] Satser
    }
estimated-steps = Refusionstrappen
estimated-from-week = Fra uge
estimated-refund = Statens andel
estimated-net = Kommunens andel
estimated-rules-text = Uger tælles fra { $history }, trappen gælder fra { $force }; { $weeks } ugers selvforsørgelse inden for { $years } år giver en ny start.
estimated-rates = Satser
estimated-benefit = Ydelse
estimated-from = Fra
estimated-to = Til
estimated-kroner = Kr.
estimated-per = Pr.
estimated-origin = Kilde
estimated-per-week = uge
estimated-per-month = måned

rule-item-apprenticeship = voksenlærling
rule-item-cash-benefit = kontanthjælp
rule-item-disability-pension = førtidspension
rule-item-education-benefit = uddannelseshjælp
rule-item-flex-job = fleksjob
rule-item-flex-unemployment-benefit = ledighedsydelse
rule-item-holiday-benefit = feriedagpenge
rule-item-integration-benefit = integrationsydelse (SHO)
rule-item-integration-cash-benefit = kontanthjælp efter integrationsloven
rule-item-job-clarification = jobafklaring
rule-item-leave = orlov
rule-item-pre-rehabilitation = forrevalidering
rule-item-rehabilitation = revalidering
rule-item-resource-programme = ressourceforløb
rule-item-service-job = servicejob
rule-item-sickness-benefit = sygedagpenge
rule-item-special-education-benefit = særlig uddannelsesydelse
rule-item-temporary-labour-market-benefit = midlertidig arbejdsmarkedsydelse
rule-item-unemployment-benefit = dagpenge
rule-item-wage-subsidy = løntilskud
