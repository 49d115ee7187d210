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
schema-party-role = Partens rolle: authority (myndighed), investor, provider (udfører) eller guarantor (garant).
schema-party-legal_entity = Den juridiske enhed; en betaling inden for den er en ompostering mellem budgetter.

schema-budget = Et budget hos en part: den kasse, der betaler eller sparer.
schema-budget-kind = Slags: decentral, central (ikke-decentral), outcome-fund, region eller state (stat).

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

schema-measure = Et resultatmål: en regel, der kan efterprøves i et register.
schema-measure-source = Registeret, der måles i.
schema-measure-window = Den del af registeret, der ses på: en måned i måleåret eller månederne efter påbegyndt.
schema-measure-window-month = Måneden i hvert måleår: 1 til 12.
schema-measure-window-months_since_start = Antal måneder efter den måned, hvor deltageren er påbegyndt.
schema-measure-years = Måleårene, begge med.
schema-measure-success = Hvornår målet er nået, for eksempel any(job.ratio > 0) or any(week.state = education).
schema-measure-eligible = Hvem der ses på: alle påbegyndt før året, eller alle, hvis periode er udløbet.
schema-measure-settled = Hvornår et måleår afregnes.
schema-measure-settled-month = Måneden for afregningen: 1 til 12.
schema-measure-settled-day = Betalingsdagen; findes den ikke i måneden, er det månedens sidste.
schema-measure-settled-years_later = Antal år efter måleåret.
schema-measure-expected = Den succesrate, planen regner med, pr. måleår; later er alle år efter det sidste nævnte.
schema-measure-baseline = Den andel, det ville lykkes for uden indsatsen.
schema-measure-target = Målsætningen som andel.

schema-cost = Hvad indsatsen koster om året.
schema-cost-bearer = Den, der afholder udgiften.
schema-cost-amount = Udgiften pr. år.

schema-own_financing = Hvad myndigheden selv lægger i indsatsen om året.
schema-own_financing-holder = Den, der finansierer.
schema-own_financing-amount = Egenfinansieringen pr. år.

schema-business_case = Business casens år og forudsætninger.
schema-business_case-phase_in = Andelen af besparelsen pr. påbegyndt, der er fuldt indfaset i hvert år.
schema-business_case-overlap = Deltagere, som også er i en anden investering.
schema-business_case-overlap-with = Den anden investering.
schema-business_case-overlap-participants = Andelen af deltagerne, der også er i den anden.
schema-business_case-overlap-credited_elsewhere = Andelen af virkningen for dem, som tilskrives den anden.

schema-saving = En ventet besparelse.
schema-saving-per = Hvad den regnes pr.: starter (påbegyndt deltager) eller volume (antal gange pris).
schema-saving-profile = Beløb pr. påbegyndt for hvert år efter startåret, før overlap.
schema-saving-by_year = Antal pr. år.
schema-saving-price = Prisen for én.
schema-saving-falls_to = De budgetter, besparelsen falder på.
schema-saving-falls_to-area = Området, som rækken i business casen hedder.
schema-saving-falls_to-weight = Vægten; vægtene behøver ikke give 1.

schema-payment = En resultatbetaling.
schema-payment-for = Det resultatmål, der udløser betalingen.
schema-payment-per = Hvad der betales pr.: success (hvert resultat).
schema-payment-amount = Prisen for ét resultat.
schema-payment-from = Den, der betaler, og af hvilket budget.
schema-payment-to = Den, der får pengene.
schema-payment-covered_by = Det, der skal dække betalingen.
schema-payment-covered_by-saving_share = Andelen af alle ventede besparelser, der skal dække betalingen.

schema-limit = Et afkastloft.
schema-limit-party = Den investor, hvis afkast har et loft.
schema-limit-annual_return = Det højeste årlige afkast som andel: 0.05 er 5 procent.
schema-limit-method = Hvordan loftet regnes: compound (rente af rente), simple (uden) eller per-year (år for år).

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
schema-duty-kind = Slags: status eller renegotiation (genforhandling).
schema-duty-label = Hvad der skal ske.
schema-duty-by = Hvem der skal gøre det.
schema-duty-to = Over for hvem.
schema-duty-trigger = Hvad der udløser det.

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

schema-signature = Hvem der skriver under.
schema-signature-party = Den part, der skrives under for.
schema-signature-office = Embedet, aldrig et personnavn.

schema-origin = Hvor et vilkår kommer fra; netop én af source (med place), web, derived og assumed.
schema-origin-source = Dokumentet, det står i.
schema-origin-place = Stedet i dokumentet.
schema-origin-web = En offentlig hjemmeside.
schema-origin-derived = Hvordan det er udledt af andre tal.
schema-origin-assumed = Hvorfor det er antaget.

schema-holder = Den, der betaler eller modtager: en part og et af dens budgetter.
