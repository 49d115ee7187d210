# Overlap mellem investeringer: den samme deltager i to deltagergrupper, den samme succes regnet med to steder.

schema-overlap = Hvad der gælder, når et andet aftalegrundlag regner den samme succes med.
schema-overlap-with = Id på det andet aftalegrundlag.
schema-overlap-rule = Hvor der betales: both (begge steder), first (hvor der først er bogført), here (kun her) eller there (kun der).
schema-overlap-same = Hvilke resultatmål der regner den samme succes med; ellers alle betalingsmål med samme kilde.
schema-overlap-same-here = Resultatmålet i dette aftalegrundlag.
schema-overlap-same-there = Id på resultatmålet i det andet aftalegrundlag.

overlap-rule-both = betales begge steder
overlap-rule-first = betales dér, hvor det først er bogført
overlap-rule-here = betales her
overlap-rule-there = betales i det andet aftalegrundlag
overlap-says = [[overlap]] { $term }
overlap-silent = aftalegrundlaget siger intet: først bogført betales
overlap-silent-note = Bemærk: Aftalegrundlaget siger ikke, hvad der gælder for deltagere, der også er i »{ $with }«. En succes betales dér, hvor den først er bogført. Skriv en [[overlap]], hvis parterne vil noget andet.

overlap-title = Overlap med andre investeringer
overlap-nobody = Ingen deltagere er i en anden investering.
overlap-other = Andet aftalegrundlag
overlap-people = Deltagere i begge
overlap-rule = Regel
overlap-because = Hjemlet i
overlap-not-paid = Ikke betalt her
overlap-paid-in-both = Betalt begge steder
overlap-measured-year = Målt år
overlap-posted-there = Bogført der
overlap-hidden = Antal under { $minimum } vises kun for kommunen selv, og andre tal kan være skjult med dem.
overlap-aliases = Deltagere i begge, som de hedder i dette aftalegrundlag
overlap-unlike-keys = Deltagere, der er meldt ind med et løbenummer, kan kun genfindes i lister med samme slags løbenummer.

overlap-of-enrolment = { $people } { $grammar ->
        [one] deltager
       *[other] deltagere
    } er også i »{ $with }«: { $rule } ({ $because }).
overlap-of-settlement = { $successes } { $grammar ->
        [one] succes
       *[other] succeser
    } betales ikke her, fordi den samme succes hører til »{ $with }«: { $rule } ({ $because }).
overlap-of-settlement-none = { $people } { $grammar ->
        [one] deltager
       *[other] deltagere
    } er også i »{ $with }«; ingen succes er regnet med to steder. Reglen: { $rule } ({ $because }).
overlap-of-settlement-both = { $successes } { $grammar ->
        [one] succes
       *[other] succeser
    } betales både her og i »{ $with }«: { $rule } ({ $because }).

change-overlap = hvad andre aftalegrundlag har bogført for de samme deltagere
overlap-posted-since = Et andet aftalegrundlag har bogført en succes, som { $proposal } også betaler for, eller betaler den ikke længere.
    .hint = Beregn et nyt afregningsforslag med virkning settle og lad det godkende.

help-overlap = Vis, hvor mange deltagere der også er i andre investeringer, og hvad der gælder for dem
help-overlap-subject = Aftalegrundlagets fil eller id.
help-overlap-people = Vis også deltagerne under de navne, de har i dette aftalegrundlag. Opslaget skrives i hændelsesloggen.
help-overlap-audience = parties: små grupper skjules (ellers denne); municipality: alt vises; public: alt holdes op mod reglen, eller intet gives
