# Aftalesprogets vilkår, som editorer viser dem.

schema-title = Vilkår i et aftalegrundlag. Et dokuments blokke læses samlet.

schema-agreement = Aftalen selv: navn, periode, valuta og formål.
schema-agreement-id = Aftalens id, det samme i alle versioner: små bogstaver, tal og bindestreg.
schema-agreement-name = Aftalens navn.
schema-agreement-aliases = Andre navne, som aftalen kaldes ved.
schema-agreement-version = Versionen, som parterne skriver under på.
schema-agreement-currency = Valutaen for alle beløb, for eksempel DKK.
schema-agreement-rounding = Hvordan hver linje bliver til hele øre: half-up, half-even eller down.
schema-agreement-price_level = Prisniveauet: et år, current (løbende priser) eller not-stated (ikke oplyst).
schema-agreement-from = Aftalens første dag.
schema-agreement-to = Aftalens sidste dag, efter den sidste betaling.
schema-agreement-purpose = Formålet i én sætning.
schema-agreement-kind = Om der betales for resultater: outcomes-contract (standard) eller investeringscase (kommunens egne penge; ingen resultatbetaling).

schema-any-id = Vilkårets id, som andre vilkår peger på: små bogstaver, tal og bindestreg.
schema-any-label = Hvad det kaldes, når det vises.
schema-any-origin = Hvor vilkåret kommer fra: en kilde, en hjemmeside, en udledning eller en antagelse.
schema-any-party = Partens id.
schema-any-budget = Budgettets id hos parten.
schema-any-share = Andelen, når flere deler: 0.75; andelene giver tilsammen 1.
schema-any-part = Delen, når flere deler i hele tal: 3 af 3 og 1 er tre fjerdedele.
schema-any-amount = Beløbet i aftalens valuta.
schema-any-total = Summen, som kontrolleres mod delene.
schema-any-years = Årene, begge med.
schema-any-years-from = Det første år.
schema-any-years-to = Det sidste år.

schema-party = En part i aftalen.
schema-party-name = Partens fulde navn.
schema-party-short_name = Det korte navn, som tabeller bruger.
schema-party-role = Partens rolle: authority (myndighed), investor, provider (udfører), guarantor (garant) eller payer (betaler).
schema-party-legal_entity = Den juridiske enhed; en betaling inden for den er en ompostering mellem budgetter.
schema-party-also = Andre roller, parten også har, for eksempel payer (betaler).

schema-budget = Et budget hos en part: den kasse, der betaler eller sparer.
schema-budget-kind = Slags: decentral, central (ikke-decentral), outcome-fund, region eller state (stat).
schema-budget-committee = Udvalget, der har ansvaret for budgettet.
schema-budget-area = Styringsområdet: service, transfers (overførsler), ei, eo eller construction (anlæg).
schema-budget-service_frame = Om budgettet ligger inden for servicerammen: inside eller outside.

schema-target_group = Målgruppen: hvem aftalen er for.
schema-target_group-description = Målgruppen i én sætning.
schema-target_group-profile = Kendetegn for målgruppen; ét eller flere er nok.

schema-admission = En regel for optag.
schema-admission-label = Hvad reglen kræver.
schema-admission-test = Hvordan den afgøres: age (alder), exclusion (holder ude) eller judgement (vurdering).
schema-admission-from = Laveste alder i hele år.
schema-admission-to = Højeste alder i hele år.
schema-admission-role = Den rolle, der må vurdere.
schema-admission-column = Kolonnen i deltagerlisten, som reglen ser på.

schema-intake = Planlagt optag, og hvornår en deltager tæller med.
schema-intake-unit = Hvad der tælles: person, family (familie) eller child (barn).
schema-intake-by_year = Antal påbegyndte pr. startår.
schema-intake-total = Antallet i alt, som kontrolleres mod årene.
schema-intake-counts_from = De trin, der skal være sket; det sidste er dagen for påbegyndt.
schema-intake-up_to = Den øvre ende af et spænd; by_year er den nedre.
schema-intake-planned_start = Den dag på året, hvor planen lader alle begynde.
schema-intake-planned_start-month = Måneden: 1 til 12.
schema-intake-planned_start-day = Dagen i måneden.
schema-intake-completion = Andelen, der ventes at gennemføre.
schema-intake-drop_out = Andelen, der ventes at falde fra.

