# Deltagerlister: hvad der kan være galt med en liste over henviste og deltagere, og med dens profil.

## Fejl i enkelte rækker. Uddraget viser aldrig en nøgle eller et navn, kun formen: 9 for et ciffer, A for et bogstav.

L001 = Linje { $line }: rækken har { $excerpt } felter, overskriften har { $expected }.
    .hint = Ret rækken i listen. Står der et skilletegn inde i en tekst, så sæt anførselstegn om teksten.
L002 = Linje { $line }, { $column }: personens nøgle mangler.
    .hint = Skriv personens løbenummer eller CPR-nummer, eller slet rækken.
L003 = Linje { $line }, { $column }: CPR-nummeret indeholder andet end cifre ({ $excerpt }).
    .hint = Et CPR-nummer er ti cifre, med eller uden bindestreg og blanke.
L004 = Linje { $line }, { $column }: CPR-nummeret har ni cifre ({ $excerpt }).
    .hint = Er et foranstillet nul gået tabt i et regneark, så sæt pad_nine_digits = true ved nøglen i profilen.
L005 = Linje { $line }, { $column }: CPR-nummeret har en forkert længde ({ $excerpt }).
    .hint = Et CPR-nummer er ti cifre, med eller uden bindestreg og blanke.
L006 = Linje { $line }, { $column }: CPR-nummeret begynder ikke med en dato, der findes ({ $excerpt }).
    .hint = Ret nummeret. At modulus 11 ikke går op, er ingen fejl; det afvises ikke.
L007 = Linje { $line }, { $column }: løbenummeret indeholder andre tegn end bogstaver, cifre, - og _ ({ $excerpt }).
    .hint = Kontrollér, at kolonnen er personens nøgle, og at skilletegnet er det rigtige.
L008 = Linje { $line }, { $column }: personen står allerede på linje { $first }.
    .hint = Sammenlign de to linjer, og slet den ene. Accepteres fejlen, tæller linje { $first }.
L009 = Linje { $line }, { $column }: »{ $excerpt }« er ingen dato.
    .hint = Skriv datoen som { $expected }, eller lad feltet stå tomt. Skriver listen datoer anderledes, så ret date i profilen.
L010 = Linje { $line }, { $column }: »{ $excerpt }« er ingen måned.
    .hint = Skriv måneden som { $expected }. Indeholder kolonnen fødselsdatoer, så nævn den under birth som date i profilen.
L011 = Linje { $line }, { $column }: »{ $excerpt }« er hverken ja eller nej.
    .hint = Skriv et af ordene { $expected }, eller lad feltet stå tomt, hvis det ikke er undersøgt.
L012 = Linje { $line }, { $column }: der står en årsag til, at forløbet er afbrudt, men ingen dato.
    .hint = Skriv datoen for afbrydelsen, eller slet årsagen.
L013 = Linje { $line }, { $column }: fødslen ({ $excerpt }) passer ikke med datoerne i rækken.
    .hint = Kontrollér fødselstidspunktet og datoerne for henvisning, samtale, accept og start.
L014 = Linje { $line }, { $column }: »{ $excerpt }« er ingen gruppe.
    .hint = Skriv et af ordene { $expected }. Kalder listen grupperne andet, så ret arm i profilen.
L015 = Linje { $line }, { $column }: deltageren er påbegyndt, men har ingen gruppe.
    .hint = Aftalen sammenligner en indsatsgruppe med en kontrolgruppe. Skriv et af ordene { $expected }.
L016 = Linje { $line }, { $column }: forløbet er gennemført ({ $excerpt }), før det er påbegyndt.
    .hint = Kontrollér de to datoer.

## Hele listen afvises. Intet af den er gemt.

L101 = Listen { $path } kan ikke læses: { $reason }.
    .hint = Kontrollér stien, og at du må læse filen.
L102 = Listen er tom: den har ingen overskrift.
    .hint = Første linje skal være kolonnernes navne.
L103 = Listen er ikke en tekstfil.
    .hint = Gem den fra regnearket som CSV med semikolon (UTF-8).
L104 = Linje { $line }, byte { $byte }: værdien { $value } findes ikke i { $encoding }.
    .hint = Gem listen igen som CSV (UTF-8). Er den skrevet i Windows-1252, så sæt encoding = "windows-1252" i profilen.
L105 = Listen mangler { $count ->
        [one] kolonnen { $missing }
       *[other] kolonnerne { $missing }
    }.
    .hint = Listen har: { $header }. Ret overskriften, eller skriv listens egne navne i profilen. Har listen slet ikke en kolonne til en regel, så skriv "" ved reglen i profilen; så tæller reglen som ikke efterprøvet.
L106 = Kolonnen »{ $column }« står to gange.
    .hint = Slet eller omdøb den ene.
L107 = Linje { $line }: et anførselstegn bliver aldrig lukket.
    .hint = Luk anførselstegnet. Bruger listen ikke anførselstegn om felter, så sæt quote = "" i profilen.
L108 = Listen fylder { $megabytes } MB; højst { $limit } MB læses.
    .hint = Kontrollér, at filen er deltagerlisten og ikke et registerudtræk.
L109 = { $faulty } af { $rows } rækker har fejl; { $accepted } er accepteret.
    .hint = Ret rækkerne, eller accepter præcis dette antal. De fejlbehæftede rækker kommer så ikke med.
L110 = Profilen kan ikke læses: { $reason }.
    .hint = Sammenlign med profilen enrolment.toml, som følger med.
L111 = Profilens »{ $key }« kan ikke være »{ $value }«.
    .hint = Sammenlign med profilen enrolment.toml, som følger med. Et ord kan ikke betyde både ja og nej, en fødsel står i én kolonne, og en årsag kræver en dato.

