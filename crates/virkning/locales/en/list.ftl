# Enrolment lists: what can be wrong with a list of people referred and participants, and with its profile.

## Faults of single rows. The excerpt never shows an identifier or a name, only the shape: 9 for a digit, A for a letter.

L001 = Line { $line }: the row has { $excerpt } fields, the header has { $expected }.
    .hint = Correct the row in the list. If a text contains the separator, put quotes around the text.
L002 = Line { $line }, { $column }: the person's identifier is missing.
    .hint = Write the person's serial number or CPR number, or delete the row.
L003 = Line { $line }, { $column }: the CPR number holds something else than digits ({ $excerpt }).
    .hint = A CPR number is ten digits, with or without a hyphen and blanks.
L004 = Line { $line }, { $column }: the CPR number has nine digits ({ $excerpt }).
    .hint = If a spreadsheet lost a leading zero, set pad_nine_digits = true at the key in the profile.
L005 = Line { $line }, { $column }: the CPR number has a wrong length ({ $excerpt }).
    .hint = A CPR number is ten digits, with or without a hyphen and blanks.
L006 = Line { $line }, { $column }: the CPR number does not begin with a date that exists ({ $excerpt }).
    .hint = Correct the number. Failing modulus 11 is no mistake and is not refused.
L007 = Line { $line }, { $column }: the serial number holds other characters than letters, digits, - and _ ({ $excerpt }).
    .hint = Check that the column is the person's identifier and that the separator is the right one.
L008 = Line { $line }, { $column }: the person is already on line { $first }.
    .hint = Compare the two lines and delete one. If the fault is accepted, line { $first } counts.
L009 = Line { $line }, { $column }: "{ $excerpt }" is not a date.
    .hint = Write the date as { $expected }, or leave the field empty. If the list writes dates otherwise, correct date in the profile.
L010 = Line { $line }, { $column }: "{ $excerpt }" is not a month.
    .hint = Write the month as { $expected }. If the column holds birth dates, name it as date under birth in the profile.
L011 = Line { $line }, { $column }: "{ $excerpt }" is neither yes nor no.
    .hint = Write one of { $expected }, or leave the field empty if it has not been looked into.
L012 = Line { $line }, { $column }: there is a reason for leaving early and no date.
    .hint = Write the date of leaving, or delete the reason.
L013 = Line { $line }, { $column }: the birth ({ $excerpt }) does not fit the dates in the row.
    .hint = Check the birth and the dates of referral, talk, acceptance and start.
L014 = Line { $line }, { $column }: “{ $excerpt }” is no arm.
    .hint = Write one of the words { $expected }. If the list calls the arms otherwise, change arm in the profile.
L015 = Line { $line }, { $column }: the participant has begun but has no arm.
    .hint = The agreement compares a treatment arm with a control arm. Write one of the words { $expected }.
L016 = Line { $line }, { $column }: the course was completed ({ $excerpt }) before it began.
    .hint = Check both dates.

## The whole list is refused. Nothing of it is kept.

L101 = The list { $path } cannot be read: { $reason }.
    .hint = Check the path and that you may read the file.
L102 = The list is empty: it has no header.
    .hint = The first line must be the names of the columns.
L103 = The list is not a text file.
    .hint = Save it from the spreadsheet as CSV with semicolons (UTF-8).
L104 = Line { $line }, byte { $byte }: the value { $value } does not exist in { $encoding }.
    .hint = Save the list again as CSV (UTF-8). If it is written in Windows-1252, set encoding = "windows-1252" in the profile.
L105 = The list lacks { $count ->
        [one] the column { $missing }
       *[other] the columns { $missing }
    }.
    .hint = The list has: { $header }. Correct the header, or write the list's own names in the profile. If the list has no column for a rule at all, write "" at the rule in the profile; the rule then counts as not tested.
L106 = The column "{ $column }" stands there twice.
    .hint = Delete or rename one of them.
L107 = Line { $line }: a quote is never closed.
    .hint = Close the quote. If the list uses no quotes around fields, set quote = "" in the profile.
L108 = The list has { $megabytes } MB; at most { $limit } MB are read.
    .hint = Check that the file is the enrolment list and not a register extract.
L109 = { $faulty } of { $rows } rows are faulty; { $accepted } are accepted.
    .hint = Correct the rows, or accept exactly this number. The faulty rows are then left out.
L110 = The profile cannot be read: { $reason }.
    .hint = Compare it with the profile enrolment.toml that comes with the product.
L111 = The profile's "{ $key }" cannot be "{ $value }".
    .hint = Compare it with the profile enrolment.toml that comes with the product. A word cannot mean both yes and no, a birth stands in one column, and a reason needs a date.

## Observations in files. Faults of single rows.