schema-intervention = Indsatsen.
schema-intervention-provider = Den, der udfører indsatsen.
schema-intervention-steps = Det sædvanlige forløb, skridt for skridt.

schema-role = En rolle i organisationen, aldrig en navngiven person.
schema-role-responsibility = Hvad rollen har ansvar for.

schema-activity = En aktivitet i planen.
schema-activity-from = Den første dag.
schema-activity-to = Den sidste dag.

schema-meeting = Et forum, der mødes, for eksempel styregruppen.
schema-meeting-months = De måneder, hvor der mindst er møde: 1 til 12.
schema-meeting-members = Hvem der er med, som organisationer.
schema-meeting-terms_of_reference = Kommissoriet i ord.

schema-code_list = En liste over registerkoder, som resultatmål henviser til med dens id.
schema-code_list-source = Registeret, koderne hører til.
schema-code_list-edition = Hvad koderne er taget fra, og hvornår.
schema-code_list-rows = Koderne og den tid, de er på listen.
schema-code_list-rows-codes = Enkelte koder, 0 til 999; 0 er blank.
schema-code_list-rows-first = Den første kode i et interval.
schema-code_list-rows-last = Den sidste kode i intervallet, selv regnet med.
schema-code_list-rows-from = Den første dag, koderne er på listen; altid, hvis den mangler.
schema-code_list-rows-to = Den sidste dag, de er på listen; stadig, hvis den mangler.
schema-code_list-rows-certain = Om det er sikkert, at de hører til: yes (standard) eller no, og så er svaret åbent, hvor det afhænger af dem.

schema-measure = Et resultatmål: en regel, der kan efterprøves i et register.
schema-measure-source = Registeret, der måles i.
schema-measure-window = Den del af registeret, der ses på: måneder i måleåret, tiden siden start, eller en dag, hvor noget nås.
schema-measure-window-month = Måneden i hvert måleår: 1 til 12.
schema-measure-window-months_since_start = Antal måneder efter den måned, hvor deltageren er påbegyndt.
schema-measure-years = Måleårene, begge med.
schema-measure-success = Hvornår målet er nået, for eksempel any(job.ratio > 0) or any(week.state = education).
schema-measure-eligible = Hvem der måles på: enrolled-before-the-year, enrolled-by-year-end, completed (kun dem, der har gennemført) eller window-closed.
schema-measure-settled = Hvornår et måleår afregnes.
schema-measure-settled-month = Måneden for afregningen: 1 til 12.
schema-measure-settled-day = Betalingsdagen; findes den ikke i måneden, er det månedens sidste.
schema-measure-settled-years_later = Antal år efter måleåret.
schema-measure-expected = Den succesrate, planen regner med, pr. måleår; later er alle år efter det sidste nævnte.
schema-measure-baseline = Den andel, det ville lykkes for uden indsatsen.
schema-measure-target = Målsætningen som andel.
schema-measure-window-from_month = Den første måned i hvert måleår, når flere måneder tæller.
schema-measure-window-to_month = Den sidste måned, med i perioden.
schema-measure-window-since_start_to_month = Fra start og til denne måned i hvert måleår: hvad der nogensinde er sket.
schema-measure-window-at_months = Måneder efter start, hvor der måles.
schema-measure-window-months = Hvor mange måneder hver måling ser tilbage.
schema-measure-window-event = Noget, der nås på en dag: once (kun første gang) eller each (højst én gang pr. år).
schema-measure-value = Et tal pr. deltager, for eksempel sum(amount.kind = transfer).
schema-measure-unit = Værdiens enhed, for eksempel kr.
schema-measure-expected_at = Forventet andel ved hver måned efter start.
schema-measure-expected_value = Forventet gennemsnit af værdien pr. måleår.
schema-measure-baseline_value = Gennemsnittet af værdien uden indsatsen.
schema-measure-target_value = Målsætningen som gennemsnit af værdien.
schema-measure-target_difference = Målsætningen som forskel til kontrolgruppens andel.
schema-measure-requires = Et andet resultatmål, som samme deltager skal have nået.
schema-measure-missing = Hvad manglende data betyder: unclarified (uafklaret, standard), no-success eller left-out (tælles ikke med).
schema-measure-left_population = Hvad det betyder, at nogen er død, udvandret eller kommet på folkepension i vinduet: no-success, unclarified (uafklaret) eller left-out (tælles ikke med); uden den afgør udtrykket alene.
schema-measure-evidence = Hvad et indberettet resultat skal vises med.
schema-measure-verified_by = Den rolle, der bekræfter et indberettet resultat.

