# Papirerne om porteføljen: overskrifter, etiketter og sætninger.

paper-title-board = Idéer efter trin
paper-title-calendar = Kalender og frister
paper-title-portfolio = Porteføljens økonomi
paper-title-status = Status på sociale effektinvesteringer
paper-title-council = Status til Byrådet
paper-title-follow-up-table = Opfølgning og risici
paper-title-recommendation = Indstilling om sociale effektinvesteringer
paper-title-cover-note = Forklæde
paper-title-comparison = Notat: sammenligning af forslag
paper-title-continuation = Videreførelse af { $name }
paper-title-investor = { $name }: årsopgørelse { $year }
paper-subtitle-fact-sheet = Faktaark og status, { $day }
paper-subtitle-recruitment = Rekruttering, { $day }
paper-subtitle-achieved = Forventet og opnået, { $day }
paper-subtitle-steering-group = Til styregruppen, { $day }
paper-subtitle-public = Kort om investeringen, { $day }
paper-subtitle-business-case = Business case, { $day }
paper-subtitle-continuation = Udløb af finansiering, { $day }
paper-subtitle-recommendation = Indstilling, { $day }
paper-subtitle-cover-note = Forklæde, { $day }
paper-footer = Tal pr. { $day }
paper-by-paper = efter { $paper }
paper-as-of = pr. { $day }
paper-period = Projektperiode
paper-follow-up-to = Opfølgning til
paper-price = Pris for indsatsen
paper-capital = Investeringskapital
paper-own-financing = Egenfinansiering
paper-guarantee = Garanti
paper-role-authority = Myndighed
paper-role-investor = Investor
paper-role-provider = Udfører
paper-role-guarantor = Garant
paper-role-payer = Betaler
paper-about = Om projektet
paper-target-group = Målgruppe
paper-intervention = Indsats
paper-purpose = Formål
paper-per-year = Deltagere pr. år
paper-participants = Deltagere i alt
paper-participants-until = Planlagt indtil { $day }
paper-measures-heading = Resultatmål
paper-measures = Betalingsmål og effektmål
paper-measure = Resultatmål
paper-measure-kind = { $kind ->
    [paid] Betalingsmål
    *[followed] Effektmål
    }
paper-target = Mål
paper-price-per = Pris pr. succes
paper-phases = Trin
paper-stage = Trin
paper-stage-name = Navn
paper-status = Status på projektet
paper-experiences = Særligt væsentlige erfaringer
paper-voices = Borgernes stemmer
paper-findings = Hvor papirerne ikke stemmer
paper-findings-about = Hvor papirerne ikke stemmer: { $name }
paper-findings-text = Kontrollen af dokumenterne fandt disse steder. Tallene ovenfor står, som kilden skriver dem.
paper-finding = { $text } ({ $code }, { $document }, linje { $line })
paper-participants-heading = Deltagere
paper-results-heading = Forventet og opnået
paper-planned-in-all = Planlagt i alt
paper-started = Påbegyndt
paper-planned = Planlagt
paper-planned-by-now = Planlagt på samme tid
paper-planned-by-now-note = Planen er fordelt jævnt over året, eller over hele perioden, hvor kilden ikke giver år.
paper-forecast = Prognose til { $day }
paper-forecast-note = hvis de kommer, som de er kommet: { $rate } om måneden
paper-forecast-interval = Prognosens interval (95 %)
paper-forecast-short = Prognose
paper-dropped-out = Afbrudt
paper-drop-out = Frafald
paper-recruitment-chart = Påbegyndte og plan
paper-recruitment-table = Plan og påbegyndte måned for måned
paper-month = Måned
paper-by-month = Måned for måned
paper-triggers = Genforhandling
paper-trigger = { $state ->
    [reached] Grund til genforhandling
    [not-reached] Ingen grund til genforhandling endnu
    *[open] Genforhandling: tallene kan ikke afgøre det
    }