O001 = Line { $line }: the row has { $excerpt } fields, the header has { $expected }.
    .hint = Correct the row. If a separator stands inside a text or a decimal number, put the field in quotes.
O002 = Line { $line }, { $column }: the participant is missing.
    .hint = Write the participant's alias or the identifier of the enrolment list.
O003 = Line { $line }, { $column }: nobody who is enrolled in the agreement has this identifier ({ $excerpt }).
    .hint = Write the participant's alias or the identifier that the enrolment list has. If the person is missing on the list, read the list again with virkning enrol.
O004 = Line { $line }, { $column }: the agreement has no measure “{ $excerpt }”.
    .hint = Write one of them: { $expected }.
O005 = Line { $line }, { $column }: “{ $excerpt }” is no year.
    .hint = Write the measured year with four digits.
O006 = Line { $line }, { $column }: the measure is not measured in { $excerpt }.
    .hint = It is measured in { $expected }.
O007 = Line { $line }, { $column }: “{ $excerpt }” is no month.
    .hint = Write the month as a number: the calendar month, or the month since the start for measures that count from it.
O008 = Line { $line }, { $column }: the measure is not measured in month { $excerpt }.
    .hint = It is measured in month { $expected }.
O009 = Line { $line }, { $column }: the month is missing.
    .hint = The measure is taken several times since the start. Write one of the months { $expected }.
O010 = Line { $line }, { $column }: “{ $excerpt }” is no outcome.
    .hint = Write one of the words success, no-success, unclarified, or in Danish { $expected }.
O011 = Line { $line }, { $column }: the outcome is missing.
    .hint = Write success, no-success or unclarified. If there are no data about the participant, delete the row; the agreement says what missing data mean.
O012 = Line { $line }, { $column }: “{ $excerpt }” is no number, or could be read in two ways.
    .hint = Write decimals with a comma (1234,5). A point before exactly three digits could be thousands or decimals.
O013 = Line { $line }, { $column }: the value is missing.
    .hint = The measure counts a value. Write it, or write unclarified as the outcome.
O014 = Line { $line }, { $column }: “{ $excerpt }” is no arm.
    .hint = Write treatment or control, or in Danish { $expected }.
O015 = Line { $line }, { $column }: the participant is in the other arm on the enrolment list ({ $expected }).
    .hint = The arm is decided at enrolment. Correct the row, or correct the enrolment list and read it again.
O016 = Line { $line }, { $column }: “{ $excerpt }” is neither yes nor no.
    .hint = Write yes or no, or leave the field empty.
O017 = Line { $line }, { $column }: the same is already said at { $first }.
    .hint = Keep one row for each participant, measure, measured year and month.
O018 = Line { $line }: the measure does not look at the participant in the measured year ({ $excerpt }).
    .hint = Check participant, measured year and month. { $expected ->
        [0] The participant began too late, or has not completed.
       *[other] The participant's window closes in { $expected }.
    }
O019 = Line { $line }, { $column }: “{ $excerpt }” is no date.
    .hint = Write the date as { $expected }.
O020 = Line { $line }: the evidence for { $excerpt } is not in the folder{ $expected ->
        [none] {""}
       *[other] {" "}as “{ $expected }”
    }.
    .hint = Put the file into the folder of --evidence, and write its name without identity numbers in the column “evidence”.
O021 = Line { $line }: the measure is read from a register and cannot be claimed ({ $excerpt }).
    .hint = Remove the row; the register decides whether the measure is met.
O022 = Line { $line }: the same is claimed already in other words ({ $excerpt }): claim { $expected }.
    .hint = Have it rejected first if it is wrong.

## The whole file of observations is refused. Nothing of it is kept.

O101 = The observations { $path } cannot be read: { $reason }.
    .hint = Check the path and that you may read the file.
O102 = The file of observations is empty: it has no header.
    .hint = The first line must be: participant;measure;year;month;outcome;value;arm;evidence;verified
O103 = The file of observations is not a text file.
    .hint = Save it from the spreadsheet as CSV with semicolons (UTF-8).
O104 = Line { $line }, byte { $byte }: the text is neither UTF-8 nor Windows-1252.
    .hint = Save the file again as CSV (UTF-8).
O105 = The file of observations lacks: { $missing }.
    .hint = It has: { $header }. There must be a participant, a measure, a year, and an outcome or a value.
O106 = The column “{ $column }” stands there twice, perhaps in two languages.
    .hint = Delete one of them.
O107 = Line { $line }: a quotation mark is never closed.
    .hint = Close the quotation mark.
O108 = The file of observations has { $megabytes } MB; at most { $limit } MB are read.
    .hint = Check that it is the right file.
O109 = { $faulty } of { $rows } rows have faults.
    .hint = Correct the rows and try again. Nothing has changed.