schema-cost = Hvad indsatsen koster om året.
schema-cost-bearer = Den, der afholder udgiften.
schema-cost-amount = Udgiften pr. år.
schema-cost-by_year = Beløb pr. år, når de ikke er ens.
schema-cost-kind = Slags: operations (drift, standard) eller implementation (implementering).
schema-cost-pool = Puljen, som beløbet søges fra.
schema-cost-area = Styringsområdet, hvis det ikke er betalerens.

schema-own_financing = Hvad myndigheden selv lægger i indsatsen om året.
schema-own_financing-holder = Den, der finansierer.
schema-own_financing-amount = Egenfinansieringen pr. år.

schema-business_case = Business casens år og forudsætninger.
schema-business_case-phase_in = Andelen af besparelsen pr. påbegyndt, der er fuldt indfaset i hvert år.
schema-business_case-overlap = Deltagere, som også er i en anden investering.
schema-business_case-overlap-with = Den anden investering.
schema-business_case-overlap-participants = Andelen af deltagerne, der også er i den anden.
schema-business_case-overlap-credited_elsewhere = Andelen af virkningen for dem, som tilskrives den anden.
schema-business_case-columns = Navn på en kolonne, der dækker mere end sit år: 2017 som 2016/17.
schema-business_case-double_period = Hvordan en dobbelt kolonne tæller i tilbagebetalingstiden: one-period (standard) eller two-years.
schema-business_case-payback_rule = Hvordan tilbagebetalingstiden rundes: elapsed-periods (standard) eller first-year-positive.
schema-business_case-attrition = Andelen af virkningen, der er tilbage pr. år efter start.
schema-business_case-net_success_rate = Andelen af dem, der gennemfører, som lykkes ud over det, der ville ske alligevel.
schema-business_case-discount_rate = Årlig diskonteringsrente; 0, hvis den ikke er nævnt.
schema-business_case-basis = Basisalternativet: hvad der ellers ville ske.
schema-business_case-tail = År ud over ti, som casen dækker med vilje.
schema-business_case-tail-years = Hvor mange år.
schema-business_case-tail-because = Hvorfor virkningen ventes at vare så længe.
schema-business_case-model = Regnemodellen og dens version.
schema-business_case-price_year = Modellens prisår.

schema-saving = En ventet besparelse.
schema-saving-per = Hvad der regnes pr.: starter, volume (et antal ting), year (beløb pr. år), success eller not-stated.
schema-saving-profile = Beløb pr. påbegyndt for hvert år efter startåret, før overlap.
schema-saving-by_year = Antal ting eller kroner pr. år.
schema-saving-price = Prisen for én.
schema-saving-falls_to = De budgetter, besparelsen falder på.
schema-saving-falls_to-area = Området, som rækken i business casen hedder.
schema-saving-falls_to-weight = Vægten; vægtene behøver ikke give 1.
schema-saving-volume = Enheder pr. succes og år efter startåret.
schema-saving-unit_label = Hvad en enhed er, for eksempel uger.
schema-saving-permanent = Om besparelsen i det sidste år varer ved: yes eller no.
schema-saving-evidence = Hvor godt virkningen er kendt: meta-or-trial, control-group, before-after eller assumption (antagelse).
schema-saving-cashable = Om et budget faktisk kan sættes ned: yes eller no.
schema-saving-refund = Den del, staten ellers ville have refunderet.
schema-saving-refund-share = Andelen, som kommunen ikke beholder.
schema-saving-low = Laveste faktor for usikkerheden.
schema-saving-high = Højeste faktor for usikkerheden.

