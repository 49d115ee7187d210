# Diskretionering: hvad der må forlade forvaltningen, og hvad der er udleveret.

disclosure-public = »{ $subject }« kan ikke gives til offentligheden: Et antal, der bestemmer en betaling, er så lille, eller ligger så tæt på et tal, der er udleveret før, at enkelte personer kan findes. Tallene kan regnes tilbage fra beløbene, så hele dokumentet holdes tilbage.
    .hint = Giv det til aftalens parter med --for parties. Se, hvad der er udleveret, med virkning settings releases.
disclosure-minimum = »{ $given }« er ikke et mindste antal: Det er 3 eller 5.
    .hint = Skriv for eksempel virkning settings disclosure --minimum 5 --reason "…".
disclosure-reason = En ændring af reglen skal begrundes.
    .hint = Tilføj --reason "…".
release-unreadable = Udlevering nummer { $number } kan ikke læses, så nye tal kan ikke holdes op mod den. Intet er udleveret.
    .hint = Kør virkning verify. Er lageret ændret af en nyere version af programmet, så brug den.

settings-title = Diskretionering
settings-minimum = Mindste antal personer, der vises
settings-zeros = Grupper uden personer
settings-zeros-shown = vises
settings-zeros-hidden = skjules
settings-set-by = Fastsat
settings-set-by-value = { $user }, { $time }
settings-not-set = ingen har fastsat noget; dette gælder, til nogen gør
settings-reason = Begrundelse
settings-contract = Antal, der bestemmer en betaling, vises altid for aftalens parter.
settings-changed = Reglen gælder fra nu af for alt, der udleveres. Det, der er udleveret, ændres ikke.
settings-unchanged = Reglen gjaldt allerede.
releases-none = Intet er udleveret endnu.
releases-number = Nr.
releases-time = Tidspunkt
releases-audience = Til
releases-kind = Hvad
releases-subject = Om
releases-by = Af
audience-department = forvaltningen
audience-parties = aftalens parter
audience-public = offentligheden
release-kind-statement = afregningsbilag
release-kind-record-package = aktindsigt
release-kind-overlap = overlap

help-settings = Indstillinger for hele installationen
help-settings-disclosure = Se eller fastsæt, hvor små grupper der må vises uden for forvaltningen
help-settings-disclosure-minimum = Mindste antal personer, der vises: 3 eller 5
help-settings-disclosure-zeros = Grupper uden personer: shown (vises) eller hidden (skjules)
help-settings-disclosure-reason = Begrundelsen, der gemmes
help-settings-releases = Se, hvilke tal der er udleveret til hvem
