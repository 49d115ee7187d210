# Registers: import, snapshots, the installation key, code lists and profiles.

## Faults of single rows. The excerpt never shows a key.

R001 = Line { $line }: the row has another number of fields than the header ({ $excerpt }).
    .hint = Correct the row in the delivery, or check that the profile's separator is the right one.
R002 = Line { $line }, { $column }: the key is missing.
    .hint = Ask for the row again, or accept the number of faulty rows.
R003 = Line { $line }, { $column }: the CPR number holds something else than digits ({ $excerpt }).
    .hint = A CPR number is ten digits, with or without hyphen and blanks.
R004 = Line { $line }, { $column }: the CPR number has nine digits ({ $excerpt }).
    .hint = If a leading zero was lost, set pad_nine_digits = true at the key in the profile.
R005 = Line { $line }, { $column }: the CPR number has a wrong length ({ $excerpt }).
    .hint = A CPR number is ten digits, with or without hyphen and blanks.
R006 = Line { $line }, { $column }: the CPR number does not begin with a date that exists ({ $excerpt }).
    .hint = Correct the number. Failing modulus 11 is no fault and is not refused.
R007 = Line { $line }, { $column }: the serial number holds other characters than letters, digits, - and _ ({ $excerpt }).
    .hint = Check that the column is the person's key and that the separator is the right one.
R008 = Line { $line }, { $column }: “{ $excerpt }” is no benefit code from 1 to 999.
    .hint = A week without a transfer is blank. If the delivery writes blank in another way, name it under blank in the profile.
R009 = Line { $line }, { $column }: “{ $excerpt }” is no employment ratio as the profile writes it.
    .hint = Check the profile's decimal_mark.
R010 = Line { $line }, { $column }: the employment ratio { $excerpt } lies outside the profile's scale.
    .hint = If the ratio is in per cent, set ratio_scale = "percent" in the profile.
R011 = Line { $line }, { $column }: “{ $excerpt }” is no industry code of at most nine digits.
    .hint = A month without an industry is blank.
R012 = Line { $line }: the person has a row in the file already.
    .hint = Only the first row counts. Ask the sender which one is right.
R013 = Line { $line }, { $column }: there is text after the closing quote.
    .hint = If the delivery does not put quotes around fields, set quote = "" in the profile.

## The file is refused as a whole. Nothing is kept.

R101 = { $path } could not be read or written: { $reason }
    .hint = Check path, permissions and space on the disk, and import again. Nothing was kept.
R102 = The file is empty; it has no header.
    .hint = Fetch the file again. Its first line must be the names of the columns.
R103 = The file is no text.
    .hint = Save the delivery as CSV. Workbooks, archives, SAS files and UTF-16 are not read.
R104 = Line { $line }, byte { $byte }: the value { $value } does not exist in the encoding { $encoding }.
    .hint = Set encoding in the profile to that of the delivery: "utf-8" or "windows-1252".
R105 = No key column: split at “{ $separator }”, the header has { $columns } columns, and none of them is { $known }.
    .hint = Check the profile's separator, or name the delivery's key column under key in a profile.
R106 = No week columns (y_YYWW, such as y_2448).
    .hint = Check that the file is DREAM in its wide form with one row per person.
R107 = The column { $column } is there twice.
    .hint = Delete or rename one. Small and capital letters are the same.
R108 = The column { $column } is a week or month that does not exist, or that lies before DREAM.
    .hint = Only some years have week 53 (1992, 1998, 2004, 2009, 2015, 2020, 2026). Correct the column's name.
R109 = The file has { $columns } columns; the limit is { $limit }.
    .hint = Order a delivery with fewer columns.
R110 = Line { $line } is longer than { $limit } MB.
    .hint = Check line ends and quotes: a quote that is never closed makes many lines one.
R111 = The row on line { $line } has a quote that is never closed.
    .hint = Correct the line. If the delivery does not put quotes around fields, set quote = "" in the profile.
R112 = The edition cannot be read from the file's name “{ $file }”.
    .hint = Give the month of delivery with --edition YYYY-MM, or call the file dream202502.csv, for instance.
