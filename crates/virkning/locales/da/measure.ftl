# Resultatmålets udtryk: hvad der kan være galt med `success`.

M001 = Tegnet »{ $character }« bruges ikke i et udtryk.
    .hint = Skriv fx any(job.ratio > 0) or any(week.state = education). Decimaltal har punktum; negative tal findes ikke.

M002 = Udtrykket slutter for tidligt: der mangler { $expected ->
        [question] et spørgsmål, som kan besvares med ja eller nej
        [row-question] et spørgsmål til en uge eller en måned
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
       *[other] noget
    }.
    .hint = { $expected ->
        [question] Skriv fx any(job.ratio > 0).
        [row-question] Skriv fx job.ratio > 0 eller week.state = education.
        [and-or-close] Hver startparentes skal have sin slutparentes.
        [close] Hver startparentes skal have sin slutparentes.
        [comma-or-close] Slut listen med en slutparentes: (education, leave).
        [open] Skriv en parentes: any(job.ratio > 0) eller in (education, leave).
        [dot] Skriv tabel, punktum og kolonne: week.state, week.code eller job.ratio.
        [column] Skriv tabel, punktum og kolonne: week.state, week.code eller job.ratio.
        [comparison] Skriv =, !=, <, <=, > eller >= og det, der sammenlignes med; til en liste in (…).
        [number] Skriv tallet, der sammenlignes med, fx 0 eller 0.25.
        [state] Skriv en tilstand fra kodelisten, fx education.
       *[other] Skriv udtrykket færdigt.
    }

M003 = Her står »{ $found }«, men der skulle stå { $expected ->
        [question] et spørgsmål, som kan besvares med ja eller nej
        [row-question] et spørgsmål til en uge eller en måned
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
        [dot] Skriv tabel, punktum og kolonne: week.state, week.code eller job.ratio.
        [column] Skriv tabel, punktum og kolonne: week.state, week.code eller job.ratio.
        [comparison] Skriv =, !=, <, <=, > eller >=; til en liste in (…) eller not in (…).
        [number] Skriv tallet, der sammenlignes med, fx 0 eller 0.25. Lig med er ét tegn: =.
        [state] Skriv en tilstand fra kodelisten, fx education.
        [in] Skriv not in (…), eller sæt »not« foran hele spørgsmålet.
       *[other] Ret udtrykket.
    }

M004 = Ukendt tabel »{ $name }«.
    .hint = Mente du »{ $nearest }«? Registeret har: { $known }.

M005 = Tabellen »{ $table }« har ingen kolonne »{ $name }«.
    .hint = Mente du »{ $table }.{ $nearest }«? Tabellen har: { $known }.

M006 = Registeret »{ $source }« har ingen tabel »{ $table }«.
    .hint = Det har: { $known }. Vælg et andet register i source, eller spørg til det, som registeret har.

M007 = »{ $first }« og »{ $second }« kan ikke blandes i samme parentes: en række er enten en uge eller en måned.
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
       *[other] Skriv beskæftigelsesgraden i parentesen: { $function }(job.ratio).
    }

M013 = Listen er tom.
    .hint = Skriv mindst én værdi: in (education, leave) eller in (651, 652).

M014 = »{ $text }« er et tal; et resultatmål skal kunne besvares med ja eller nej.
    .hint = Sammenlign en optælling med et tal, og skriv tallet til sidst: count(week.state = education) >= 3.

M015 = Udtrykket har mere end { $limit } parenteser og »not« inde i hinanden.
    .hint = Skriv det enklere; en liste kan ofte erstatte mange parenteser: week.code in (651, 652).

M016 = »{ $column }« kan ikke sammenlignes med »{ $sign }«.
    .hint = { $sign ->
        [in] Skriv =, !=, <, <=, > eller >= og et tal: job.ratio >= 0.5.
       *[other] Koder og tilstande er ens eller forskellige; de har ingen rækkefølge. Skriv =, != eller in (…).
    }

M017 = Et spørgsmål til »{ $table }« skal stå i any(…), all(…) eller count(…).
    .hint = Skriv any(…), hvis én { $table ->
        [week] uge
       *[other] måned
    } er nok, og all(…), hvis det skal gælde hver { $table ->
        [week] uge
       *[other] måned
    }.

M018 = Ukendt funktion »{ $name }«.
    .hint = Mente du »{ $nearest }«? Der findes: { $known }.

M019 = Kodelisten { $edition } har ingen tilstand »{ $name }«.
    .hint = Mente du »{ $nearest }«? Der findes: { $known }.

M020 = Et decimaltal skrives med punktum.
    .hint = Skriv { $number }.

M021 = »{ $function }« kan kun regnes af beskæftigelsesgraden.
    .hint = Skriv { $function }(job.ratio). Uger tælles med count(…).
