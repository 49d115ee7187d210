# Gennemgangen: udsagn, trykte tabeller, dokumenter om samme investering og vilkår, som næppe virker efter hensigten.

F001 = Udsagnet »{ $claim }« holder ikke: { $left } { $comparison } { $right } er forkert.
    .hint = Forskellen er { $difference }. Ret udsagnet, eller lad det stå, hvis kilden siger sådan.

F002 = Udsagnet »{ $claim }« kan ikke regnes ud: der divideres med nul, eller tallet er for stort.
    .hint = Se på regnestykket i { $place }.

F003 = »{ $claim }« henviser til { $figure }, { $reason ->
        [unknown] som ikke findes
       *[not-computable] som ikke kan regnes ud
    }.
    .hint = { $reason ->
        [unknown] { $suggestion ->
            [none] Se listen over tal, der kan regnes med, i sprogets beskrivelse.
           *[other] Var det { $suggestion }?
        }
       *[not-computable] Kilden mangler et tal, som det bygger på; »virkning plan« siger hvilket.
    }

F004 = Om { $subject } siges to ting: { $other } i { $other-place } og { $value } i { $place }.
    .hint = Afgør hvad der gælder, og gør det til et synligt valg: [[choice]].

F005 = Om { $subject } står der { $value } i { $place }, men vilkåret er { $term }.
    .hint = Ret vilkåret, eller forklar forskellen i teksten.

F007 = Udsagnet »{ $claim }« regner med to værdier pr. enhed: { $left } og { $right }.
    .hint = Forskellen er { $difference } pr. enhed. Vælg én værdi, og brug den begge steder.

F008 = Om { $subject } står der { $value } { $unit }, men enheden er ellers { $other-unit }.
    .hint = Tal i forskellige enheder kan ikke sammenlignes. Find kildens enhed, eller regn om.

F010 = Summen i »{ $row }« er forkert i kolonnen { $column }: der står { $printed }, rækkerne giver { $computed }.
    .hint = Forskellen er { $difference }. Se { $table }.

F011 = »{ $row }« giver { $computed }, når kolonnerne lægges sammen, men der står { $printed }.
    .hint = Forskellen er { $difference }. Se { $table }.

F012 = »{ $row }« har { $count } forkerte kolonner, men summen til og med { $until } er rigtig: { $sum }.
    .hint = { $columns }. Fejlene går op mod hinanden: kontrollér hver kolonne og ikke kun summen.

F013 = »{ $row }« er trykt som { $printed }, men tallene giver { $computed }: fortegnet er vendt.
    .hint = Skriv sign = "opposite" på rækken, hvis det er med vilje. Se { $table }.

F014 =
    »{ $row }« er mærket { $area ->
        [service] service
        [transfers] overførsler
        [ei] efterspørgselsstyret indsats
        [eo] efterspørgselsstyrede overførsler
        [construction] anlæg
       *[other] { $area }
    }, men tabellen handler om { $table-area ->
        [service] service
        [transfers] overførsler
        [ei] efterspørgselsstyret indsats
        [eo] efterspørgselsstyrede overførsler
        [construction] anlæg
       *[other] { $table-area }
    }.
    .hint = Ret mærket på rækken eller tabellens overskrift. Se { $table }.

F015 = Overskriften »{ $heading }« passer ikke til tallene i { $table }: en enhed er { $unit } kr. og ikke { $said } kr.
    .hint = Ret overskriften, eller skriv tallene i den enhed, den nævner.

F016 = »{ $row }« viser { $printed } i kolonnen { $column }, men vilkårene giver { $computed }.
    .hint = Forskellen er { $difference } og er større end afrunding. Se { $table }.

F017 = »{ $row }« viser { $printed }, men tallene giver { $computed }; afrunding kan forklare det.
    .hint = Forskellen er { $difference }. Skriv, at summen er afrundet for sig, eller ret den.

F018 = Kolonnerne i { $table } er ikke en række af år: { $columns }.
    .hint = { $repeated ->
        [none] Mangler: { $missing }.
       *[other] Står to gange: { $repeated }. { $missing ->
            [none] {""}
           *[other] Mangler: { $missing }.
        }
    }

F019 = »{ $row }« dækker til og med { $horizon }, men »{ $part }« går til { $part-horizon }.
    .hint = En sum skal have én horisont. Regn alle rækker til samme år, eller vis halen for sig.

F020 = »{ $row }« er { $value } kr. i kolonnen { $column }, men { $other } kr. i { $other-table }.
    .hint = Forskellen er { $difference } kr. (kolonner med forskel: { $columns }). Ret den ene tabel, eller forklar forskellen.

F022 = »{ $name }« siger ikke, i hvilket års priser beløbene er.
    .hint = Beløbene kan ikke sammenlignes med andre dokumenters, før prisniveauet er kendt.

F030 = Perioden for »{ $investment }« er { $value } her, men { $other } i { $other-document }.
    .hint = Find ud af, om perioden er ændret, og skriv det som et tillæg: [[amendment]].

F031 = Kapitalen for »{ $investment }« er { $value } kr. her, men { $other } kr. i { $other-document }.
    .hint = Et rundt tal bør stå som rundt. Er beløbet ændret, så skriv det som et tillæg: [[amendment]].

F032 = Antallet af deltagere i »{ $investment }« er { $value } her, men { $other } i { $other-document }.
    .hint = Er antallet ændret, så skriv det som et tillæg: [[amendment]].

