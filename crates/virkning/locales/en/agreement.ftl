# The agreement: what may be wrong with the document. Examples are in bad/.

A001 = The block cannot be read: { $problem ->
        [text] a text lacks a quotation mark
        [list] a list is not closed
        [inline-table] a table in braces is not closed
        [more-than-one-value] there is more than one value after the equals sign
       *[other] { $detail }
    }.
    .hint = { $problem ->
        [text] Put a quotation mark before and after the text on the same line.
        [list] End the list with a square bracket, and put commas between its values.
        [inline-table] End the table with a brace, and put commas between its keys.
        [more-than-one-value] Write one value a line. Decimals take a point: 0.05.
       *[other] Each line is either “key = value” or a heading in square brackets.
    }

A002 = The block of terms is not closed.
    .hint = End the block with a line of three backticks: ```

A003 = The block of terms stands inside a list or a quotation.
    .hint = Move the block to the margin, outside the list.

A004 = “{ $key }” is given twice.
    .hint = Keep one of them. A table that may stand only once cannot be repeated later in the document.

A005 = There is no date { $date }.
    .hint = Write year, month and day: 2024-02-29.

A006 = “{ $table }” is written with the wrong square brackets.
    .hint = Write { $right }.

A007 = There is no table “{ $table }” in the language of agreements.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A008 = “{ $table }” has no key “{ $key }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A009 = The agreement lacks { $table }.
    .hint = Add { $table } in a block of terms.

A010 = “{ $table }” lacks “{ $key }”.
    .hint = Add a line “{ $key } = …”.

A011 = “{ $key }” has a value of the wrong type.
    .hint = Write { $expected ->
        [text] a text in quotes
        [number] a number
        [date] a date such as 2024-01-15
        [list] a list in square brackets
        [table] a table in braces
        [by-year] a value per year in braces
        [by-month] a value per month since the start in braces
        [by-payment] a value per payment in braces
        [scalar] a number, a text or a date
       *[truth] true or false
    }. Now there is { $got ->
        [text] a text in quotes
        [number] a number
        [date] a date such as 2024-01-15
        [list] a list in square brackets
        [table] a table in braces
        [by-year] a value per year in braces
        [by-month] a value per month since the start in braces
        [by-payment] a value per payment in braces
        [scalar] a number, a text or a date
       *[truth] true or false
    }.

A012 = Unknown party “{ $value }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A013 = Unknown budget “{ $value }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A014 = Unknown measure “{ $value }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A015 = Unknown role “{ $value }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A016 = Unknown register “{ $value }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A017 = “{ $key }” cannot be “{ $value }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A018 = The budget “{ $budget }” belongs to “{ $owner }”, not to “{ $party }”.
    .hint = Choose a budget of “{ $party }”, or correct the party.

A019 = “{ $value }” is already used by another term of “{ $table }”, line { $line }.
    .hint = Give one of them another name.

A020 = “{ $value }” cannot name a term.
    .hint = Use 1 to 64 characters: small letters from a to z, digits and hyphens, such as “outcome-payment-2”.

A021 = “{ $key }” is empty.
    .hint = Write a text, or remove the line.

A022 = “{ $key }” is an empty list.
    .hint = Write at least one value, or remove the line.

A023 = “{ $key }” cannot be read as an exact number: { $value }.
    .hint = Write the number out in decimal notation, with a point and at most 28 digits: 10_000 or 0.05.

A024 = The amount { $value } in “{ $key }” has a fraction of an øre.
    .hint = Write at most two decimals.

A025 = The amount { $value } in “{ $key }” is too large.
    .hint = Amounts are written in kroner, at most 10,000 billion. Is it written in øre?

A026 = The amount in “{ $key }” must be above zero; it is { $value }.
    .hint = Write the amount without a minus. Costs and payments are positive numbers; the direction follows from the parties.

A027 = “{ $value }” is no currency code.
    .hint = Write three capital letters, such as DKK.

A028 = The share in “{ $key }” must lie between 0 and 1; it is { $value }.
    .hint = Write 50 per cent as 0.50.

A029 = The weight in “{ $key }” must be above zero; it is { $value }.
    .hint = Write a positive weight, or remove the line. Weights need not add up to 1.

A030 = { $value } is no month.
    .hint = Write a number from 1 (January) to 12 (December).

A031 = { $value } is no day of a month.
    .hint = Write a number from 1 to 31. In a shorter month the last day counts.

A032 = “{ $value }” is no year.
    .hint = Write a year of four digits between { $from } and { $to }.

A033 = “{ $key }” cannot be { $value }.
    .hint = Write a whole number from { $from } to { $to }.

A034 = The yearly return cannot be { $value }.
    .hint = Write it as a share above 0 and at most 1: 5 per cent is 0.05.

A035 = The years run backwards: from { $from } to { $to }.
    .hint = Swap “from” and “to”, or correct one of the years.

A036 = The dates run backwards: from { $from } to { $to }.
    .hint = Swap “from” and “to”, or correct one of the dates.

A037 = The ages run backwards: from { $from } to { $to } years.
    .hint = Swap “from” and “to”.

A038 = No intake is planned.
    .hint = Write the number of participants per year of start: by_year = {"{"} 2024 = 60, 2025 = 80 {"}"}.

A039 = It is not said which step makes a citizen a participant.
    .hint = Write at least one step, such as counts_from = ["accepted", "started"].

A040 = “{ $table }” must have exactly one of these keys; there are { $count }.
    .hint = Keep or write exactly one of: { $known }.

A041 = “{ $key }” does not belong where “{ $decider }” is “{ $word }”.
    .hint = Remove “{ $key }”, or correct “{ $decider }”.

A042 = The payment has no receiver.
    .hint = Add to = "…" with the party that is to be paid.

A043 = “{ $party }” pays itself.
    .hint = Correct “to” or “from”: a payment goes from one party to another, also where both are one municipality.

A044 = The payment does not say which budget of “{ $party }” pays.
    .hint = Add “budget” in “from”. If the source does not say, choose, and write the choice as a [[choice]].

A045 = “{ $measure }” is paid for, but the measure is never settled.
    .hint = Give the measure a calendar month in “window” and a “settled”, or pay for another measure.

A046 = The return cap does not say how it is computed.
    .hint = Add method = "compound" (return on return), "simple" (none) or "per-year" (what a year cannot pay lapses).

A047 = The return cap is on “{ $party }”, who is no investor.
    .hint = Correct “party” in the cap, or give the party the role “investor”.

A048 = “{ $party }” has two return caps.
    .hint = Keep one of them.

A049 = “{ $party }” puts in capital, but is no investor.
    .hint = Correct “from”, or give the party the role “investor”. The authority's own money belongs in [[own_financing]].

A050 = The instalment of { $day } lies outside the period of the agreement, { $from } – { $to }.
    .hint = Correct the date or the period.

A051 = The instalment of { $day } stands twice.
    .hint = Remove one, or correct the date.

A052 = The total does not fit: it says { $stated }, but the parts give { $sum }.
    .hint = Correct the total or the parts.

A053 = The years lie outside the period of the agreement, { $from } – { $to }.
    .hint = Correct the years or the period.

A054 = The measure looks at one month of each year, but the measured years are missing.
    .hint = Add years = {"{"} from = …, to = … {"}"}.

A055 = Measured year { $year } falls outside the period of the agreement, { $from } – { $to } (finished { $finished }).
    .hint = Correct the measured years, or let the period end when the last one is settled.

A056 = It is settled before the measured month is over.
    .hint = Set years_later to at least 1, or choose a later month.

A057 = “{ $measure }” lacks an expected success rate for measured year { $year }.
    .hint = Add the year in “expected”, or write later = … for all years after the last one.

A058 = The rule about who is looked at does not fit the window.
    .hint = Write eligible = "{ $right }".

A059 = The saving of { $year } lies outside the years of the business case, { $from } – { $to }.
    .hint = Correct the year, or widen the years of the business case.

A060 = There are savings, but no business case.
    .hint = Add [business_case] with years = {"{"} from = …, to = … {"}"}.

A061 = The phase-in lacks { $year }.
    .hint = Add the year in “phase_in”, or write later = … for all years after the last one.

A062 = The choice is about “{ $term }”, which is not in the document.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write table, name of the term and key: payment.outcome-payment.from.budget.
    }

A063 = The choice says “{ $chosen }”, but “{ $term }” is “{ $actual }”.
    .hint = Correct the choice or the term, so that they say the same.

A064 = “{ $chosen }” stands both as what was chosen and among the alternatives.
    .hint = Remove it from “alternatives”.

A065 = The example uses a return cap that does not exist: “{ $value }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A066 = The example names { $year }, but nothing is paid in that year.
    .hint = { $known ->
        [none] The agreement has no years of payment.
       *[other] Payments fall in: { $known }. The measured year is not the year of payment.
    }

A067 = The example lacks a success rate for measured year { $year }.
    .hint = Add the year in “rates”, or write later = … for all years after the last one.

A068 = The example does not say what should come out of it.
    .hint = Add “payments” by year of payment, “total”, or both.

A069 = The example uses a return cap, but the agreement has none.
    .hint = Remove “cap”, or add a [[limit]].

A070 = None of the parties is the authority.
    .hint = Give the party that answers for the citizens role = "authority".

A071 = Nobody signs for “{ $party }”.
    .hint = Add a [[signature]] with party = "{ $party }" and an office, not a person's name.

A072 = The steps in “counts_from” stand in an order in which they cannot happen.
    .hint = Use the order referred, admission-talk, accepted, started, and name each step at most once.

A073 = The shares in “{ $key }” add up to { $sum }, not to 1.
    .hint = Correct the shares so that they add up to exactly 1. Thirds and others that no decimal holds are written in whole parts: part = 1 for each.

A074 = One of several in “{ $key }” has no share.
    .hint = Write share = 0.5 or another share for each of them, or whole parts: part = 1.

A075 = “{ $key }” mixes “share” and “part”.
    .hint = Use “share” for all (decimals that add up to 1) or “part” for all (whole parts of the sum).

A076 = “{ $party }” stands twice in “{ $key }”.
    .hint = Add both shares up in one, or correct the name or the budget.

A077 = “{ $table }” does not belong in { $kind ->
        [document] a published paper
        [case] an investment case: no investor puts in money, and nobody is paid for results
       *[agreement] an agreement
    }.
    .hint = { $kind ->
        [document] A document with [document] has only [[project]], [[printed]], [[claim]] and [[choice]].
        [case] Remove the term, or write kind = "outcomes-contract" in [agreement] if results are paid for.
       *[agreement] It belongs in a document that begins with [document].
    }

A078 = “{ $table }” lacks what it is about.
    .hint = Add at least one of: { $known }.

A079 = Unknown payment “{ $value }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] The agreement has: { $known }.
    }

A080 = Unknown index “{ $value }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Add an [[index]] of that id. The agreement has: { $known }.
    }

A081 = “{ $value }” is nothing that the agreement has.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write one of: { $known }.
    }

A082 = The claim has “{ $key }” without what belongs to it.
    .hint = Write “says” alone, or “about” and “value” together. If nobody can derive the claim, leave out all three.

A083 = The computation cannot be read: { $problem ->
        [sign] the sign “{ $found }” does not belong in it
        [value] a number, a figure or a parenthesis is missing here
        [comparison] a comparison is missing here
        [more] “{ $found }” stands after the end
        [parenthesis] a parenthesis is not closed
        [deep] the parentheses stand too deep inside each other
       *[number] “{ $found }” is no number
    }.
    .hint = Write for example business_case.net.2026 + 400_000 >= 0. The signs are + - * / ( ) and = != < <= > >=; a row of a table has no comparison.

A084 = The change is about “{ $term }”, which is not in the document.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write the table, the term's name and the key: payment.outcome-payment.amount.
    }

A085 = “{ $term }” is { $actual }, but the change does not say { $was ->
        [none] what it was
       *[other] so: it says { $was }
    }.
    .hint = Write was = { $actual }, or correct the path. Changes are made in the order of “from”.

A086 = The change holds from { $day }, but the agreement runs from { $from } to { $to }.
    .hint = Choose a day after the first and no later than the last. What holds from the beginning is written in the term itself.

A087 = The months in “at_months” do not ascend.
    .hint = Write them from the first to the last, each once: [12, 18, 24].

A088 = Nothing is measured at month { $month }.
    .hint = { $known ->
        [none] The measure does not measure at months since the start; remove the month.
       *[other] It measures at month: { $known }.
    }

A089 = The measure “{ $measure }” requires itself: { $way }.
    .hint = Remove “requires” in one of them, so that the chain has a beginning.

A090 = “{ $measure }” counts from the start, but the plan does not know on which day of a year people begin.
    .hint = Add planned_start = {"{"} month = 7, day = 1 {"}"} in [intake]: the day on which the plan lets everyone of a year begin.

A091 = The payment is per “{ $per }”, but “{ $measure }” has no “{ $needs }”.
    .hint = { $needs ->
        [value] Give the measure a “value”, such as "sum(amount.kind = transfer)", or pay per success.
       *[success] Give the measure a “success”, or pay per unit, saving or difference.
    }

A092 = “{ $per }” needs a control group, but the agreement does not say how it is made.
    .hint = Add a [trial] with “allocation” and “control”.

A093 = The payment is against “{ $key }”, which “{ $measure }” does not have.
    .hint = Add “{ $key }” to the measure, or write "not-stated" if the source does not give it.

A094 = The step from { $bound } comes after the step from { $before }.
    .hint = Write the steps in ascending order; each bound belongs to its own step.

A095 = The bound { $bound } can never be reached.
    .hint = Write the share as a decimal: 55 per cent is 0.55.

A096 = The index “{ $index }” lacks { $year }.
    .hint = Add the year in “by_year”: the base year and every measured year that is paid for.

A097 = { $day } lies outside the agreement's period from { $from } to { $to }.
    .hint = Correct the day, or the agreement's “from” or “to”.

A098 = “{ $party }” gives a guarantee but is no guarantor.
    .hint = Give the party role = "guarantor" or also = ["guarantor"].

A099 = “{ $party }” is to be paid in order until its capital is back, but has put in none.
    .hint = Add a [[funding]] from the party, or divide the payment with to_order = "pro-rata".

A100 = The counts of the example do not say which measure they are of.
    .hint = Add of = "…" with the measure's id; the agreement pays for several.

A101 = The example assumes in several ways: { $ways }.
    .hint = Keep one of them: rates, counts by measured year, or observations.

A102 = The lowest factor, { $low }, is above the highest, { $high }.
    .hint = Swap “low” and “high”.

A103 = The column of { $year } does not belong to the years { $from } to { $to } of the business case.
    .hint = Use the year in which the column begins.

A104 = The row “{ $row }” has { $values } numbers, but the table has { $columns } columns.
    .hint = Write one number a column; "not-stated" where the table has none.

A105 = The row “{ $row }” is not in the table.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write the row's “label” as it stands.
    }

A106 = There is no figure “{ $figure }”.
    .hint = { $meant ->
        [yes] Did you mean “{ $suggestion }”?
       *[no] Write a computed figure such as business_case.net.2026, or the path of a term.
    }

A107 = The share that completes and the share that drops out add up to { $sum }.
    .hint = Correct “completion” or “drop_out”, so that together they are at most 1.

A108 = The limit is on “{ $party }”, who pays in no payment.
    .hint = Let “of” name a party that pays.

A109 = Years are named here that the measure does not measure.
    .hint = It measures from { $from } to { $to }.

A110 = The payment “{ $payment }” is not due once it has been due itself.
    .hint = Remove it from its own “unless”.

A111 = In { $year } the upper end of the span, { $upper }, is not above the lower, { $lower ->
        [none] which is missing
       *[other] { $lower }
    }.
    .hint = “by_year” is the lower end, “up_to” the upper.

A112 = The difference “{ $row }” does not say between which rows it is.
    .hint = Name at least two rows in “of”; the later ones are taken from the first.

A113 = The overlap is with the agreement itself, “{ $agreement }”.
    .hint = Write the id of the other agreement in “with”.

A114 = The overlap with “{ $agreement }” has a rule already.
    .hint = Write one [[overlap]] for each other agreement.

A115 = The overlap names “{ $measure }”, which nobody pays for.
    .hint = Write the id of a payment measure in “here”; what nobody pays for cannot be paid twice.

A116 = The code list “{ $list }” is of the register { $source }, whose weeks have no codes.
    .hint = Name in “source” a register with codes: { $known }.

A117 = The codes run backwards: from { $first } to { $last }.
    .hint = Swap “first” and “last”, or correct one of the codes.

W001 = Capital and own financing give { $found } kr. and do not cover the costs of { $costs } kr.; { $missing } kr. are missing.
    .hint = Add the missing financing, or correct the costs.

W002 = It is not said why this budget pays.
    .hint = If the source says so, give “origin”. Else make it a visible choice: [[choice]] with term = "{ $term }".

W003 = It is not said why the return cap is computed in this way.
    .hint = A cap “of 5 % of the net investment” can be read in several ways. Give “origin”, or make it a visible choice: [[choice]] with term = "{ $term }".

W004 = It is not said why payment falls on this day.
    .hint = Give “origin” for the measure, or make the day a visible choice: [[choice]] with term = "{ $term }".

W005 = The agreement does not say in which price level its amounts are.
    .hint = Give a year or "current". If the source does not say, make it a visible choice: [[choice]] with term = "agreement.price_level".

W006 = In measured year { $year } there is nobody to look at: nobody is planned to have started before 1 January { $year }.
    .hint = Begin the measured years in the year after the first intake.

W007 = The expected success rate in { $year } ({ $rate }) lies below what would succeed without the intervention ({ $baseline }).
    .hint = Correct the rate or “baseline”. If the source computes it so, make it a visible choice about “expected”.

W008 = The measure “{ $measure }” triggers no payment and has no goal.
    .hint = Give it a “target”, pay for it, or remove it.

W009 = The business case covers { $years } years; { $beyond } of them lie beyond ten, and the tail has { $tail }.
    .hint = Effect beyond ten years needs a reason: write tail = {"{"} years = { $beyond }, because = "…" {"}"}, or correct the years.

W010 = The agreement pays for results but has no worked example.
    .hint = Work out at least one [[example]] by hand. Without it the agreement cannot be signed.

W011 = No measure follows the goal “{ $goal }”.
    .hint = Name the measure in “measures”, or add a [[measure]] with a “target”.

W012 = “{ $measure }” does not see the education of participants under 18: they get no SU, and the agreement takes in from age { $age }.
    .hint = Count them from another source, let the school report, or say that they count from 18 only.

W013 = “{ $measure }” does not see the work of the self-employed: the employment ratio comes from reported wages.
    .hint = The source is like that. If some are expected to become self-employed, agree on a report.

W014 = “{ $measure }” does not see education under a benefit: the register shows the benefit, not the education.
    .hint = So it is for education assistance and rehabilitation. If it is to count, name the code of the benefit too.

W015 = “{ $measure }” sees only those who are in the municipality's extract.
    .hint = Whoever has moved has no data. Say with “missing” what that means.

W016 = Nobody can derive the claim “{ $claim }” from the terms.
    .hint = Write what it says in “says”, or in “about” and “value”. If it cannot be said in figures, let it stand.


W017 = No measure asks the code list “{ $list }”.
    .hint = Ask it in a measure: any(week.code in { $list }), or remove it.