schema-payment = En resultatbetaling.
schema-payment-for = Det resultatmål, der udløser betalingen.
schema-payment-per = Hvad der betales pr.: success, participant, unit, rate (trin), estimate (virkning), saving (andel af besparelse) eller difference (forskel mellem grupper).
schema-payment-amount = Prisen for ét resultat.
schema-payment-from = Den, der betaler, og af hvilket budget.
schema-payment-to = Den, der får pengene.
schema-payment-covered_by = Det, der skal dække betalingen.
schema-payment-covered_by-saving_share = Andelen af alle ventede besparelser, der skal dække betalingen.
schema-payment-share = Andelen af besparelsen eller forskellen, der betales.
schema-payment-counted = Hvem der tælles: gross (alle, standard) eller net-of-baseline (ud over niveauet uden indsatsen).
schema-payment-indexed = Prisen følger et indeks.
schema-payment-indexed-by = Indeksets id.
schema-payment-indexed-from = Det år, aftalens pris er fra.
schema-payment-ladder = Trin med nedre grænser, der selv hører med; under det første betales der ikke.
schema-payment-ladder-from = Den laveste rate, der når trinnet.
schema-payment-ladder-share_of_capital = Betalingen som andel af den kapital, der er lagt ind.
schema-payment-minimum = Det, betalingen i nogle måleår ikke kommer under.
schema-payment-minimum-share_of_capital = Mindst denne andel af kapitalen.
schema-payment-minimum-applies = Hvornår: below-the-ladder (kun hvor intet trin nås) eller any-lower-step.
schema-payment-estimate = Hvordan virkningen beregnes ud fra de to grupper.
schema-payment-estimate-kind = Hvad der beregnes: relative-reduction eller difference.
schema-payment-estimate-decimals = Decimaler, der rundes til, før trinnene bruges.
schema-payment-estimate-over = Hvem det er over: cohort (måleåret alene) eller all-cohorts.
schema-payment-carry_forward = Hvad negative år betyder: none (glemmes) eller negative-years (fremføres).
schema-payment-years = Kun disse måleår; ellers alle.
schema-payment-minimum_cohort = Er der færre at måle på, betales der ikke.
schema-payment-unless = Betalinger, der aldrig må have været skyldige.
schema-payment-to_order = Rækkefølgen: pro-rata (efter andele, standard) eller in-order (den første, til kapitalen er hjemme).
schema-payment-held_back = En del, der holdes tilbage til en dag.
schema-payment-held_back-share = Andelen, der holdes tilbage.
schema-payment-held_back-until = Dagen, hvor det betales.
schema-payment-accounting_year = Regnskabsåret: paid (betalingsåret, standard) eller measured (måleåret).

schema-limit = Et loft over betalinger eller afkast, eller et gulv under afkastet.
schema-limit-party = Den investor, hvis afkast er begrænset.
schema-limit-annual_return = Det højeste årlige afkast som andel: 0.05 er 5 procent.
schema-limit-method = Hvordan loftet regnes: compound (rente af rente), simple (uden) eller per-year (år for år).
schema-limit-at_most = Beløbet, der aldrig overskrides.
schema-limit-at_least = Andelen af kapitalen, investoren til sidst har fået tilbage, hvad der end sker.
schema-limit-per = Hvad loftet tælles over: participant, measure, payment, period, payer, investor eller agreement.
schema-limit-of = Id på det resultatmål, den betaling eller den part, loftet gælder.
schema-limit-over_years = År efter start, når loftet gælder pr. deltager.

schema-follow_up = En opfølgning, der ikke udløser betaling.
schema-follow_up-after_years = Efter hvilke år der følges op.
schema-follow_up-items = Hvad der ses på.
schema-follow_up-source = Hvor oplysningerne kommer fra.

schema-funding = Investorens kapital i rater.
schema-funding-from = Den, der giver.
schema-funding-to = Den, der modtager.
schema-funding-amount = Hver rate.
schema-funding-on = De dage, raterne betales.

