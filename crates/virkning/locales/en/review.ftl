# The review: claims, printed tables, documents about the same investment, and terms that will hardly do what they are for.

F001 = The claim “{ $claim }” does not hold: { $left } { $comparison } { $right } is wrong.
    .hint = The difference is { $difference }. Correct the claim, or leave it if the source says so.

F002 = The claim “{ $claim }” cannot be computed: something is divided by zero, or the number is too large.
    .hint = Look at the sum in { $place }.

F003 = “{ $claim }” refers to { $figure }, { $reason ->
        [unknown] which does not exist
       *[not-computable] which cannot be computed
    }.
    .hint = { $reason ->
        [unknown] { $suggestion ->
            [none] See the list of figures in the description of the language.
           *[other] Did you mean { $suggestion }?
        }
       *[not-computable] The source lacks a number that it rests on; “virkning plan” says which.
    }

F004 = Two things are said about { $subject }: { $other } in { $other-place } and { $value } in { $place }.
    .hint = Decide what holds and make it a visible choice: [[choice]].

F005 = About { $subject }, { $place } says { $value }, but the term is { $term }.
    .hint = Correct the term, or explain the difference in the text.

F007 = The claim “{ $claim }” uses two values per unit: { $left } and { $right }.
    .hint = The difference is { $difference } per unit. Choose one value and use it in both places.

F008 = About { $subject } it says { $value } { $unit }, but the unit is otherwise { $other-unit }.
    .hint = Numbers in different units cannot be compared. Find the unit of the source, or convert.

F010 = The total in “{ $row }” is wrong in column { $column }: it says { $printed }, the rows give { $computed }.
    .hint = The difference is { $difference }. See { $table }.

F011 = “{ $row }” gives { $computed } when its columns are added up, but it says { $printed }.
    .hint = The difference is { $difference }. See { $table }.

F012 = “{ $row }” has { $count } wrong columns, but the sum up to { $until } is right: { $sum }.
    .hint = { $columns }. The mistakes cancel out: check every column and not only the sum.

F013 = “{ $row }” is printed as { $printed }, but the numbers give { $computed }: the sign is turned.
    .hint = Write sign = "opposite" on the row if that is meant. See { $table }.

F014 =
    “{ $row }” is labelled { $area ->
        [service] service
        [transfers] transfers
        [ei] demand-driven effort
        [eo] demand-driven transfers
        [construction] construction
       *[other] { $area }
    }, but the table is about { $table-area ->
        [service] service
        [transfers] transfers
        [ei] demand-driven effort
        [eo] demand-driven transfers
        [construction] construction
       *[other] { $table-area }
    }.
    .hint = Correct the label of the row or the heading of the table. See { $table }.

F015 = The heading “{ $heading }” does not fit the numbers in { $table }: a unit is { $unit } kroner and not { $said } kroner.
    .hint = Correct the heading, or write the numbers in the unit that it names.

F016 = “{ $row }” shows { $printed } in column { $column }, but the terms give { $computed }.
    .hint = The difference is { $difference }, which is more than rounding. See { $table }.

F017 = “{ $row }” shows { $printed }, but the numbers give { $computed }; rounding may explain it.
    .hint = The difference is { $difference }. Say that the total is rounded by itself, or correct it.

F018 = The columns of { $table } are no run of years: { $columns }.
    .hint = { $repeated ->
        [none] Missing: { $missing }.
       *[other] Twice: { $repeated }. { $missing ->
            [none] {""}
           *[other] Missing: { $missing }.
        }
    }

F019 = “{ $row }” covers up to { $horizon }, but “{ $part }” runs to { $part-horizon }.
    .hint = A total needs one horizon. Compute all rows to the same year, or show the tail apart.

F020 = “{ $row }” is { $value } kroner in column { $column }, but { $other } kroner in { $other-table }.
    .hint = The difference is { $difference } kroner (columns that differ: { $columns }). Correct one table, or explain the difference.

F022 = “{ $name }” does not say in which year's prices its amounts are.
    .hint = The amounts cannot be compared with those of other documents until the price level is known.

F030 = The period of “{ $investment }” is { $value } here, but { $other } in { $other-document }.
    .hint = Find out whether the period was changed and write it as an amendment: [[amendment]].

F031 = The capital of “{ $investment }” is { $value } kroner here, but { $other } kroner in { $other-document }.
    .hint = A round number should say that it is round. If the amount was changed, write an amendment: [[amendment]].

F032 = The participants of “{ $investment }” are { $value } here, but { $other } in { $other-document }.
    .hint = If the number was changed, write it as an amendment: [[amendment]].

