# Spørgsmål til et helt øjebliksbillede eller en gruppe i det, og hvad store registre kræver.

R139 = En import med { $given } MB hukommelse kan ikke lade sig gøre; den skal have mindst { $least } MB.
    .hint = Giv mere med --memory, for eksempel --memory 2GB. Udtrækkets størrelse er uden betydning: hvad der ikke er plads til, sorteres på disken.

ask-since-start-of-whom = Måneder siden start kan kun spørges om personer med en indskrivningsdag.
    .hint = Angiv dem med --enrolled FILE, eller med --cohort LIST og en dato efter hver nøgle.
ask-list-line = { $path }, linje { $line }: der står ingen nøgle af øjebliksbilledets slags, eller ingen dato efter den.
    .hint = Skriv en person på hver linje: nøglen som i udtrækket, og hvor det er nødvendigt et komma og indskrivningsdagen (2024-03-15).
ask-months-backwards = Den sidste måned, { $last }, ligger før den første, { $first }.
    .hint = Angiv den første med --month og den sidste med --to.
ask-group-of-whom = Grupper kan kun tælles hver for sig, når personerne er angivet.
    .hint = Angiv dem med --cohort LIST, hvor gruppen står sidst på hver linje, eller med --enrolled FILE.
ask-no-group = { $people } personer på listen har ingen gruppe.
    .hint = Skriv gruppen sidst på hver linje: nøgle,dag,gruppe. Dagen må mangle: nøgle,,gruppe.
ask-two-groups = { $people } personer står på listen i mere end én gruppe.
    .hint = Lad hver person stå i én gruppe.
ask-many-groups = Listen har { $groups } grupper; der kan højst være { $limit }.
    .hint = Slå grupper sammen. Står der mon noget andet end en gruppe sidst på linjerne?
synthesize-one-edition = Kun én udgave kan skrives til standard output.
    .hint = Udelad --editions, eller vælg én med --edition YYYY-MM.

ask-snapshot = Øjebliksbillede
ask-group = Gruppe
ask-people = Personer spurgt om
ask-successes = Ja
ask-failures = Nej
ask-unclarified = Uafklaret
ask-not-in-extract = – heraf ikke i udtrækket
ask-share = Andel af de afklarede
ask-valued = Med en værdi
ask-mean = Gennemsnit
ask-mean-by-week = Gennemsnit pr. uge
ask-without-day = Uden indskrivningsdag, ikke spurgt om
ask-hidden = skjult
ask-hidden-note = Antal fra 1 til 4 er skjult, og andre sammen med dem, så de ikke kan regnes ud.

help-any-threads = Hvor mange tråde der regner; ellers $VIRKNING_THREADS eller alle kerner. Intet svar afhænger af det
help-register-import-memory = Hvor meget hukommelse importen må bruge: 2GB (ellers dette), mindst 400MB
help-register-ask = Spørg et øjebliksbillede: hvor mange opfylder et udtryk, alle eller en gruppe
help-register-ask-expression = Spørgsmålet, som aftaler skriver success: 'any(job.ratio > 0)'
help-register-ask-value = Et tal for hver person, som aftaler skriver value: 'mean(job.ratio)'; gennemsnittet vises
help-register-ask-by_week = Pr. uge i vinduet
help-register-ask-month = Måneden, eller den første af flere
help-register-ask-to = Den sidste måned
help-register-ask-months_since_start = Så mange måneder efter indskrivningsmåneden, hver persons egne
help-register-ask-cohort = Kun dem på en liste: en nøgle fra udtrækket på hver linje, og efter kommaer indskrivningsdagen og gruppen
help-register-ask-enrolled = Kun dem, der er indskrevet under denne aftale
help-register-ask-source = Registeret, der spørges: refunds, refund-ladder, shelter …; ellers dream
help-register-ask-by_group = Hver gruppe for sig: det, der står sidst på listens linjer, eller aftalens indsats- og kontrolgruppe
