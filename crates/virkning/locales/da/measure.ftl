# Resultatmålets udtryk: hvad der kan være galt med `success` og `value`, og hvem et spørgsmål ikke kan se.

M001 = Tegnet »{ $character }« bruges ikke i et udtryk.
    .hint = Skriv fx any(job.ratio > 0) or any(week.state = education). Decimaltal har punktum; kun observationer og beløb kan sammenlignes med negative tal.

M002 = Udtrykket slutter for tidligt: der mangler { $expected ->
        [question] et spørgsmål, som kan besvares med ja eller nej
        [row-question] et spørgsmål til en række, fx en uge eller et ophold
        [and-or-end] »and« eller »or«
        [and-or-close] »and«, »or« eller en slutparentes
        [open] en startparentes
        [close] en slutparentes
        [comma-or-close] et komma eller en slutparentes
        [dot] et punktum og en kolonne
        [column] en kolonne
        [comparison] en sammenligning
        [number] et tal
        [state] en tilstand
        [in] ordet »in«
        [kind] en slags ophold, beløb eller uddannelse
        [item] en post
        [number-of-rows] et tal, der regnes af registeret
        [end] slutningen
       *[other] noget
    }.
    .hint = { $expected ->
        [question] Skriv fx any(job.ratio > 0).
        [row-question] Skriv fx job.ratio > 0 eller week.state = education.
        [and-or-close] Hver startparentes skal have sin slutparentes.
        [close] Hver startparentes skal have sin slutparentes.
        [comma-or-close] Slut listen med en slutparentes: (education, leave).
        [open] Skriv en parentes: any(job.ratio > 0) eller in (education, leave).
        [dot] Skriv tabel, punktum og kolonne: week.state, job.ratio, stay.kind, study.kind, amount.kind, amount.item eller observation.navn.
        [column] Skriv tabel, punktum og kolonne: week.state, job.ratio, stay.kind, study.kind, amount.kind, amount.item eller observation.navn.
        [comparison] Skriv =, !=, <, <=, > eller >= og det, der sammenlignes med; til en liste in (…).
        [number] Skriv tallet, der sammenlignes med, fx 0 eller 0.25.
        [state] Skriv en tilstand fra kodelisten, fx education.
        [kind] Skriv en slags, fx stay.kind = shelter eller amount.kind = transfer.
        [item] Skriv postens navn, fx amount.item = cash-benefit.
        [number-of-rows] Skriv fx sum(amount.kind = transfer) eller change(observation.hba1c).
        [end] En værdi er ét tal; den kan ikke bindes sammen med andre.
       *[other] Skriv udtrykket færdigt.
    }

M003 = Her står »{ $found }«, men der skulle stå { $expected ->
        [question] et spørgsmål, som kan besvares med ja eller nej
        [row-question] et spørgsmål til en række, fx en uge eller et ophold
        [and-or-end] »and«, »or« eller slutningen
        [and-or-close] »and«, »or« eller en slutparentes
        [open] en startparentes
        [close] en slutparentes
        [comma-or-close] et komma eller en slutparentes
        [dot] et punktum og en kolonne
        [column] en kolonne
        [comparison] en sammenligning
        [number] et tal
        [state] en tilstand
        [in] ordet »in«
        [kind] en slags ophold, beløb eller uddannelse
        [item] en post
        [number-of-rows] et tal, der regnes af registeret
        [end] slutningen
       *[other] noget andet
    }.
    .hint = { $expected ->
        [question] Skriv fx any(job.ratio > 0). Ordene er and (og), or (eller), not (ikke), any (mindst én), all (alle).
        [row-question] Skriv fx job.ratio > 0 eller week.state = education; kolonnen står først.
        [and-or-end] Bind spørgsmål sammen med »and« (og) eller »or« (eller).
        [and-or-close] Bind spørgsmål sammen med »and« (og) eller »or« (eller), eller slut parentesen.
        [open] Skriv en parentes: any(job.ratio > 0) eller in (education, leave).
        [close] Skriv fx sum(job.ratio) >= 1.5; sammenligningen står efter parentesen.
        [comma-or-close] Sæt komma mellem værdierne, og slut listen med en slutparentes: (education, leave).
        [dot] Skriv tabel, punktum og kolonne: week.state, job.ratio, stay.kind, study.kind, amount.kind, amount.item eller observation.navn.
        [column] Skriv tabel, punktum og kolonne: week.state, job.ratio, stay.kind, study.kind, amount.kind, amount.item eller observation.navn.
        [comparison] Skriv =, !=, <, <=, > eller >=; til en liste in (…) eller not in (…).
        [number] Skriv tallet, der sammenlignes med, fx 0 eller 0.25. Lig med er ét tegn: =.
        [state] Skriv en tilstand fra kodelisten, fx education.
        [kind] Skriv en slags, fx stay.kind = shelter eller amount.kind = transfer.
        [item] Skriv postens navn, fx amount.item = cash-benefit.
        [number-of-rows] Skriv fx sum(amount.kind = transfer) eller change(observation.hba1c).
        [end] En værdi er ét tal; den kan ikke bindes sammen med andre.
        [in] Skriv not in (…), eller sæt »not« foran hele spørgsmålet.
       *[other] Ret udtrykket.
    }

