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
    .hint = Tilbageholdte beløb forfalder: { $days }. Angiv dagen med --on, hvis det skal gøres før.
closing-nothing = »{ $agreement }« har ingen betalinger uanset resultat, der er forfaldet nu.
    .hint = De forfalder: { $days }. Angiv dagen med --on, hvis det skal gøres før.
instalment-unknown = Aftalegrundlaget har ingen rate med beløb og dag under »{ $tranche }«.
    .hint = Se finansieringsvilkårenes numre i aftalegrundlaget.
