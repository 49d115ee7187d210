# Common words, refusals and answers.

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

word-error = Error
word-warning = Warning
word-refused = Refused
word-failed = Failed
word-hint = Advice
word-yes = yes
word-no = no

mark-chosen = chosen
mark-derived = derived
mark-assumed = assumed
origin-source = source
origin-web = web
origin-none = not stated

budget-decentral = decentral
budget-central = central
budget-outcome-fund = outcome fund
budget-region = region
budget-state = state

price-level-year = { $year } prices
price-level-current = current prices
price-level-not-stated = not stated

tried-make-folder = The folder { $path } could not be made.
tried-read = The file { $path } could not be read.
tried-write = The file { $path } could not be written. Nothing has changed.
tried-report = The statement for { $path } could not be made.

internal = Virkning has a fault: { $what }.
    .hint = Nothing has changed. Tell those who maintain Virkning.
not-utf8 = { $path } is not UTF-8: line { $line }, byte { $byte } cannot be read.
    .hint = Save the file again as UTF-8.
no-user = A user is missing.
    .hint = Write --as USER, or set VIRKNING_USER. A user is added with virkning user add NAME --role ROLE.
user-name-invalid = “{ $name }” cannot be a user name.
    .hint = Use small letters, digits and hyphens, at most 64 characters.
role-unknown = There is no role “{ $role }”.
    .hint = Write one of: { $known }.
not-sealed = The agreement in { $path } is not sealed.
    .hint = Seal it with virkning seal { $path }.
changed-since-seal = { $path } has changed since version { $version } was sealed ({ $seal }).
    .hint = Settle on the sealed text, or give the change a new version number and seal again.
seal-unreadable = The sealed version { $version } of { $agreement } cannot be read by this program.
    .hint = Use an edition of Virkning that knows it.
record-unreadable = What is stored ({ $what }) cannot be read: { $why }.
    .hint = Run virkning verify.
damaged-file = { $path } is no longer what it was: its content does not fit its name.
    .hint = Restore the file from a backup. Nothing has been settled on it.
source-unknown = The register “{ $source }” is not known.
    .hint = Write dream.
snapshot-unknown = There is no snapshot { $snapshot }.
    .hint = See them with virkning register show.
snapshot-empty = The snapshot { $snapshot } has no weeks or no employment ratios.
    .hint = Import an extract with week and month columns.
no-snapshot = No extract of { $source } has been imported.
    .hint = Import one with virkning register import --source { $source } FILE.
nobody-enrolled = There is no cohort list for { $agreement }.
    .hint = Read it with virkning enrol AGREEMENT LIST.
window-out-of-range = The measure { $measure } cannot be measured in { $year }.
proposal-unknown = There is no settlement proposal { $proposal }.
    .hint = Make it with virkning settle, which shows its number.
agreement-unknown = The agreement { $agreement } is not sealed here.
    .hint = Seal it with virkning seal FILE.
participant-unknown = No participant of the agreement has the alias { $alias }.
    .hint = Aliases stand in the settlement proposal.
participant-not-enrolled = { $alias } is on the list but not enrolled.
input-missing = What the proposal is made of is no longer there: { $what } { $hash }.
    .hint = Restore the data from a backup, and run virkning verify.
hash-invalid = “{ $hash }” is not a hash of 64 characters.
    .hint = See the proposal's hash with virkning show.
head-invalid = “{ $head }” is not a head of the event log.
    .hint = Write what virkning verify showed: NUMBER:HASH.
changed-since-proposal = What { $proposal } is made of has changed since it was made: { $changes }.
    .hint = Make the proposal again with virkning settle, and approve the new one.
change-agreement = the agreement
change-enrolment = the cohort list
change-code-list = the code list
change-register = the register extract
change-ledger = what is posted
ruleset-unknown = The proposal was computed by ruleset { $ruleset }, which this program does not have.
    .hint = Use an edition of Virkning that has it.
