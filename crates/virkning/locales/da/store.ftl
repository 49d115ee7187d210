# Lageret: hvad reglerne afviser (S001-), hvad der er galt med det gemte (S101-), og hvad der gik i stykker (S201-).

S001 = Brugeren »{ $user }« er ikke oprettet.
    .hint = Opret brugeren med »virkning user add { $user } --role …«, eller skriv et andet navn efter --as.

S002 = Brugeren »{ $user }« findes allerede med { $field ->
        [name] et andet navn
        [person] en anden person bag
       *[roles] andre roller
    }.
    .hint = Vælg et andet brugernavn.

S003 = Brugeren »{ $user }« skal have mindst én rolle.
    .hint = Skriv rollen efter --role, for eksempel --role controller.

S004 = Brugeren »{ $user }« har ikke den rolle, der skal til: { $needed }.
    .hint = Bed en bruger med en af rollerne om at gøre det.

S005 = Version { $version } af »{ $agreement }« er allerede forseglet med en anden tekst ({ $sealed }, ikke { $given }).
    .hint = Ret ikke en forseglet version. Giv det reviderede aftalegrundlag et nyt versionsnummer, og forsegl det.

S006 = Version { $version } af »{ $agreement }« er ikke forseglet.
    .hint = Forsegl aftalegrundlaget med »virkning seal«, før der afregnes.

S007 = Kodelisten for { $source } har allerede en udgave { $edition } med et andet indhold.
    .hint = Giv den nye kodeliste et nyt udgavenummer.

S008 = Ingen har foreslået, at kode { $number } skal betyde »{ $category }« fra den dag, eller det er allerede bekræftet.
    .hint = Foreslå det med »virkning codes map«; derefter bekræfter en anden bruger med den samme kommando.

S009 = Brugeren »{ $user }« har selv foreslået, hvad kode { $number } skal betyde.
    .hint = Bed en anden bruger om at bekræfte det.

S010 = Øjebliksbilledet »{ $snapshot }« findes allerede med et andet indhold.
    .hint = Vælg et andet navn, eller brug det øjebliksbillede, der er importeret.

S011 = Alias { $alias } i »{ $agreement }« stod før for en anden person.
    .hint = Kontrollér, at listen og nøglefilen hører til dette aftalegrundlag.

S012 = Alias { $alias } i »{ $agreement }« eller personen bag det står to gange på listen.
    .hint = Behold én linje for hver person.

S013 = Der er intet afregningsforslag »{ $proposal }«.
    .hint = Kontrollér navnet; »virkning settle« viser det.

S014 = Afregningsforslaget »{ $proposal }« findes allerede og er anderledes.
    .hint = Vis det med »virkning show { $proposal }«.

S015 = »{ $user }« har selv lavet afregningsforslaget »{ $proposal }« og kan ikke godkende det.
    .hint = Bed en anden bruger med rollen approver om at godkende.

S016 = Afregningsforslaget »{ $proposal }« er ikke det, der er set: indholdet er { $stored }, ikke { $given }.
    .hint = Vis forslaget igen med »virkning show { $proposal }«, og tag stilling til det, der står nu.

S017 = Afregningsforslaget »{ $proposal }« er { store-state } og er ikke åbent for en beslutning.
    .hint = { $state ->
        [posted] Det, der er bogført, ændres ikke: en rettelse kommer som efterregulering i en senere afregning.
        [paid] Det, der er bogført, ændres ikke: en rettelse kommer som efterregulering i en senere afregning.
        [draft] Stil kladden først: »virkning propose { $proposal }«.
       *[other] Lav et nyt forslag med »virkning settle«, hvis noget skal ændres.
    }

S018 = Afregningsforslaget »{ $proposal }« er afløst af »{ $by }«.
    .hint = Vis det nye med »virkning show { $by }«.

S019 = Afregningsforslaget »{ $proposal }« kan ikke godkendes: { $grammar ->
        [one] 1 person er uafklaret
       *[other] { $people } personer er uafklarede
    }.
    .hint = Få afklaret de personer, der står i forslaget, og afregn igen.

