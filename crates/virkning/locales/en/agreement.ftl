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
       *[truth] true or false
    }. Now there is { $got ->
        [text] a text in quotes
        [number] a number
        [date] a date such as 2024-01-15
        [list] a list in square brackets
        [table] a table in braces
        [by-year] a value per year in braces
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