M004 = Ukendt tabel »{ $name }«.
    .hint = Mente du »{ $nearest }«? Registeret har: { $known }.

M005 = Tabellen »{ $table }« har ingen kolonne »{ $name }«.
    .hint = Mente du »{ $table }.{ $nearest }«? Tabellen har: { $known }.

M006 = Registeret »{ $source }« har ingen tabel »{ $table }«.
    .hint = Det har: { $known }. Vælg et andet register i source, eller spørg til det, som registeret har.

M007 = »{ $first }« og »{ $second }« kan ikke blandes i samme parentes: en række hører til én tabel.
    .hint = Stil to spørgsmål, og bind dem sammen: any(week.state = education) and any(job.ratio > 0).

M008 = En tilstand er et ord, ikke tallet { $number }.
    .hint = Skriv en tilstand, fx week.state = education, eller spørg til ydelseskoden: week.code = { $number }.

M009 = »{ $column }« er et tal og kan ikke sammenlignes med ordet »{ $name }«.
    .hint = Skriv et tal, fx job.ratio > 0 eller week.code = 651. Tilstande hører til week.state.

M010 = { $number } er ingen ydelseskode.
    .hint = En ydelseskode er et helt tal fra 0 til 999; 0 er en blank uge.

M011 = Tallet { $number } kan ikke bruges.
    .hint = Skriv et tal på højst 1000000 med højst ti decimaler.

M012 = »{ $function }« spørger ikke om noget.
    .hint = { $function ->
        [any] Skriv et spørgsmål i parentesen: any(job.ratio > 0).
        [all] Skriv et spørgsmål i parentesen: all(job.ratio > 0).
        [count] Skriv et spørgsmål i parentesen: count(week.state = education) >= 3.
        [rate] Skriv et spørgsmål i parentesen: rate(week.state = education) >= 0.5.
        [longest] Skriv et spørgsmål i parentesen: longest(week.code = 0) >= 4.
        [nights] Skriv, hvilke ophold der tælles: nights(stay.kind = shelter).
        [days] Skriv, hvilke ophold der tælles: days(stay.kind = shelter).
        [first] Skriv observationen i parentesen: first(observation.hba1c).
        [last] Skriv observationen i parentesen: last(observation.hba1c).
        [change] Skriv observationen i parentesen: change(observation.hba1c).
        [difference] Skriv observationen i parentesen: difference(observation.hba1c).
       *[other] Skriv beskæftigelsesgraden i parentesen: { $function }(job.ratio).
    }

M013 = Listen er tom.
    .hint = Skriv mindst én værdi: in (education, leave), in (651, 652) eller in (shelter, crisis-centre).

M014 = »{ $text }« er et tal; et resultatmål skal kunne besvares med ja eller nej.
    .hint = Sammenlign en optælling med et tal, og skriv tallet til sidst: count(week.state = education) >= 3.

M015 = Udtrykket har mere end { $limit } parenteser og »not« inde i hinanden.
    .hint = Skriv det enklere; en liste kan ofte erstatte mange parenteser: week.code in (651, 652).

