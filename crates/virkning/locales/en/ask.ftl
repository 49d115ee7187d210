# Questions to a whole snapshot or a group of its people, and what large registers need.

R139 = An import in { $given } MB of memory is not possible; it needs at least { $least } MB.
    .hint = Give more with --memory, such as --memory 2GB. The size of the delivery does not matter: what does not fit is sorted on the disk.

ask-since-start-of-whom = Months since the start can only be asked of people with a day of enrolment.
    .hint = Name them with --enrolled FILE, or with --cohort LIST and a date after each key.
ask-list-line = { $path }, line { $line }: there is no key of the snapshot's kind, or no date after it.
    .hint = Write a person on each line: the key as the delivery has it, and where it is needed a comma and the day of enrolment (2024-03-15).
ask-months-backwards = The last month, { $last }, lies before the first, { $first }.
    .hint = Give the first with --month and the last with --to.
ask-group-of-whom = Groups can only be counted by themselves when the people are named.
    .hint = Name them with --cohort LIST, with the group last on each line, or with --enrolled FILE.
ask-no-group = { $people } people on the list have no group.
    .hint = Write the group last on each line: key,day,group. The day may be missing: key,,group.
ask-two-groups = { $people } people are on the list in more than one group.
    .hint = Let everybody be in one group.
ask-many-groups = The list has { $groups } groups; there can be { $limit } at most.
    .hint = Join groups. Is what stands last on the lines something else than a group?
synthesize-one-edition = Only one edition can be written to standard output.
    .hint = Leave out --editions, or name one with --edition YYYY-MM.

ask-snapshot = Snapshot
ask-group = Group
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
help-register-ask-cohort = Only those on a list: a key of the delivery on each line, and after commas the day of enrolment and the group
help-register-ask-enrolled = Only those enrolled under this agreement
help-register-ask-source = The register that is asked: refunds, refund-ladder, shelter …; else dream
help-register-ask-by_group = Each group by itself: what stands last on the lines of the list, or the arms of the agreement
