# Udtræk af hændelser: ophold, uddannelse, observationer og beløb.

## Fejl i enkelte rækker. Uddraget viser aldrig en nøgle.

R014 = Linje { $line }, { $column }: »{ $excerpt }« er ingen dato, som profilen skriver den.
    .hint = Kontrollér profilens date: "year-month-day", "day-month-year" eller "digits".
R015 = Linje { $line }, { $column }: datoen mangler.
    .hint = Bed leverandøren om rækken igen, eller accepter antallet af fejlbehæftede rækker.
R016 = Linje { $line }, { $column }: slutdatoen ligger før begyndelsen ({ $excerpt }).
    .hint = Ret datoerne. Gælder det mange rækker, er kolonnerne byttet om.
R017 = Linje { $line }, { $column }: arten mangler.
    .hint = Bed leverandøren om rækken igen, eller angiv under values i profilen, hvad en tom værdi står for.
R018 = Linje { $line }, { $column }: »{ $excerpt }« står ikke i profilen.
    .hint = Skriv under values i profilen, hvad værdien står for, eller sæt others = "keep".
R019 = Linje { $line }, { $column }: »{ $excerpt }« findes ikke på den dag.
    .hint = En natcafé kan for eksempel kun stå før den 1. juli 2022. Ret arten eller datoen.
R020 = Linje { $line }, { $column }: »{ $excerpt }« er intet beløb i hele øre, som profilen skriver det.
    .hint = Kontrollér profilens decimal_mark og thousands_mark. Et beløb er højst ti tusind milliarder kroner.
R021 = Linje { $line }, { $column }: »{ $excerpt }« er intet tal, som profilen skriver det.
    .hint = Kontrollér profilens decimal_mark, og om værdien er et ord, som skal stå under words.
R022 = Linje { $line }, { $column }: enheden »{ $excerpt }« står ikke i profilen.
    .hint = Skriv enheden under unit i profilen, med det interval, som værdierne ligger i.
R023 = Linje { $line }, { $column }: { $excerpt } ligger uden for enhedens interval.
    .hint = HbA1c ligger under 20 i procent og fra 20 til 163 i mmol/mol. Ret værdien eller enheden.
R024 = Linje { $line }: rækken har både refusion og medfinansiering.
    .hint = En ydelse har enten refusion eller medfinansiering. Spørg leverandøren, hvad rækken betyder.
R025 = Linje { $line }, { $column }: frekvensen »{ $excerpt }« står ikke i profilen.
    .hint = Skriv under frequencies i profilen, om den er "day", "week", "month" eller "once".

## Filerne afvises som helhed. Intet er gemt.

R120 = Overskriften passer ikke til nogen af profilens tabeller. Der mangler: { $missing }.
    .hint = Kontrollér, at det er den rigtige fil og det rigtige skilletegn, eller skriv leverancens kolonner i en profil.
R121 = { $own } værdier er i enhedens eget interval og { $other } i den anden enheds, og ingen kolonne siger, hvilken enhed de har.
    .hint = Bed om udtrækket med en kolonne for enheden. Uden den skal alle værdier være i samme enhed.
R122 = Kolonnen { $column } har mere end { $limit } forskellige navne.
    .hint = Det er den forkerte kolonne. Ret den i profilen.
R123 = Linje { $line }: en person har mere end { $limit } rækker.
    .hint = Kontrollér, at kolonnen er personens nøgle.
R124 = Udgaven { $edition } ligger før filernes sidste dag, { $day }.
    .hint = Udgaven er den måned, leverancen kom. Angiv den rigtige med --edition ÅÅÅÅ-MM, eller kontrollér, om dag og måned er byttet om.
R125 = { $backward } af { $spells } perioder slutter, før de begynder: kolonnerne er byttet om.
    .hint = Byt from og to i profilen.
R126 = { $turned } af { $rows } rækker har en dato, der kun findes, når dag og måned byttes om.
    .hint = Sæt date i profilen til den rækkefølge, som filen har.
R127 = Filerne har forskellige nøgler: { $first } og { $second }.
    .hint = Filer i én import skal have samme slags nøgle. Importér dem hver for sig.
R128 = Projektmappen kan ikke læses: { $reason }
    .hint = Gem den igen som .xlsx, eller gem arket som CSV og brug en profil med format = "csv".
R129 = Projektmappen har intet ark »{ $sheet }«. Den har: { $known }.
    .hint = Ret sheet i profilen.
R130 = Projektmappen er større end { $limit } MB.
    .hint = Gem arket som CSV, og brug en profil med format = "csv".
R136 = Data er angivet til og med { $as_of }, men filerne går til { $day }.
    .hint = Angiv den rigtige dag med --as-of.
R138 = Ugerne er forskudt { $weeks } mod { $snapshot }: { $same } % af skiftene i ydelseskode passer, som de står, og { $shifted } %, når de flyttes.
    .hint = Kontrollér ugekolonnernes navne. Er det den tidligere udgave, der er forskudt, så importér den igen først.

## Det ser forkert ud, eller skal vides. Importen er gennemført.

R201 = { $count } ophold er fra før 2021, hvor arterne ikke skilles ad; de er læst som herberg.
R202 = { $count } ophold begynder, før et tidligere ophold for samme person er slut. En nat tæller én gang.
R203 = { $count } ophold var ikke afsluttet. De tælles til og med den dag, data er opgjort.
R204 = { $count } personer er anonyme. De tælles med og kobles aldrig til nogen.
R205 = { $count } værdier er regnet om til øjebliksbilledets enhed.
R206 = { $count } gange har en person flere værdier af samme art på en dag. Den højeste gælder.
R207 = { $count } rækker har hverken refusion eller medfinansiering. Hele beløbet er regnet som kommunens egen udgift.
R208 = { $count } rækker har en lav pris og et højt antal. Er kolonnerne for beløb og antal byttet om?
R209 = { $count } af { $rows } ugedatoer falder på en anden ugedag end de øvrige. Er nogle uger forskudt?
R210 = { $count } navne står ikke i profilen og er beholdt, som de er: { $names }.
R211 = Udgaven har { $now } personer; { $snapshot } har { $before }.
R212 = Beløbene er i gennemsnit { $now } kr.; i { $snapshot } er de { $before } kr. Er skalaen en anden?
R213 = Alle beskæftigelsesgrader er højst 1 %. Er graden delt med 100 to gange?
R214 = Kun { $same } % af skiftene i ydelseskode i { $snapshot } findes i denne udgave.

## Øjebliksbilledet

events-table = { $table ->
        [stay] Ophold
        [study] Uddannelse
        [observation] Observationer
        [amount] Beløb
       *[other] { $table }
    }
events-table-text = { $rows } rækker; { $from } – { $to }{ $stated ->
        [stated] {""}
       *[first-row] {" "}(begyndelsen er læst af rækkerne)
    }
events-names = Arter
events-items = Ydelser
events-period = Perioder
events-period-text = { $period ->
        [week] uger
        [month] måneder
       *[day] dage
    }
events-profile = Profil
events-ignored = Ikke talt med
events-ignored-text = { $dropped } efter profilen, { $duplicates } dubletter
events-anonymous = Anonyme
events-anonymous-text = { $people } personer, { $rows } rækker
events-zero-sums = Beløb, der går i nul
events-warning = Bemærk
events-made = { $path } ({ $rows } rækker). Syntetiske data.
help-register-import-covers_from = Udtrækkets første dag; ellers læses den af rækkerne
help-register-synthesize-source = Registeret: shelter, crisis-centre, refunds, observations, education eller services; ellers DREAM
