# Risiko: simulationer i sider.

job-kind-simulation = Beregn risiko
job-stopped = Job { $job } er stoppet.
    .hint = Det kan køres igen.
simulation-page = Risiko
simulation-ask = Beregn risikoen
simulation-do = Beregn
simulation-assumptions-field = Forudsætninger
simulation-assumptions-hint = Et dokument med blokke af TOML, som docs/RISK.md beskriver. Hver forudsætning har en kilde eller er mærket som et skøn. Et tomt felt betyder, at intet er usikkert: så er svaret planen.
simulation-paths-hint = Fra { $least } til { $most }. Flere forløb giver mindre beregningsfejl og tager længere tid.
simulation-seed-hint = De samme forudsætninger og det samme tal giver nøjagtig det samme svar.
simulation-none = Risikoen er ikke beregnet
simulation-none-what = Skriv, hvad parterne ikke ved, før de skriver under, og få beregnet, hvem der bærer hvad.
simulation-under-way = En beregning er i gang. Svaret kommer på denne side.
simulation-follow = Følg den
simulation-is-done = Beregningen er færdig.
simulation-see = Se svaret
simulation-problems = Forudsætningerne kan ikke læses
simulation-problems-what = Intet er beregnet. Ret det nævnte, og prøv igen.
simulation-old = Aftalen er forseglet i en nyere version siden. Beregn igen for at se, hvad den betyder.
simulation-guesses = { $count ->
        [one] Én forudsætning er et skøn uden kilde.
       *[other] { $count } forudsætninger er skøn uden kilde.
    }
simulation-by = Beregnet for
simulation-at = Bestilt
simulation-assumed = Hvad der blev forudsat
simulation-nothing-assumed = Intet: svaret er planen.
simulation-number = »{ $number }« er ikke et helt tal.
    .hint = Skriv et helt tal uden tegn.
simulation-paths = Antallet af forløb skal ligge mellem { $least } og { $most }.
    .hint = 20.000 er nok til de fleste formål.
simulation-assumptions = Forudsætningerne om »{ $agreement }« kan ikke længere læses.
    .hint = Bestil beregningen igen på siden Risiko.
simulation-begin-title = { $name }: forudsætninger for risikoberegningen
simulation-begin = Tallene nedenfor er skøn, som ingen kilde viser. Ret dem, og skriv, hvor de kommer fra.
simulation-guess = et skøn til at begynde med; ingen kilde
simulation-recruitment = Optag i alle år
simulate-kroner = kr.
