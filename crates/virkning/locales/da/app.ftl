# Fælles ord, afvisninger og svar.

month-1 = januar
month-2 = februar
month-3 = marts
month-4 = april
month-5 = maj
month-6 = juni
month-7 = juli
month-8 = august
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

word-error = Fejl
word-warning = Advarsel
word-refused = Afvist
word-failed = Mislykkedes
word-hint = Råd
word-yes = ja
word-no = nej

mark-chosen = valgt
mark-derived = afledt
mark-assumed = antaget
origin-source = kilde
origin-web = web
origin-none = ikke oplyst

budget-decentral = decentral
budget-central = ikke-decentral
budget-outcome-fund = outcomefond
budget-region = region
budget-state = stat

price-level-year = { $year }-priser
price-level-current = løbende priser
price-level-not-stated = ikke oplyst

tried-make-folder = Mappen { $path } kunne ikke oprettes.
tried-read = Filen { $path } kunne ikke læses.
tried-write = Filen { $path } kunne ikke skrives. Intet er ændret.
tried-report = Bilaget for { $path } kunne ikke laves.

internal = Virkning har en fejl: { $what }.
    .hint = Intet er ændret. Meld det til dem, der vedligeholder Virkning.
not-utf8 = { $path } er ikke UTF-8: linje { $line }, byte { $byte } kan ikke læses.
    .hint = Gem filen igen som UTF-8.
no-user = Der mangler en bruger.
    .hint = Skriv --as BRUGER, eller sæt VIRKNING_USER. En bruger oprettes med virkning user add NAVN --role ROLLE.
user-name-invalid = »{ $name }« kan ikke være et brugernavn.
    .hint = Brug små bogstaver, tal og bindestreg, højst 64 tegn.
role-unknown = Rollen »{ $role }« findes ikke.
    .hint = Skriv en af: { $known }.
not-sealed = Aftalegrundlaget i { $path } er ikke forseglet.
    .hint = Forsegl det med virkning seal { $path }.
changed-since-seal = { $path } er ændret, siden version { $version } blev forseglet ({ $seal }).
    .hint = Afregn på den forseglede tekst, eller giv ændringen et nyt versionsnummer og forsegl igen.
seal-unreadable = Den forseglede version { $version } af { $agreement } kan ikke læses af dette program.
    .hint = Brug en udgave af Virkning, der kender den.
record-unreadable = Det gemte ({ $what }) kan ikke læses: { $why }.
    .hint = Kør virkning verify.
damaged-file = { $path } er ikke længere det, den var: indholdet passer ikke til navnet.
    .hint = Hent filen fra en sikkerhedskopi. Der er intet afregnet på den.
source-unknown = Registeret »{ $source }« kendes ikke.
    .hint = Skriv dream.
snapshot-unknown = Øjebliksbilledet { $snapshot } findes ikke.
    .hint = Se dem med virkning register show.
snapshot-empty = Øjebliksbilledet { $snapshot } har ingen uger eller ingen beskæftigelsesgrad.
    .hint = Indlæs et udtræk med uge- og månedskolonner.
no-snapshot = Der er ikke indlæst noget udtræk fra { $source }.
    .hint = Indlæs et med virkning register import --source { $source } FIL.
nobody-enrolled = Der er ingen deltagerliste for { $agreement }.
    .hint = Indlæs den med virkning enrol AFTALE LISTE.
window-out-of-range = Målet { $measure } kan ikke måles i { $year }.
proposal-unknown = Afregningsforslaget { $proposal } findes ikke.
    .hint = Lav det med virkning settle, som viser nummeret.
agreement-unknown = Aftalen { $agreement } er ikke forseglet her.
    .hint = Forsegl den med virkning seal FIL.
participant-unknown = Ingen deltager i aftalen har alias { $alias }.
    .hint = Alias står i afregningsforslaget.
participant-not-enrolled = { $alias } står på listen, men er ikke optaget.
input-missing = Det, som forslaget er lavet af, findes ikke længere: { $what } { $hash }.
    .hint = Hent data fra en sikkerhedskopi, og kør virkning verify.
