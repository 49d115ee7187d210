# En afregnings liv: kladde, annullering, efterregulering, frigivelse, afslutning, rater.
help-propose = Stil en kladde som afregningsforslag
help-void = Annullér et godkendt forslag, før det bogføres
help-void-reason = Begrundelsen
help-restate = Lav en efterregulering af bogførte måleår uden et nyt måleår
help-restate-on = Betalingsdagen; ellers i dag
help-restate-draft = Lav en kladde, som først skal stilles med propose
help-release = Afregn det, som en bogført afregning holder tilbage
help-release-on = Kun det, der forfalder den dag; ellers alt, der er forfaldet
help-closing = Afregn det, der betales uanset resultat: kapital, bund, underskudsgaranti
help-closing-on = Kun det, der forfalder den dag; ellers alt, der er forfaldet
help-instalment = Bogfør en rate af investeringskapitalen
help-instalment-tranche = Finansieringsvilkårets nummer i aftalegrundlaget
help-instalment-paid_on = Dagen, raten blev givet
help-instalment-agreed = Dagen, raten efter aftalen skulle gives; ellers den første, der ikke er bogført
help-instalment-key = Kaldets nøgle; samme nøgle bogfører kun én gang
help-settle-draft = Lav en kladde, som først skal stilles med propose
help-user-add-person = Personen bag, når én person har flere brugere; to brugere med samme person tæller som én

users-person = person

state-draft = kladde
state-voided = annulleret
state-paid = betalt

propose-done = { $proposal } er stillet som afregningsforslag af { $user }.
propose-already = { $proposal } var stillet som afregningsforslag i forvejen.
void-done = { $proposal } er annulleret: { $reason }

settle-next-propose = Næste skridt: virkning propose { $id }
settle-part = Del
settle-payable = I alt at betale

part-restatement = efterregulering nr. { $number }
part-release = frigivelse af tilbageholdt beløb { $day }
part-closing = betaling uanset resultat { $day }

statement-status-draft = KLADDE
statement-status-voided = ANNULLERET
statement-status-paid = BETALT
act-drafted = Kladde af
act-voided = Annulleret af
act-paid = Betaling afstemt af

statement-restated = Efterregulering
restated-note = Tidligere måleår er beregnet igen med det, der vides i dag. Det, der blev bogført, ændres ikke; forskellen betales her.
restated-of = Måleår { $year } (afregnet som { $original }):
restated-register = ny udgave af registeret: { $old } → { $new }
restated-observations = nye observationer: { $old } → { $new }
restated-code-list = ny udgave af kodelisten: { $old } → { $new }
restated-enrolment = nyt deltagersæt: { $old } → { $new }
restated-numbers = deltagere står under andre numre i registrene: { $old } → { $new }
restated-lists = andre lister: { $old } → { $new }
restated-overlap = andre investeringer betaler nu for andre succeser: { $new }
restated-evaluation = den låste effektmåling er kørt igen og giver et andet estimat: { $old } → { $new }
restated-agreement = revideret aftalegrundlag: { $old } → { $new }
restated-earlier-year = et tidligere måleår er efterreguleret
restated-counts = Opnåede resultater / deltagere: før { $old }, nu { $new }
restated-kept = Den nye udgave afgør ikke { $people } personer; de beholder det tidligere svar.
restated-table = Forskelle i måleår { $year }
restated-what = Hvad
restated-old = Før
restated-new = Nu
restated-difference = Forskel
restated-eligible = Deltagere: { $measure }
restated-successes = Opnåede resultater: { $measure }

posting-settlement = afregning
posting-restatement = efterregulering
posting-release = frigivelse
posting-closing = afslutning
posting-instalment = rate
posting-payment = betaling
posting-reversal = tilbageførsel
ledger-kind = Art

restate-nothing-posted = Der er ikke bogført noget måleår for »{ $agreement }«.
    .hint = Afregn, godkend og bogfør først et måleår.
restate-no-difference = Intet måleår i »{ $agreement }« giver noget andet med det, der vides i dag.
    .hint = Der er intet at efterregulere. Importér en senere udgave af registeret, hvis der er en.
release-not-posted = »{ $proposal }« er ikke en bogført afregning af et måleår.
    .hint = Det tilbageholdte frigives, når afregningen er bogført.
release-nothing = »{ $proposal }« har intet tilbageholdt at frigive nu.
    .hint = { $days ->
        [none] Afregningen holder intet tilbage, som skal frigives senere.
       *[other] Tilbageholdte beløb forfalder: { $days }. Angiv dagen med --on, hvis det skal gøres før.
    }