settle-investeringscase = { $agreement } is an investeringscase: it pays nothing for results, so there is nothing to settle.
    .hint = Use virkning plan for the plan and virkning follow-up for planned against realised.
no-observations = Observations of { $label } ({ $measure }) are missing: the source { $source } cannot be imported.
    .hint = Give them as a file: virkning settle AGREEMENT --measured-year YEAR --observations FILE.csv
seal-without-example = { $path } has no worked example.
    .hint = Write at least one [[example]] that shows what the agreement pays, and seal again.
example-unknown = The agreement has no worked example called “{ $name }”.
    .hint = It has: { $known }
explain-which-measure = There are several measures in the measured year.
    .hint = Choose one with --measure: { $known }
explain-measure-unknown = The measure { $measure } is not among those of the measured year.
    .hint = Choose one of them: { $known }
explain-which-month = { $measure } is measured at several months since the start.
    .hint = Choose one with --month: { $known }
template-unknown = There is no template “{ $template }”.
    .hint = Write one of: { $known }.
new-exists = The file { $path } is already there. Nothing has changed.
    .hint = Choose another name with --out, or move the file.
diff-nothing-sealed = The agreement in { $path } is not sealed, so there is no sealed version to compare with.
    .hint = Write two files: virkning diff OLD NEW.

rows-more = … and { $count } more rows
rows-faulty = { $count ->
        [one] { $count } row
       *[other] { $count } rows
    } cannot be used. Nothing was imported.
    .hint = Correct the rows, or accept exactly this number with --accept-faulty { $count }; the number is kept.

X001 = The worked example “{ $example }” does not hold in { $year }: it says { $expected }, computed { $computed }.
    .hint = Correct the example, or the terms that it rests on.
X002 = The worked example “{ $example }” does not hold in all: it says { $expected }, computed { $computed }.
    .hint = Correct the example, or the terms that it rests on.
X003 = The worked example “{ $example }” does not hold: it says that “{ $term }” { $expected ->
        [yes] is due, but nothing is
       *[other] is not due, but something is
    }.
    .hint = Correct “due” in the example, or the terms that it rests on.

check-good = { $path }: no errors, { $warnings ->
        [one] { $warnings } warning
       *[other] { $warnings } warnings
    }, { $examples ->
        [one] { $examples } worked example holds
       *[other] { $examples } worked examples hold
    }.
check-bad = { $path }: { $errors ->
        [one] { $errors } error
       *[other] { $errors } errors
    }, { $warnings ->
        [one] { $warnings } warning
       *[other] { $warnings } warnings
    }.
fmt-differs = { $path } is not in canonical form. Write virkning fmt --write { $path }.
progress-left = left:

template-outcome-payment = A price per success each year, one investor and a cap on the return
template-outcome-ladder = Amounts by the share that succeeds: a ladder, one investor and a cap on the return
template-rate-card = A price for each kind of outcome, reported with evidence, and a cap per participant
template-controlled-trial = A randomised trial: the investor gets part of the difference between the arms, negative years carried forward
template-investment-case = An investment case: the municipality's own money, no investor and no result payment
new-written = Written: { $path }. Fill in the placeholders, and check it with virkning check { $path }.
diff-before = Before
diff-now = Now
diff-file = { $agreement }, version { $version } ({ $place })
diff-sealed = { $agreement }, version { $version } (sealed: { $place })
diff-terms = Terms
diff-no-terms = No term has changed.
diff-added = Added: { $term }
diff-removed = Removed: { $term }
diff-key-added = { $term }: { $key } is added
diff-key-removed = { $term }: { $key } is removed
diff-key-changed = { $term }: { $key } has changed
diff-place = Place
diff-line = line { $line }
diff-section-line = { $section }, line { $line }
diff-and-others = { $own } (and { $count } others that are the same)
diff-only-others = ({ $count } others that are the same)
diff-prose = Sections with other words
diff-prose-added = “{ $section }” is added (line { $new }).
diff-prose-removed = “{ $section }” is removed (line { $old } before).
diff-prose-changed = “{ $section }” has changed (line { $old } before, line { $new } now).
diff-money = What it moves in money
diff-no-money = The plan is the same to the last øre: no payment, cost or saving moves.
diff-other-currency = The amounts are in two currencies and are not compared.
diff-other-price-level = The amounts are in two price levels and are not compared: price levels are never mixed.
diff-balance-better = { $account }: the balance in all becomes { $amount } better.
diff-balance-worse = { $account }: the balance in all becomes { $amount } worse.
diff-balance-same = { $account }: the balance in all is the same, but amounts move.
diff-payment-year = Year of payment
diff-total-before = Total before
diff-total-now = Total now
diff-difference = Difference
diff-investor = Investor: { $party }
diff-irr = Rate of return, whole years
diff-xirr = Rate of return, days

