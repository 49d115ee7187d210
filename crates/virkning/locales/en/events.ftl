# Extracts of events: stays, education, observations and amounts.

## Faults of single rows. The excerpt never shows a key.

R014 = Line { $line }, { $column }: “{ $excerpt }” is no date as the profile writes them.
    .hint = Check the profile's date: "year-month-day", "day-month-year" or "digits".
R015 = Line { $line }, { $column }: the date is missing.
    .hint = Ask the supplier for the row again, or accept the number of faulty rows.
R016 = Line { $line }, { $column }: the end lies before the beginning ({ $excerpt }).
    .hint = Correct the dates. If many rows have it, the columns are exchanged.
R017 = Line { $line }, { $column }: the kind is missing.
    .hint = Ask the supplier for the row again, or say under values in the profile what an empty value stands for.
R018 = Line { $line }, { $column }: “{ $excerpt }” is not in the profile.
    .hint = Say under values in the profile what it stands for, or set others = "keep".
R019 = Line { $line }, { $column }: there is no “{ $excerpt }” on that day.
    .hint = A night café, for example, can stand only before 1 July 2022. Correct the kind or the date.
R020 = Line { $line }, { $column }: “{ $excerpt }” is no amount in whole øre as the profile writes them.
    .hint = Check the profile's decimal_mark and thousands_mark. An amount is at most ten thousand billion kroner.
R021 = Line { $line }, { $column }: “{ $excerpt }” is no number as the profile writes them.
    .hint = Check the profile's decimal_mark, and whether the value is a word that belongs under words.
R022 = Line { $line }, { $column }: the unit “{ $excerpt }” is not in the profile.
    .hint = Write the unit under unit in the profile, with the range that its values lie in.
R023 = Line { $line }, { $column }: { $excerpt } lies outside the range of its unit.
    .hint = HbA1c lies under 20 in per cent and from 20 to 163 in mmol/mol. Correct the value or the unit.
R024 = Line { $line }: the row has both a refund and a co-financing.
    .hint = A benefit has one of them. Ask the supplier what the row means.
R025 = Line { $line }, { $column }: the frequency “{ $excerpt }” is not in the profile.
    .hint = Say under frequencies in the profile whether it is "day", "week", "month" or "once".

## The files are refused as a whole. Nothing is kept.

R120 = The header fits none of the profile's tables. Missing: { $missing }.
    .hint = Check that it is the right file and the right separator, or write the delivery's columns in a profile.
R121 = { $own } values lie in the range of the unit and { $other } in that of the other one, and no column says which unit they have.
    .hint = Ask for the extract with a column for the unit. Without it all values must be in the same unit.
R122 = The column { $column } has more than { $limit } different names.
    .hint = It is the wrong column. Correct it in the profile.
R123 = Line { $line }: one person has more than { $limit } rows.
    .hint = Check that the column is the key of the person.
R124 = The edition { $edition } lies before the last day of the files, { $day }.
    .hint = The edition is the month of delivery. Give the right one with --edition YYYY-MM, or check whether day and month are exchanged.
R125 = { $backward } of { $spells } spells end before they begin: the columns are exchanged.
    .hint = Exchange from and to in the profile.
R126 = { $turned } of { $rows } rows have a date that exists only with day and month exchanged.
    .hint = Set date in the profile to the order that the file has.
R127 = The files have different keys: { $first } and { $second }.
    .hint = Files in one import must have the same sort of key. Import them one by one.
R128 = The workbook cannot be read: { $reason }
    .hint = Save it again as .xlsx, or save the sheet as CSV and use a profile with format = "csv".
R129 = The workbook has no sheet “{ $sheet }”. It has: { $known }.
    .hint = Correct sheet in the profile.
R130 = The workbook is larger than { $limit } MB.
    .hint = Save the sheet as CSV and use a profile with format = "csv".
R136 = The data are said to reach to { $as_of }, but the files go to { $day }.
    .hint = Give the right day with --as-of.
R138 = The weeks are displaced by { $weeks } against { $snapshot }: { $same } % of the changes of code agree as they stand, and { $shifted } % when they are moved.
    .hint = Check the names of the week columns. If the earlier edition is the displaced one, import that again first.

## It looks wrong, or must be known. The import is done.

R201 = { $count } stays are from before 2021, when the kinds were not told apart; they are read as shelter.
R202 = { $count } stays begin before an earlier stay of the same person has ended. A night counts once.
R203 = { $count } stays had not ended. They count to the day up to which the data reach.
R204 = { $count } people are anonymous. They are counted and never linked to anybody.
R205 = { $count } values were converted to the unit of the snapshot.
R206 = A person has several values of one name on one day, { $count } times. The highest holds.
R207 = { $count } rows have neither refund nor co-financing. The whole amount is taken as the municipality's own cost.
R208 = { $count } rows have a low price and a high number. Are the columns of amount and number exchanged?
R209 = { $count } of { $rows } dates of weeks fall on another weekday than the others. Are some weeks displaced?
R210 = { $count } names are not in the profile and were kept as they are: { $names }.
R211 = The edition has { $now } people; { $snapshot } has { $before }.
R212 = The amounts are { $now } kr. on average; in { $snapshot } they are { $before } kr. Is the scale another one?
R213 = All employment ratios are at most 1 %. Has the ratio been divided by 100 twice?
R214 = Only { $same } % of the changes of code in { $snapshot } are found in this edition.

## The snapshot

events-table = { $table ->
        [stay] Stays
        [study] Education
        [observation] Observations
        [amount] Amounts
       *[other] { $table }
    }
events-table-text = { $rows } rows; { $from } – { $to }{ $stated ->
        [stated] {""}
       *[first-row] {" "}(the beginning is read off the rows)
    }
events-names = Kinds
events-items = Benefits and services
events-period = Periods
events-period-text = { $period ->
        [week] weeks
        [month] months
       *[day] days
    }
events-profile = Profile
events-ignored = Not counted
events-ignored-text = { $dropped } by the profile, { $duplicates } duplicates
events-anonymous = Anonymous
events-anonymous-text = { $people } people, { $rows } rows
events-zero-sums = Amounts that add up to nothing
events-warning = Note
events-made = { $path } ({ $rows } rows). Synthetic data.
help-register-import-covers_from = The extract's first day; read off the rows otherwise
help-register-synthesize-source = The register: shelter, crisis-centre, refunds, observations, education or services; DREAM otherwise