F033 = »{ $investment }« tæller { $value ->
        [person] personer
        [family] familier
       *[child] børn
    } her, men { $other ->
        [person] personer
        [family] familier
       *[child] børn
    } i { $other-document }.
    .hint = Antal i forskellige enheder kan ikke sammenlignes. Skriv den enhed, betalingen tæller.

F034 = Opfølgningen af »{ $investment }« går til { $value } her, men til { $other } i { $other-document }.
    .hint = Skriv det sidste måleår begge steder; betalingsåret kan være et andet.

W020 = »{ $measure }« kan ingen måle: { $reason ->
        [source] kilden »{ $source }« kendes ikke
       *[window] registeret begynder først { $first }
    }.
    .hint = Vælg en kilde og et vindue, som der er data i.

W021 = »{ $payment }« kan aldrig udløses: { $reason ->
        [nobody] i ingen af måleårene er der nogen at måle på
        [minimum-cohort] der bliver aldrig deltagere nok til det mindste antal
        [window] det første vindue lukker, efter at aftalen er slut
        [below-the-ladder] alle forventede rater ligger under det første trin
        [rate-zero] ingen ventes at lykkes
       *[baseline] den forventede rate ligger aldrig over niveauet uden indsatsen
    }.
    .hint = Ret betalingen eller det, der er forudsat om »{ $measure }«.

W022 = Loftet på { $limit } kr. ligger under det, planen venter: { $expected } kr.
    .hint = { $over } kr. af det forventede bliver aldrig betalt. Hæv loftet, eller sæt forventningen ned.

W023 = { $party } betaler »{ $payment }«{ $budget ->
        [none] {""}
       *[other] {" "}fra »{ $budget }«
    }, men sparer intet i business casen.
    .hint = Lad den betale, hvor besparelsen falder, eller skriv, hvilken besparelse der mangler.

W024 = Regnskabet for { $party } går ikke op: { $balance } kr.
    .hint = Besparelser { $savings }, modtaget { $received }, betalt { $paid }, bidrag { $contribution } kr.

W025 = Prisen i »{ $payment }« er { $agreed } kr., men casen kan højst forsvare { $defensible } kr.
    .hint = { $by ->
        [share] Grænsen er den andel af besparelserne, der skal dække betalingen, delt med de forventede succeser.
       *[payer] Grænsen er det, { $party } selv sparer, delt med de forventede succeser.
    }

W026 = »{ $measure }« måles på højst { $number } deltagere, og én af dem flytter raten { $points } procentpoint.
    .hint = { $reason ->
        [noise] Så få kan ikke vise forskel på { $expected } og { $baseline } (ensidet test, 5 procent).
       *[few] Under 20 deltagere er raten mest tilfældigheder. Mål over flere år, eller betal for noget andet.
    }

W027 = »{ $payment }« betaler for alle, der lykkes: uden nogen effekt ville der stadig blive betalt { $amount } kr.
    .hint = Det er { $share } af det, planen venter at betale. Overvej counted = "net-of-baseline".

W029 = Datoerne modsiger hinanden: { $day } { $reason ->
        [after-the-end] ligger efter aftalens sidste dag
        [before-the-beginning] ligger før aftalens første dag
       *[before-the-last-payment] ligger før den sidste betaling
    } { $other }.
    .hint = Ret den ene dato.

W030 = »{ $measure }« afregnes i måned { $month }, men { $source } er først endelig { $months } måneder efter vinduets sidste måned.
    .hint = Flyt afregningen, eller skriv, at den er foreløbig og efterreguleres.

W031 = »{ $subject }« har deltagere, som også er i en anden investering, men ingen regel for overlap.
    .hint = Skriv »overlap« i business casen: hvor stor en del, og hvor meget af virkningen der tilskrives den anden.

W032 = Loftets ordlyd kan læses på flere måder; der er valgt { $chosen ->
        [compound] rente af rente
        [simple] simpelt afkast
       *[per-year] år for år
    }.
    .hint = { $compound ->
        [none] Beløbene kan ikke regnes, for kilden mangler tal. Skriv metoden i aftalen.
       *[other] Lykkes alle, giver rente af rente { $compound }, simpelt { $simple } og år for år { $per-year } kr.
    }

W033 = »{ $measure }« er opgjort på færre, end der er begyndt{ $counted ->
        [none] : kun dem, der gennemførte
       *[other] : { $counted } af { $started }
    }.
    .hint = En rate blandt dem, der gennemfører, er højere end blandt alle. { $drop-out ->
        [none] Skriv frafaldet.
       *[other] Frafaldet er { $drop-out }.
    }

W034 = »{ $measure }« forventer { $expected }, men målsætningen er { $target }, eller { $after-overlap } efter overlap.
    .hint = Målsætningen står i »{ $goal }«. Skriv, hvor den forventede rate kommer fra.

W035 = Timerne til selve aftalen koster { $costs } kr., men business casen giver kun { $net } kr.
    .hint = Gør aftalen enklere, eller gør investeringen større.

W037 = Prisniveauer blandes: { $reason ->
        [years] { $one }-priser og { $other }-priser uden et indeks, der dækker begge år
       *[kinds] { $one } og { $other } er to forskellige indeks
    }.
    .hint = Regn om med ét indeks og dets udgave: [[index]]. KL's skøn og nettoprisindekset kan ikke erstatte hinanden.