plan-title = { $agreement } · version { $version } · plan
plan-period = Period
plan-price-level = Price level
plan-price-of-intervention = Price of the intervention
plan-capital = Investment capital
plan-own-financing = Own financing
plan-business-case = Business case
plan-thousand-kroner = DKK 1,000
plan-total = Total
plan-costs = Investment
plan-savings = Saving
plan-net = Net
plan-cumulative = Cumulative
plan-break-even = Earned back in { $year }.
plan-never-break-even = Not earned back within the period.
plan-deepest = Deepest point: { $amount } in { $year }.
plan-flows = Expected flows between the parties
plan-date = Date
plan-kind = Kind
plan-from = From
plan-to = To
plan-measured-year = Measured year
plan-kroner = DKK
plan-funding = Investment capital
plan-outcome-payment = Outcome payment
plan-investor = Cash flows of { $party }
plan-year = Year
plan-paid-in = Paid in
plan-received = Received
plan-balance = Balance
plan-irr = Internal rate of return, whole years
plan-xirr = Internal rate of return, days (actual/365)
plan-no-return = does not exist
plan-multiple = Received per krone paid in
plan-break-even-rate = Success rate that just returns the capital
plan-exposure = Deepest exposure
plan-exposure-on = { $amount } on { $date }
plan-cap-binds = The return cap binds from a success rate of
plan-over-cap = Over cap
plan-accounts = The parties' accounts
plan-account = Party and budget
plan-savings-column = Saving
plan-payments-received = Received
plan-payments-made = Paid
plan-contribution = Contribution
plan-closes = Closes
plan-accounts-note = Balance = saving + received − paid − contribution. Yes: the party gets at least its contribution back.
plan-no-effect = With no effect
plan-no-effect-text = If only those succeed who would have anyway, { $amount } is paid ({ $share } of the plan).
plan-price = The price of one success (DKK)
plan-price-agreed = Agreed
plan-price-by-share = Highest price by the agreed share of all savings
plan-price-by-payer = Highest price by the payer's own savings ({ $payer })
plan-price-not-covered = The agreed price is higher than the savings cover.
plan-choices = Choices that the source leaves open
plan-choice = Term
plan-chosen = Chosen
plan-origin = Origin
plan-examples = Worked examples
plan-example-holds = holds
plan-example-fails = does not hold

seal-done = { $agreement } version { $version } is sealed: { $hash }
seal-already = { $agreement } version { $version } was sealed before: { $hash }
user-added = { $user } is added with the roles: { $roles }
user-already = { $user } was there before with the roles: { $roles }
users-user = User
users-name = Name
users-roles = Roles

synthesize-made = Edition { $edition }: { $register } ({ $size } MB) and { $list } ({ $listed } rows). Synthetic data.
import-new = Imported as { $snapshot }.
import-already = Already imported as { $snapshot }; nothing new.
manifest-edition = Edition
manifest-as-of = Data up to and with
manifest-people = People
manifest-rows = Rows
manifest-rows-text = { $rows } in the file, { $accepted } accepted, { $rejected } rejected
manifest-weeks = Weeks
manifest-ratios = Employment ratio
manifest-industries = Industry
manifest-ignored = Columns not used
manifest-more = {" "}and { $count } more
manifest-runs = Spells (weeks · jobs)
manifest-codes = Code list
manifest-synthetic = Synthetic
manifest-unknown-codes = Unknown codes
manifest-unknown-code = { $code } ({ $people ->
        [one] { $people } person
       *[other] { $people } people
    }, { $weeks ->
        [one] { $weeks } week
       *[other] { $weeks } weeks
    })
