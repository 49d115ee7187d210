# Overlap between investments: the same participant in two cohorts, the same success claimed twice.

schema-overlap = What holds where another agreement claims the same success.
schema-overlap-with = The id of the other agreement.
schema-overlap-rule = Where it is paid: both, first (where it was posted first), here (only here) or there (only there).
schema-overlap-same = Which measures claim the same success; otherwise all payment measures with the same source.
schema-overlap-same-here = The measure of this agreement.
schema-overlap-same-there = The id of the measure in the other agreement.

overlap-rule-both = paid in both
overlap-rule-first = paid where it was posted first
overlap-rule-here = paid here
overlap-rule-there = paid in the other agreement
overlap-says = [[overlap]] { $term }
overlap-silent = the agreement is silent: the first posted is paid
overlap-silent-note = Note: the agreement does not say what holds for participants who are also in “{ $with }”. A success is paid where it was posted first. Write an [[overlap]] if the parties want something else.

overlap-title = Overlap with other investments
overlap-nobody = No participants are in another investment.
overlap-other = Other agreement
overlap-people = Participants in both
overlap-rule = Rule
overlap-because = Stated in
overlap-not-paid = Not paid here
overlap-paid-in-both = Paid in both
overlap-measured-year = Measured year
overlap-posted-there = Posted there
overlap-hidden = Counts below { $minimum } are shown to the municipality only, and other figures may be hidden with them.
overlap-aliases = Participants in both, as they are called in this agreement
overlap-unlike-keys = Participants who were listed by a serial number are found only in lists with the same kind of number.

overlap-of-enrolment = { $people } { $grammar ->
        [one] participant is
       *[other] participants are
    } also in “{ $with }”: { $rule } ({ $because }).
overlap-of-settlement = { $successes } { $grammar ->
        [one] success is
       *[other] successes are
    } not paid here because the same success belongs to “{ $with }”: { $rule } ({ $because }).
overlap-of-settlement-none = { $people } { $grammar ->
        [one] participant is
       *[other] participants are
    } also in “{ $with }”; no success is claimed twice. The rule: { $rule } ({ $because }).
overlap-of-settlement-both = { $successes } { $grammar ->
        [one] success is
       *[other] successes are
    } paid both here and in “{ $with }”: { $rule } ({ $because }).

change-overlap = what other agreements have posted for the same participants
overlap-posted-since = Another agreement has posted a success that { $proposal } pays for too, or no longer pays for one.
    .hint = Compute a new settlement proposal with virkning settle and have it approved.

help-overlap = Show how many participants are also in other investments, and what holds for them
help-overlap-subject = The agreement's file or id.
help-overlap-people = Also show the participants under the names that they have in this agreement. The look is written to the event log.
help-overlap-audience = parties: small groups are suppressed (otherwise this); municipality: all is shown; public: all is controlled, or nothing is given
