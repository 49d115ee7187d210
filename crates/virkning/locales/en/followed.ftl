followed-title = { $agreement } · what is followed in { $year }
followed-nothing = Nothing is followed in that year of which there are data.
followed-measures = Measures that nobody pays for
followed-mean = Mean
followed-register = { $register }: edition { $edition } ({ $snapshot })

followed-explain-title = { $alias } · { $label }
followed-not-in-extract = Not in the extract
followed-year-before = The year before the start: { $from } – { $to }
followed-year-now = The year that is looked at: { $from } – { $to }
followed-not-covered = The extract does not cover these months whole. The participant is not counted.
followed-no-services = The extract has nothing of these services.
followed-service = Service
followed-total = In all

explain-services-year = { $alias } began in { $started }, and none of the years { $years } after the start passes in { $year }.
    .hint = Name a year in which one of them passes with --measured-year.

rule-code-list = has a code of the list “{ $list }”
rule-code-row = { $codes }{ $from ->
    [none] {""}
   *[other] {" "}from { $from }
}{ $to ->
    [none] {""}
   *[other] {" "}to { $to }
}{ $certain ->
    [no] {" "}(uncertain)
   *[yes] {""}
}
explain-code-list = Code list { $name }, “{ $label }”, edition { $edition }