manifest-file = File
manifest-bytes = Bytes
manifest-files = Files
manifest-line = Line
manifest-problem = Problem
manifest-problems = Rejected rows that were accepted as such
snapshots-none = There are no snapshots. Import one with virkning register import --source dream FILE.
snapshots-snapshot = Snapshot
codes-pending = Code { $code } = { $category } from { $from } waits for another user, who writes: virkning codes map { $code } { $category } --from { $date } --as USER
codes-known = Code { $code } = { $category } from { $from } stands in the code list already, edition { $edition }; nothing was changed.
codes-confirmed = Code { $code } = { $category } from { $from } is confirmed. New edition of the code list: { $edition }.
codes-title = Code list, edition { $edition }
codes-code = Code
codes-category = Category
codes-meaning = Meaning
codes-from = From
codes-to = To
codes-status = Status
codes-confirmed-status = confirmed
codes-uncertain-status = uncertain

enrol-title = { $agreement } · participants
funnel-referred = Referred
funnel-admission-talk = Admission talk
funnel-admitted = Meets the rules
funnel-accepted = Accepted
funnel-declined = Declined
funnel-enrolled = Started (enrolled)
funnel-dropped-out = Of them dropped out (stay in the group)
funnel-completed = Of them completed
funnel-control = Of them in the control arm
enrol-rules = Rules of admission
enrol-rule = Rule
enrol-refused = Refused
enrol-not-tested = Not tested
enrol-by-year = Started by year
enrol-year = Year
enrol-planned = Plan
enrol-actual = Actual
enrol-stored = { $enrolled } participants are enrolled (edition { $version } of the list: { $new } new, { $changed } changed, { $kept } kept though not on the list; { $accepted } rows accepted, { $rejected } rejected).
enrol-already = { $enrolled } participants are enrolled; the list was read before as edition { $version } ({ $new } new, { $changed } changed, { $kept } kept though not on the list; { $accepted } rows accepted, { $rejected } rejected).

state-proposed = proposal
state-approved = approved
state-refused = refused
state-superseded = superseded by a later proposal
state-posted = posted
settle-number = Number
settle-state = State
settle-successes = Successes
settle-successes-of = { $successes } of { $eligible } ({ $share }; 95% interval { $low } – { $high })
settle-nobody = nobody to measure
settle-measured = Measured
settle-by-value = { $eligible }, measured by a value
settle-unclarified = Not clarified
settle-amount = Amount
settle-over-cap = Over cap
settle-expected = Plan
settle-expected-text = { $successes } of { $eligible }, { $amount }
settle-follow-up = Follow-up measure
settle-follow-up-text = { $label }: { $successes } of { $eligible }
settle-data = Data
settle-data-text = DREAM edition { $edition } ({ $snapshot }), code list { $codes }
settle-content = Hash
settle-lines = Lines
settle-line = Rule
settle-from = From
settle-to = To
settle-quantity = Quantity
settle-price = Price
settle-line-over-cap = Over cap
settle-line-amount = Amount
settle-situations = What the participants were (the first that fits)
settle-next-clarify = Those not clarified must be clarified before the proposal can be approved. If it is an unknown code: virkning codes map CODE CATEGORY --from DATE (two users), and then settle again.
settle-next-approve = Next step: virkning approve { $id } --as ANOTHER-USER
settle-next-post = Next step: virkning post { $id }
settle-next-statement = The statement: virkning statement { $id } --format pdf
unclarified-not-in-extract = not in the extract
unclarified-unknown-code = code { $code } is unknown, and the answer depends on it
unclarified-week-not-covered = the extract has no column for week { $week }
unclarified-month-not-covered = the extract has no column for { $month }
unclarified-no-data = there are no data about the participant
unclarified-not-verified = reported but not verified
unclarified-disputed = reported, and the decision is disputed
settle-observations-text = content { $hash }
settle-example = Worked example: { $name }. Nothing is stored.
settle-example-holds = The example holds: what it states is what is computed.
settle-example-fails = The example does not hold.
settle-example-differs = { $year }: the example states { $stated }, computed { $computed }.
settle-example-total = In all
approve-done = { $proposal } is approved by { $user } (content { $content }).
approve-already = { $proposal } was approved before by { $user } (content { $content }).
refuse-done = { $proposal } is refused: { $reason }
post-done = { $proposal } is posted with voucher { $voucher }.
post-already = { $proposal } was posted before with voucher { $voucher }; nothing has changed.
statement-written = Written: { $path }