schema-duty = En forpligtelse ud over penge.
schema-duty-kind = Slags: status, renegotiation (genforhandling), report (rapport), continuation (videreførelse) eller evaluation.
schema-duty-label = Hvad der skal ske.
schema-duty-by = Hvem der skal gøre det.
schema-duty-to = Over for hvem.
schema-duty-trigger = Hvad der udløser det.
schema-duty-months = Måneder, hvor den falder hvert år: 1 til 12.
schema-duty-before = Dagen, før hvilken den skal være opfyldt.
schema-duty-criteria = Hvad der ses på.

schema-continuation = Hvornår finansieringen udløber, og hvem der beslutter om videreførelse.
schema-continuation-expires = Den sidste dag, som kapitalen betaler for.
schema-continuation-decided_by = Hvem der beslutter.
schema-continuation-if_met = Hvad der følger, når alle kriterier er opfyldt: permanent, for-a-time (for en tid), operation (i drift uden investor), adapted (tilpasset), handed-over (til en anden fond), case-by-case (købes sag for sag) eller stopped (stopper).

schema-criterion = Et kriterium for videreførelse, og hvad der følger, når det ikke er opfyldt.
schema-criterion-label = Hvad der skal være opfyldt.
schema-criterion-test = Hvordan det afgøres: measure (resultatmål), participants (deltagere), cashable (kan hentes hjem), account (partens konto går op) eller judgement (vurdering).
schema-criterion-about = Resultatmålet eller besparelsen: measure.work, saving.benefits.
schema-criterion-party = Parten, hvis konto skal gå op.
schema-criterion-at_least = Det mindste, der skal nås: en andel, et gennemsnit eller et antal; ellers aftalens eget mål.
schema-criterion-at_most = Det højeste, der tillades: en andel eller et gennemsnit.
schema-criterion-met = Vurderingens svar: yes eller no; ingen af dem, så længe ingen har vurderet.
schema-criterion-because = Hvorfor.
schema-criterion-otherwise = Hvad der følger, når det ikke er opfyldt; ordene som ved continuation.if_met.

schema-choice = Et synligt valg, hvor kilden lader noget stå åbent.
schema-choice-term = Vilkåret, som valget handler om: payment.outcome-payment.from.budget.
schema-choice-question = Hvad kilden lader stå åbent.
schema-choice-chosen = Den valgte værdi; vilkåret skal sige det samme.
schema-choice-alternatives = Hvad det ellers kunne have været.
schema-choice-because = Begrundelsen.

schema-example = Et regneeksempel, der skal holde på øren.
schema-example-name = Eksemplets navn.
schema-example-rates = Succesrater pr. måleår; ellers de forventede.
schema-example-cap = Et andet afkastloft end det aftalte, eller none (intet).
schema-example-payments = Det, der betales, pr. betalingsår.
schema-example-total = Det, der betales i alt.
schema-example-of = Det resultatmål, tallene er for.
schema-example-given = Tal pr. måleår i stedet for rater.
schema-example-given-eligible = Hvor mange der måles på.
schema-example-given-successes = Hvor mange af dem der lykkes.
schema-example-given-sum = Summen af deres værdier.
schema-example-given-control_eligible = Hvor mange der er i kontrolgruppen.
schema-example-given-control_successes = Hvor mange af dem der lykkes.
schema-example-given-control_sum = Summen af deres værdier.
schema-example-given-estimate = En virkning, der er beregnet et andet sted.
schema-example-observations = Opdigtede observationer i stedet for rater.
schema-example-observations-participant = Hvem: A, B.
schema-example-observations-measure = Resultatmålet.
schema-example-observations-year = Måleåret.
schema-example-observations-at = Måneden efter start, når der måles ved flere.
schema-example-observations-outcome = Udfaldet: success, no-success eller unclarified (uafklaret).
schema-example-observations-value = Værdien.
schema-example-observations-arm = Gruppen: treatment (indsats, standard) eller control.
schema-example-terminated = Dagen, aftalen opsiges før tid.
schema-example-choice = Eksemplet under en anden værdi af et synligt valg.
schema-example-choice-term = Stien til vilkåret.
schema-example-choice-as = Værdien i stedet for den valgte.
schema-example-due = Om hver betaling overhovedet skal betales: yes eller no.

schema-signature = Hvem der skriver under.
schema-signature-party = Den part, der skrives under for.
schema-signature-office = Embedet, aldrig et personnavn.

