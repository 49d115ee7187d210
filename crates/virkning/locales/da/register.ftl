# Registre: import, øjebliksbilleder, installationsnøgle, kodelister og profiler.

## Fejl i enkelte rækker. Uddraget viser aldrig en nøgle.

R001 = Linje { $line }: rækken har et andet antal felter end overskriften ({ $excerpt }).
    .hint = Ret rækken i leverancen, eller kontrollér, at profilens skilletegn er det rigtige.
R002 = Linje { $line }, { $column }: nøglen mangler.
    .hint = Bed leverandøren om rækken igen, eller accepter antallet af fejlbehæftede rækker.
R003 = Linje { $line }, { $column }: CPR-nummeret indeholder andet end cifre ({ $excerpt }).
    .hint = Et CPR-nummer er ti cifre, med eller uden bindestreg og blanke.
R004 = Linje { $line }, { $column }: CPR-nummeret har ni cifre ({ $excerpt }).
    .hint = Er et foranstillet nul gået tabt, så sæt pad_nine_digits = true ved nøglen i profilen.
R005 = Linje { $line }, { $column }: CPR-nummeret har en forkert længde ({ $excerpt }).
    .hint = Et CPR-nummer er ti cifre, med eller uden bindestreg og blanke.
R006 = Linje { $line }, { $column }: CPR-nummeret begynder ikke med en dato, der findes ({ $excerpt }).
    .hint = Ret nummeret. At modulus 11 ikke går op, er ingen fejl; det afvises ikke.
R007 = Linje { $line }, { $column }: løbenummeret indeholder andre tegn end bogstaver, cifre, - og _ ({ $excerpt }).
    .hint = Kontrollér, at kolonnen er personens nøgle, og at skilletegnet er det rigtige.
R008 = Linje { $line }, { $column }: »{ $excerpt }« er ingen ydelseskode fra 1 til 999.
    .hint = En uge uden ydelse skrives blank. Bruger leverancen et andet tegn for blank, så skriv det under blank i profilen.
R009 = Linje { $line }, { $column }: »{ $excerpt }« er ikke en beskæftigelsesgrad, som profilen skriver den.
    .hint = Kontrollér profilens decimal_mark.
R010 = Linje { $line }, { $column }: beskæftigelsesgraden { $excerpt } ligger uden for profilens skala.
    .hint = Er graden i procent, så sæt ratio_scale = "percent" i profilen.
R011 = Linje { $line }, { $column }: »{ $excerpt }« er ingen branchekode på højst ni cifre.
    .hint = En måned uden branche skrives blank.
R012 = Linje { $line }: personen har allerede en række i filen.
    .hint = Kun den første række tæller. Spørg leverandøren, hvilken der er rigtig.
R013 = Linje { $line }, { $column }: der står tekst efter det afsluttende anførselstegn.
    .hint = Bruger leverancen ikke anførselstegn om felter, så sæt quote = "" i profilen.

## Filen afvises som helhed. Intet er gemt.

R101 = { $path } kunne ikke læses eller skrives: { $reason }
    .hint = Kontrollér sti, rettigheder og plads på disken, og importér igen. Intet er gemt.
R102 = Filen er tom; den har ingen overskrift.
    .hint = Hent filen igen. Første linje skal være kolonnernes navne.
R103 = Filen er ikke tekst.
    .hint = Gem leverancen som CSV. Regneark, arkiver, SAS-filer og UTF-16 læses ikke.
R104 = Linje { $line }, byte { $byte }: værdien { $value } findes ikke i tegnsættet { $encoding }.
    .hint = Sæt encoding i profilen til leverancens tegnsæt: "utf-8" eller "windows-1252".
R105 = Ingen nøglekolonne: overskriften har { $columns } kolonner, når den deles ved »{ $separator }«, og ingen af dem hedder { $known }.
    .hint = Kontrollér profilens separator, eller skriv leverancens nøglekolonne under key i en profil.
R106 = Ingen ugekolonner (y_ÅÅUU, for eksempel y_2448).
    .hint = Kontrollér, at filen er DREAM i den brede form med én række pr. person.
R107 = Kolonnen { $column } står der to gange.
    .hint = Slet eller omdøb den ene. Store og små bogstaver er det samme.
R108 = Kolonnen { $column } er en uge eller måned, der ikke findes, eller som ligger før DREAM.
    .hint = Uge 53 findes kun i nogle år (1992, 1998, 2004, 2009, 2015, 2020, 2026). Ret kolonnens navn.
R109 = Filen har { $columns } kolonner; grænsen er { $limit }.
    .hint = Bestil en leverance med færre kolonner.
R110 = Linje { $line } er længere end { $limit } MB.
    .hint = Kontrollér linjeskift og anførselstegn: et anførselstegn, der ikke lukkes, samler mange linjer til én.
R111 = Rækken på linje { $line } har et anførselstegn, der ikke lukkes.
    .hint = Ret linjen. Bruger leverancen ikke anførselstegn om felter, så sæt quote = "" i profilen.
R112 = Udgaven kan ikke læses af filens navn »{ $file }«.
    .hint = Angiv leverancens måned med --edition ÅÅÅÅ-MM, eller kald filen for eksempel dream202502.csv.