S020 = Afregningsforslaget »{ $proposal }« er foreløbigt og kan ikke bogføres.
    .hint = Importér en senere udgave af registeret, og afregn igen.

S021 = Afvisningen eller annulleringen af »{ $proposal }« mangler en begrundelse.
    .hint = Skriv, hvorfor: »--reason "…"«.

S022 = Nøglen »{ $key }« er allerede brugt til en anden bogføring: { $field ->
        [proposal] forslaget er { $stored }, ikke { $given }
        [content] indholdet er { $stored }, ikke { $given }
        [agreement] aftalegrundlaget er { $stored }, ikke { $given }
        [about] det drejer sig om { $stored }, ikke { $given }
        [date] betalingsdagen er { $stored }, ikke { $given }
        [voucher] bilagets art er { $stored }, ikke { $given }
       *[entries] linjerne er { $stored }, ikke { $given }
    }.
    .hint = Vælg en ny nøgle til en ny bogføring.

S023 = Afregningsforslaget »{ $proposal }« er allerede bogført som bilag { $voucher } under nøglen »{ $key }«.
    .hint = Der er intet at gøre: betalingen er bogført én gang.

S024 = Måleår { $year } i »{ $agreement }« er allerede bogført med »{ $proposal }«, bilag { $voucher }.
    .hint = En rettelse kommer som efterregulering i en senere afregning, aldrig som en ny bogføring af samme år.

S025 = Afregningsforslaget »{ $proposal }« er { store-state } og kan ikke bogføres.
    .hint = Kun et godkendt forslag kan bogføres: »virkning approve { $proposal }« af en anden bruger.

S026 = Bogføringen hører til { $field ->
        [agreement] et andet aftalegrundlag
       *[proposal] et andet forslag
    } end »{ $proposal }«.
    .hint = Det er en fejl i programmet. Meld den, og bogfør ikke.

S027 = Linjerne i bogføringen af »{ $proposal }« går ikke op: forskellen er { $difference } { $currency }.
    .hint = Det er en fejl i programmet. Meld den, og bogfør ikke.

S028 = Et beløb i bogføringen af »{ $proposal }« er for stort: { $amount } { $currency }.
    .hint = Kontrollér prisen i aftalegrundlaget.

S029 = Afregningsforslaget »{ $proposal }« kan ikke godkendes af »{ $user }«: det er samme person som »{ $author }«, der har lavet det.
    .hint = En anden person skal godkende.

S030 = Der er intet bilag { $voucher } i »{ $agreement }«.
    .hint = Se bilagene med »virkning ledger { $agreement }«.

S031 = Bilag { $voucher } i »{ $agreement }« kan ikke betales med { $amount } { $currency }: der skyldes { $open } { $currency }.
    .hint = Undersøg, om der er betalt to gange, og ret det i økonomisystemet.

S032 = Raten »{ $about }« i »{ $agreement }« er allerede bogført som bilag { $voucher }.
    .hint = Der er intet at gøre: raten er bogført én gang.

S033 = Afregningsforslaget »{ $proposal }« er { store-state } og kan ikke annulleres.
    .hint = { $state ->
        [proposed] Det er ikke godkendt endnu: afvis det med »virkning refuse { $proposal }«.
        [draft] Det er ikke godkendt endnu: afvis det med »virkning refuse { $proposal }«.
        [posted] Det, der er bogført, ændres ikke: en rettelse kommer som efterregulering i en senere afregning.
        [paid] Det, der er bogført, ændres ikke: en rettelse kommer som efterregulering i en senere afregning.
       *[other] Der er intet at annullere: kun et godkendt forslag, der ikke er bogført, annulleres.
    }

S050 = Dokumentet »{ $record }« findes ikke blandt dem, der er lavet til sagen.
    .hint = Se dem med virkning record list.

S051 = Dokumentet »{ $record }« findes allerede, men med { $field ->
        [case-number] et andet sagsnummer
        [kle] et andet KLE-nummer
       *[other] et andet indhold
    }.
    .hint = Se det med virkning record list. Et dokument ligger på én sag.

