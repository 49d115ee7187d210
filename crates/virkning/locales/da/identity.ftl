# Identitetsboksen, opslag på personer, datakilder, sletning, og hændelsesloggen med dens underskrevne hoved.

## Hvad reglerne afviser (S060-), og hvad der er galt (S121, S221, S301-)

S060 = Nøglen til identitetsboksen, version { $version }, er ikke den, boksen er skrevet med.
    .hint = Hent den rigtige nøglefil fra sikkerhedskopien. Med en anden nøgle kan intet i boksen åbnes.

S061 = Nøglen til identitetsboksen er version { $given }, men boksen er skrevet med version { $recorded }.
    .hint = Brug den nyeste nøglefil; nøglen er skiftet siden.

S062 = Nøglen til identitetsboksen mangler version { $version }, som noget i boksen stadig er låst med.
    .hint = Sæt den gamle version ind ved siden af den nye, og kør »virkning vault rotate« til ende.

S063 = Ingen liste i »{ $agreement }« har deltageren { $alias }.
    .hint = Kontrollér aliasset og aftalegrundlaget.

S064 = Deltageren { $alias } har ingen identitet i boksen.
    .hint = Kun lister med CPR-numre giver identiteter. Deltagere fra lister med løbenumre kan ikke slås op.

S065 = Identiteten bag deltageren { $alias } er slettet.
    .hint = Den kan ikke hentes frem igen. Det, der er afregnet, står stadig under aliasset.

S066 = Der mangler en begrundelse.
    .hint = Skriv efter --reason, hvorfor du slår op eller ændrer noget. Borgeren kan læse det.

S067 = Et af de to CPR-numre er allerede forbundet med et tredje.
    .hint = Et nummer afløses af højst ét andet. Kontrollér begge numre.

S068 = De to CPR-numre er allerede samme person.
    .hint = Skriv først det gamle nummer, derefter det nye.

S069 = Kilden »{ $source }« mangler { $field ->
        [legal-basis] en hjemmel
       *[purpose] et formål
    }.
    .hint = Skriv begge dele: --legal-basis og --purpose.

S070 = Ingen deltager har det CPR-nummer.
    .hint = Kontrollér nummeret. Deltagere fra lister med løbenumre kan ikke findes på deres CPR-nummer.

S071 = Du har selv bedt om sletningen og kan ikke bekræfte den.
    .hint = Bed en anden bruger om at bekræfte med den samme kommando.

S072 = Ingen identitet skal slettes nu.
    .hint = »virkning retention« viser slettefristerne.

S121 = Det krypterede »{ $key }« ({ store-table }) kan ikke åbnes, hvor det ligger.
    .hint = Det er ændret eller flyttet. Hent det fra en sikkerhedskopi, og find ud af, hvem der har haft adgang til lageret.

S221 = Styresystemet gav intet tilfældigt tal: { $reason }.
    .hint = Prøv igen. Sker det stadig, er der noget galt med maskinen.

S301 = { $path } er ikke et underskrevet hoved.
    .hint = Filen skal være den, som »virkning head sign --out« skrev, uden ændringer.

S302 = Underskriften i { $path } passer ikke til teksten.
    .hint = Teksten er ændret, eller underskriften hører til en anden. Hent filen frem, hvor den blev opbevaret.

S303 = { $path } er underskrevet med en anden nøgle end den, der ventes.
    .hint = Spørg installationen efter dens offentlige nøgle: »virkning head show«.

S304 = { $path } er ikke en nøgle til underskrifter.
    .hint = En offentlig nøgle er 64 cifre fra 0 til f. Nøglefilen hentes fra sikkerhedskopien.

S305 = Navnet på installationen i { $path } kan ikke bruges.
    .hint = Skriv højst 100 tegn på én linje.

## Nøgler

vault-key-missing = Nøglen til identitetsboksen mangler: { $path }
    .hint = Hent filen fra sikkerhedskopien, eller sæt VIRKNING_VAULT_KEY. Uden den kan ingen identitet åbnes.

vault-key-damaged = Nøglefilen { $path } er beskadiget.
    .hint = Hent den fra sikkerhedskopien. Lav ikke en ny: med en anden nøgle kan intet i boksen åbnes.

vault-key-environment-damaged = VIRKNING_VAULT_KEY er ikke en nøgle.
    .hint = Skriv den som 1:<64 cifre fra 0 til f>; flere versioner adskilles af komma.

vault-key-environment = Nøglen kommer fra VIRKNING_VAULT_KEY og kan ikke skiftes her.
    .hint = Sæt en ny version { $version }: ind i VIRKNING_VAULT_KEY ved siden af den gamle, og kør »virkning vault rotate« igen.

vault-empty = Identitetsboksen er tom. Nøglen laves, når den første liste med CPR-numre optages.

vault-holds = Identitetsboksen: nøgleversion { $version } ({ $fingerprint }), { $kept } identiteter kan åbnes, { $erased } er slettet.