M016 = »{ $column }« kan ikke sammenlignes med »{ $sign }«.
    .hint = { $sign ->
        [in] Skriv =, !=, <, <=, > eller >= og et tal: job.ratio >= 0.5.
       *[other] Koder, tilstande og slags er ens eller forskellige; de har ingen rækkefølge. Skriv =, != eller in (…).
    }

M017 = Et spørgsmål til »{ $table }« skal stå i any(…), all(…) eller count(…).
    .hint = Skriv any(…), hvis { $table ->
        [week] én uge
        [stay] ét ophold
        [amount] ét beløb
       *[other] én måned
    } er nok, og all(…), hvis det skal gælde { $table ->
        [week] hver uge
        [stay] hvert ophold
        [amount] hvert beløb
       *[other] hver måned
    }.

M018 = Ukendt funktion »{ $name }«.
    .hint = Mente du »{ $nearest }«? Der findes: { $known }.

M019 = Kodelisten { $edition } har ingen tilstand »{ $name }«.
    .hint = Mente du »{ $nearest }«? Der findes: { $known }.

M020 = Et decimaltal skrives med punktum.
    .hint = Skriv { $number }.

M021 = »{ $function }« kan kun regnes af beskæftigelsesgraden.
    .hint = Skriv { $function }(job.ratio). Uger tælles med count(…).

M022 = Tabellen »{ $table }« har ingen slags »{ $name }«.
    .hint = Mente du »{ $nearest }«? Der findes: { $known }.

M023 = »observation.{ $name }« er et tal og kan ikke stå som et spørgsmål til en række.
    .hint = Skriv, hvilket tal der menes: last(observation.{ $name }) < 48 eller change(observation.{ $name }) <= -0.085.

M024 = »{ $function }« kan ikke regnes af »{ $table }«.
    .hint = { $function ->
        [sum] Skriv sum(job.ratio) eller sum(amount.kind = transfer); andre rækker tælles med count(…).
        [longest] Perioder i træk tælles af uger og måneder: longest(week.code = 0).
        [nights] Nætter tælles af ophold: nights(stay.kind = shelter).
        [days] Dage tælles af ophold og uddannelsesforløb: days(stay.kind = shelter).
        [first] Den første værdi tages af observationer: first(observation.hba1c).
        [last] Den sidste værdi tages af observationer: last(observation.hba1c).
        [change] En ændring regnes af observationer: change(observation.hba1c).
        [difference] En forskel regnes af observationer: difference(observation.hba1c).
       *[other] Skriv { $function }(job.ratio) eller { $function }(observation.hba1c).
    }

M025 = »{ $text }« kan besvares med ja eller nej; en værdi skal være et tal.
    .hint = Skriv kun tallet: sum(amount.kind = transfer). Spørgsmål hører til i success.

M026 = Registeret »{ $source }« indberetter ikke et resultat.
    .hint = Skriv source = "reported", hvis udføreren indberetter resultatet; ellers et spørgsmål til registeret.

M027 = »{ $source }« har ingen rækker, der kan spørges til: her indberettes resultatet.
    .hint = Skriv reported, eller vælg et register i source: dream, shelter, observations eller services.

M028 = Det ene tal har enheden { $left ->
        [weeks] uger
        [months] måneder
        [stays] ophold
        [spells] forløb
        [amounts] beløb (antal)
        [nights] nætter
        [days] dage
        [kroner] kroner
        [share] andel
        [number] tal uden enhed
        [full-time-months] fuldtidsmåneder
       *[other] { $left }
    }, det andet { $right ->
        [weeks] uger
        [months] måneder
        [stays] ophold
        [spells] forløb
        [amounts] beløb (antal)
        [nights] nætter
        [days] dage
        [kroner] kroner
        [share] andel
        [number] tal uden enhed
        [full-time-months] fuldtidsmåneder
       *[other] { $right }
    }: de kan ikke lægges sammen, trækkes fra hinanden eller sammenlignes.
    .hint = Sammenlign tal af samme slags, eller gør dem til andele: count(week.code = 0) / count(week.code = 130) > rate(week.code = 651).

