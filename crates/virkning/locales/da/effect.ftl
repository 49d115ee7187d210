# Effekt: evalueringer i sider.

effect-page = Effekt
effect-none = Der er ingen låst plan for evalueringen
effect-none-what = Lås først, hvad der skal måles, mod hvem og hvordan. Resultaterne vises først, når planen er låst og kørt.
effect-lock = Lås en plan
effect-plan-text = Planens tekst
effect-plan-hint = Et dokument med blokke af TOML, som docs/EVALUATION.md beskriver. Når planen er låst, kan den kun afløses af en ny med en begrundelse.
effect-reason = Begrundelse
effect-reason-hint = Kun når planen afløser en, der er låst.
effect-do-lock = Lås planen
effect-do-run = Kør planen på deltagerne
effect-plan-unknown = Investeringen har ingen låst plan »{ $plan }«.
    .hint = Hent siden igen.
web-done-locked = Planen er låst.
web-done-locked-already = Den samme tekst var låst i forvejen.
web-done-ran = Planen er kørt, og svaret er gemt.
web-done-ran-already = Planen er kørt på de samme oplysninger før; intet er ændret.
effect-outcomes-hidden = Udfald er ikke læst. De vises, når planen er kørt.