hash-invalid = »{ $hash }« er ikke en hash på 64 tegn.
    .hint = Se forslagets hash med virkning show.
head-invalid = »{ $head }« er ikke et hoved fra hændelsesloggen.
    .hint = Skriv det, som virkning verify viste: NUMMER:HASH.
changed-since-proposal = Grundlaget for { $proposal } er ændret, siden forslaget blev lavet: { $changes }.
    .hint = Lav forslaget igen med virkning settle, og godkend det nye.
change-agreement = aftalegrundlaget
change-enrolment = deltagerlisten
change-code-list = kodelisten
change-register = registerudtrækket
change-ledger = det bogførte
ruleset-unknown = Forslaget er beregnet efter regelsæt { $ruleset }, som dette program ikke har.
    .hint = Brug en udgave af Virkning, der har det.
settle-investeringscase = { $agreement } er en investeringscase: den betaler ikke for resultater, så der er intet at afregne.
    .hint = Brug virkning plan til planen og virkning follow-up til planlagt mod realiseret.
no-observations = Der mangler observationer af { $label } ({ $measure }): kilden { $source } kan ikke indlæses.
    .hint = Giv dem som fil: virkning settle AFTALE --measured-year ÅR --observations FIL.csv
seal-without-example = { $path } har intet regneeksempel.
    .hint = Skriv mindst ét [[example]], der viser, hvad aftalen betaler, og forsegl igen.
example-unknown = Aftalen har intet regneeksempel, der hedder »{ $name }«.
    .hint = Den har: { $known }
explain-which-measure = Der er flere resultatmål i måleåret.
    .hint = Vælg et med --measure: { $known }
explain-measure-unknown = Resultatmålet { $measure } er ikke blandt dem, der måles i måleåret.
    .hint = Vælg et af dem: { $known }
explain-which-month = { $measure } måles i flere måneder efter start.
    .hint = Vælg en med --month: { $known }
template-unknown = Skabelonen »{ $template }« findes ikke.
    .hint = Skriv en af: { $known }.
new-exists = Filen { $path } findes allerede. Intet er ændret.
    .hint = Vælg et andet navn med --out, eller flyt filen.
diff-nothing-sealed = Aftalen i { $path } er ikke forseglet, så der er ingen forseglet version at sammenligne med.
    .hint = Skriv to filer: virkning diff GAMMEL NY.

rows-more = … og { $count } rækker til.
rows-faulty = { $count ->
        [one] { $count } række
       *[other] { $count } rækker
    } kan ikke bruges. Intet er indlæst.
    .hint = Ret rækkerne, eller godtag netop dette antal med --accept-faulty { $count }; tallet gemmes.

X001 = Regneeksemplet »{ $example }« holder ikke i { $year }: der står { $expected }, beregnet { $computed }.
    .hint = Ret eksemplet, eller ret de vilkår, som det bygger på.
X002 = Regneeksemplet »{ $example }« holder ikke i alt: der står { $expected }, beregnet { $computed }.
    .hint = Ret eksemplet, eller ret de vilkår, som det bygger på.
X003 = Regneeksemplet »{ $example }« holder ikke: der står, at »{ $term }« { $expected ->
        [yes] skal betales, men der er ikke noget at betale
       *[other] ikke skal betales, men der er noget at betale
    }.
    .hint = Ret »due« i eksemplet, eller ret de vilkår, som det bygger på.

check-good = { $path }: ingen fejl, { $warnings ->
        [one] { $warnings } advarsel
       *[other] { $warnings } advarsler
    }, { $examples ->
        [one] { $examples } regneeksempel holder
       *[other] { $examples } regneeksempler holder
    }.
check-bad = { $path }: { $errors } fejl, { $warnings ->
        [one] { $warnings } advarsel
       *[other] { $warnings } advarsler
    }.
fmt-differs = { $path } er ikke i standardform. Skriv virkning fmt --write { $path }.
progress-left = tilbage:

template-outcome-payment = Pris pr. resultat hvert år, én investor og et loft over afkastet
template-outcome-ladder = Beløb efter den andel, der lykkes: trin med grænser, én investor og et loft over afkastet
template-rate-card = En pris for hvert slags resultat, indberettet med dokumentation, og et loft pr. deltager
template-controlled-trial = Lodtrækning: investoren får en del af forskellen mellem grupperne, og negative år trækkes fra
template-investment-case = Investeringscase: kommunens egne penge, ingen investor og ingen resultatbetaling
new-written = Skrevet: { $path }. Udfyld pladsholderne, og kontrollér med virkning check { $path }.
diff-before = Før
diff-now = Nu
diff-file = { $agreement }, version { $version } ({ $place })
diff-sealed = { $agreement }, version { $version } (forseglet: { $place })
diff-terms = Vilkår
diff-no-terms = Ingen vilkår er ændret.
diff-added = Tilføjet: { $term }
diff-removed = Fjernet: { $term }
diff-key-added = { $term }: { $key } er tilføjet
diff-key-removed = { $term }: { $key } er fjernet
diff-key-changed = { $term }: { $key } er ændret
diff-place = Sted
diff-line = linje { $line }
diff-section-line = { $section }, linje { $line }
diff-and-others = { $own } (og { $count } andre, som er de samme)
diff-only-others = ({ $count } andre, som er de samme)
diff-prose = Afsnit med anden tekst
diff-prose-added = »{ $section }« er tilføjet (linje { $new }).
diff-prose-removed = »{ $section }« er fjernet (linje { $old } før).
diff-prose-changed = »{ $section }« er ændret (linje { $old } før, linje { $new } nu).
diff-money = Hvad det flytter i penge
diff-no-money = Planen er den samme til sidste øre: ingen betaling, udgift eller besparelse flytter sig.
diff-other-currency = Beløbene er i to valutaer og sammenlignes ikke.
diff-other-price-level = Beløbene er i to prisniveauer og sammenlignes ikke: prisniveauer blandes aldrig.
diff-balance-better = { $account }: balancen i alt bliver { $amount } bedre.
diff-balance-worse = { $account }: balancen i alt bliver { $amount } dårligere.
diff-balance-same = { $account }: balancen i alt er den samme, men beløb flytter sig.
diff-payment-year = Betalingsår
diff-total-before = I alt før
diff-total-now = I alt nu
diff-difference = Forskel
diff-investor = Investor: { $party }
diff-irr = Intern rente, hele år
diff-xirr = Intern rente, dage

plan-title = { $agreement } · version { $version } · plan
plan-period = Periode
plan-price-level = Prisniveau
plan-price-of-intervention = Pris for indsatsen
plan-capital = Investeringskapital
plan-own-financing = Egenfinansiering
plan-business-case = Business case
plan-thousand-kroner = 1.000 kr.
plan-total = I alt
plan-costs = Investering
plan-savings = Besparelse
plan-net = Nettoprovenu
plan-cumulative = Akkumuleret
plan-break-even = Tjent hjem i { $year }.
plan-never-break-even = Tjenes ikke hjem inden for perioden.
plan-deepest = Dybeste punkt: { $amount } i { $year }.
plan-flows = Forventede betalingsstrømme mellem parterne
plan-date = Dato
plan-kind = Art
plan-from = Fra
plan-to = Til
plan-measured-year = Måleår
plan-kroner = Kr.
plan-funding = Investeringskapital
plan-outcome-payment = Resultatbetaling
plan-investor = Betalingsstrømme for { $party }
plan-year = År
plan-paid-in = Indskudt
plan-received = Modtaget
plan-balance = Balance
plan-irr = Intern rente, hele år
plan-xirr = Intern rente, dage (faktisk/365)
plan-no-return = findes ikke
plan-multiple = Modtaget pr. indskudt krone
plan-break-even-rate = Succesrate, hvor indskuddet lige kommer hjem
plan-exposure = Største udestående
plan-exposure-on = { $amount } den { $date }
plan-cap-binds = Afkastloftet rammer fra succesrate
plan-over-cap = Over loft
plan-accounts = Parternes regnskab
plan-account = Part og budget
plan-savings-column = Besparelse
plan-payments-received = Modtaget
plan-payments-made = Betalt
plan-contribution = Indskud
plan-closes = Går op
plan-accounts-note = Balance = besparelse + modtaget − betalt − indskud. Ja: parten får mindst sit indskud igen.
plan-no-effect = Uden effekt
plan-no-effect-text = Kommer kun de i mål, der ville være det under alle omstændigheder, betales { $amount } ({ $share } af planen).
plan-price = Prisen for én succes (kr.)
plan-price-agreed = Aftalt
plan-price-by-share = Højeste pris efter den aftalte andel af alle besparelser
plan-price-by-payer = Højeste pris efter betalerens egne besparelser ({ $payer })
plan-price-not-covered = Den aftalte pris er højere, end besparelserne dækker.
plan-choices = Valg, som kilden lader stå åbne
plan-choice = Vilkår
plan-chosen = Valgt
plan-origin = Oprindelse
plan-examples = Regneeksempler
plan-example-holds = holder
plan-example-fails = holder ikke

