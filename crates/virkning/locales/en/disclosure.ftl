# Disclosure control: what may leave the department, and what has been released.

disclosure-public = “{ $subject }” cannot be given to the public: a count that decides a payment is so small, or so close to a figure that was released before, that single people could be found. The figures can be computed back from the amounts, so the whole document is kept back.
    .hint = Give it to the parties of the contract with --for parties. See what has been released with virkning settings releases.
disclosure-minimum = “{ $given }” is no smallest number: it is 3 or 5.
    .hint = Write for example virkning settings disclosure --minimum 5 --reason "…".
disclosure-reason = A change of the rule needs a reason.
    .hint = Add --reason "…".
release-unreadable = Release number { $number } cannot be read, so new figures cannot be held against it. Nothing has been released.
    .hint = Run virkning verify. If a newer version of the program has written to the store, use that one.

settings-title = Disclosure control
settings-minimum = Smallest number of people shown
settings-zeros = Groups without people
settings-zeros-shown = shown
settings-zeros-hidden = hidden
settings-set-by = Set
settings-set-by-value = { $user }, { $time }
settings-not-set = nobody has set anything; this holds until somebody does
settings-reason = Reason
settings-contract = Counts that decide a payment are always shown to the parties of the contract.
settings-changed = From now on the rule holds for everything that is released. What has been released does not change.
settings-unchanged = The rule held already.
releases-none = Nothing has been released yet.
releases-number = No.
releases-time = Time
releases-audience = To
releases-kind = What
releases-subject = About
releases-by = By
audience-department = the department
audience-parties = the parties
audience-public = the public
release-kind-statement = statement
release-kind-record-package = access request
release-kind-overlap = overlap

help-settings = Settings of the whole installation
help-settings-disclosure = See or set how small groups may be that are shown outside the department
help-settings-disclosure-minimum = Smallest number of people shown: 3 or 5
help-settings-disclosure-zeros = Groups without people: shown or hidden
help-settings-disclosure-reason = The reason, which is kept
help-settings-releases = See which figures have been released to whom