explain-title = { $alias } · measured year { $year }
explain-success = The measure is met.
explain-no-success = The measure is not met.
explain-unclarified = Not clarified: { $why }.
explain-because-month = Because { $month } has the employment ratio { $ratio }.
explain-because-weeks = Because { $weeks } have the code { $code } ({ $category }).
explain-because-none = No week and no month of the window meets the rule.
explain-not-eligible = The participant does not count in this measured year: started too late.
explain-measure = Measure
explain-rule = Met when
explain-window = Window
explain-enrolled = Started
explain-situation = Situation
explain-dropped-out = Dropped out
explain-dropped-out-text = { $date }: { $reason } (still counted)
explain-months = Months
explain-month = Month
explain-ratio = Employment ratio
explain-no-ratio = none
explain-decides = Decides
explain-value = Value
explain-evidence = Evidence
explain-kind = Kind
explain-arrived = Arrival
explain-left = Departure
explain-stays = Stays
explain-name = What
explain-day = Day
explain-observations = Observations
explain-amounts = Amounts
explain-weeks = Weeks (the Thursday decides the month)
explain-week = Week
explain-thursday = Thursday
explain-code = Code
explain-meaning = Meaning
explain-category = Category
explain-blank = blank
explain-not-covered = not in the extract
explain-unknown-code = unknown code

ledger-empty = Nothing is posted.
ledger-none = No agreement is sealed.
ledger-voucher = Voucher
ledger-date = Date
ledger-measured-year = Measured year
ledger-balance = Balance
verify-same = { $proposal }: computed again, the same to the last byte.
verify-different = { $proposal }: computed again, but { $what } differs from what is stored.
verify-holds = Everything fits: { $proposals ->
        [one] { $proposals } settlement
       *[other] { $proposals } settlements
    } computed again, { $postings ->
        [one] { $postings } voucher
       *[other] { $postings } vouchers
    } with { $entries } entries in balance, { $snapshots ->
        [one] { $snapshots } snapshot
       *[other] { $snapshots } snapshots
    } unchanged. Head of the event log: { $head }
verify-broken = Something does not fit (see above). Examined: { $proposals } settlements, { $postings } vouchers with { $entries } entries, { $snapshots } snapshots. Head of the event log: { $head }