schema-document = Et udgivet papir om flere investeringer; det er ikke en aftale, men det kan kontrolleres.
schema-document-name = Papirets titel.
schema-document-published = Dagen, det blev udgivet.
schema-document-currency = Valutaen for alle beløb.
schema-document-price_level = Prisniveauet: et år, current eller not-stated.

schema-project = Hvad papiret siger om én investering.
schema-project-name = Navnet i papiret.
schema-project-aliases = Andre navne, som papiret bruger.
schema-project-agreement = Id på den aftale, det handler om.
schema-project-period = Fra hvilket år til hvilket.
schema-project-period-from = Det første år.
schema-project-period-to = Det sidste år.
schema-project-follow_up_to = Det sidste år, resultater følges.
schema-project-capital = Investeringskapitalen; not-stated, hvis papiret ikke oplyser den.
schema-project-participants = Antal planlagte deltagere.
schema-project-unit = Hvad der tælles: person, family (familie) eller child (barn).
schema-project-repayment = Forventet tilbagebetaling.
schema-project-savings = Forventet besparelse.
schema-project-net = Forventet nettogevinst; kan være negativ.
schema-project-horizon = Det sidste år, tallene dækker.

schema-goal = En målsætning.
schema-goal-measures = De resultatmål, der følger målsætningen.

schema-trial = Hvordan deltagerne sammenlignes med en kontrolgruppe.
schema-trial-allocation = Hvordan grupperne dannes: random (lodtrækning), matched (udvalgt lignende) eller before-after (før og efter).
schema-trial-control = Hvem kontrolgruppen er.
schema-trial-participants = Antal i begge grupper tilsammen.
schema-trial-share_treated = Andelen af dem i indsatsgruppen.

schema-implementation = Et vilkår om udførelsen, som der ikke betales for.
schema-implementation-kind = Slags: deadline (frist), caseload (sagsstamme), capacity (pladser), quota (kvote), milestone (milepæl) eller follow-ups (antal opfølgninger).
schema-implementation-within_months = Fristen i måneder.
schema-implementation-after = Det trin, fristen løber fra.
schema-implementation-at_most = Det største antal sager.
schema-implementation-per = Hvem antallet gælder for: en medarbejder, en konsulent.
schema-implementation-number = Antallet.
schema-implementation-share = Andelen af deltagerne, der skal tilhøre gruppen.
schema-implementation-group = Den gruppe, kvoten gælder.
schema-implementation-by = Dagen, antallet skal være nået.

schema-actual = Hvad der er rapporteret eller realiseret.
schema-actual-about = Det vilkår, det handler om: intake, intake.drop-out (frafald), measure.ID, implementation.ID, cost.ID eller saving.ID.
schema-actual-as_of = Den dag, tallet gælder.
schema-actual-number = Hvor mange eller hvor meget; not-stated, hvis det kun er sagt i ord.
schema-actual-of = Ud af hvor mange.
schema-actual-expected = Hvor mange der var ventet til den dag.
schema-actual-mean = Gennemsnittet af resultatmålets værdi.
schema-actual-unit = Enheden, som den står i rapporten.
schema-actual-by_year = Realiserede beløb pr. år, for udgifter og besparelser.

schema-transaction_cost = Timer, som selve aftalen koster.
schema-transaction_cost-phase = Hvornår: development (udvikling), operation (drift) eller follow-up (opfølgning).
schema-transaction_cost-hours = Timer i alt, eller pr. år, når der står år; not-stated, hvis det ikke er oplyst.
schema-transaction_cost-hourly_cost = Prisen for en time.

schema-purchase = Én afdeling køber af en anden i samme kommune.
schema-purchase-from = Køberen.
schema-purchase-to = Sælgeren.
schema-purchase-by_year = Beløb pr. år.

schema-sensitivity = En forudsætning, der ændres, mens resten står fast.
schema-sensitivity-vary = Hvad der ændres: success-rate, participants, costs, savings, cost.ID eller saving.ID.
schema-sensitivity-low = Laveste faktor.
schema-sensitivity-high = Højeste faktor.

schema-index = Et indeks, som priser følger.
schema-index-name = Indeksets navn.
schema-index-kind = Hvilket indeks: net-price-index, kl-price-and-wage eller consumer-price-index. De blandes aldrig.
schema-index-edition = Udgaven af tabellen.
schema-index-by_year = Indeksets værdi pr. år.

