# Questions to a whole snapshot or a group of its people, and what large registers need.

R139 = An import in { $given } MB of memory is not possible; it needs at least { $least } MB.
    .hint = Give more with --memory, such as --memory 2GB. The size of the delivery does not matter: what does not fit is sorted on the disk.

ask-since-start-of-whom = Months since the start can only be asked of people with a day of enrolment.
    .hint = Name them with --enrolled FILE, or with --cohort LIST and a date after each key.
ask-list-line = { $path }, line { $line }: there is no key of the snapshot's kind, or no date after it.
    .hint = Write a person on each line: the key as the delivery has it, and where it is needed a comma and the day of enrolment (2024-03-15).
ask-months-backwards = The last month, { $last }, lies before the first, { $first }.
    .hint = Give the first with --month and the last with --to.
synthesize-one-edition = Only one edition can be written to standard output.
    .hint = Leave out --editions, or name one with --edition YYYY-MM.

ask-snapshot = Snapshot
ask-people = People asked about
ask-successes = Yes
ask-failures = No
ask-unclarified = Unclarified
ask-not-in-extract = – of these not in the extract
ask-share = Share of those clarified
ask-valued = With a value
ask-mean = Mean
ask-mean-by-week = Mean per week
ask-without-day = Without a day of enrolment, not asked about
ask-hidden = hidden
ask-hidden-note = Counts of 1 to 4 are hidden, and others with them, so that they cannot be worked out.

help-any-threads = How many threads compute; otherwise $VIRKNING_THREADS or all cores. No answer depends on it
help-register-import-memory = How much memory the import may take: 2GB (otherwise this), at least 400MB
help-register-ask = Ask a snapshot: how many people meet an expression, everyone or a group
help-register-ask-expression = The question, as agreements write success: 'any(job.ratio > 0)'
help-register-ask-value = A number of each person, as agreements write value: 'mean(job.ratio)'; its mean is shown
help-register-ask-by_week = Per week of the window
help-register-ask-month = The month, or the first of several
help-register-ask-to = The last month
help-register-ask-months_since_start = So many months after the month of enrolment, each person's own
help-register-ask-cohort = Only those on a list: a key of the delivery on each line, and after a comma the day of enrolment
help-register-ask-enrolled = Only those enrolled under this agreement
