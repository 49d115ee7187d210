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
       *[truth] sand eller falsk
    }. Nu står der { $got ->
        [text] en tekst i anførselstegn
        [number] et tal
        [date] en dato som 2024-01-15
        [list] en liste i kantede parenteser
        [table] en tabel i krøllede parenteser
        [by-year] en værdi pr. år i krøllede parenteser
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