S055 = En regel for diskretionering skal begrundes.
    .hint = Skriv med --reason, hvorfor den skal gælde.

S056 = Andre tal er udleveret, mens tallene om »{ $subject }« blev holdt op mod det, der var udleveret før. Intet er udleveret.
    .hint = Prøv igen.

S080 = Der er ingen indberetning med nummer { $claim }.
    .hint = Se numrene med »virkning claim list«.

S081 = »{ $user }« kan ikke afgøre indberetning { $claim }, som er ens egen eller omtvistet af en selv.
    .hint = Lad en anden bekræfte eller afvise den.

S082 = Indberetning { $claim } er { $state ->
        [claimed] indberettet
        [verified] bekræftet
        [rejected] afvist
       *[disputed] omtvistet
    } og kan ikke blive { $wanted ->
        [claimed] indberettet
        [verified] bekræftet
        [rejected] afvist
       *[disputed] omtvistet
    }.
    .hint = Det indberettede bekræftes eller afvises; kun en afgørelse kan være omtvistet.

S083 = Der mangler en grund til afgørelsen om indberetning { $claim }.
    .hint = Angiv --reason.

S084 = Det samme er allerede indberettet på anden måde: indberetning { $claim }, som er { $state ->
        [claimed] indberettet
        [verified] bekræftet
        [rejected] afvist
       *[disputed] omtvistet
    }.
    .hint = Få den afvist først, hvis den er forkert.

S085 = Stikprøven er på { $asked }, men der er kun { $there } indberetninger, som ingen har afgjort.
    .hint = Vælg en mindre stikprøve.

S101 = Hændelsesloggen er brudt ved nummer { $sequence }: { $why ->
        [missing] hændelsen mangler
        [cut-off] loggen er skåret af før den
        [edited] hændelsen er ændret
        [moved] hændelsen er flyttet
        [not-linked] hændelsen passer ikke til den foregående
        [other-head] det er ikke den log, som kontroltallet blev taget af
       *[other] { $why }
    }.
    .hint = Brug ikke lageret til afregning. Hent den sidste sikkerhedskopi, der kan kontrolleres, og find ud af, hvem der har haft adgang til filen.

S102 = Det gemte »{ $key }« ({ store-table }) er ikke det, der blev skrevet.
    .hint = Brug ikke lageret til afregning. Hent den sidste sikkerhedskopi, der kan kontrolleres.

S103 = Det gemte »{ $key }« ({ store-table }) er forsvundet.
    .hint = Brug ikke lageret til afregning. Hent den sidste sikkerhedskopi, der kan kontrolleres.

S104 = »{ $key }« ({ store-table }) er skrevet uden om hændelsesloggen, eller loggen er skåret af.
    .hint = Brug ikke lageret til afregning. Find ud af, hvem der har haft adgang til filen.

S105 = Indholdet af »{ $key }« ({ store-table }) passer ikke til sit kontroltal.
    .hint = Brug ikke lageret til afregning. Hent den sidste sikkerhedskopi, der kan kontrolleres.

S106 = Feltet { $field } i »{ $key }« ({ store-table }) kan ikke læses.
    .hint = Brug ikke lageret til afregning. Hent den sidste sikkerhedskopi, der kan kontrolleres.

S107 = Bilag { $voucher } i »{ $agreement }« går ikke op: forskellen er { $difference } { $currency }.
    .hint = Brug ikke lageret til afregning. Hent den sidste sikkerhedskopi, der kan kontrolleres.

S108 = Kontokortet for »{ $agreement }« går ikke op: forskellen er { $difference } { $currency }.
    .hint = Brug ikke lageret til afregning. Hent den sidste sikkerhedskopi, der kan kontrolleres.

S109 = Bilag { $voucher } er bogført, uden at en anden person har godkendt »{ $proposal }«.
    .hint = Stands betalingen, og find ud af, hvem der har haft adgang til filen.

S110 = Bilag { $voucher } er bogført på et andet indhold end »{ $proposal }« har.
    .hint = Stands betalingen, og find ud af, hvem der har haft adgang til filen.

