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
restated-numbers = participants stand under other numbers in registers: { $old } → { $new }
restated-lists = other lists: { $old } → { $new }
restated-overlap = other investments now pay for other successes: { $new }
restated-evaluation = the locked evaluation was run again and gives another estimate: { $old } → { $new }
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
    .hint = { $days ->
        [none] The settlement keeps nothing back for later.
       *[other] What is kept back falls due: { $days }. Name the day with --on if it is to be done before.
    }
closing-nothing = “{ $agreement }” has no payments whatever the results that have fallen due now.
    .hint = { $days ->
        [none] The agreement has no capital that comes back, no floor and no guarantee.
       *[other] They fall due: { $days }. Name the day with --on if it is to be done before.
    }
instalment-unknown = The agreement has no instalment with an amount and a day under “{ $tranche }”.
    .hint = { $known ->
        [none] The agreement has no funding terms with amounts and days.
       *[other] Write one of: { $known }.
    }

# From posting to payment, statements of account, comparison and budget.
help-payments = Payments: what is owed, files for the finance system and the bank, and reconciliation
help-payments-list = Show what vouchers make owed
help-payments-list-agreement = The agreement's identifier; all otherwise
help-payments-list-open = Only what is not paid
help-payments-export = Write what is owed for the finance system, for the bank, or as re-posting vouchers
help-payments-export-agreement = The agreement's identifier; all otherwise
help-payments-export-accounts = The account mapping (TOML)
help-payments-export-format = csv for the finance system, pain001 for the bank, vouchers as re-posting vouchers
help-payments-export-out = The file; for re-posting vouchers the folder
help-payments-reconcile = Match a file of the bank or the finance system with what is owed
help-payments-reconcile-statement = The statement (CSV, or camt.053 without --profile)
help-payments-reconcile-profile = The profile of the file's columns (TOML)
help-account = Show the statements of an agreement's accounts
help-account-agreement = The agreement's identifier
help-account-party = Only this party's accounts
help-account-from = From this day
help-account-to = To this day, itself included
help-compare = Compare expected, approved, posted and paid
help-compare-agreement = The agreement's identifier
help-budget = Commitments, budget, follow-up and accounts of a budget year
help-budget-agreement = The agreement's identifier; all otherwise
help-budget-year = The budget year
help-budget-kind = commitments, budget, follow-up or accounts
help-budget-accounts = The mapping of accounts (TOML), so that account strings and committees stand on the lines

payments-none = There are no vouchers.
payments-reference = Reference
payments-way = Way
payments-owed = Owed
payments-open = Open
payments-line = Line
payments-result = Result
payments-matched = paid
payments-part = partly paid
payments-wrong-amount = wrong amount
payments-unknown-reference = unknown reference
payments-paid-twice = paid twice
payments-already-known = already known
payments-reconciled = { $total } rows: { $recorded } payments are posted now, { $known } were known before, { $rejected } cannot be read, { $ignored } are no movements.
payments-written = Written: { $path }
payments-text = { $agreement } voucher { $voucher }
payments-row-year = { $agreement } measured year { $year }
payments-nothing-open = Nothing is owed that can be written to this kind of file.
    .hint = See what is owed with “virkning payments list”. What stays in one legal entity is written with --format vouchers.

account-title = Statement of account: { $agreement }
account-opening = opening
account-closing = closing

compare-title = Expected, approved, posted and paid: { $agreement }
compare-expected = Expected
compare-approved = Approved
compare-posted = Posted
compare-paid = Paid
compare-not-settled-yet = not settled yet
compare-more-successes = more successes than expected
compare-fewer-successes = fewer successes than expected
compare-over-cap = over cap
compare-restated = restatement
compare-kept-back = kept back until
compare-not-posted-yet = not posted yet
compare-not-paid-yet = not paid yet
compare-paid-other = paid more than posted

budget-agreement = Agreement
budget-year = Budget year
budget-what = What
budget-committee = Committee
budget-account = Account string
budget-holder = Budget
budget-due = Due
budget-direction = Expense or income
budget-expense = expense
budget-income = income
budget-nothing = No amounts in the year.
budget-price-level = Price level: { $level }
budget-price-year = { $year } prices
budget-price-current = current prices
budget-price-not-stated = not stated
commitment-not-paid = posted, not paid
commitment-kept-back = kept back
commitment-not-posted = approved, not posted
commitment-expected = expected, not settled
commitment-promised = instalment promised, not given
commitment-total = { $holder }: commitments on { $day } { $known }, and { $expected } expected beyond that.