closing-nothing = »{ $agreement }« har ingen betalinger uanset resultat, der er forfaldet nu.
    .hint = { $days ->
        [none] Aftalegrundlaget har hverken kapital, der kommer tilbage, afkastgulv eller underskudsgaranti.
       *[other] De forfalder: { $days }. Angiv dagen med --on, hvis det skal gøres før.
    }
instalment-unknown = Aftalegrundlaget har ingen rate med beløb og dag under »{ $tranche }«.
    .hint = { $known ->
        [none] Aftalegrundlaget har ingen finansieringsvilkår med beløb og dage.
       *[other] Skriv en af: { $known }.
    }

# Fra bogført til betalt, kontokort, sammenligning og budget.
help-payments = Betalinger: hvad der skyldes, filer til økonomisystem og bank, og afstemning
help-payments-list = Vis, hvad bilagene gør skyldigt
help-payments-list-agreement = Aftalens nummer; ellers alle
help-payments-list-open = Kun det, der ikke er betalt
help-payments-export = Skriv det, der skyldes, til økonomisystemet, banken eller som omposteringsbilag
help-payments-export-agreement = Aftalens nummer; ellers alle
help-payments-export-accounts = Konteringsfilen (TOML)
help-payments-export-format = csv til økonomisystemet, pain001 til banken, vouchers som omposteringsbilag
help-payments-export-out = Filen; for omposteringsbilag mappen
help-payments-reconcile = Afstem en fil fra banken eller økonomisystemet med det, der skyldes
help-payments-reconcile-statement = Kontoudtoget (CSV, eller camt.053 uden --profile)
help-payments-reconcile-profile = Profilen for filens kolonner (TOML)
help-account = Vis kontokort for en aftale
help-account-agreement = Aftalens nummer
help-account-party = Kun denne parts konti
help-account-from = Fra denne dag
help-account-to = Til og med denne dag
help-compare = Sammenlign forventet, godkendt, bogført og betalt
help-compare-agreement = Aftalens nummer
help-budget = Forpligtelser, budget, opfølgning og regnskab for et budgetår
help-budget-agreement = Aftalens nummer; ellers alle
help-budget-year = Budgetåret (regnskabsåret)
help-budget-kind = commitments, budget, follow-up eller accounts
help-budget-accounts = Konteringsfilen (TOML), så kontostrenge og udvalg står på linjerne

payments-none = Der er ingen bilag.
payments-reference = Reference
payments-way = Måde
payments-owed = Skyldigt
payments-open = Åbent
payments-line = Linje
payments-result = Resultat
payments-matched = betalt
payments-part = delvis betalt
payments-wrong-amount = forkert beløb
payments-unknown-reference = ukendt reference
payments-paid-twice = betalt to gange
payments-already-known = kendt i forvejen
payments-reconciled = { $total } rækker: { $recorded } betalinger er bogført nu, { $known } var kendt i forvejen, { $rejected } kan ikke læses, { $ignored } er ikke bevægelser.
payments-written = Skrevet: { $path }
payments-text = { $agreement } bilag { $voucher }
payments-row-year = { $agreement } måleår { $year }
payments-nothing-open = Der er intet skyldigt, der kan skrives til denne slags fil.
    .hint = Se, hvad der skyldes, med »virkning payments list«. Det, der bliver i samme juridiske enhed, skrives med --format vouchers.

account-title = Kontokort: { $agreement }
account-opening = primo
account-closing = ultimo

compare-title = Forventet, godkendt, bogført og betalt: { $agreement }
compare-expected = Forventet
compare-approved = Godkendt
compare-posted = Bogført
compare-paid = Betalt
compare-not-settled-yet = ikke afregnet endnu
compare-more-successes = flere resultater end forventet
compare-fewer-successes = færre resultater end forventet
compare-over-cap = over loft
compare-restated = efterregulering
compare-kept-back = holdes tilbage til
compare-not-posted-yet = ikke bogført endnu
compare-not-paid-yet = ikke betalt endnu
compare-paid-other = betalt mere end bogført

budget-agreement = Aftale
budget-year = Budgetår
budget-what = Hvad
budget-committee = Udvalg
budget-account = Kontostreng
budget-holder = Budget
budget-due = Forfald
budget-direction = Udgift eller indtægt
budget-expense = udgift
budget-income = indtægt
budget-nothing = Ingen beløb i året.
budget-price-level = Prisniveau: { $level }
budget-price-year = { $year }-p/l
budget-price-current = løbende priser
budget-price-not-stated = ikke oplyst
commitment-not-paid = bogført, ikke betalt
commitment-kept-back = holdt tilbage
commitment-not-posted = godkendt, ikke bogført
commitment-expected = forventet, ikke afregnet
commitment-promised = lovet rate, ikke givet
commitment-total = { $holder }: forpligtelser { $day } { $known }, og forventet herudover { $expected }.
