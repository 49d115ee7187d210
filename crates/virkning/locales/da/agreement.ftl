# Aftalegrundlaget: hvad der kan være galt med dokumentet. Eksempler står i bad/.

A001 = Blokken kan ikke læses: { $problem ->
        [text] en tekst mangler et anførselstegn
        [list] en liste er ikke lukket
        [inline-table] en tabel i krøllede parenteser er ikke lukket
        [more-than-one-value] der står mere end én værdi efter lighedstegnet
       *[other] { $detail }
    }.
    .hint = { $problem ->
        [text] Sæt et anførselstegn før og efter teksten på samme linje.
        [list] Slut listen med en kantet parentes, og sæt komma mellem værdierne.
        [inline-table] Slut tabellen med en krøllet parentes, og sæt komma mellem dens nøgler.
        [more-than-one-value] Skriv én værdi pr. linje. Decimaltal skrives med punktum: 0.05.
       *[other] Hver linje er enten »nøgle = værdi« eller en overskrift i kantede parenteser.
    }

A002 = Blokken med vilkår er ikke lukket.
    .hint = Slut blokken med en linje med tre accenttegn: ```

A003 = Blokken med vilkår står inde i en liste eller et citat.
    .hint = Ryk blokken helt ud til margenen, uden for listen.

A004 = »{ $key }« er angivet to gange.
    .hint = Behold den ene. En tabel, der kun må stå én gang, kan ikke gentages senere i dokumentet.

A005 = Datoen { $date } findes ikke.
    .hint = Skriv år, måned og dag: 2024-02-29.

A006 = »{ $table }« er skrevet med forkerte kantede parenteser.
    .hint = Skriv { $right }.

A007 = Tabellen »{ $table }« findes ikke i aftalesproget.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A008 = »{ $table }« har ingen nøgle »{ $key }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A009 = Aftalen mangler { $table }.
    .hint = Tilføj { $table } i en blok med vilkår.

A010 = »{ $table }« mangler »{ $key }«.
    .hint = Tilføj en linje »{ $key } = …«.

A011 = »{ $key }« har en værdi af forkert type.
    .hint = Skriv { $expected ->
        [text] en tekst i anførselstegn
        [number] et tal
        [date] en dato som 2024-01-15
        [list] en liste i kantede parenteser
        [table] en tabel i krøllede parenteser
        [by-year] en værdi pr. år i krøllede parenteser
        [by-month] en værdi pr. måned efter start i krøllede parenteser
        [by-payment] en værdi pr. betaling i krøllede parenteser
        [scalar] et tal, en tekst eller en dato
       *[truth] sand eller falsk
    }. Nu står der { $got ->
        [text] en tekst i anførselstegn
        [number] et tal
        [date] en dato som 2024-01-15
        [list] en liste i kantede parenteser
        [table] en tabel i krøllede parenteser
        [by-year] en værdi pr. år i krøllede parenteser
        [by-month] en værdi pr. måned efter start i krøllede parenteser
        [by-payment] en værdi pr. betaling i krøllede parenteser
        [scalar] et tal, en tekst eller en dato
       *[truth] sand eller falsk
    }.

A012 = Ukendt part »{ $value }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A013 = Ukendt budget »{ $value }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A014 = Ukendt resultatmål »{ $value }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A015 = Ukendt rolle »{ $value }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A016 = Ukendt register »{ $value }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A017 = »{ $key }« kan ikke være »{ $value }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A018 = Budgettet »{ $budget }« tilhører »{ $owner }«, ikke »{ $party }«.
    .hint = Vælg et budget, der tilhører »{ $party }«, eller ret parten.

A019 = »{ $value }« bruges allerede af et andet vilkår i »{ $table }«, linje { $line }.
    .hint = Giv det ene af dem et andet navn.

A020 = »{ $value }« kan ikke bruges som navn på et vilkår.
    .hint = Brug 1 til 64 tegn: små bogstaver fra a til z, cifre og bindestreg, for eksempel »resultatbetaling-2«.

A021 = »{ $key }« er tom.
    .hint = Skriv en tekst, eller fjern linjen.

A022 = »{ $key }« er en tom liste.
    .hint = Skriv mindst én værdi, eller fjern linjen.

A023 = »{ $key }« kan ikke læses som et nøjagtigt tal: { $value }.
    .hint = Skriv tallet ud i 10-talssystemet med punktum som decimaltegn og højst 28 cifre: 10_000 eller 0.05.

A024 = Beløbet { $value } i »{ $key }« har brøkdele af en øre.
    .hint = Skriv højst to decimaler.

A025 = Beløbet { $value } i »{ $key }« er for stort.
    .hint = Beløb skrives i kroner, højst 10.000 milliarder. Er det skrevet i øre?

A026 = Beløbet i »{ $key }« skal være større end nul; der står { $value }.
    .hint = Skriv beløbet uden minus. Udgifter og betalinger er positive tal; retningen følger af parterne.

A027 = »{ $value }« er ikke en valutakode.
    .hint = Skriv tre store bogstaver, for eksempel DKK.

A028 = Andelen i »{ $key }« skal ligge mellem 0 og 1; der står { $value }.
    .hint = Skriv 50 procent som 0.50.

A029 = Vægten i »{ $key }« skal være større end nul; der står { $value }.
    .hint = Skriv en positiv vægt, eller fjern linjen. Vægte behøver ikke give 1 tilsammen.

A030 = { $value } er ikke en måned.
    .hint = Skriv et tal fra 1 (januar) til 12 (december).

A031 = { $value } er ikke en dag i en måned.
    .hint = Skriv et tal fra 1 til 31. I en kortere måned gælder den sidste dag.

A032 = »{ $value }« er ikke et årstal.
    .hint = Skriv et årstal med fire cifre mellem { $from } og { $to }.

A033 = »{ $key }« kan ikke være { $value }.
    .hint = Skriv et helt tal fra { $from } til { $to }.

A034 = Det årlige afkast kan ikke være { $value }.
    .hint = Skriv det som en andel over 0 og højst 1: 5 procent er 0.05.

A035 = Årene går baglæns: fra { $from } til { $to }.
    .hint = Byt om på »from« og »to«, eller ret det ene årstal.

A036 = Datoerne går baglæns: fra { $from } til { $to }.
    .hint = Byt om på »from« og »to«, eller ret den ene dato.

A037 = Aldersgrænserne går baglæns: fra { $from } til { $to } år.
    .hint = Byt om på »from« og »to«.

A038 = Der er ikke planlagt noget optag.
    .hint = Skriv antal deltagere pr. startår: by_year = {"{"} 2024 = 60, 2025 = 80 {"}"}.

A039 = Det fremgår ikke, hvilket trin der gør en borger til deltager.
    .hint = Skriv mindst ét trin, for eksempel counts_from = ["accepted", "started"].

A040 = »{ $table }« skal have netop én af disse nøgler; der står { $count }.
    .hint = Behold eller skriv netop én af: { $known }.

A041 = »{ $key }« hører ikke til, når »{ $decider }« er »{ $word }«.
    .hint = Fjern »{ $key }«, eller ret »{ $decider }«.

A042 = Betalingen har ingen modtager.
    .hint = Tilføj to = "…" med navnet på den part, der skal have pengene.

A043 = »{ $party }« betaler til sig selv.
    .hint = Ret »to« eller »from«: en betaling går fra én part til en anden, også når begge er samme kommune.

A044 = Betalingen siger ikke, hvilket af budgetterne hos »{ $party }« der betaler.
    .hint = Tilføj »budget« i »from«. Siger kilden det ikke, så vælg, og skriv valget som et [[choice]].

A045 = Der betales for »{ $measure }«, men resultatmålet bliver aldrig afregnet.
    .hint = Giv resultatmålet en kalendermåned i »window« og en »settled«, eller betal for et andet resultatmål.

A046 = Afkastloftet siger ikke, hvordan det regnes.
    .hint = Tilføj method = "compound" (rente af rente), "simple" (uden rente af rente) eller "per-year" (det, et år ikke kan betale, bortfalder).

A047 = Afkastloftet gælder »{ $party }«, som ikke er investor.
    .hint = Ret »party« i loftet, eller giv parten rollen »investor«.

A048 = »{ $party }« har to afkastlofter.
    .hint = Behold det ene.

A049 = »{ $party }« indskyder kapital, men er ikke investor.
    .hint = Ret »from«, eller giv parten rollen »investor«. Kommunens egne penge hører til i [[own_financing]].

A050 = Raten { $day } ligger uden for aftalens periode { $from } – { $to }.
    .hint = Ret datoen eller perioden.

A051 = Raten { $day } står to gange.
    .hint = Fjern den ene, eller ret datoen.

A052 = Summen passer ikke: der står { $stated }, men delene giver { $sum }.
    .hint = Ret summen eller delene, så de stemmer.

A053 = Årene ligger uden for aftalens periode { $from } – { $to }.
    .hint = Ret årene eller perioden.

A054 = Resultatmålet måles i en bestemt måned, men måleårene mangler.
    .hint = Tilføj years = {"{"} from = …, to = … {"}"}.

A055 = Måleår { $year } falder uden for aftalens periode { $from } – { $to } (færdigt { $finished }).
    .hint = Ret måleårene, eller lad perioden slutte, når sidste måleår er afregnet.

A056 = Der afregnes, før den målte måned er forbi.
    .hint = Sæt years_later til mindst 1, eller vælg en senere måned.

A057 = »{ $measure }« mangler en forventet succesrate for måleår { $year }.
    .hint = Tilføj året i »expected«, eller skriv later = … for alle år efter det sidste.

A058 = Reglen om, hvem der måles på, passer ikke til målevinduet.
    .hint = Skriv eligible = "{ $right }".

A059 = Besparelsen i { $year } ligger uden for business casens år { $from } – { $to }.
    .hint = Ret året, eller udvid business casens år.

A060 = Der er besparelser, men ingen business case.
    .hint = Tilføj [business_case] med years = {"{"} from = …, to = … {"}"}.

A061 = Indfasningen mangler for { $year }.
    .hint = Tilføj året i »phase_in«, eller skriv later = … for alle år efter det sidste.

A062 = Valget handler om »{ $term }«, som ikke findes i dokumentet.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv tabel, vilkårets navn og nøgle: payment.resultatbetaling.from.budget.
    }

A063 = Valget siger »{ $chosen }«, men »{ $term }« er »{ $actual }«.
    .hint = Ret valget eller vilkåret, så de siger det samme.

A064 = »{ $chosen }« står både som det valgte og blandt alternativerne.
    .hint = Fjern det fra »alternatives«.

A065 = Eksemplet regner med et afkastloft, der ikke findes: »{ $value }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A066 = Eksemplet nævner { $year }, men det år betales der intet.
    .hint = { $known ->
        [none] Aftalen har ingen betalingsår.
       *[other] Der betales i: { $known }. Måleår og betalingsår er ikke det samme.
    }

A067 = Eksemplet mangler en succesrate for måleår { $year }.
    .hint = Tilføj året i »rates«, eller skriv later = … for alle år efter det sidste.

A068 = Eksemplet siger ikke, hvad der skal komme ud af det.
    .hint = Tilføj »payments« pr. betalingsår, »total« eller begge.

A069 = Eksemplet regner med et afkastloft, men aftalen har intet.
    .hint = Fjern »cap«, eller tilføj et [[limit]].

A070 = Ingen af parterne er myndighed.
    .hint = Giv den part, der har ansvaret for borgerne, role = "authority".

A071 = Ingen skriver under for »{ $party }«.
    .hint = Tilføj en [[signature]] med party = "{ $party }" og et embede, ikke et personnavn.

A072 = Trinnene i »counts_from« står i en rækkefølge, de ikke kan ske i.
    .hint = Brug rækkefølgen referred, admission-talk, accepted, started, og nævn hvert trin højst én gang.

A073 = Andelene i »{ $key }« giver tilsammen { $sum } og ikke 1.
    .hint = Ret andelene, så de giver præcis 1. Tredjedele og andet, der ikke går op som decimaltal, skrives i hele dele: part = 1 til hver.

A074 = En af flere i »{ $key }« har ingen andel.
    .hint = Skriv share = 0.5 eller en anden andel hos hver af dem, eller hele dele: part = 1.

A075 = »{ $key }« blander »share« og »part«.
    .hint = Brug »share« hos alle (decimaltal, der tilsammen giver 1) eller »part« hos alle (hele dele af summen).

A076 = »{ $party }« står to gange i »{ $key }«.
    .hint = Læg de to andele sammen i én, eller ret navnet eller budgettet.

A077 = »{ $table }« hører ikke til i { $kind ->
        [document] et udgivet papir
        [case] en investeringscase: ingen investor lægger penge ud, og ingen får resultatbetaling
       *[agreement] en aftale
    }.
    .hint = { $kind ->
        [document] Et dokument med [document] har kun [[project]], [[printed]], [[claim]] og [[choice]].
        [case] Fjern vilkåret, eller skriv kind = "outcomes-contract" i [agreement], hvis der betales for resultater.
       *[agreement] Det hører til i et dokument, der begynder med [document].
    }

A078 = »{ $table }« mangler det, den handler om.
    .hint = Tilføj mindst én af: { $known }.

A079 = Ukendt betaling »{ $value }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Aftalen har: { $known }.
    }

A080 = Ukendt indeks »{ $value }«.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Tilføj et [[index]] med det id. Aftalen har: { $known }.
    }

A081 = »{ $value }« er ikke noget, aftalen har.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en af: { $known }.
    }

A082 = Udsagnet har »{ $key }« uden det, der hører til.
    .hint = Skriv »says« alene, eller »about« og »value« sammen. Kan ingen udlede udsagnet, så udelad alle tre.

A083 = Regnestykket kan ikke læses: { $problem ->
        [sign] tegnet »{ $found }« hører ikke til
        [value] her mangler et tal, en størrelse eller en parentes
        [comparison] her mangler en sammenligning
        [more] »{ $found }« står efter slutningen
        [parenthesis] en parentes er ikke lukket
        [deep] parenteserne står for dybt inde i hinanden
       *[number] »{ $found }« er ikke et tal
    }.
    .hint = Skriv for eksempel business_case.net.2026 + 400_000 >= 0. Tegnene er + - * / ( ) og = != < <= > >=; en række i en tabel har ingen sammenligning.

A084 = Ændringen handler om »{ $term }«, som ikke findes i dokumentet.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv tabel, vilkårets navn og nøgle: payment.resultatbetaling.amount.
    }

A085 = »{ $term }« er { $actual }, men ændringen siger { $was ->
        [none] ikke, hvad det var
       *[other] { $was }
    }.
    .hint = Skriv was = { $actual }, eller ret stien. Ændringer regnes i rækkefølge efter »from«.

A086 = Ændringen gælder fra { $day }, men aftalen løber fra { $from } til { $to }.
    .hint = Vælg en dag efter den første og senest den sidste. Det, der gælder fra begyndelsen, skrives direkte i vilkåret.

A087 = Månederne i »at_months« står ikke i stigende rækkefølge.
    .hint = Skriv dem fra den første til den sidste, hver kun én gang: [12, 18, 24].

A088 = Ved måned { $month } bliver der ikke målt.
    .hint = { $known ->
        [none] Resultatmålet måles ikke ved bestemte måneder efter start; fjern måneden.
       *[other] Der måles ved måned: { $known }.
    }

A089 = Resultatmålet »{ $measure }« forudsætter sig selv: { $way }.
    .hint = Fjern »requires« et af stederne, så kæden får en begyndelse.

A090 = »{ $measure }« tæller fra start, men planen ved ikke, hvilken dag på året deltagerne begynder.
    .hint = Tilføj planned_start = {"{"} month = 7, day = 1 {"}"} i [intake]; det er den dag, hvor planen lader alle fra et år begynde.

A091 = Betalingen regnes pr. »{ $per }«, men »{ $measure }« har ingen »{ $needs }«.
    .hint = { $needs ->
        [value] Giv resultatmålet en »value«, for eksempel "sum(amount.kind = transfer)", eller betal pr. success.
       *[success] Giv resultatmålet en »success«, eller betal pr. unit, saving eller difference.
    }

A092 = »{ $per }« kræver en kontrolgruppe, men aftalen siger ikke, hvordan den dannes.
    .hint = Tilføj et [trial] med »allocation« og »control«.

A093 = Betalingen regnes i forhold til »{ $key }«, som »{ $measure }« ikke har.
    .hint = Tilføj »{ $key }« til resultatmålet, eller skriv "not-stated", hvis kilden ikke oplyser den.

A094 = Trinnet fra { $bound } kommer efter trinnet fra { $before }.
    .hint = Skriv trinnene i stigende rækkefølge; hver grænse hører selv med til sit trin.

A095 = Grænsen { $bound } kan aldrig nås.
    .hint = Skriv andelen som decimaltal: 55 procent er 0.55.

A096 = Indekset »{ $index }« mangler { $year }.
    .hint = Tilføj året i »by_year«: både basisåret og hvert måleår, der betales for.

A097 = { $day } ligger uden for aftalens periode fra { $from } til { $to }.
    .hint = Ret dagen eller aftalens »from« eller »to«.

A098 = »{ $party }« stiller en garanti, men er ikke garant.
    .hint = Giv parten role = "guarantor" eller also = ["guarantor"].

A099 = »{ $party }« skal betales efter tur, til kapitalen er hjemme, men har ikke lagt kapital ind.
    .hint = Tilføj en [[funding]] fra parten, eller fordel betalingen med to_order = "pro-rata".

A100 = Eksemplets tal siger ikke, hvilket resultatmål de hører til.
    .hint = Tilføj of = "…" med resultatmålets id; aftalen betaler for flere.

A101 = Eksemplet forudsætter på flere måder: { $ways }.
    .hint = Behold én af dem: rater, tal pr. måleår eller observationer.

A102 = Den laveste faktor, { $low }, er større end den højeste, { $high }.
    .hint = Byt om på »low« og »high«.

A103 = Kolonnen for { $year } hører ikke til business casens år { $from } til { $to }.
    .hint = Brug det år, som kolonnen begynder i.

A104 = Rækken »{ $row }« har { $values } tal, men tabellen har { $columns } kolonner.
    .hint = Skriv ét tal pr. kolonne; "not-stated", hvor tabellen intet har.

A105 = Rækken »{ $row }« findes ikke i tabellen.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv rækkens »label«, som den står.
    }

A106 = Størrelsen »{ $figure }« findes ikke.
    .hint = { $meant ->
        [yes] Mente du »{ $suggestion }«?
       *[no] Skriv en beregnet størrelse som business_case.net.2026 eller stien til et vilkår.
    }

A107 = Andelen, der gennemfører, og andelen, der falder fra, er tilsammen { $sum }.
    .hint = Ret »completion« eller »drop_out«, så de tilsammen højst er 1.

A108 = Loftet gælder for »{ $party }«, som ingen betaling har som betaler.
    .hint = Ret »of« til en part, der betaler.

A109 = Her nævnes år, som resultatmålet ikke måler.
    .hint = Det måles fra { $from } til { $to }.

A110 = Betalingen »{ $payment }« bortfalder, når den selv har været betalt.
    .hint = Fjern den fra sin egen »unless«.

A111 = I { $year } er den øvre ende af spændet, { $upper }, ikke over den nedre, { $lower ->
        [none] som mangler
       *[other] { $lower }
    }.
    .hint = »by_year« er den nedre ende, »up_to« den øvre.

A112 = Differencen »{ $row }« siger ikke, hvilke rækker den er mellem.
    .hint = Nævn mindst to rækker i »of«; de følgende trækkes fra den første.

A113 = Overlappet er med aftalegrundlaget selv, »{ $agreement }«.
    .hint = Skriv id på det andet aftalegrundlag i »with«.

A114 = Overlappet med »{ $agreement }« har allerede en regel.
    .hint = Skriv én [[overlap]] for hvert andet aftalegrundlag.

A115 = Overlappet nævner »{ $measure }«, som ingen betaler for.
    .hint = Skriv id på et betalingsmål i »here«; det, ingen betaler for, kan ikke betales to gange.

A116 = Kodelisten »{ $list }« hører til registeret { $source }, hvor uger ingen koder har.
    .hint = Angiv et register med koder i »source«: { $known }.

A117 = Koderne løber baglæns: fra { $first } til { $last }.
    .hint = Byt om på »first« og »last«, eller ret en af koderne.

W001 = Kapital og egenfinansiering giver { $found } kr. og dækker ikke udgiften på { $costs } kr.; der mangler { $missing } kr.
    .hint = Tilføj den manglende finansiering, eller ret udgiften.

W002 = Det fremgår ikke, hvorfor netop dette budget betaler.
    .hint = Står det i kilden, så angiv »origin«. Ellers gør det til et synligt valg: [[choice]] med term = "{ $term }".

W003 = Det fremgår ikke, hvorfor afkastloftet regnes på denne måde.
    .hint = Et loft »på 5 % af nettoinvesteringen« kan læses på flere måder. Angiv »origin«, eller gør det til et synligt valg: [[choice]] med term = "{ $term }".

W004 = Det fremgår ikke, hvorfor der betales netop denne dag.
    .hint = Angiv »origin« for resultatmålet, eller gør dagen til et synligt valg: [[choice]] med term = "{ $term }".

W005 = Aftalen siger ikke, hvilket prisniveau beløbene er i.
    .hint = Angiv et år eller "current" (løbende priser). Siger kilden det ikke, så gør det til et synligt valg: [[choice]] med term = "agreement.price_level".

W006 = I måleår { $year } er der ingen at måle på: ingen er planlagt påbegyndt før 1. januar { $year }.
    .hint = Begynd måleårene året efter det første optag.

W007 = Den forventede succesrate i { $year } ({ $rate }) ligger under det, der ville lykkes uden indsatsen ({ $baseline }).
    .hint = Ret raten eller »baseline«. Er det sådan, kilden regner, så gør det til et synligt valg om »expected«.

W008 = Resultatmålet »{ $measure }« udløser ingen betaling og har ingen målsætning.
    .hint = Giv det en »target«, betal for det, eller fjern det.

W009 = Business casen dækker { $years } år; { $beyond } af dem ligger ud over ti, og halen er på { $tail }.
    .hint = Virkning ud over ti år skal have en grund: skriv tail = {"{"} years = { $beyond }, because = "…" {"}"}, eller ret årene.

W010 = Aftalen betaler for resultater, men har intet regneeksempel.
    .hint = Regn mindst ét [[example]] i hånden. Uden det kan aftalen ikke underskrives.

W011 = Ingen resultatmål følger målsætningen »{ $goal }«.
    .hint = Nævn resultatmålet i »measures«, eller tilføj et [[measure]] med en »target«.

W012 = »{ $measure }« ser ikke uddannelse hos deltagere under 18: de får ikke SU, og aftalen tager imod fra { $age } år.
    .hint = Tæl dem med en anden kilde, lad skolen indberette, eller sig, at de først tæller fra 18.

W013 = »{ $measure }« ser ikke arbejde hos selvstændige: beskæftigelsesgraden kommer fra lønindberetninger.
    .hint = Det er et vilkår ved kilden. Venter I, at nogen bliver selvstændige, så aftal en indberetning.

W014 = »{ $measure }« ser ikke uddannelse under en ydelse: registeret viser ydelsen, ikke uddannelsen.
    .hint = Det gælder for eksempel uddannelseshjælp og revalidering. Skal det tælle, så nævn ydelsens kode også.

W015 = »{ $measure }« ser kun dem, der er med i kommunens udtræk.
    .hint = Den, der er flyttet, mangler data. Sig med »missing«, hvad det betyder.

W016 = Udsagnet »{ $claim }« kan ingen udlede af vilkårene.
    .hint = Skriv, hvad det siger, i »says« eller »about« og »value«. Kan det ikke siges i tal, så lad det stå.


W017 = Intet resultatmål bruger kodelisten »{ $list }«.
    .hint = Brug den i et resultatmål: any(week.code in { $list }), eller fjern den.