# The expression of a measure: what can be wrong with `success` and `value`, and whom a question cannot see.

M001 = The character “{ $character }” has no meaning in an expression.
    .hint = Write for example any(job.ratio > 0) or any(week.state = education). Decimals have a point; only observations and amounts can be compared with negative numbers.

M002 = The expression ends too early: what is missing is { $expected ->
        [question] a question that can be answered by yes or no
        [row-question] a question about a row, such as a week or a stay
        [and-or-end] “and” or “or”
        [and-or-close] “and”, “or”, or a closing parenthesis
        [open] an opening parenthesis
        [close] a closing parenthesis
        [comma-or-close] a comma or a closing parenthesis
        [dot] a point and a column
        [column] a column
        [comparison] a comparison
        [number] a number
        [state] a state
        [in] the word “in”
        [kind] a kind of stay, amount or education
        [item] an item
        [number-of-rows] a number computed from the register
        [end] the end
       *[other] something
    }.
    .hint = { $expected ->
        [question] Write for example any(job.ratio > 0).
        [row-question] Write for example job.ratio > 0 or week.state = education.
        [and-or-close] Every opening parenthesis needs its closing one.
        [close] Every opening parenthesis needs its closing one.
        [comma-or-close] End the list with a closing parenthesis: (education, leave).
        [open] Write a parenthesis: any(job.ratio > 0) or in (education, leave).
        [dot] Write table, point and column: week.state, job.ratio, stay.kind, study.kind, amount.kind, amount.item or observation.name.
        [column] Write table, point and column: week.state, job.ratio, stay.kind, study.kind, amount.kind, amount.item or observation.name.
        [comparison] Write =, !=, <, <=, > or >= and what is compared with; for a list in (…).
        [number] Write the number that is compared with, for example 0 or 0.25.
        [state] Write a state of the code list, for example education.
        [kind] Write a kind, for example stay.kind = shelter or amount.kind = transfer.
        [item] Write the name of the item, for example amount.item = cash-benefit.
        [number-of-rows] Write for example sum(amount.kind = transfer) or change(observation.hba1c).
        [end] A value is one number; it cannot be joined by “and” or “or”.
       *[other] Complete the expression.
    }

M003 = Here stands “{ $found }”, where there should be { $expected ->
        [question] a question that can be answered by yes or no
        [row-question] a question about a row, such as a week or a stay
        [and-or-end] “and”, “or”, or the end
        [and-or-close] “and”, “or”, or a closing parenthesis
        [open] an opening parenthesis
        [close] a closing parenthesis
        [comma-or-close] a comma or a closing parenthesis
        [dot] a point and a column
        [column] a column
        [comparison] a comparison
        [number] a number
        [state] a state
        [in] the word “in”
        [kind] a kind of stay, amount or education
        [item] an item
        [number-of-rows] a number computed from the register
        [end] the end
       *[other] something else
    }.
    .hint = { $expected ->
        [question] Write for example any(job.ratio > 0). The words are and, or, not, any (at least one), all.
        [row-question] Write for example job.ratio > 0 or week.state = education; the column comes first.
        [and-or-end] Join questions with “and” or “or”.
        [and-or-close] Join questions with “and” or “or”, or close the parenthesis.
        [open] Write a parenthesis: any(job.ratio > 0) or in (education, leave).
        [close] Write for example sum(job.ratio) >= 1.5; the comparison stands after the parenthesis.
        [comma-or-close] Put commas between the values and end the list with a closing parenthesis: (education, leave).
        [dot] Write table, point and column: week.state, job.ratio, stay.kind, study.kind, amount.kind, amount.item or observation.name.
        [column] Write table, point and column: week.state, job.ratio, stay.kind, study.kind, amount.kind, amount.item or observation.name.
        [comparison] Write =, !=, <, <=, > or >=; for a list in (…) or not in (…).
        [number] Write the number that is compared with, for example 0 or 0.25. Equal is one sign: =.
        [state] Write a state of the code list, for example education.
        [kind] Write a kind, for example stay.kind = shelter or amount.kind = transfer.
        [item] Write the name of the item, for example amount.item = cash-benefit.
        [number-of-rows] Write for example sum(amount.kind = transfer) or change(observation.hba1c).
        [end] A value is one number; it cannot be joined by “and” or “or”.
        [in] Write not in (…), or put “not” before the whole question.
       *[other] Correct the expression.
    }

M004 = Unknown table “{ $name }”.
    .hint = Did you mean “{ $nearest }”? The register has: { $known }.

M005 = The table “{ $table }” has no column “{ $name }”.
    .hint = Did you mean “{ $table }.{ $nearest }”? The table has: { $known }.