seal-done = { $agreement } version { $version } er forseglet: { $hash }
seal-already = { $agreement } version { $version } var forseglet i forvejen: { $hash }
user-added = { $user } er oprettet med rollerne: { $roles }
user-already = { $user } var oprettet i forvejen med rollerne: { $roles }
users-user = Bruger
users-name = Navn
users-roles = Roller

synthesize-made = Udgave { $edition }: { $register } ({ $size } MB) og { $list } ({ $listed } rækker). Syntetiske data.
import-new = Indlæst som { $snapshot }.
import-already = Allerede indlæst som { $snapshot }; intet nyt.
manifest-edition = Udgave
manifest-as-of = Opgjort til og med
manifest-people = Personer
manifest-rows = Rækker
manifest-rows-text = { $rows } i filen, { $accepted } godtaget, { $rejected } afvist
manifest-weeks = Uger
manifest-ratios = Beskæftigelsesgrad
manifest-industries = Branche
manifest-ignored = Kolonner, der ikke bruges
manifest-more = {" "}og { $count } til
manifest-runs = Forløb (uger · job)
manifest-codes = Kodeliste
manifest-synthetic = Syntetisk
manifest-unknown-codes = Ukendte koder
manifest-unknown-code = { $code } ({ $people ->
        [one] { $people } person
       *[other] { $people } personer
    }, { $weeks ->
        [one] { $weeks } uge
       *[other] { $weeks } uger
    })
manifest-file = Fil
manifest-bytes = Byte
manifest-files = Filer
manifest-line = Linje
manifest-problem = Problem
manifest-problems = Afviste rækker, som blev godtaget
snapshots-none = Der er ingen øjebliksbilleder. Indlæs et med virkning register import --source dream FIL.
snapshots-snapshot = Øjebliksbillede
codes-pending = Kode { $code } = { $category } fra { $from } venter på en anden bruger, som skriver: virkning codes map { $code } { $category } --from { $date } --as BRUGER
codes-known = Kode { $code } = { $category } fra { $from } står allerede i kodelisten, udgave { $edition }; intet er ændret.
codes-confirmed = Kode { $code } = { $category } fra { $from } er bekræftet. Ny udgave af kodelisten: { $edition }.
codes-title = Kodeliste, udgave { $edition }
codes-code = Kode
codes-category = Kategori
codes-meaning = Betydning
codes-from = Fra
codes-to = Til
codes-status = Status
codes-confirmed-status = bekræftet
codes-uncertain-status = usikker

