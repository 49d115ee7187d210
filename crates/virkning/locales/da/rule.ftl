# Slags og poster i regler og forklaringer.
rule-any-study = mindst ét forløb på { $what }
rule-all-study = alle forløb er på { $what }
rule-count-study = antallet af forløb på { $what }
rule-days-study = antallet af dage på { $what }
rule-item = posten { $items }
rule-kind-paid = udbetalt ydelse
rule-kind-refund = statsrefusion
rule-kind-co-financing = kommunal medfinansiering
rule-kind-net = kommunal nettoudgift
explain-item = Post
explain-period = Periode
explain-first-day = Første dag
explain-last-day = Sidste dag
explain-studies = Uddannelsesforløb