S111 = Bilag { $voucher } i »{ $agreement }« mangler i rækken.
    .hint = Brug ikke lageret til afregning. Hent den sidste sikkerhedskopi, der kan kontrolleres.

S113 = Bilag { $voucher } i »{ $agreement }« går ikke op for »{ $party }«: forskellen er { $difference } { $currency }.
    .hint = Hent lageret frem fra en sikkerhedskopi.

S114 = Bilag { $voucher } i »{ $agreement }« er betalt anderledes, end der skyldes: { $open } { $currency } står åbent.
    .hint = Sammenhold med økonomisystemet, og hent lageret frem fra en sikkerhedskopi, hvis det er ændret.

S115 = Den betaling, der er registreret som »{ $payment }«, siger ikke det samme som sin bogføring.
    .hint = Hent lageret frem fra en sikkerhedskopi.

S112 = Filen med lageret er beskadiget: { $reason }.
    .hint = Hent den sidste sikkerhedskopi, der kan kontrolleres, og undersøg disken.

S201 = Filen { $path } kan ikke oprettes: { $reason }.
    .hint = Kontrollér, at mappen findes, og at der må skrives i den.

S202 = Programmet kan ikke starte sit lager: { $reason }.
    .hint = Luk andre programmer, og prøv igen.

S203 = Tabellerne i { $path } kan ikke opdateres: { $reason }.
    .hint = Tag en kopi af filen, før der gøres mere, og meld fejlen.

S204 = { $path } er skrevet af en nyere udgave af programmet (tabeller { $version }).
    .hint = Brug den nyeste udgave af programmet.

S205 = Der er ikke plads på drevet med { $path }. Intet er ændret.
    .hint = Skaf plads på drevet, og prøv igen.

S206 = { $path } er i brug af et andet program. Intet er ændret.
    .hint = Vent, til det andet program er færdigt, og prøv igen.

S207 = { $path } er beskadiget eller er ikke et lager: { $reason }.
    .hint = Kontrollér stien, eller hent den sidste sikkerhedskopi, der kan kontrolleres.

S208 = Der kan ikke skrives i { $path }: { $reason }.
    .hint = Kontrollér rettighederne til filen og dens mappe, eller til databasen.

S209 = Drevet med { $path } kunne ikke læses eller skrives: { $reason }.
    .hint = Undersøg disken. Gentag derefter kommandoen: det, der allerede er gjort, gøres ikke to gange.

S210 = Lageret { $path } kunne ikke udføre handlingen: { $reason }. Intet er ændret.
    .hint = Prøv igen. Bliver det ved, så kør »virkning verify«, og meld fejlen.

S211 = En skrivning til { $path } gik galt tidligere; lageret bruges ikke mere i denne kørsel.
    .hint = Start programmet igen. Det, der allerede er gjort, gøres ikke to gange.

S212 = { $what ->
        [agreement-text] Aftalegrundlagets tekst
        [enrolment-set] Deltagerlisten
        [proposal] Afregningsforslaget
       *[other] { $what }
    } har kontroltallet { $computed }, ikke { $given }.
    .hint = Det er en fejl i programmet. Meld den.

S213 = Der er ingen forbindelse til { $path }: { $reason }.
    .hint = Kontrollér, at serveren kører, og gentag kommandoen: det, der allerede er gjort, gøres ikke to gange.

S214 = »{ $path }« er ikke adressen på en database: { $reason }.
    .hint = Skriv adressen som postgres://bruger@vært/database.

S215 = Databasen { $path } ligger på en anden maskine, og dette program kan ikke kryptere forbindelsen.
    .hint = Brug et program, der er bygget med TLS, eller en database på denne maskine.

S090 = Linket er brugt, er udløbet eller hører til en anden bruger end »{ $user }«.
    .hint = Bed en administrator om et nyt link.

S100 = »{ $alias }« i { $agreement } er ændret af en anden, siden siden blev hentet. Intet er gemt.
    .hint = Hent deltageren igen, og skriv det, der stadig mangler.
S130 = { $user } har gemt aftalen »{ $agreement }« (udgave { $revision }), siden du begyndte på din tekst.
    .hint = Se, hvad der er ændret, saml de to tekster, og gem igen.