vault-older = { $older } er stadig låst med en ældre nøgle. Kør »virkning vault rotate«.

vault-broken = Noget i identitetsboksen kan ikke åbnes.

vault-rotated = Nøglen er skiftet til version { $version }. { $count } identiteter er låst om.

vault-rotated-on = Nøgleskiftet, der blev afbrudt, er gjort færdigt: version { $version }. { $count } identiteter er låst om.

## Identiteter

identity-title = Deltager { $alias } i »{ $agreement }«

identity-cpr = CPR-nummer

identity-cpr-from = CPR-nummer fra { $from }

identity-cpr-none = ikke i boksen

identity-name = Navn

identity-address = Adresse

identity-protected = Personen har navne- og adressebeskyttelse. Oplysningerne må ikke gives videre.

identity-withheld = Navn og adresse vises kun for medarbejdere med rollen case-worker.

identity-recorded = Opslaget er skrevet i hændelsesloggen med din begrundelse.

identity-linked = De to CPR-numre er samme person fra { $from }. Næste gang en liste optages, tælles personen én gang.

identity-linked-already = De to CPR-numre var allerede forbundet fra { $from }.

identity-number-faulty = Linje { $line } er ikke et CPR-nummer.
    .hint = Skriv ti cifre på hver sin linje, med eller uden bindestreg. Nummeret læses fra standardinput, så det ikke bliver stående i kommandohistorikken.

identity-numbers-missing = Der mangler et CPR-nummer på standardinput.
    .hint = Skriv numrene på hver sin linje, det ældste først, for eksempel fra en fil: »virkning identity link … < numre.txt«.

enrol-identities = Identitetsboksen: { $new } nye CPR-numre, { $changed } med nye oplysninger.

enrol-identities-erased = { $count } på listen er slettet fra identitetsboksen og bliver det ved med at være.

enrol-linked = { $count } deltagere står under et nyt CPR-nummer og tælles som den samme person.

enrol-merged = { $count } deltagere stod to gange under forskellige CPR-numre og tælles nu én gang. Det, der er afregnet, er uændret; forskellen kommer med i næste afregning.

enrol-same-person = To linjer på listen er den samme person under forskellige CPR-numre ({ $alias }).
    .hint = Behold linjen med det nyeste nummer.

reason-identifier = Begrundelsen indeholder noget, der kan være et CPR-nummer.
    .hint = Skriv begrundelsen uden CPR-numre; den bliver stående i hændelsesloggen.

## Datakilder, slettefrister og sletning

source-added = Kilden »{ $source }« er noteret. Slettefrist: { $date }.

source-already = Kilden »{ $source }« var allerede noteret sådan.

source-none = Der er ikke noteret nogen datakilder.

source-unrecorded = Bemærk: hjemmel, formål og slettefrist for kilden »{ $source }« er ikke noteret. Skriv »virkning source add { $source } …«.

source-unknown-name = Kilden »{ $source }« er ikke noteret.
    .hint = »virkning source list« viser dem, der er.

source-name = Kilde

source-legal-basis = Hjemmel

source-purpose = Formål

source-processing-agreement = Databehandleraftale

source-processing-none = ingen databehandler

source-delete-on = Slettefrist

source-by = Noteret af

source-kept = Identiteter

source-due = Skal slettes

source-snapshots = Øjebliksbilleder

source-not-recorded = ikke noteret

retention-none = Der er ingen kilder og ingen identiteter.

retention-due = { $count } identiteter skal slettes. Det gør to personer med »virkning erase --due --reason …«.

retention-nothing = Ingen identitet skal slettes nu.

retention-snapshots = Øjebliksbilleder over slettefristen slettes ikke her: bogførte afregninger kan ikke genberegnes uden dem.

erase-asked = Sletningen af { $alias } er noteret. En anden bruger skal bekræfte den med den samme kommando.

erase-done = Identiteten bag { $alias } er slettet. Det, der er afregnet, står uændret under aliasset.

erase-due-done = Sletning: { $asked } noteret, { $done } bekræftet og slettet, { $waiting } venter på en anden bruger.

erase-copies = Sikkerhedskopier fra før i dag kan stadig åbnes med den nøgle, der gjaldt dengang. Se docs/PRIVACY.md.

## Opslag på personer

looks-title = Opslag på deltageren

looks-none = Ingen har slået deltageren op.

looks-date = Dato

looks-agreement = Aftalegrundlag

looks-what = Hvad

looks-role = Af en medarbejder med rollen

looks-reason = Formål

looks-which = Skriv --alias og --agreement, eller --cpr med nummeret på standardinput.
    .hint = For eksempel: »virkning looks --agreement ips-plus --alias k7qf-2m9x-p3tw --reason …«.

look-explain = forklaring af et måleår

look-identity = CPR-nummer, navn og adresse

look-looks = listen over opslag

look-other = andet

## Hændelsesloggen