R113 = Udgaven { $edition } ligger før filens sidste uge, { $last }.
    .hint = Udgaven er den måned, leverancen kom. Angiv den rigtige med --edition ÅÅÅÅ-MM.
R114 = { $faulty } af { $rows } rækker er fejlbehæftede; { $accepted } er accepteret.
    .hint = Ret rækkerne. Skal de udelades, så importér igen med --accept-faulty { $faulty }; tallet står i øjebliksbilledet.
R115 = Mere end { $limit } rækker er fejlbehæftede.
    .hint = Det er den forkerte fil eller den forkerte profil. De første rækker er vist.
R116 = { $path } kan ikke læses: { $reason }
    .hint = Filen siger, om leverancen er syntetisk. Hent begge filer igen.
R117 = En anden import til { $folder } er i gang.
    .hint = Vent, til den er færdig, og importér igen.
R118 = Mappen til øjebliksbilledet { $snapshot } findes, men indholdet er beskadiget.
    .hint = Flyt mappen væk, og importér igen.
R119 = Leverancen har flere personer eller perioder, end et øjebliksbillede kan nummerere (4.294.967.295).
    .hint = Del leverancen i flere filer.

## Øjebliksbilleder

R131 = { $path } kunne ikke læses: { $reason }
    .hint = Kontrollér sti og rettigheder. Mangler filen, så importér leverancen igen.
R132 = { $path } kan ikke læses som beskrivelse af et øjebliksbillede: { $reason }
    .hint = Hent mappen fra sikkerhedskopien, eller importér leverancen igen.
R133 = { $path } er skrevet i formatet { $format }, som denne version ikke kender.
    .hint = Brug en nyere version af Virkning.
R134 = { $path } er ikke den fil, som øjebliksbilledet nævner; den er ændret eller beskadiget.
    .hint = Intet afregnes på den. Hent mappen fra sikkerhedskopien, eller importér leverancen igen.
R135 = { $path } er beskadiget: { $damage ->
        [columns] den har andre kolonner, eller en værdi mangler.
        [order] personer eller perioder er ikke i rækkefølge.
        [value] den har en periode uden person, eller en kode, uge eller grad, der ikke findes.
        [content] antal, indhold eller navn passer ikke til filerne.
        [bytes] de 1.024 byte fra byte { $at } er ikke dem, der blev skrevet.
       *[unreadable] den kan ikke læses som Parquet.
    }
    .hint = Intet afregnes på den. Hent mappen fra sikkerhedskopien, eller importér leverancen igen.

## Installationsnøglen

R151 = Nøglefilen { $path } kan læses af andre end ejeren (rettigheder { $mode }).
    .hint = Kør chmod 600 på filen, og undersøg, hvem der kan have læst den.
R152 = Nøglefilen { $path } er beskadiget.
    .hint = Hent den fra sikkerhedskopien. En ny nøgle giver andre pseudonymer, så intet passer sammen med det gamle.
R153 = Nøglefilen { $path } kunne ikke læses eller skrives: { $reason }
    .hint = Kontrollér sti, rettigheder og plads på disken.

## Kodelister

R161 = Kodelisten kan ikke læses: { $reason }
    .hint = En kodeliste er CSV i UTF-8 med komma og en overskrift.
R162 = Kodelisten mangler kolonnen { $column }.
    .hint = Kolonnerne er code, label_da, label_en, category, status, valid_from, valid_to og edition.
R163 = Linje { $line }: »{ $value }« kan ikke stå i { $column }.
    .hint = Koder er 0 til 999, kategorier små bogstaver og _, status confirmed eller uncertain, datoer 2024-11-30, og alle rækker har samme edition.
R164 = Koden { $number } har to rækker, der gælder samme dag.
    .hint = Afslut den første med valid_to dagen før den anden begynder.
R165 = Kodelisten har ingen rækker.
    .hint = Hent kodelisten, der hører til leverancen.
R166 = Kun koderne 1 til 999 kan få en kategori.
    .hint = En blank uge er kode 0 og betyder, at der ingen ydelse er.
R167 = Kodelisten har ingen kategori »{ $category }«.
    .hint = Skriv en af: { $known }.

## Profiler

R171 = Ukendt profil »{ $name }«.
    .hint = Kendte profiler: { $known }. En anden profil gives som fil med --profile.
R172 = Profilen kan ikke læses: { $reason }
    .hint = Begynd med en kopi af den indbyggede profil, og ret én værdi ad gangen.
R173 = Profilens { $key } kan ikke være »{ $value }«.
    .hint = Den indbyggede profil viser de mulige værdier.

R140 = SAS-filen { $path } kan ikke læses: { $reason ->
        [truncated] den slutter for tidligt
       *[other] { $reason }
    }.
    .hint = Filen er beskadiget, eller overføringen blev afbrudt. Hent den igen, og sammenlign størrelsen med afsenderens. Intet er indlæst.

synthesize-sas-file = Et SAS-udtræk kan ikke skrives til et rør.
    .hint = Angiv en mappe med --out, eller skriv --format csv.