F033 = “{ $investment }” counts { $value ->
        [person] persons
        [family] families
       *[child] children
    } here, but { $other ->
        [person] persons
        [family] families
       *[child] children
    } in { $other-document }.
    .hint = Counts in different units cannot be compared. Write the unit that the payment counts.

F034 = The follow-up of “{ $investment }” runs to { $value } here, but to { $other } in { $other-document }.
    .hint = Write the last measured year in both places; the year of payment may be another.

W020 = Nobody can measure “{ $measure }”: { $reason ->
        [source] the source “{ $source }” is not known
       *[window] the register begins only in { $first }
    }.
    .hint = Choose a source and a window that there are data in.

W021 = “{ $payment }” can never be due: { $reason ->
        [nobody] in none of the measured years is there anybody to measure
        [minimum-cohort] there are never enough participants for the smallest cohort
        [window] the first window closes after the agreement has ended
        [below-the-ladder] every expected rate lies below the first step
        [rate-zero] nobody is expected to succeed
       *[baseline] the expected rate never lies above what would be without the intervention
    }.
    .hint = Correct the payment or what is assumed about “{ $measure }”.

W022 = The limit of { $limit } kroner lies below what the plan expects: { $expected } kroner.
    .hint = { $over } kroner of what is expected will never be paid. Raise the limit, or lower the expectation.

W023 = { $party } pays “{ $payment }”{ $budget ->
        [none] {""}
       *[other] {" "}from “{ $budget }”
    }, but saves nothing in the business case.
    .hint = Let those pay who save, or write which saving is missing.

W024 = The account of { $party } does not close: { $balance } kroner.
    .hint = Savings { $savings }, received { $received }, paid { $paid }, contribution { $contribution } kroner.

W025 = The price in “{ $payment }” is { $agreed } kroner, but the case defends at most { $defensible } kroner.
    .hint = { $by ->
        [share] The bound is the share of the savings that is to cover the payment, over the expected successes.
       *[payer] The bound is what { $party } itself saves, over the expected successes.
    }

W026 = “{ $measure }” is measured on at most { $number } participants, and one of them moves the rate by { $points } percentage points.
    .hint = { $reason ->
        [noise] So few cannot tell { $expected } from { $baseline } (one-sided test, 5 per cent).
       *[few] Below 20 participants the rate is mostly chance. Measure over several years, or pay for something else.
    }

W027 = “{ $payment }” pays for everyone who succeeds: with no effect at all, { $amount } kroner would still be paid.
    .hint = That is { $share } of what the plan expects to pay. Consider counted = "net-of-baseline".

W029 = Dates contradict each other: { $day } { $reason ->
        [after-the-end] lies after the last day of the agreement
        [before-the-beginning] lies before the first day of the agreement
       *[before-the-last-payment] lies before the last payment
    } { $other }.
    .hint = Correct one of the dates.

W030 = “{ $measure }” is settled in month { $month }, but { $source } is final only { $months } months after the last month of the window.
    .hint = Move the settlement, or write that it is provisional and will be restated.

W031 = “{ $subject }” has participants who are also in another investment, but no rule for the overlap.
    .hint = Write “overlap” in the business case: how large a share, and how much of the effect is credited to the other.

W032 = The wording of the cap can be read in several ways; what is chosen is { $chosen ->
        [compound] compound return
        [simple] simple return
       *[per-year] year by year
    }.
    .hint = { $compound ->
        [none] The amounts cannot be computed, for the source lacks numbers. Write the method into the agreement.
       *[other] If everyone succeeds, compound gives { $compound }, simple { $simple } and year by year { $per-year } kroner.
    }

W033 = “{ $measure }” is counted over fewer than have started{ $counted ->
        [none] : only those who completed
       *[other] : { $counted } of { $started }
    }.
    .hint = A rate among those who complete is higher than among all. { $drop-out ->
        [none] State the drop-out.
       *[other] The drop-out is { $drop-out }.
    }

W034 = “{ $measure }” expects { $expected }, but the goal is { $target }, or { $after-overlap } after the overlap.
    .hint = The goal stands in “{ $goal }”. Write where the expected rate comes from.

W035 = The hours of the contract itself cost { $costs } kroner, but the business case leaves only { $net } kroner.
    .hint = Make the contract simpler, or the investment larger.

W037 = Price levels are mixed: { $reason ->
        [years] { $one } prices and { $other } prices without an index that covers both years
       *[kinds] { $one } and { $other } are two different indices
    }.
    .hint = Convert by one index and its edition: [[index]]. KL's estimate and the net price index never stand for each other.