rule-and = and
rule-or = or
rule-not = not: { $what }
rule-any-week = at least one week { $what }
rule-any-job = at least one month { $what }
rule-all-week = every week { $what }
rule-all-job = every month { $what }
rule-count-week = the number of weeks that { $what }
rule-count-job = the number of months that { $what }
rule-compare = { $number } is { $comparison } { $value }
rule-sum = the sum of the employment ratios
rule-mean = the mean employment ratio
rule-min = the lowest employment ratio
rule-max = the highest employment ratio
rule-ratio = has an employment ratio { $comparison } { $value }
rule-state = is { $states }
rule-any-stay = at least one stay at { $what }
rule-all-stay = every stay is at { $what }
rule-count-stay = the number of stays at { $what }
rule-any-amount = at least one amount for { $what }
rule-all-amount = every amount is for { $what }
rule-count-amount = the number of amounts for { $what }
rule-nights = the number of nights at { $what }
rule-days = the number of days at { $what }
rule-amounts = the sum of amounts for { $what }
rule-reported = the outcome is reported as met
rule-reported-value = the value that is reported
rule-first-observed = the first observation of { $name }
rule-last-observed = the last observation of { $name }
rule-smallest-observed = the lowest observation of { $name }
rule-largest-observed = the highest observation of { $name }
rule-mean-observed = the mean of the observations of { $name }
rule-change-observed = the relative change of { $name }
rule-difference-observed = the change of { $name }
rule-kind-shelter = a shelter (section 110)
rule-kind-crisis-centre = a crisis centre (section 109)
rule-kind-night-cafe = a night café
rule-kind-aftercare = aftercare
rule-kind-transfer = income transfers
rule-kind-education-support = education grants (SU)
rule-code = have the code { $codes }
rule-equal = equal to
rule-not-equal = other than
rule-less = below
rule-less-or-equal = at most
rule-greater = above
rule-greater-or-equal = at least

category-self-support = in self-support (no benefit)
category-unemployment = on unemployment benefit
category-cash-benefit = on cash benefit
category-education-benefit = on education benefit
category-employment-support = in supported employment
category-leave = on leave
category-early-retirement = in early retirement
category-education = in education
category-integration = on integration benefit
category-flexjob = in a flexjob or waiting for one
category-rehabilitation = in rehabilitation
category-pension = on a pension
category-sickness = on sickness benefit
category-emigrated = outside Denmark
category-dead = dead
category-other = in something else

value-not-stated = not stated
value-half-up = nearest øre, halves up
value-half-even = nearest øre, halves to even
value-down = downwards
value-central = central budget
value-decentral = decentral budget
value-compound = compound
value-simple = simple
value-per-year = year by year

import-key-serial = People are keyed by { $key }: they can only be linked to cohort lists with the same { $key }.
enrol-other-key = Warning: the list is keyed by { $list }, but no snapshot is. Nobody on the list can be found in the register.
enrol-begun-refused = Note: { $count } have begun but are refused by a rule and do not count. Is that right?
enrol-future = Note: { $count } on the list have dates after { $today }.
settle-early = Note: measured year { $year } is not settled before { $settled }; today is { $today }.

plan-target-group = Target group and intake
plan-target = Target group
plan-intake = Planned intake
plan-intake-text = { $count } in { $year }
plan-counts-from = Counts from
plan-intervention = Intervention
plan-results = Expected results
plan-settled = Settled
plan-eligible = Participants
plan-rate = Success rate
plan-successes = Successes
plan-price-column = Price
plan-calendar = Activities, meetings and follow-up
plan-when = When
plan-what = What
plan-who = Who or what
plan-every-year = every year in { $months }
plan-duties = Duties
plan-duty = Duty
plan-by-to = From → to
plan-trigger = Triggered by
plan-goal = Goal: { $target } (without the intervention { $baseline })
step-contacted = contacted
step-referred = referred
step-admission-talk = admission talk
step-admitted = admitted
step-offered = offered
step-accepted = accepted
step-started = assessment begun

check-no-documents = There is no agreement (.md file) in the folder { $path }.
    .hint = Name a file, or a folder with .md files.
check-as-expected = Every warning was expected, and every expected warning was given.
check-not-as-expected = The warnings are not the expected ones:
check-unexpected-count = { $path }: { $code } is expected { $expected } times and given { $found } times
expected-unreadable = The list of expected warnings in { $path } cannot be read: { $why }
    .hint = Write [[file]] with path and expected = [{"{"} code = "W005", reason = "…" {"}"}].
expected-without-reason = { $path }: { $code } in { $file } is expected without a reason.
    .hint = Say in reason why the warning may stand.
document-no-agreement = { $path } is a paper about several investments and no agreement.
    .hint = A paper can be checked; only an agreement can be planned and settled.
