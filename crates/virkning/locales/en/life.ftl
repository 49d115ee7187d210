# The life of a settlement: drafts, withdrawal, restatement, release, closing, instalments.
help-propose = Offer a draft as a settlement proposal
help-void = Withdraw an approved proposal before it is posted
help-void-reason = The reason
help-restate = Restate posted measured years without a new measured year
help-restate-on = The day of payment; today otherwise
help-restate-draft = Make a draft that is offered later with propose
help-release = Settle what a posted settlement keeps back
help-release-on = Only what falls due that day; everything that has fallen due otherwise
help-closing = Settle what is paid whatever the results: capital, floor, guarantee
help-closing-on = Only what falls due that day; everything that has fallen due otherwise
help-instalment = Post an instalment of the investment capital
help-instalment-tranche = The funding term's identifier in the agreement
help-instalment-paid_on = The day on which it was given
help-instalment-agreed = The day on which it was agreed to be given; the first one not posted otherwise
help-instalment-key = The key of the call; the same key posts only once
help-settle-draft = Make a draft that is offered later with propose
help-user-add-person = Who is behind it, where one person has several users; two users of one person count as one

users-person = person

state-draft = draft
state-voided = voided
state-paid = paid

propose-done = { $proposal } is offered as a settlement proposal by { $user }.
propose-already = { $proposal } was offered as a settlement proposal before.
void-done = { $proposal } is voided: { $reason }

settle-next-propose = Next step: virkning propose { $id }
settle-part = Part
settle-payable = To be paid in all

part-restatement = restatement no. { $number }
part-release = release of what was kept back { $day }
part-closing = payment whatever the results { $day }

statement-status-draft = DRAFT
statement-status-voided = VOIDED
statement-status-paid = PAID
act-drafted = Drafted by
act-voided = Voided by
act-paid = Payment reconciled by

statement-restated = Restatement
restated-note = Earlier measured years are computed again with what is known today. What was posted never changes; the difference is paid here.
restated-of = Measured year { $year } (settled as { $original }):
restated-register = new edition of the register: { $old } → { $new }
restated-observations = new observations: { $old } → { $new }
restated-code-list = new edition of the code list: { $old } → { $new }
restated-enrolment = new enrolment set: { $old } → { $new }
restated-agreement = amended agreement: { $old } → { $new }
restated-earlier-year = an earlier measured year is restated
restated-counts = Successes / participants: before { $old }, now { $new }
restated-kept = The new edition does not decide { $people } people; they keep the earlier answer.
restated-table = Differences of measured year { $year }
restated-what = What
restated-old = Before
restated-new = Now
restated-difference = Difference
restated-eligible = Participants: { $measure }
restated-successes = Successes: { $measure }

posting-settlement = settlement
posting-restatement = restatement
posting-release = release
posting-closing = closing
posting-instalment = instalment
posting-payment = payment
posting-reversal = reversal
ledger-kind = Kind

restate-nothing-posted = No measured year of “{ $agreement }” is posted.
    .hint = Settle, approve and post a measured year first.
restate-no-difference = No measured year of “{ $agreement }” comes out otherwise with what is known today.
    .hint = There is nothing to restate. Import a later edition of the register if there is one.
release-not-posted = “{ $proposal }” is no posted settlement of a measured year.
    .hint = What is kept back is released when the settlement is posted.
release-nothing = “{ $proposal }” keeps nothing back that falls due now.
    .hint = What is kept back falls due: { $days }. Name the day with --on if it is to be done before.
closing-nothing = “{ $agreement }” has no payments whatever the results that have fallen due now.
    .hint = They fall due: { $days }. Name the day with --on if it is to be done before.
instalment-unknown = The agreement has no instalment with an amount and a day under “{ $tranche }”.
    .hint = See the identifiers of the funding terms in the agreement.