enrol-title = { $agreement } · deltagere
funnel-referred = Henvist
funnel-admission-talk = Visitationssamtale
funnel-admitted = Opfylder reglerne
funnel-accepted = Accepteret
funnel-declined = Takket nej
funnel-enrolled = Påbegyndt (optaget)
funnel-dropped-out = Heraf afbrudt (bliver i gruppen)
funnel-completed = Heraf gennemført
funnel-control = Heraf i kontrolgruppen
enrol-rules = Regler for optag
enrol-rule = Regel
enrol-refused = Afvist
enrol-not-tested = Ikke testet
enrol-by-year = Påbegyndt pr. år
enrol-year = År
enrol-planned = Plan
enrol-actual = Faktisk
enrol-stored = { $enrolled } deltagere er optaget (udgave { $version } af listen: { $new } nye, { $changed } ændrede, { $kept } beholdt uden at stå på listen; { $accepted } rækker godtaget, { $rejected } afvist).
enrol-already = { $enrolled } deltagere er optaget; listen er indlæst i forvejen som udgave { $version } ({ $new } nye, { $changed } ændrede, { $kept } beholdt uden at stå på listen; { $accepted } rækker godtaget, { $rejected } afvist).

state-proposed = afregningsforslag
state-approved = godkendt
state-refused = afvist
state-superseded = afløst af et nyere forslag
state-posted = bogført
settle-number = Nummer
settle-state = Status
settle-successes = I mål
settle-successes-of = { $successes } af { $eligible } ({ $share }; 95 %-interval { $low } – { $high })
settle-nobody = ingen at måle på
settle-measured = Målt
settle-by-value = { $eligible }, målt på en værdi
settle-unclarified = Uafklarede
settle-amount = Beløb
settle-over-cap = Over loft
settle-expected = Plan
settle-expected-text = { $successes } af { $eligible }, { $amount }
settle-follow-up = Effektmål
settle-follow-up-text = { $label }: { $successes } af { $eligible }
settle-data = Data
settle-data-text = DREAM udgave { $edition } ({ $snapshot }), kodeliste { $codes }
settle-content = Hash
settle-lines = Linjer
settle-line = Regel
settle-from = Fra
settle-to = Til
settle-quantity = Antal
settle-price = Pris
settle-line-over-cap = Over loft
settle-line-amount = Beløb
settle-situations = Hvad deltagerne var (den første, der passer)
settle-next-clarify = De uafklarede skal afklares, før forslaget kan godkendes. Er det en ukendt kode: virkning codes map KODE KATEGORI --from DATO (to brugere), og derefter settle igen.
settle-next-approve = Næste skridt: virkning approve { $id } --as EN-ANDEN-BRUGER
settle-next-post = Næste skridt: virkning post { $id }
settle-next-statement = Afregningsbilaget: virkning statement { $id } --format pdf
unclarified-not-in-extract = findes ikke i udtrækket
unclarified-unknown-code = koden { $code } er ukendt, og svaret afhænger af den
unclarified-week-not-covered = udtrækket har ingen kolonne for uge { $week }
unclarified-month-not-covered = udtrækket har ingen kolonne for { $month }
unclarified-no-data = der er ingen data om deltageren
unclarified-not-verified = indberettet, men ikke verificeret
unclarified-disputed = indberettet, og afgørelsen er omtvistet
settle-observations-text = indhold { $hash }
settle-example = Regneeksempel: { $name }. Intet er gemt.
settle-example-holds = Eksemplet holder: det, det angiver, er det, der beregnes.
settle-example-fails = Eksemplet holder ikke.
settle-example-differs = { $year }: eksemplet angiver { $stated }, beregnet { $computed }.
settle-example-total = I alt
approve-done = { $proposal } er godkendt af { $user } (indhold { $content }).
approve-already = { $proposal } var godkendt i forvejen af { $user } (indhold { $content }).
refuse-done = { $proposal } er afvist: { $reason }
post-done = { $proposal } er bogført med bilag { $voucher }.
post-already = { $proposal } var bogført i forvejen med bilag { $voucher }; intet er ændret.
statement-written = Skrevet: { $path }