S131 = Der er ingen kladde til aftalen »{ $agreement }«.
    .hint = Den er forseglet eller kasseret. Begynd en ny kladde fra den forseglede tekst.

S132 = Der er allerede en aftale med nummeret »{ $agreement }«.
    .hint = Vælg et andet nummer, eller ret den, der er.

S133 = Teksten med segl { $content } er ikke forseglet for »{ $agreement }«.
    .hint = En underskrift gælder en forseglet tekst. Hent siden igen, og kontrollér seglet.

S134 = Underskriften er dateret { $day }, og den dag er ikke kommet.
    .hint = Skriv den dag, der blev skrevet under.

S135 = { $office } har allerede skrevet under: { $name }, { $day }.
    .hint = Skal det rettes, så skriv hvorfor. Den første registrering bliver stående.

S136 = Der er ikke noget job { $job }.
    .hint = Se listen over job.

S137 = Job { $job } er { $state ->
        [waiting] i kø
        [running] i gang
        [done] færdigt
        [failed] gået galt
        [cancelled] stoppet
       *[interrupted] afbrudt
    }, så det kan ikke gøres.
    .hint = Hent siden igen, og se, hvor langt det er.

S138 = En kommentar skal have mellem 1 og { $most } tegn.
    .hint = Skriv den kortere, eller del den i to.

S139 = Kommentaren indeholder noget, der ligner et CPR-nummer. Den er ikke gemt.
    .hint = Skriv om tallet uden at nævne personer. Brug aftalens alias, hvis det er nødvendigt.

S140 = Kommentar { $comment } findes ikke, eller en anden har skrevet den.
    .hint = Man kan kun trække sin egen kommentar tilbage.

S141 = Der er ingen enhed »{ $unit }« den { $day }.
    .hint = Opret den med en dato, der ikke er senere. Et kort navn har små bogstaver, tal og bindestreg.

S142 = { $kind ->
        [department] En forvaltning
        [area] Et driftsområde
       *[unit] En enhed
    } (»{ $unit }«) kan ikke ligge { $parent ->
        [none] uden noget over sig
       *[other] under »{ $parent }«
    }.
    .hint = En forvaltning ligger øverst, et driftsområde under en forvaltning, og en enhed under et driftsområde eller en forvaltning.

S143 = »{ $unit }« slutter, før den begynder.
    .hint = Ret datoerne.
S095 = Planen »{ $plan }« er kørt, så udfaldene er set; en anden tekst kan ikke tage dens plads i stilhed.
    .hint = Skriv med --reason, hvorfor planen ændres. Begrundelsen og antallet af tidligere kørsler gemmes og vises ved ethvert senere resultat.

S096 = Planen »{ $plan }« er ikke låst, som den står.
    .hint = Lås den med »virkning evaluate lock«, før nogen ser på udfald.

S097 = Under navnet »{ $plan }« er der trukket lod på en anden måde (fordeling { $number }).
    .hint = Der trækkes lod én gang. Et nyt forsøg får en plan med sit eget navn.
S160 = { $id } findes allerede, men med { $field ->
        [forum] et andet forum
        [day] en anden dag
        [text] et andet indhold
        [portfolio] en anden portefølje
        [kind] en anden slags
        [subject] et andet emne
        [recipient] en anden modtager
       *[content] andre tal
    }.
    .hint = Det, der er noteret eller sendt, ændres ikke. Brug et nyt id.
S091 = »{ $user }« kan ikke lukke sin egen adgang.
    .hint = Bed en anden administrator om det.
S092 = »{ $user }« har ingen adgangskode her.
    .hint = En administrator kan lave et engangslink, eller brugeren logger ind gennem kommunens login.
S093 = Brugernavnet »{ $user }« hører til en bruger, der er oprettet her.
    .hint = Er det samme person, skal det stå i reglerne for login: subject og user i en blok [[user]].
S094 = Ingen af grupperne giver »{ $user }« en rolle her.
    .hint = Bed den, der styrer kommunens grupper, om at blive medlem af en gruppe med adgang til Virkning.