head-no-name = Installationen har endnu intet navn og ingen nøgle til at underskrive med.
    .hint = Skriv navnet første gang: »virkning head sign --name "Byen, Socialforvaltningen"«.

head-other-name = Installationen hedder allerede »{ $name }«.
    .hint = Udelad --name. Navnet ligger i keys/head.key.

head-not-signed = »{ $head }« er ikke underskrevet, så --key kan ikke bruges.
    .hint = Giv filen, som »virkning head sign --out« skrev.

head-written = Hovedet for hændelse { $sequence } er underskrevet og skrevet til { $path }. Opbevar det et andet sted.

head-current = Hændelsesloggen ender med { $head }

head-key = Installationen »{ $name }«, offentlig nøgle { $key }

head-key-none = Der er endnu ingen nøgle til underskrifter: »virkning head sign --name …« laver den.

head-holds = Underskriften er i orden: »{ $name }« underskrev { $head } den { $date }. Loggen her fører til det hoved.

head-signature-holds = Underskriften er i orden: »{ $name }« underskrev { $head } den { $date }. Nøglen blev ikke sammenlignet med en kendt; skriv den efter --key.

log-written = Hændelsesloggen er skrevet til { $path } og ender med { $head }

log-whole = Hændelsesloggen i filen er hel og ender med { $head }

event-number = Nr.

event-time = Tidspunkt

event-user = Bruger

event-action = Handling

event-subject = Hvad

event-outcome = Udfald

event-done = gjort

event-refused = afvist ({ $code })
event-authenticated = logget ind

## Hjælp

help-vault = Identitetsboksens nøgler
help-vault-show = Vis nøgleversionen, og prøv at åbne alt uden at vise noget
help-vault-rotate = Skift nøglen; et afbrudt skift gøres færdigt
help-identity = Hvem der står bag et alias
help-identity-show = Vis CPR-nummer, navn og adresse; opslaget skrives i hændelsesloggen
help-identity-link = Forbind to CPR-numre, der er samme person; numrene læses fra standardinput, det ældste først
help-identity-link-from = Fra hvilken dag det nye nummer gælder
help-source = Datakilder med hjemmel, formål, databehandleraftale og slettefrist
help-source-add = Notér en kilde, eller notér noget nyt om den
help-source-add-name = Kilden: dream, eller navnet i listens profil (enrolment)
help-source-add-legal_basis = Hjemmel, for eksempel »serviceloven § 85«
help-source-add-purpose = Formål
help-source-add-processing_agreement = Databehandleraftale, hvor en anden behandler oplysningerne
help-source-add-delete_on = Slettefrist
help-source-list = Vis alle kilder
help-source-show = Vis én kilde
help-source-show-name = Kilden
help-retention = Vis, hvad der er gemt fra hver kilde, og hvad der skal slettes
help-erase = Slet identiteten bag et alias; en anden person bekræfter med den samme kommando
help-erase-due = Alle, hvis slettefrist er overskredet
help-looks = Vis, hvem der har slået en person op: dato, formål og rolle, uden navne
help-looks-cpr = Læs CPR-nummeret fra standardinput, og søg i alle aftalegrundlag
help-head = Hovedet for hændelsesloggen
help-head-sign = Underskriv hovedet, så det kan opbevares et andet sted
help-head-sign-name = Installationens navn, første gang
help-head-sign-out = Filen; ellers skærmen
help-head-show = Vis hovedet og den offentlige nøgle
help-head-verify = Kontrollér en underskrift, og om loggen fører til den
help-head-verify-file = Filen med det underskrevne hoved
help-head-verify-key = Den offentlige nøgle, som underskriften skal være lavet med
help-verify-key = Den offentlige nøgle, som det underskrevne hoved skal være underskrevet med
help-verify-log = Kontrollér en eksporteret hændelseslog i stedet; der åbnes intet lager
help-log = Hændelsesloggen
help-log-show = Vis de seneste hændelser
help-log-show-limit = Hvor mange
help-log-export = Skriv hele loggen til en fil, der kan kontrolleres uden lageret
help-log-export-out = Filen
help-explain-reason = Hvorfor; det bliver stående i hændelsesloggen, og borgeren kan læse det
help-identity-show-reason = Hvorfor; det bliver stående i hændelsesloggen, og borgeren kan læse det
help-identity-link-reason = Hvorfor; det bliver stående i hændelsesloggen, og borgeren kan læse det
help-erase-reason = Hvorfor; det bliver stående i hændelsesloggen, og borgeren kan læse det
help-looks-reason = Hvorfor; det bliver stående i hændelsesloggen, og borgeren kan læse det
help-identity-show-alias = Deltagerens alias
help-identity-show-agreement = Aftalegrundlagets id
help-erase-alias = Deltagerens alias
help-erase-agreement = Aftalegrundlagets id
help-looks-alias = Deltagerens alias
help-looks-agreement = Aftalegrundlagets id
