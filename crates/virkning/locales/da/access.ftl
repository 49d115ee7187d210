# Adgang: bevis for, hvem man er, gendannelseskoder, sessioner, login gennem kommunen, og hvad serveren afviser.

web-proof-title = Bekræft, at det er dig
web-proof-why = Det, du er ved at gøre, kan ikke gøres om. Bekræft, at det er dig. Det, du har udfyldt, bliver sendt med.
web-proof-button = Bekræft
web-proof-stop = Fortryd, og gå til Mine opgaver
web-proof-wrong = Adgangskode og engangskode passer ikke sammen. En kode kan kun bruges én gang. Intet er ændret.
web-proof-provider = Du loggede ind gennem kommunen. Bekræft det der; du kommer tilbage hertil og trykker på knappen igen.
web-proof-provider-button = Bekræft gennem kommunen

web-code-hint-both = Seks cifre fra din app, eller en gendannelseskode
web-busy = Der er for mange, der logger ind lige nu.
    .hint = Prøv igen om et øjeblik.
web-too-many-title = For mange forespørgsler
web-too-many = Du har hentet flere sider på et minut, end et menneske kan læse. Vent et minut.

web-recovery-title = Gendannelseskoder
web-recovery-how = Skriv koderne ned, og gem dem et sikkert sted, ikke på telefonen. Hver kode kan bruges én gang i stedet for en engangskode, hvis du mister telefonen. De vises kun her.
web-recovery-left = Du har { $left } gendannelseskoder tilbage.
web-recovery-new = Lav nye gendannelseskoder
web-recovery-kept = Jeg har gemt koderne

web-password-change = Skift adgangskode
web-password-now = Nuværende adgangskode
web-password-new = Ny adgangskode
web-password-now-wrong = Den nuværende adgangskode er ikke rigtig.
    .hint = Gå tilbage, og prøv igen.
web-password-common = Adgangskoden står på listen over de mest brugte, eller den er sat sammen af dem.
    .hint = Brug fire-fem tilfældige ord med mellemrum.

web-session-since = Logget ind
web-session-seen = Sidst set
web-session-end = Log ud
web-session-here = Her
web-done-password-changed = Adgangskoden er skiftet. Du er logget ud alle andre steder.
web-done-session-ended = Du er logget ud dér.
web-done-logged-out = Brugeren er logget ud alle steder.
web-done-access-closed = Brugerens adgang er lukket. Et nyt link åbner den igen.
web-user-log-out = Log ud
web-user-log-out-for = Log ud: { $user }, alle steder
web-user-close = Luk adgang
web-user-close-for = Luk adgang: { $user }

table-recovery-codes = Hash af de gendannelseskoder, som en bruger har tilbage.
table-external-users = Hvem der er hvem hos det sted, som kommunens login kommer fra.
column-sessions-proved = Hvornår brugeren sidst beviste, hvem han er.
column-sessions-provider = Det sted, som brugeren loggede ind gennem; tomt med adgangskode her.
column-recovery-codes-user-id = Brugeren.
column-recovery-codes-codes = Hash af hver kode, adskilt af kommaer.
column-external-users-issuer = Stedet, som login kommer fra.
column-external-users-subject = Det, som stedet kalder personen; bliver aldrig en andens.
column-external-users-user-id = Brugeren her.

help-serve-access_log = Fil, hvor hver forespørgsel skrives ned (uden personoplysninger)
serve-access-log = Adgangsloggen { $path } kan ikke skrives: { $why }.
    .hint = Vælg en anden fil med --access-log, eller giv serverens bruger lov til at skrive den.

web-external-title = Login gennem kommunen
web-external-button = Log ind med { $name }
web-external-or = Eller med adgangskode hos Virkning
web-external-attempt = Forsøget på at logge ind er forældet eller begyndt i en anden browser. Prøv igen.
web-external-refused = Kommunens login afviste det. Prøv igen, eller spørg den, der styrer kommunens login.
web-external-failed = Kommunens login svarer ikke, som det skal. Prøv igen om lidt. Har du en adgangskode hos Virkning, kan du bruge den.
web-external-no-group = Du er ikke medlem af nogen gruppe, der giver adgang til Virkning. Bed den, der styrer kommunens grupper, om det.
web-done-proved = Det er bekræftet, at det er dig. Tryk på knappen igen.
web-rules-title = Login gennem { $name }
web-rules-note = Grupperne afgør rollerne, hver gang nogen logger ind gennem kommunen. Roller, som er givet i hånden til dem, forsvinder ved næste login.
web-rules-group = Gruppe
web-rules-role = Rolle
web-rules-where = Investering

login-rules = { $path }:{ $line }: Reglerne for login kan ikke læses: { $what }
    { $excerpt }
    .hint = Ret linjen. docs/OPERATIONS.md viser en hel fil.
login-certificates = Certifikaterne, som { $path } nævner, kan ikke læses.
    .hint = Filen skal indeholde PEM-blokke med BEGIN CERTIFICATE.
login-provider = Kommunens login svarer ikke, som det skal.
    .hint = Prøv igen om lidt. Har du en adgangskode hos Virkning, kan du bruge den.
login-user-name = Kommunens login siger ikke, hvad brugeren hedder: { $claim } mangler eller kan ikke bruges.
    .hint = Ret »user« i reglerne for login, eller lad kommunens login sende det.
help-serve-provider = Fil med reglerne for login gennem kommunen (OpenID Connect)