explain-title = { $alias } · måleår { $year }
explain-success = Målet er opfyldt.
explain-no-success = Målet er ikke opfyldt.
explain-unclarified = Uafklaret: { $why }.
explain-because-month = Fordi { $month } har beskæftigelsesgraden { $ratio }.
explain-because-weeks = Fordi { $weeks } har koden { $code } ({ $category }).
explain-because-none = Ingen uge og ingen måned i perioden opfylder reglen.
explain-not-eligible = Deltageren tælles ikke med i dette måleår: påbegyndt for sent.
explain-measure = Resultatmål
explain-rule = Opfyldt når
explain-window = Periode
explain-enrolled = Påbegyndt
explain-situation = Situation
explain-dropped-out = Afbrudt
explain-dropped-out-text = { $date }: { $reason } (tælles fortsat med)
explain-months = Måneder
explain-month = Måned
explain-ratio = Beskæftigelsesgrad
explain-no-ratio = ingen
explain-decides = Afgør
explain-value = Værdi
explain-evidence = Dokumentation
explain-kind = Art
explain-arrived = Ankomst
explain-left = Afrejse
explain-stays = Ophold
explain-name = Hvad
explain-day = Dag
explain-observations = Målinger
explain-amounts = Beløb
explain-weeks = Uger (torsdagen afgør måneden)
explain-week = Uge
explain-thursday = Torsdag
explain-code = Kode
explain-meaning = Betydning
explain-category = Kategori
explain-blank = blank
explain-not-covered = ikke i udtrækket
explain-unknown-code = ukendt kode

ledger-empty = Intet er bogført.
ledger-none = Ingen aftale er forseglet.
ledger-voucher = Bilag
ledger-date = Dato
ledger-measured-year = Måleår
ledger-balance = Saldo
verify-same = { $proposal }: genberegnet, det samme til sidste byte.
verify-different = { $proposal }: genberegnet, men { $what } er forskellig fra det gemte.
verify-holds = Alt passer: { $proposals ->
        [one] { $proposals } afregning
       *[other] { $proposals } afregninger
    } genberegnet, { $postings } bilag med { $entries } posteringer i balance, { $snapshots ->
        [one] { $snapshots } øjebliksbillede uændret
       *[other] { $snapshots } øjebliksbilleder uændrede
    }. Hændelseslogens hoved: { $head }
verify-broken = Noget passer ikke (se ovenfor). Gennemgået: { $proposals } afregninger, { $postings } bilag med { $entries } posteringer, { $snapshots } øjebliksbilleder. Hændelseslogens hoved: { $head }

rule-and = og
rule-or = eller
rule-not = ikke: { $what }
rule-any-week = mindst én uge { $what }
rule-any-job = mindst én måned { $what }
rule-all-week = alle uger { $what }
rule-all-job = alle måneder { $what }
rule-count-week = antallet af uger, der { $what },
rule-count-job = antallet af måneder, der { $what },
rule-compare = { $number } er { $comparison } { $value }
rule-sum = summen af beskæftigelsesgraderne
rule-mean = den gennemsnitlige beskæftigelsesgrad
rule-min = den laveste beskæftigelsesgrad
rule-max = den højeste beskæftigelsesgrad
rule-ratio = har en beskæftigelsesgrad { $comparison } { $value }
rule-state = er på { $states }
rule-any-stay = mindst ét ophold på { $what }
rule-all-stay = alle ophold er på { $what }
rule-count-stay = antallet af ophold på { $what }
rule-any-amount = mindst ét beløb til { $what }
rule-all-amount = alle beløb er til { $what }
rule-count-amount = antallet af beløb til { $what }
rule-nights = antallet af nætter på { $what }
rule-days = antallet af dage på { $what }
rule-amounts = summen af beløb til { $what }
rule-reported = udfaldet er indberettet som opfyldt
rule-reported-value = den værdi, der er indberettet
rule-first-observed = den første måling af { $name }
rule-last-observed = den seneste måling af { $name }
rule-smallest-observed = den laveste måling af { $name }
rule-largest-observed = den højeste måling af { $name }
rule-mean-observed = gennemsnittet af målingerne af { $name }
rule-change-observed = den relative ændring i { $name }
rule-difference-observed = ændringen i { $name }
rule-kind-shelter = forsorgshjem (§ 110)
rule-kind-crisis-centre = krisecenter (§ 109)
rule-kind-night-cafe = natcafé
rule-kind-aftercare = efterforsorg
rule-kind-transfer = overførselsindkomster
rule-kind-education-support = SU
rule-code = har koden { $codes }
rule-equal = lig med
rule-not-equal = forskellig fra
rule-less = under
rule-less-or-equal = højst
rule-greater = over
rule-greater-or-equal = mindst