M006 = The register “{ $source }” has no table “{ $table }”.
    .hint = It has: { $known }. Choose another register as source, or ask for what the register has.

M007 = “{ $first }” and “{ $second }” cannot be mixed in one parenthesis: a row belongs to one table.
    .hint = Ask two questions and join them: any(week.state = education) and any(job.ratio > 0).

M008 = A state is a word, not the number { $number }.
    .hint = Write a state, for example week.state = education, or ask for the benefit code: week.code = { $number }.

M009 = “{ $column }” is a number and cannot be compared with the word “{ $name }”.
    .hint = Write a number, for example job.ratio > 0 or week.code = 651. States belong to week.state.

M010 = { $number } is no benefit code.
    .hint = A benefit code is a whole number from 0 to 999; 0 is a blank week.

M011 = The number { $number } cannot be used.
    .hint = Write a number of at most 1000000 with at most ten decimals.

M012 = “{ $function }” asks nothing.
    .hint = { $function ->
        [any] Write a question in the parenthesis: any(job.ratio > 0).
        [all] Write a question in the parenthesis: all(job.ratio > 0).
        [count] Write a question in the parenthesis: count(week.state = education) >= 3.
        [rate] Write a question in the parenthesis: rate(week.state = education) >= 0.5.
        [longest] Write a question in the parenthesis: longest(week.code = 0) >= 4.
        [nights] Write which stays are counted: nights(stay.kind = shelter).
        [days] Write which stays are counted: days(stay.kind = shelter).
        [first] Write the observation in the parenthesis: first(observation.hba1c).
        [last] Write the observation in the parenthesis: last(observation.hba1c).
        [change] Write the observation in the parenthesis: change(observation.hba1c).
        [difference] Write the observation in the parenthesis: difference(observation.hba1c).
       *[other] Write the employment ratio in the parenthesis: { $function }(job.ratio).
    }

M013 = The list is empty.
    .hint = Write at least one value: in (education, leave), in (651, 652) or in (shelter, crisis-centre).

M014 = “{ $text }” is a number; a measure must be answered by yes or no.
    .hint = Compare a count with a number, and write the number last: count(week.state = education) >= 3.

M015 = The expression has more than { $limit } parentheses and “not” inside each other.
    .hint = Write it more simply; a list can often stand for many parentheses: week.code in (651, 652).

M016 = “{ $column }” cannot be compared by “{ $sign }”.
    .hint = { $sign ->
        [in] Write =, !=, <, <=, > or >= and a number: job.ratio >= 0.5.
       *[other] Codes, states and kinds are equal or different; they have no order. Write =, != or in (…).
    }

M017 = A question about “{ $table }” must stand in any(…), all(…) or count(…).
    .hint = Write any(…) if one { $table ->
        [week] week
        [stay] stay
        [amount] amount
       *[other] month
    } is enough, and all(…) if it must hold for every { $table ->
        [week] week
        [stay] stay
        [amount] amount
       *[other] month
    }.

M018 = Unknown function “{ $name }”.
    .hint = Did you mean “{ $nearest }”? There are: { $known }.

M019 = The code list { $edition } has no state “{ $name }”.
    .hint = Did you mean “{ $nearest }”? There are: { $known }.

M020 = A decimal is written with a point.
    .hint = Write { $number }.

M021 = “{ $function }” can only be computed of the employment ratio.
    .hint = Write { $function }(job.ratio). Weeks are counted with count(…).

M022 = The table “{ $table }” has no kind “{ $name }”.
    .hint = Did you mean “{ $nearest }”? There are: { $known }.

M023 = “observation.{ $name }” is a number and cannot stand as a question about a row.
    .hint = Write which number is meant: last(observation.{ $name }) < 48 or change(observation.{ $name }) <= -0.085.

M024 = “{ $function }” cannot be computed of “{ $table }”.
    .hint = { $function ->
        [sum] Write sum(job.ratio) or sum(amount.kind = transfer); other rows are counted with count(…).
        [longest] Runs are counted of weeks and months: longest(week.code = 0).
        [nights] Nights are counted of stays: nights(stay.kind = shelter).
        [days] Days are counted of stays and education spells: days(stay.kind = shelter).
        [first] The first value is taken of observations: first(observation.hba1c).
        [last] The last value is taken of observations: last(observation.hba1c).
        [change] A change is computed of observations: change(observation.hba1c).
        [difference] A difference is computed of observations: difference(observation.hba1c).
       *[other] Write { $function }(job.ratio) or { $function }(observation.hba1c).
    }