schema-guarantee = En sum, der dækker kapital, som ikke kommer hjem.
schema-guarantee-from = Garanten.
schema-guarantee-to = De investorer, hvis kapital dækkes.
schema-guarantee-at_most = Den største sum; not-stated, hvis den ikke er oplyst.
schema-guarantee-on = Dagen, hvor det manglende dækkes.

schema-capital_return = Kapital, der gives tilbage uanset resultaterne.
schema-capital_return-from = Hvem der betaler.
schema-capital_return-to = Investoren.
schema-capital_return-on = Dagen.
schema-capital_return-share = Andelen af den kapital, der er lagt ind.
schema-capital_return-early = Andele, hvis aftalen opsiges før tid.
schema-capital_return-early-from = Den første dag i perioden.
schema-capital_return-early-to = Den sidste dag i perioden.
schema-capital_return-early-share = Andelen ved opsigelse i perioden.

schema-financing = De fire summer, som kilden selv oplyser dem.
schema-financing-price = Indsatsens pris.
schema-financing-capital = Investeringskapitalen.
schema-financing-own_financing = Egenfinansieringen.
schema-financing-guarantee = Garantien.

schema-amendment = En ændring af vilkår fra en bestemt dag; det, der gjaldt før, bevares.
schema-amendment-from = Den første dag, de ændrede vilkår gælder.
schema-amendment-because = Begrundelsen.
schema-amendment-changes = De vilkår, der ændres.
schema-amendment-changes-term = Stien til vilkåret: intake.total eller payment.ID.amount.
schema-amendment-changes-was = Hvad det var; udelades, når vilkåret er nyt.
schema-amendment-changes-becomes = Hvad det bliver.

schema-claim = Et udsagn, som kan kontrolleres mod vilkårene.
schema-claim-text = Udsagnet i egne ord.
schema-claim-document = Dokumentet, der siger det, hvis det er et andet.
schema-claim-place = Stedet i dokumentet.
schema-claim-says = En sammenligning af størrelser: business_case.net.2026 >= 0.
schema-claim-about = Hvad stedet siger noget om: stien til et vilkår eller et navn.
schema-claim-value = Værdien: et tal, en tekst eller en dato.
schema-claim-unit = Enheden, som den står.
schema-claim-rounding = Så meget må to tal afvige og stadig passe.

schema-printed = En tabel, som et dokument har trykt.
schema-printed-document = Dokumentet, hvis det er et andet.
schema-printed-place = Stedet i dokumentet.
schema-printed-unit = Hvad én trykt enhed er værd: 1_000, når der står tusinder.
schema-printed-unit_label = Enheden, som overskriften skriver den.
schema-printed-area = Området, som overskriften skriver det.
schema-printed-horizon = Det sidste år, tabellen dækker.
schema-printed-columns = Kolonnernes overskrifter.
schema-printed-rows = Rækkerne.
schema-printed-rows-values = Ét tal pr. kolonne; not-stated, hvor der intet står.
schema-printed-rows-is = Hvad tallene burde være; * står for kolonnen: cost.loen.*.
schema-printed-rows-sum = Rækkens trykte sum.
schema-printed-rows-area = Området, som rækken skriver det.
schema-printed-rows-horizon = Det sidste år, rækken dækker.
schema-printed-rows-role = Hvad rækken er: part (standard), total eller difference.
schema-printed-rows-of = De rækker, en total eller difference er af; ellers alle siden den forrige total.
schema-printed-rows-sign = Om en total er trykt med modsat fortegn: same (standard) eller opposite.

schema-origin = Hvor et vilkår kommer fra; netop én af source (med place), web, derived og assumed.
schema-origin-source = Dokumentet, det står i.
schema-origin-place = Stedet i dokumentet.
schema-origin-web = En offentlig hjemmeside.
schema-origin-derived = Hvordan det er udledt af andre tal.
schema-origin-assumed = Hvorfor det er antaget.

schema-holder = Den, der betaler eller modtager: en part og et af dens budgetter.

