# Kinds and items in rules and explanations.
rule-any-study = at least one spell of { $what }
rule-all-study = every spell is of { $what }
rule-count-study = the number of spells of { $what }
rule-days-study = the number of days of { $what }
rule-item = the item { $items }
rule-kind-paid = benefit paid
rule-kind-refund = state refund
rule-kind-co-financing = municipal co-financing
rule-kind-net = net municipal cost
explain-item = Item
explain-period = Period
explain-first-day = First day
explain-last-day = Last day
explain-studies = Education spells