R113 = The edition { $edition } lies before the last week of the file, { $last }.
    .hint = The edition is the month of delivery. Give the right one with --edition YYYY-MM.
R114 = { $faulty } of { $rows } rows are faulty; { $accepted } are accepted.
    .hint = Correct the rows. To leave them out, import again with --accept-faulty { $faulty }; the number stays in the snapshot.
R115 = More than { $limit } rows are faulty.
    .hint = It is the wrong file or the wrong profile. The first rows are shown.
R116 = { $path } cannot be read: { $reason }
    .hint = The file says whether the delivery is synthetic. Fetch both files again.
R117 = Another import into { $folder } is running.
    .hint = Wait until it has ended, and import again.
R118 = The folder of the snapshot { $snapshot } exists, but its content is damaged.
    .hint = Move the folder away, and import again.
R119 = The delivery has more people or spells than a snapshot can number (4,294,967,295).
    .hint = Split the delivery into several files.

## Snapshots

R131 = { $path } could not be read: { $reason }
    .hint = Check path and permissions. If the file is missing, import the delivery again.
R132 = { $path } cannot be read as the description of a snapshot: { $reason }
    .hint = Fetch the folder from the backup, or import the delivery again.
R133 = { $path } is written in the format { $format }, which this version does not know.
    .hint = Use a newer version of Virkning.
R134 = { $path } is not the file that the snapshot names; it was changed or damaged.
    .hint = Nothing is settled on it. Fetch the folder from the backup, or import the delivery again.
R135 = { $path } is damaged: { $damage ->
        [columns] it has other columns, or a value is missing.
        [order] people or spells are not in order.
        [value] it has a spell of nobody, or a code, week or ratio that does not exist.
        [content] counts, content or name do not fit its files.
        [bytes] the 1,024 bytes from byte { $at } on are not those that were written.
       *[unreadable] it cannot be read as Parquet.
    }
    .hint = Nothing is settled on it. Fetch the folder from the backup, or import the delivery again.

## The installation key

R151 = Others than the owner can read the key file { $path } (permissions { $mode }).
    .hint = Run chmod 600 on the file, and find out who may have read it.
R152 = The key file { $path } is damaged.
    .hint = Fetch it from the backup. A new key gives other pseudonyms, and nothing would fit what is there.
R153 = The key file { $path } could not be read or written: { $reason }
    .hint = Check path, permissions and space on the disk.

## Code lists

R161 = The code list cannot be read: { $reason }
    .hint = A code list is CSV in UTF-8 with commas and a header.
R162 = The code list lacks the column { $column }.
    .hint = The columns are code, label_da, label_en, category, status, valid_from, valid_to and edition.
R163 = Line { $line }: “{ $value }” cannot stand in { $column }.
    .hint = Codes are 0 to 999, categories small letters and _, status confirmed or uncertain, dates 2024-11-30, and all rows have the same edition.
R164 = The code { $number } has two rows that hold on the same day.
    .hint = End the first with valid_to on the day before the second begins.
R165 = The code list has no rows.
    .hint = Fetch the code list that belongs to the delivery.
R166 = Only the codes 1 to 999 can be given a category.
    .hint = A blank week is code 0 and means that there is no transfer.
R167 = The code list has no category “{ $category }”.
    .hint = Write one of: { $known }.

## Profiles

R171 = Unknown profile “{ $name }”.
    .hint = Known profiles: { $known }. Another profile is given as a file with --profile.
R172 = The profile cannot be read: { $reason }
    .hint = Begin with a copy of the built-in profile, and change one value at a time.
R173 = The profile's { $key } cannot be “{ $value }”.
    .hint = The built-in profile shows the possible values.

R140 = The SAS file { $path } cannot be read: { $reason ->
        [truncated] it ends too early
       *[other] { $reason }
    }.
    .hint = The file is damaged, or its transfer was interrupted. Fetch it again and compare its size with the sender's. Nothing has been imported.

synthesize-sas-file = A SAS extract cannot be written to a pipe.
    .hint = Name a folder with --out, or write --format csv.