paper-trigger-text = { $label }. Det udløses af: { $trigger }.
paper-nothing-reported = Der er endnu ingen resultater.
paper-nothing-yet = ingen resultater endnu
paper-result = Resultat
paper-result-as-of = { $label } ({ $day })
paper-counts = Antal
paper-share = Andel
paper-interval = Interval
paper-expected = Forventet
paper-verdict = Det kan siges
paper-achieved = Forventet og opnået
paper-interval-note = Intervaller er 95 % (Wilson). Klart under eller over betyder, at tilfældet alene sjældent ville give det: under 2,5 % sandsynlighed.
paper-mixed = Resultaterne er blandede
paper-mixed-text = Nogle resultater ligger over det forventede og andre under. De vises hver for sig og lægges ikke sammen.
paper-what-may-be-said = Hvad tallene tillader at sige
paper-of = { $number } af { $of }
paper-less-than = under { $number }
paper-not-stated = ikke oplyst
paper-unreadable = ulæselig i kilden
paper-too-few = for få til at vises
paper-nothing = Ingen
paper-mark-derived = afledt
paper-mark-assumed = antaget
paper-reported-facts = Andre oplyste tal
paper-decisions = Beslutninger
paper-day = Dag
paper-forum = Forum
paper-kind = Slags
paper-decision = Beslutning
paper-task = Opgave
paper-tasks = Opfølgning på beslutninger
paper-who = Ansvarlig
paper-by-when = Frist
paper-what = Hvad
paper-investment = Investering
paper-investments = Investeringer
paper-other-reading = { $text } (den anden læsning af reglen)
paper-deadlines = Frister og møder
paper-no-deadlines = Ingen frister før { $day }.
paper-what-comes = Hvad der kommer
paper-overview = Oversigt
paper-summary = Resume
paper-why = Baggrund
paper-background = Baggrund og formål
paper-economy-table = Økonomi efter papiret
paper-economy-by-paper = Økonomien efter { $paper }
paper-economy-heading = Økonomi
paper-repayment = Decentral tilbagebetaling
paper-savings = Besparelse
paper-savings-to = Besparelse frem til { $year }
paper-net = Nettoprovenu
paper-horizon = Horisont
paper-capital-raised = Rejst kapital
paper-total-within = I alt, kun frem til { $year }
paper-total-mixed = Alle rækker lagt sammen (forskellige horisonter)
paper-total-printed = I alt efter papiret
paper-price-level = { $level ->
    [not-stated] Prisniveau ikke oplyst
    [current] Løbende priser
    *[other] Priser i { $level }
    }
paper-horizon-title = En sum har én horisont
paper-horizon-differs = { $name } går frem til { $year }, de andre til { $horizon }. Alle rækker giver { $all } i besparelse, papiret skriver { $printed } i stedet. Forskellen er, at { $savings } for { $name } ligger uden for summen; papirets sum levner { $left } til den frem til { $horizon }.
paper-printed-net = Papirets besparelse mindre tilbagebetaling
paper-net-per-year = Netto pr. år over { $years } år
paper-net-per-year-note = fra det første projekts start til summens horisont
paper-left-by-printed = Levnet til rækker med anden horisont
paper-new-investments = Nye investeringer uden for summen
paper-exposure = Betaling for resultater efter betaler og år
paper-exposure-heading = Hvad der kan skulle betales
paper-exposure-unknown = Uden beløb
paper-exposure-unknown-text = For disse aftaler mangler en pris, en succesrate eller et optag, så betalingen kan ikke planlægges: { $names }.
paper-exposure-note = Omfatter { $names }. { $level ->
    [not-stated] Prisniveau ikke oplyst.
    [current] Løbende priser.
    *[other] Priser i { $level }.
    } Højst er, hvis alle lykkes, efter alle lofter; nås et loft tidligt, kan et senere år ligge under det forventede.