M029 = Det ene tal har enheden { $left ->
        [weeks] uger
        [months] måneder
        [stays] ophold
        [spells] forløb
        [amounts] beløb (antal)
        [nights] nætter
        [days] dage
        [kroner] kroner
        [share] andel
        [number] tal uden enhed
        [full-time-months] fuldtidsmåneder
       *[other] { $left }
    }, det andet { $right ->
        [weeks] uger
        [months] måneder
        [stays] ophold
        [spells] forløb
        [amounts] beløb (antal)
        [nights] nætter
        [days] dage
        [kroner] kroner
        [share] andel
        [number] tal uden enhed
        [full-time-months] fuldtidsmåneder
       *[other] { $right }
    }: “{ $sign }” mellem dem giver intet tal med mening.
    .hint = Gang og del med et tal eller en andel; to tal af forskellig slags kan deles, fx sum(amount.kind = net) / count(amount.kind = net).

M030 = En andel ligger mellem 0 og 1, men sammenlignes her med { $number }.
    .hint = Skriv { $share }, hvis der menes { $number } procent.

M031 = { $number } er ingen branchekode.
    .hint = En branchekode er et helt tal med højst seks cifre; 0 er ingen branche.

M032 = Aftalen har ingen kodeliste »{ $name }«.
    .hint = { $known ->
        [none] Skriv den som [[code_list]], eller skriv koderne i parentes: week.code in (651, 652). En kategori i registrets egen kodeliste skrives week.state = education.
       *[other] Mente du »{ $nearest }«? Der findes: { $known }. En kategori i registrets egen kodeliste skrives week.state = education.
    }

M033 = Kodelisten »{ $list }« nævner koden { $code }, som registrets kodeliste { $edition } ikke har.
    .hint = Ret koden, eller mærk rækken med certain = "no", indtil det er kendt, hvad koden betyder.

# Hvem et spørgsmål ikke kan se, og hvorfor.

blind-spot-self-employed = selvstændige
    .reason = Beskæftigelsesgraden er lønmodtageres; selvstændige har ingen.

blind-spot-education-under-a-benefit = borgere i ordinær uddannelse på en ydelse
    .reason = Ugen har ydelsens kode (fx 134 eller 734), og tilstanden er ydelsens, ikke uddannelse.

blind-spot-under-eighteen-without-su = unge under 18 år i uddannelse
    .reason = Uddannelse ses på SU, og den får man først fra 18 år.

blind-spot-blank-is-not-work = borgere uden ydelse, som heller ikke arbejder
    .reason = En blank uge dækker også dem, der forsørges af andre, lever af opsparing eller er i fængsel.

blind-spot-education-benefit-ceased = borgere, som ville have fået uddannelseshjælp efter 1. juli 2025
    .reason = Uddannelseshjælpen ophørte den 1. juli 2025 og blev til kontanthjælp.

blind-spot-anonymous-stays = anonyme på krisecenter
    .reason = Omkring 7 til 9 procent har et opdigtet personnummer og kan ikke genkendes.

blind-spot-mixed-stays-before-2021 = ophold før 2021, som ikke var på herberg
    .reason = Før 2021 står herberger, natcaféer og efterforsorg mellem hinanden.

blind-spot-paid-by-others = det, som andre betaler
    .reason = Kun beløb fra dem, der leverer, er med; staten og andre kommuner leverer ikke.

blind-spot-estimated-amounts = det, som faktisk er udbetalt
    .reason = Beløb er skønnet ud fra ugekoder: én dag på en ydelse giver en hel uge til fuld sats, og tillæg, fradrag og deltid ses ikke.

blind-spot-not-observed = dem, der ikke er observeret
    .reason = Den, der ikke kommer til prøven eller samtalen, har ingen værdi.

blind-spot-outside-the-extract = borgere uden for kommunens udtræk
    .reason = Den, der er flyttet eller betjenes af andre, står ikke i udtrækket.

blind-spot-not-reported = dem, som ingen indberetter om
    .reason = Resultatet står ikke i et register; det skal indberettes og bekræftes.