# Portfolios
schema-portfolio = En portefølje: dokumentet om en kommunes idéer og investeringer.
schema-portfolio-name = Porteføljens navn.
schema-portfolio-municipality = Kommunen.
schema-portfolio-currency = Valutaen.
schema-portfolio-documents = De aftaler og notater, som porteføljen omfatter.
schema-stage = Et trin i forløbet.
schema-stage-stage = Trinnets nummer eller navn.
schema-forum = Et forum, der beslutter.
schema-forum-months = De måneder, som forummet mødes i.
schema-gate = En port: hvad der skal foreligge, før en idé rykker videre.
schema-gate-to = Det trin, som porten fører til.
schema-gate-needs = Det, der skal foreligge.
schema-gate-forum = Det forum, der beslutter.
schema-idea = En idé eller en investering.
schema-idea-name = Idéens navn.
schema-idea-aliases = Andre navne for den samme.
schema-idea-agreement = Den aftale, som idéen er blevet til.
schema-idea-stage = Det trin, idéen er på.
schema-idea-as_of = Den dag, oplysningen gælder.
schema-idea-because = Begrundelsen.
schema-call = En indkaldelse af idéer.
schema-call-forum = Det forum, der indkalder.
schema-call-opened = Den dag, indkaldelsen åbner.
schema-call-closes = Den dag, indkaldelsen lukker.
schema-call-form = Felterne i skemaet.
schema-call-form-required = Om feltet skal udfyldes.
schema-call-criteria = Kriterierne, som svarene vurderes efter.
schema-call-criteria-weight = Kriteriets vægt.
schema-answer = Et svar på en indkaldelse.
schema-answer-call = Indkaldelsen.
schema-answer-idea = Den idé, som svaret handler om.
schema-answer-received = Den dag, svaret kom.
schema-answer-values = Det, der er svaret i skemaets felter.
schema-answer-values-field = Feltet.
schema-answer-values-text = Det, der er svaret.
schema-answer-scores = Vurderingen efter hvert kriterium.
schema-answer-scores-criterion = Kriteriet.
schema-answer-scores-score = Vurderingen i tal.
schema-decision = En beslutning.
schema-decision-forum = Det forum, der besluttede.
schema-decision-on = Den dag, der blev besluttet.
schema-decision-about = Det, beslutningen handler om.
schema-decision-kind = Beslutningens art.
schema-decision-moves_to = Det trin, som idéen rykker til.
schema-decision-text = Det, der blev besluttet.
schema-decision-evidence = Det grundlag, der blev besluttet på.
schema-decision-conditions = Betingelser.
schema-decision-dissent = Uenighed.
schema-decision-follow_up = Opfølgning på beslutningen.
schema-decision-follow_up-what = Det, der skal gøres.
schema-decision-follow_up-who = Den rolle, der gør det.
schema-decision-follow_up-by = Den dag, det skal være gjort.
schema-note = En bemærkning.
schema-note-about = Det, bemærkningen handler om.
schema-note-as_of = Den dag, bemærkningen gælder.
schema-note-text = Bemærkningen.
schema-fact = Et tal, som en kilde skriver.
schema-fact-about = Det, tallet handler om.
schema-fact-as_of = Den dag, tallet gælder.
schema-fact-number = Tallet.
schema-fact-up_to = Det højeste, hvor kilden skriver et spænd.
schema-fact-of = Det, tallet er en del af.
schema-fact-unit = Enheden.
schema-budget_round = Kommunens budgetrunde.
schema-budget_round-note_ready = Den dag, notatet skal ligge klar.
schema-budget_round-note_ready-month = Måneden.
schema-budget_round-note_ready-day = Dagen.
schema-budget_round-adopted = Den dag, budgettet vedtages.
schema-budget_round-adopted-month = Måneden.
schema-budget_round-adopted-day = Dagen.
schema-budget_round-warn_days = Hvor mange dage før der advares.
schema-budget_round-readings = Læsninger, som kilden tillader.
schema-budget_round-readings-text = Læsningen i ord.
schema-budget_round-readings-years_before = Hvor mange år før udløb der besluttes.
schema-budget_round-chosen = Den læsning, der er valgt.
schema-budget_round-because = Begrundelsen for valget.