paper-payer = Betaler
paper-year = År
paper-expected-payment = Forventet
paper-at-most = Højst
paper-capped = Over loft
paper-in-all = I alt
paper-savings-heading = Hvem der sparer
paper-savings-by-payer = Besparelser efter kasse
paper-savings-note = Servicerammen står for sig. Beløb med hver sin horisont eller hvert sit prisniveau lægges ikke sammen.
paper-who-saves = Hvem sparer
paper-prices = Prisniveau
paper-cumulative-heading = Akkumuleret
paper-cumulative-chart = Myndighedens akkumulerede balance
paper-capital-heading = Kapital efter aftaler og papirer
paper-capital-table = Investeringskapital
paper-capital-agreed = Aftalen
paper-shortfall = Hvad færre deltagere betyder
paper-shortfall-heading = Hvad færre deltagere betyder
paper-shortfall-unknown = Planen kan ikke regnes, så en mangel kan ikke sættes i penge.
paper-shortfall-lacks = Kan ikke regnes, fordi kilden ikke oplyser: { $terms }.
paper-shortfall-note = Balancen er hele planens: besparelse og modtaget, mindre betalt og bidrag.
paper-party = Part
paper-with-participants = Med { $number } deltagere
paper-difference = Forskel
paper-payments-for-results = Resultatbetaling
paper-break-even = Investorernes balance efter deltagere og succesrate
paper-rate-part = { $part } af forventet
paper-break-even-rate = Balancerer ved
paper-break-even-note = Andelene er af den succesrate, som planen venter.
paper-ideas = Idéer
paper-idea = Idé
paper-ideas-by-stage = Idéer efter trin
paper-board = Tavle
paper-since = Siden
paper-next-gate = Før næste trin
paper-gate-open = Kan gå til trin { $stage }
paper-gates = Porte
paper-before-stage = Før trin
paper-needed = Skal findes
paper-calls = Opslag
paper-call-opened = Åbnet: { $opened }
paper-call-criterion = { $label } (vægt { $weight })
paper-answers = Svar
paper-question = Spørgsmål
paper-not-answered = ikke besvaret
paper-unreadable-note = Kilden er scannet, og farverne, der viste tilstanden, er gået tabt. Der er ikke gættet.
paper-calendar = Kalender
paper-calendar-days = { $from } til { $to }
paper-days = Dage
paper-warnings = Varsler
paper-budget-round = Byrådets budgetrunde
paper-expires = Udløber
paper-note-ready = Notat klar
paper-decided = Besluttes
paper-rule = Reglen læst
paper-reading = { $used ->
    [chosen] { $text } (valgt)
    *[other] { $text } (den anden læsning)
    }
paper-rule-chosen = Kilderne gengiver reglen på flere måder; begge står her. Valgt: { $because }
paper-decided-by = Besluttes af
paper-decided-reading = { $used ->
    [chosen] Besluttes senest (valgt læsning)
    *[other] Besluttes senest (anden læsning)
    }
paper-description = Beskrivelse
paper-assessment = Vurdering
paper-criteria = Aftalens kriterier
paper-criteria-note = Kriterierne står i aftalen. Åben betyder, at det endnu ikke kan afgøres.
paper-criterion = Kriterium
paper-found = Fundet
paper-needed-bound = Kræves
paper-met = Opfyldt
paper-then = Ellers følger
paper-criterion-state = { $state ->
    [met] ja
    [not-met] nej
    *[open] åbent
    }
paper-cashable = Kan hentes hjem
paper-cashable-yes = kan hentes hjem
paper-cashable-no = kan ikke hentes hjem
paper-cashable-open = ikke oplyst
paper-who-pays-and-saves = Hvem sparer, hvem betaler, og hvad en videreførelse koster
paper-who-pays = Hvem betaler for resultater
paper-cost-of-year = Indsatsens udgift i { $year }
paper-cost-per-participant = Pris pr. planlagt deltager ({ $planned })
paper-capital-ends = Den gives kun én gang. En videreførelse skal betales af andre.
paper-bears = Bæres af { $name }
paper-payment = Betaling
paper-saving = Besparelse
paper-amount = Beløb
paper-recommendation = Anbefaling
paper-no-recommendation = Kriterierne afgør det ikke endnu
paper-because-all-met = Alle aftalens kriterier er opfyldt.
paper-because = { $count ->
    [0] Intet kriterium er brudt
    [one] Et kriterium er ikke opfyldt: { $unmet }
    *[other] { $count } kriterier er ikke opfyldt: { $unmet }
    }. { $open ->
    [0] Resten er opfyldt.
    [one] Et er åbent.
    *[other] { $open } er åbne.
    }