M025 = “{ $text }” can be answered by yes or no; a value must be a number.
    .hint = Write the number alone: sum(amount.kind = transfer). Questions belong in success.

M026 = The register “{ $source }” does not report an outcome.
    .hint = Write source = "reported" if the provider reports the outcome; else a question to the register.

M027 = “{ $source }” has no rows that could be asked: here the outcome is reported.
    .hint = Write reported, or choose a register as source: dream, shelter, observations or services.

M028 = One number has the unit { $left ->
        [weeks] weeks
        [months] months
        [stays] stays
        [spells] spells
        [amounts] amounts (counted)
        [nights] nights
        [days] days
        [kroner] kroner
        [share] share
        [number] number without a unit
        [full-time-months] months of full time
       *[other] { $left }
    }, the other { $right ->
        [weeks] weeks
        [months] months
        [stays] stays
        [spells] spells
        [amounts] amounts (counted)
        [nights] nights
        [days] days
        [kroner] kroner
        [share] share
        [number] number without a unit
        [full-time-months] months of full time
       *[other] { $right }
    }: they cannot be added, subtracted or compared.
    .hint = Compare numbers of one kind, or make them shares: count(week.code = 0) / count(week.code = 130) > rate(week.code = 651).

M029 = One number has the unit { $left ->
        [weeks] weeks
        [months] months
        [stays] stays
        [spells] spells
        [amounts] amounts (counted)
        [nights] nights
        [days] days
        [kroner] kroner
        [share] share
        [number] number without a unit
        [full-time-months] months of full time
       *[other] { $left }
    }, the other { $right ->
        [weeks] weeks
        [months] months
        [stays] stays
        [spells] spells
        [amounts] amounts (counted)
        [nights] nights
        [days] days
        [kroner] kroner
        [share] share
        [number] number without a unit
        [full-time-months] months of full time
       *[other] { $right }
    }: “{ $sign }” between them gives no number that means anything.
    .hint = Multiply and divide by a number or a share; two numbers of different kinds can be divided, for example sum(amount.kind = net) / count(amount.kind = net).

M030 = A share lies between 0 and 1, but is compared with { $number } here.
    .hint = Write { $share } if { $number } per cent is meant.

M031 = { $number } is no industry code.
    .hint = An industry code is a whole number of at most six digits; 0 is no industry.

M032 = The agreement has no code list “{ $name }”.
    .hint = { $known ->
        [none] Give it in a [[code_list]], or write the codes in parentheses: week.code in (651, 652). For a category of the register's own code list write week.state = education.
       *[other] Did you mean “{ $nearest }”? There are: { $known }. For a category of the register's own code list write week.state = education.
    }

M033 = The code list “{ $list }” means the code { $code }, which the register's code list { $edition } does not have.
    .hint = Correct the code, or mark its row with certain = "no" until it is known what the code means.

# Whom a question cannot see, and why.

blind-spot-self-employed = the self-employed
    .reason = The employment ratio is that of employees; the self-employed have none.

blind-spot-education-under-a-benefit = people in ordinary education under a benefit
    .reason = The week has the code of the benefit (134 or 734, for example), and its state is the benefit's, not education.

blind-spot-under-eighteen-without-su = people under 18 in education
    .reason = Education is seen by the state's grant (SU), which nobody gets before 18.

blind-spot-blank-is-not-work = people without a benefit who do not work either
    .reason = A blank week covers also those who are supported by others, live on savings or are in prison.

blind-spot-education-benefit-ceased = people who would have had education benefit after 1 July 2025
    .reason = Education benefit ceased on 1 July 2025 and became cash benefit.

blind-spot-anonymous-stays = anonymous people at crisis centres
    .reason = About 7 to 9 per cent have a made-up number and cannot be recognised.

blind-spot-mixed-stays-before-2021 = stays before 2021 that were not at a shelter
    .reason = Before 2021 shelters, night cafés and aftercare stand among each other.

blind-spot-paid-by-others = what others pay
    .reason = Only amounts of those who deliver are there; the state and other municipalities do not.

blind-spot-estimated-amounts = what was really paid out
    .reason = Amounts are estimated from weekly codes: one day on a benefit gives a whole week at its full rate, and supplements, deductions and part-time are not seen.

blind-spot-not-observed = those who are not observed
    .reason = Who does not come to the test or the talk has no value.

blind-spot-outside-the-extract = people outside the municipality's extract
    .reason = Who has moved or is served by others is not in the extract.

blind-spot-not-reported = those about whom nobody reports
    .reason = The outcome is in no register; it must be reported and verified.