## Observationer i filer. Fejl i enkelte rækker.

O001 = Linje { $line }: rækken har { $excerpt } felter, overskriften har { $expected }.
    .hint = Ret rækken. Står der et skilletegn inde i en tekst eller et decimaltal, så sæt anførselstegn om feltet.
O002 = Linje { $line }, { $column }: deltageren mangler.
    .hint = Skriv deltagerens alias eller nøglen fra deltagerlisten.
O003 = Linje { $line }, { $column }: ingen, der er optaget i aftalen, har denne nøgle ({ $excerpt }).
    .hint = Skriv deltagerens alias eller den nøgle, som deltagerlisten har. Mangler personen på listen, så indlæs listen igen med virkning enrol.
O004 = Linje { $line }, { $column }: aftalen har intet resultatmål »{ $excerpt }«.
    .hint = Skriv et af dem: { $expected }.
O005 = Linje { $line }, { $column }: »{ $excerpt }« er intet år.
    .hint = Skriv måleåret med fire cifre.
O006 = Linje { $line }, { $column }: resultatmålet måles ikke i { $excerpt }.
    .hint = Det måles i { $expected }.
O007 = Linje { $line }, { $column }: »{ $excerpt }« er ingen måned.
    .hint = Skriv måneden som et tal: kalendermåneden, eller måneden efter start for mål, der måles efter start.
O008 = Linje { $line }, { $column }: resultatmålet måles ikke i måned { $excerpt }.
    .hint = Det måles i måned { $expected }.
O009 = Linje { $line }, { $column }: måneden mangler.
    .hint = Resultatmålet måles flere gange efter start. Skriv en af månederne { $expected }.
O010 = Linje { $line }, { $column }: »{ $excerpt }« er intet udfald.
    .hint = Skriv et af ordene { $expected }.
O011 = Linje { $line }, { $column }: udfaldet mangler.
    .hint = Skriv opfyldt, ikke opfyldt eller uafklaret. Er der ingen data om deltageren, så slet rækken; aftalen siger, hvad manglende data betyder.
O012 = Linje { $line }, { $column }: »{ $excerpt }« er intet tal, eller det kan læses på to måder.
    .hint = Skriv decimaler med komma (1234,5). Et punktum foran præcis tre cifre kan både være tusinder og decimaler.
O013 = Linje { $line }, { $column }: værdien mangler.
    .hint = Resultatmålet tæller en værdi. Skriv den, eller skriv uafklaret som udfald.
O014 = Linje { $line }, { $column }: »{ $excerpt }« er ingen gruppe.
    .hint = Skriv et af ordene { $expected }.
O015 = Linje { $line }, { $column }: deltageren er i en anden gruppe på deltagerlisten ({ $expected }).
    .hint = Gruppen afgøres ved optagelsen. Ret rækken, eller ret deltagerlisten og indlæs den igen.
O016 = Linje { $line }, { $column }: »{ $excerpt }« er hverken ja eller nej.
    .hint = Skriv ja eller nej, eller lad feltet stå tomt.
O017 = Linje { $line }, { $column }: det samme er allerede sagt på { $first }.
    .hint = Behold én række for hver deltager, hvert resultatmål, måleår og måned.
O018 = Linje { $line }: resultatmålet ser ikke på deltageren i måleåret ({ $excerpt }).
    .hint = Kontrollér deltager, måleår og måned. { $expected ->
        [0] Deltageren er påbegyndt for sent, eller har ikke gennemført.
       *[other] Deltagerens periode udløber i { $expected }.
    }
O019 = Linje { $line }, { $column }: »{ $excerpt }« er ikke en dato.
    .hint = Skriv datoen som { $expected }.
O020 = Linje { $line }: dokumentationen til { $excerpt } findes ikke i mappen{ $expected ->
        [none] {""}
       *[other] {" "}som »{ $expected }«
    }.
    .hint = Læg filen i mappen fra --evidence, og skriv dens navn uden personnumre i kolonnen »dokumentation«.
O021 = Linje { $line }: resultatmålet læses i et register og kan ikke indberettes ({ $excerpt }).
    .hint = Fjern rækken; registret afgør, om målet er opfyldt.
O022 = Linje { $line }: det samme er allerede indberettet på anden måde ({ $excerpt }): indberetning { $expected }.
    .hint = Få den afvist først, hvis den er forkert.

## Hele filen med observationer afvises. Intet af den er gemt.

O101 = Observationerne { $path } kan ikke læses: { $reason }.
    .hint = Kontrollér stien, og at du må læse filen.
O102 = Filen med observationer er tom: den har ingen overskrift.
    .hint = Første linje skal være: deltager;resultatmål;måleår;måned;udfald;værdi;gruppe;dokumentation;verificeret
O103 = Filen med observationer er ikke en tekstfil.
    .hint = Gem den fra regnearket som CSV med semikolon (UTF-8).
O104 = Linje { $line }, byte { $byte }: teksten er hverken UTF-8 eller Windows-1252.
    .hint = Gem filen igen som CSV (UTF-8).
O105 = Filen med observationer mangler: { $missing }.
    .hint = Den har: { $header }. Der skal være en deltager, et resultatmål, et måleår og et udfald eller en værdi.
O106 = Kolonnen »{ $column }« står to gange, måske på to sprog.
    .hint = Slet den ene.
O107 = Linje { $line }: et anførselstegn bliver aldrig lukket.
    .hint = Luk anførselstegnet.
O108 = Filen med observationer fylder { $megabytes } MB; højst { $limit } MB læses.
    .hint = Kontrollér, at det er den rigtige fil.
O109 = { $faulty } af { $rows } rækker har fejl.
    .hint = Ret rækkerne, og prøv igen. Intet er ændret.