paper-besides = Af de andre kriterier følger desuden:
paper-rules-advise = Anbefalingen er, hvad aftalens kriterier fører til. Beslutningen er de besluttendes.
paper-afterwards = Efter udløbet
paper-afterwards-text = Også efter et stop måles og betales der efter aftalen til dens udløb, og hver opfølgning kan rejse spørgsmålet igen.
paper-still-measured = Resultater, der stadig afregnes
paper-resume = 1. Resume
paper-decision-points = 2. Beslutningspunkter
paper-section-why = 3. Hvorfor fremsendes indstillingen?
paper-section-value = 4. Hvilken værdi skabes?
paper-section-how = 5. Hvad, hvem og hvordan?
paper-section-resources = 6. Hvilke ressourcer kræves?
paper-section-follow-up = 7. Hvordan følges der op?
paper-annexes = Bilag
paper-annex-fact-sheet = Faktaark og status: { $name }
paper-from = Fra
paper-to-write = Mangler tekst
paper-to-write-text = Afsnittet er ikke skrevet. Skriv det med virkning report text, eller i porteføljens dokument.
paper-it-is-recommended = Det indstilles, at:
paper-point-approve = deltagelsen i { $name } godkendes
paper-investments-are = Investeringerne er:
paper-proposals = Forslagene side om side
paper-lacks = Mangler før trin 4
paper-risk = Risiko
paper-risks = Risici
paper-level = Niveau
paper-risk-level = { $level ->
    [high] høj
    [watch] følges
    *[noted] noteret
    }
paper-risk-recruitment = Rekruttering: prognosen er { $number } ({ $low }–{ $high }) af { $planned }
paper-risk-drop-out = Frafald: { $number } af { $of } har afbrudt
paper-risk-not-cashable = Besparelsen på { $label } kan ikke hentes hjem
paper-risk-small = Lille målgruppe: { $planned } deltagere gør tilbagebetalingen skrøbelig
paper-effect = Effekt
paper-follow-up-heading = Opfølgning
paper-how-measured = Hvordan måles det
paper-when = Hvornår
paper-case-table = Business case
paper-row = Post
paper-investment-row = Investering
paper-cumulative = Akkumuleret
paper-sum-permanent = Samlet varig ændring
paper-sum-implementation = Implementeringsomkostninger i alt
paper-sum-effect = Samlet økonomisk påvirkning
paper-row-by-area = { $area ->
    [service] { $label } (service)
    [transfers] { $label } (overførsler)
    [ei] { $label } (EI)
    [eo] { $label } (EO)
    [construction] { $label } (anlæg)
    *[none] { $label }
    }
paper-payback-total = Tilbagebetalingstid, totaløkonomi
paper-payback-service = Tilbagebetalingstid, service
paper-capital-given = Kapital givet
paper-expected-later = Ventet senere
paper-plan-balance = Planens balance
paper-investor-note = Kapital til og med { $year }. Hvor der er bogført, er kapitalen og årets beløb bogholderiets; resten er planens. »ikke oplyst« betyder, at aftalen mangler et tal.
paper-unit-million = mio. kr.
paper-unit-kroner = kr.
paper-unit-people = deltagere
paper-chart-description = { $title }. Tallene står i tabellen i regnearket.
govern-stage-declined = afslået
govern-stage-parked = lagt til side

govern-event = { $kind ->
    [continuation-note] notat om videreførelse
    [continuation-decision] beslutning om videreførelse
    [expiry] finansieringen udløber
    [instalment] rate
    [settlement] afregning
    [measurement] måling
    [meeting] møde
    [status] status
    [milestone] milepæl
    [activity-begins] begynder
    [activity-ends] slutter
    [follow-up] opfølgning
    [forum] forum
    [task] opgave
    [call-closes] opslag lukker
    *[agreement-ends] aftalen slutter
    }

