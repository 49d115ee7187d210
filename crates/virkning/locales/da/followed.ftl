followed-title = { $agreement } · det, der følges i { $year }
followed-nothing = Der følges intet i det år, som der er oplysninger om.
followed-measures = Effektmål, som ingen betaler for
followed-mean = Gennemsnit
followed-register = { $register }: udgave { $edition } ({ $snapshot })

followed-explain-title = { $alias } · { $label }
followed-not-in-extract = Findes ikke i udtrækket
followed-year-before = Året før start: { $from } – { $to }
followed-year-now = Året, der ses på: { $from } – { $to }
followed-not-covered = Udtrækket dækker ikke alle de måneder. Deltageren tæller ikke med.
followed-no-services = Udtrækket har intet om de ydelser.
followed-service = Ydelse
followed-total = I alt

explain-services-year = { $alias } begyndte i { $started }, og ingen af årene { $years } efter start udløber i { $year }.
    .hint = Angiv med --measured-year et år, hvor et af dem udløber.

rule-code-list = har en kode på listen »{ $list }«
rule-code-row = { $codes }{ $from ->
    [none] {""}
   *[other] {" "}fra { $from }
}{ $to ->
    [none] {""}
   *[other] {" "}til { $to }
}{ $certain ->
    [no] {" "}(usikker)
   *[yes] {""}
}
explain-code-list = Kodelisten { $name }, »{ $label }«, udgave { $edition }