category-self-support = selvforsørgelse (ingen ydelse)
category-unemployment = dagpenge
category-cash-benefit = kontanthjælp
category-education-benefit = uddannelseshjælp
category-employment-support = støttet beskæftigelse
category-leave = orlov eller barsel
category-early-retirement = tidlig tilbagetrækning
category-education = uddannelse
category-integration = integrationsydelse
category-flexjob = fleksjob eller ledighedsydelse
category-rehabilitation = revalidering eller ressourceforløb
category-pension = pension
category-sickness = sygedagpenge
category-emigrated = ophold uden for Danmark
category-dead = død
category-other = andet

value-not-stated = ikke oplyst
value-half-up = nærmeste øre, halve opad
value-half-even = nærmeste øre, halve til lige
value-down = nedad
value-central = ikke-decentralt budget
value-decentral = decentralt budget
value-compound = rente af rente
value-simple = uden rente af rente
value-per-year = år for år

import-key-serial = Personer er nøglet med { $key }: de kan kun kobles til deltagerlister med samme { $key }.
enrol-other-key = Advarsel: listen er nøglet med { $list }, men intet øjebliksbillede er det. Ingen på listen kan findes i registeret.
enrol-begun-refused = Bemærk: { $count } er påbegyndt, men afvist af en regel og tælles ikke med. Er det rigtigt?
enrol-future = Bemærk: { $count } på listen har datoer efter { $today }.
settle-early = Bemærk: måleår { $year } afregnes først { $settled }; i dag er { $today }.

plan-target-group = Målgruppe og optag
plan-target = Målgruppe
plan-intake = Planlagt optag
plan-intake-text = { $count } i { $year }
plan-counts-from = Tæller fra
plan-intervention = Indsats
plan-results = Forventede resultater
plan-settled = Afregnes
plan-eligible = Deltagere
plan-rate = Succesrate
plan-successes = I mål
plan-price-column = Pris
plan-calendar = Aktiviteter, møder og opfølgning
plan-when = Hvornår
plan-what = Hvad
plan-who = Hvem eller hvad
plan-every-year = hvert år i { $months }
plan-duties = Forpligtelser
plan-duty = Forpligtelse
plan-by-to = Fra → til
plan-trigger = Udløses af
plan-goal = Mål: { $target } (uden indsatsen { $baseline })
step-contacted = kontaktet
step-referred = henvist
step-admission-talk = visitationssamtale
step-admitted = visiteret
step-offered = tilbudt
step-accepted = accepteret
step-started = udredning påbegyndt

check-no-documents = Der er ingen aftalegrundlag (.md-filer) i mappen { $path }.
    .hint = Angiv en fil, eller en mappe med .md-filer.
check-as-expected = Alle advarsler er ventede, og alle ventede advarsler blev givet.
check-not-as-expected = Advarslerne er ikke de ventede:
check-unexpected-count = { $path }: { $code } ventes { $expected } gange og gives { $found } gange
expected-unreadable = Listen over ventede advarsler i { $path } kan ikke læses: { $why }
    .hint = Skriv [[file]] med path og expected = [{"{"} code = "W005", reason = "…" {"}"}].
expected-without-reason = { $path }: { $code } i { $file } er ventet uden begrundelse.
    .hint = Skriv i reason, hvorfor advarslen kan stå.
document-no-agreement = { $path } er et notat om flere investeringer og ikke et aftalegrundlag.
    .hint = Et notat kan kontrolleres med check; planlægges og afregnes kan kun et aftalegrundlag.