govern-verdict = { $verdict ->
    [clearly-below] klart under
    [below] under, kan være tilfældet
    [as-expected] som forventet
    [above] over, kan være tilfældet
    [clearly-above] klart over
    [below-bound] når ikke målet
    [meets-bound] når målet
    [other-unit] to enheder, kan ikke sammenlignes
    [mixed] blandet
    [no-number] intet tal
    *[no-criterion] intet at holde det op imod
    }

govern-decision = { $kind ->
    [noted] til efterretning
    [discussed] drøftet
    [pre-approved] forhåndsgodkendt
    [approved] godkendt
    [signed] underskrevet
    [refused] afvist
    [postponed] udsat
    [recommended] anbefalet
    *[administrative] administrativ
    }

govern-stage = { $stage ->
    [s1] Idéudvikling
    [s2] Data og udvikling af indsats
    [s3a] Business case
    [s3b] Tilbagebetaling
    [s4] Implementering
    [s5] Opfølgning
    [s6] Evaluering
    [sdeclined] Afslået
    [sparked] Lagt til side
    *[sunreadable] Ulæselig i kilden
    }

govern-need = { $need ->
    [business-case] business case, der kan regnes
    [agreement-checked] kontrolleret aftale
    [repayment-plan] beregnet tilbagebetaling
    [pre-approval] forhåndsgodkendelse
    [approval] rådmandens godkendelse
    [signatures] underskrifter
    [sealed] forseglet aftale
    *[results] resultater
    }

paper-gate-lacks = Trin { $stage } mangler { $need ->
    [business-case] business case, der kan regnes
    [agreement-checked] kontrolleret aftale
    [repayment-plan] beregnet tilbagebetaling
    [pre-approval] forhåndsgodkendelse
    [approval] rådmandens godkendelse
    [signatures] underskrifter
    [sealed] forseglet aftale
    *[results] resultater
    }{ $more ->
    [0] {""}
    *[other] {" "}og { $more } mere
    }

govern-pot = { $pot ->
    [decentral] Decentralt budget
    [central] Ikke-decentralt budget
    [outcome-fund] Outcomefond
    [region] Region
    [state] Stat
    [investor] Investor
    *[other] Part uden budget
    }

govern-frame = { $frame ->
    [inside] heraf inden for servicerammen
    [outside] heraf uden for servicerammen
    *[not-stated] heraf uden angivelse af servicerammen
    }

govern-recommendation = { $word ->
    [permanent] Gøres permanent
    [for-a-time] Videreføres for en tid
    [operation] Tages i drift uden investor
    [adapted] Videreføres ikke i sin nuværende form; det, der virker, bruges i en ny
    [handed-over] Tilbydes en anden fond
    [case-by-case] Videreføres ikke; pladser købes sag for sag
    *[stopped] Videreføres ikke
    }

paper-says-share = { $label }: { $number } af { $of }, hvor { $expected } var ventet ({ $expected_share }). Med 95 % sikkerhed ligger andelen mellem { $low } og { $high }. { $verdict ->
    [clearly-below] Det er klart under: var det ventede rigtigt, ville så få komme med { $chance } sandsynlighed.
    [below] Det er under, men tilfældet kan forklare det ({ $chance }).
    [above] Det er over, men tilfældet kan forklare det ({ $chance }).
    [clearly-above] Det er klart over: så mange ville ellers komme med { $chance } sandsynlighed.
    *[as-expected] Det er som ventet ({ $chance }).
    }

paper-says-completers = { $label }: { $number } af { $of } er { $share }, men { $started } er begyndt. Af alle begyndte er det mellem { $low } og { $high }, alt efter hvordan det går dem, der ikke er færdige. { $verdict ->
    [clearly-above] Målet på { $expected } er nået blandt de færdige; om alle begyndte kan det ikke siges.
    [above] Målet på { $expected } er nået blandt de færdige; om alle begyndte kan det ikke siges.
    [as-expected] Målet på { $expected } er lige nået blandt de færdige.
    [no-criterion] Der er intet mål at holde det op imod.
    *[other] Målet på { $expected } er ikke nået, heller ikke blandt de færdige.
    }

