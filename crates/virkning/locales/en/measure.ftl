# The expression of a measure: what can be wrong with `success`.

M001 = The character “{ $character }” has no meaning in an expression.
    .hint = Write for example any(job.ratio > 0) or any(week.state = education). Decimals have a point; there are no negative numbers.

M002 = The expression ends too early: what is missing is { $expected ->
        [question] a question that can be answered by yes or no
        [row-question] a question about a week or a month
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
       *[other] something
    }.
    .hint = { $expected ->
        [question] Write for example any(job.ratio > 0).
        [row-question] Write for example job.ratio > 0 or week.state = education.
        [and-or-close] Every opening parenthesis needs its closing one.
        [close] Every opening parenthesis needs its closing one.
        [comma-or-close] End the list with a closing parenthesis: (education, leave).
        [open] Write a parenthesis: any(job.ratio > 0) or in (education, leave).
        [dot] Write table, point and column: week.state, week.code or job.ratio.
        [column] Write table, point and column: week.state, week.code or job.ratio.
        [comparison] Write =, !=, <, <=, > or >= and what is compared with; for a list in (…).
        [number] Write the number that is compared with, for example 0 or 0.25.
        [state] Write a state of the code list, for example education.
       *[other] Complete the expression.
    }

M003 = Here stands “{ $found }”, where there should be { $expected ->
        [question] a question that can be answered by yes or no
        [row-question] a question about a week or a month
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
        [dot] Write table, point and column: week.state, week.code or job.ratio.
        [column] Write table, point and column: week.state, week.code or job.ratio.
        [comparison] Write =, !=, <, <=, > or >=; for a list in (…) or not in (…).
        [number] Write the number that is compared with, for example 0 or 0.25. Equal is one sign: =.
        [state] Write a state of the code list, for example education.
        [in] Write not in (…), or put “not” before the whole question.
       *[other] Correct the expression.
    }

M004 = Unknown table “{ $name }”.
    .hint = Did you mean “{ $nearest }”? The register has: { $known }.

M005 = The table “{ $table }” has no column “{ $name }”.
    .hint = Did you mean “{ $table }.{ $nearest }”? The table has: { $known }.

M006 = The register “{ $source }” has no table “{ $table }”.
    .hint = It has: { $known }. Choose another register as source, or ask for what the register has.

M007 = “{ $first }” and “{ $second }” cannot be mixed in one parenthesis: a row is either a week or a month.
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
       *[other] Write the employment ratio in the parenthesis: { $function }(job.ratio).
    }

M013 = The list is empty.
    .hint = Write at least one value: in (education, leave) or in (651, 652).

M014 = “{ $text }” is a number; a measure must be answered by yes or no.
    .hint = Compare a count with a number, and write the number last: count(week.state = education) >= 3.

M015 = The expression has more than { $limit } parentheses and “not” inside each other.
    .hint = Write it more simply; a list can often stand for many parentheses: week.code in (651, 652).

M016 = “{ $column }” cannot be compared by “{ $sign }”.
    .hint = { $sign ->
        [in] Write =, !=, <, <=, > or >= and a number: job.ratio >= 0.5.
       *[other] Codes and states are equal or different; they have no order. Write =, != or in (…).
    }

M017 = A question about “{ $table }” must stand in any(…), all(…) or count(…).
    .hint = Write any(…) if one { $table ->
        [week] week
       *[other] month
    } is enough, and all(…) if it must hold for every { $table ->
        [week] week
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