paper-says-mean = { $label }: gennemsnittet er { $mean } mod { $bound }, målt på { $of }. { $verdict ->
    [meets-bound] Målet er nået.
    [other-unit] Kriterium og resultat har hver sin enhed, så det kan ikke afgøres.
    *[below-bound] Målet er ikke nået. Kilden giver ingen spredning, så tilfældets del kan ikke beregnes.
    }

paper-risk-result = { $label }: { $verdict ->
    [clearly-below] klart under det ventede
    [below] under det ventede
    *[below-bound] når ikke målet
    }

paper-says-no-number = { $label }: kilden giver ingen tal.

paper-warning = { $name }: { $kind ->
    [continuation-note] notat om videreførelse
    [continuation-decision] beslutning om videreførelse
    [expiry] finansieringen udløber
    [instalment] rate
    [settlement] afregning
    [measurement] måling
    [meeting] møde
    [status] status
    [milestone] milepæl
    [activity-begins] begynder
    [activity-ends] slutter
    [follow-up] opfølgning
    [forum] forum
    [task] opgave
    [call-closes] opslag lukker
    *[agreement-ends] aftalen slutter
    } { $day } ({ $passed ->
    [true] { $days } dage, overskredet
    *[false] om { $days } dage
    }). { $label }
paper-subtitle-agreement = Aftale, version { $version }
paper-parties = Parter
paper-agreement-from = Gælder fra
paper-agreement-to = Gælder til
paper-agreement-state = Om dokumentet
paper-agreement-sealed = Forseglet tekst
paper-agreement-sealed-text = Teksten er den, der er forseglet. Hvert vilkår står med ord under sit afsnit; det, som ingen kilde oplyser, er mærket som afledt eller antaget. Det, vilkårene er kontrolleret med, er ikke vilkår og står kun i dokumentet: kildernes udsagn og tabeller, indberettede tal, regneeksempler og følsomhed.
paper-agreement-draft = Ikke forseglet endnu
paper-agreement-draft-text = Teksten er kontrolleret, men ikke forseglet. Forsegl den, før parterne skriver under, så det er den samme tekst, alle har set. Det, vilkårene er kontrolleret med, er ikke vilkår og står kun i dokumentet: kildernes udsagn og tabeller, indberettede tal, regneeksempler og følsomhed.
paper-signatures = Underskrifter
paper-no-signatures = Ingen underskrivere
paper-no-signatures-text = Aftalen siger ikke, hvem der skriver under. Skriv [[signature]] med part og embede.
paper-accounts = Regnskab
paper-no-ledger = Disse investeringer har endnu hverken forslag eller bogføringer her, og deres tal står derfor kun efter planen:
paper-measured-year = Måleår
paper-paid-to = Til
paper-ledger-expected = Forventet
paper-ledger-approved = Godkendt
paper-ledger-posted = Bogført
paper-ledger-paid = Betalt
paper-ledger-caption = { $name }: forventet, godkendt, bogført og betalt
paper-ledger-note = Forventet er planens beløb; de andre er bogholderiets. Et måleår, der ikke er afregnet, har kun det forventede.
paper-no-commitments = Der er ingen forpligtelser den { $day }.
paper-commitments-caption = { $name }: forpligtelser den { $day }
paper-commitments-known = Kendte forpligtelser i alt
paper-commitments-expected = Forventet herudover
paper-due = Forfalder
paper-voucher = Bilag
paper-moved-capital = Rate af kapitalen
paper-moved-return = Kapital, der kommer tilbage
paper-moved-guarantee = Garanti
paper-moved-outcome = Resultatbetaling
paper-moved-paid = Betalt
paper-moved-caption = { $name }: bevægelser i { $year }
paper-moved-nothing = Der er ingen bogføringer i { $year }.
paper-figures-from = Tallene er
paper-from-ledger = bogført
paper-from-plan = efter planen
paper-in-year = Tilbage i året
paper-paid-in-year = Heraf betalt
