# The papers about the portfolio: headings, labels and sentences.

paper-title-board = Ideas by stage
paper-title-calendar = Calendar and deadlines
paper-title-portfolio = The economy of the portfolio
paper-title-status = Status of outcomes contracts
paper-title-council = Status for the council
paper-title-follow-up-table = Follow-up and risks
paper-title-recommendation = Recommendation on outcomes contracts
paper-title-cover-note = Cover note
paper-title-comparison = Memo: comparison of proposals
paper-title-continuation = Continuation of { $name }
paper-title-investor = { $name }: yearly statement { $year }
paper-subtitle-fact-sheet = Fact sheet and status, { $day }
paper-subtitle-recruitment = Recruitment, { $day }
paper-subtitle-achieved = Expected and achieved, { $day }
paper-subtitle-steering-group = For the steering group, { $day }
paper-subtitle-public = The investment in short, { $day }
paper-subtitle-business-case = Business case, { $day }
paper-subtitle-continuation = End of the financing, { $day }
paper-subtitle-recommendation = Recommendation, { $day }
paper-subtitle-cover-note = Cover note, { $day }
paper-footer = Figures as of { $day }
paper-by-paper = by { $paper }
paper-as-of = as of { $day }
paper-period = Project period
paper-follow-up-to = Followed until
paper-price = Price of the intervention
paper-capital = Investment capital
paper-own-financing = Own financing
paper-guarantee = Guarantee
paper-role-authority = Authority
paper-role-investor = Investor
paper-role-provider = Provider
paper-role-guarantor = Guarantor
paper-role-payer = Payer
paper-about = About the project
paper-target-group = Target group
paper-intervention = Intervention
paper-purpose = Purpose
paper-per-year = Participants a year
paper-participants = Participants in all
paper-participants-until = Planned until { $day }
paper-measures-heading = Measures
paper-measures = Payment measures and follow-up measures
paper-measure = Measure
paper-measure-kind = { $kind ->
    [paid] Payment measure
    *[followed] Follow-up measure
    }
paper-target = Target
paper-price-per = Price of a success
paper-phases = Stage
paper-stage = Stage
paper-stage-name = Name
paper-status = Status of the project
paper-experiences = Experiences that matter
paper-voices = Citizens’ voices
paper-findings = Where the papers disagree
paper-findings-about = Where the papers disagree: { $name }
paper-findings-text = The check of the documents found these places. The figures above stand as the source writes them.
paper-finding = { $text } ({ $code }, { $document }, line { $line })
paper-participants-heading = Participants
paper-results-heading = Expected and achieved
paper-planned-in-all = Planned in all
paper-started = Started
paper-planned = Planned
paper-planned-by-now = Planned by the same time
paper-planned-by-now-note = The plan is spread evenly over the year, or over the whole period where the source gives no years.
paper-forecast = Forecast to { $day }
paper-forecast-note = if they come as they have come: { $rate } a month
paper-forecast-interval = Interval of the forecast (95%)
paper-forecast-short = Forecast
paper-dropped-out = Dropped out
paper-drop-out = Drop-out rate
paper-recruitment-chart = Started and planned
paper-recruitment-table = Plan and started month by month
paper-month = Month
paper-by-month = Month by month
paper-triggers = Renegotiation
paper-trigger = { $state ->
    [reached] Reason to renegotiate
    [not-reached] No reason to renegotiate yet
    *[open] Renegotiation: the figures cannot decide it
    }
paper-trigger-text = { $label }. Triggered by: { $trigger }.
paper-nothing-reported = There are no results yet.
paper-nothing-yet = no results yet
paper-result = Result
paper-result-as-of = { $label } ({ $day })
paper-counts = Count
paper-share = Share
paper-interval = Interval
paper-expected = Expected
paper-verdict = What may be said
paper-achieved = Expected and achieved
paper-interval-note = Intervals are 95% (Wilson). Clearly below or above means that chance alone would rarely give it: less than 2.5% probability.
paper-mixed = The results are mixed
paper-mixed-text = Some results are above what was expected and others below. They are shown one by one and never averaged.
paper-what-may-be-said = What the figures allow to be said
paper-of = { $number } of { $of }
paper-less-than = less than { $number }
paper-not-stated = not stated
paper-unreadable = unreadable in the source
paper-too-few = too few to be shown
paper-nothing = None
paper-mark-derived = derived
paper-mark-assumed = assumed
paper-reported-facts = Other reported figures
paper-decisions = Decisions
paper-day = Day
paper-forum = Forum
paper-kind = Kind
paper-decision = Decision
paper-task = Task
paper-tasks = Follow-up of decisions
paper-who = Responsible
paper-by-when = Due
paper-what = What
paper-investment = Investment
paper-investments = Investments
paper-other-reading = { $text } (the other reading of the rule)
paper-deadlines = Deadlines and meetings
paper-no-deadlines = No deadlines before { $day }.
paper-what-comes = What comes
paper-overview = Overview
paper-summary = Summary
paper-why = Background
paper-background = Background and purpose
paper-economy-table = Economy by the paper
paper-economy-by-paper = The economy by { $paper }
paper-economy-heading = Economy
paper-repayment = Repayment by the department
paper-savings = Savings
paper-savings-to = Savings until { $year }
paper-net = Net
paper-horizon = Horizon
paper-capital-raised = Capital raised
paper-total-within = In all, only until { $year }
paper-total-mixed = All rows added (different horizons)
paper-total-printed = In all by the paper
paper-price-level = { $level ->
    [not-stated] Price level not stated
    [current] Current prices
    *[other] Prices of { $level }
    }
paper-horizon-title = A total has one horizon
paper-horizon-differs = { $name } runs to { $year }, the others to { $horizon }. All rows give savings of { $all }, the paper prints { $printed } instead. The difference is that { $savings } for { $name } lies outside the total; the printed total leaves { $left } for it until { $horizon }.
paper-printed-net = Printed savings less repayment
paper-net-per-year = Net a year over { $years } years
paper-net-per-year-note = from the start of the first project to the horizon of the total
paper-left-by-printed = Left for rows of another horizon
paper-new-investments = New investments outside the total
paper-exposure = Payments for results by payer and year
paper-exposure-heading = What may have to be paid
paper-exposure-unknown = Without amounts
paper-exposure-unknown-text = For these agreements a price, a success rate or the intake is missing, so payments cannot be planned: { $names }.
paper-exposure-note = Covers { $names }. { $level ->
    [not-stated] Price level not stated.
    [current] Current prices.
    *[other] Prices of { $level }.
    } At most is if everybody succeeds, after all caps; where a cap is reached early, a later year may lie below what is expected.
paper-payer = Payer
paper-year = Year
paper-expected-payment = Expected
paper-at-most = At most
paper-capped = Over cap
paper-in-all = In all
paper-savings-heading = Who saves
paper-savings-by-payer = Savings by budget
paper-savings-note = The service frame stands apart. Amounts with different horizons or price levels are not added.
paper-who-saves = Who saves
paper-prices = Price level
paper-cumulative-heading = Cumulative
paper-cumulative-chart = The authority’s cumulative balance
paper-capital-heading = Capital by agreements and papers
paper-capital-table = Investment capital
paper-capital-agreed = Agreement
paper-shortfall = What fewer participants mean
paper-shortfall-heading = What fewer participants mean
paper-shortfall-unknown = The plan cannot be computed, so a shortfall cannot be put into money.
paper-shortfall-lacks = Cannot be computed, because the source does not state: { $terms }.
paper-shortfall-note = The balance is that of the whole plan: savings and received less paid and contribution.
paper-party = Party
paper-with-participants = With { $number } participants
paper-difference = Difference
paper-payments-for-results = Outcome payments
paper-break-even = The investors’ balance by participants and success rate
paper-rate-part = { $part } of expected
paper-break-even-rate = Breaks even at
paper-break-even-note = The parts are of the success rate that the plan expects.
paper-ideas = Ideas
paper-idea = Idea
paper-ideas-by-stage = Ideas by stage
paper-board = Board
paper-since = Since
paper-next-gate = Before the next stage
paper-gate-open = May go to stage { $stage }
paper-gates = Gates
paper-before-stage = Before stage
paper-needed = Must exist
paper-calls = Calls
paper-call-opened = Opened: { $opened }
paper-call-criterion = { $label } (weight { $weight })
paper-answers = Answers
paper-question = Question
paper-not-answered = not answered
paper-unreadable-note = The source is a scan, and the colours that showed the state are lost. Nothing is guessed.
paper-calendar = Calendar
paper-calendar-days = { $from } to { $to }
paper-days = Days
paper-warnings = Warnings
paper-budget-round = The council’s budget round
paper-expires = Expires
paper-note-ready = Note ready
paper-decided = Decided
paper-rule = The rule as read
paper-reading = { $used ->
    [chosen] { $text } (chosen)
    *[other] { $text } (the other reading)
    }
paper-rule-chosen = The sources give the rule in several ways; both stand here. Chosen: { $because }
paper-decided-by = Decided by
paper-decided-reading = { $used ->
    [chosen] Decided by (chosen reading)
    *[other] Decided by (other reading)
    }
paper-description = Description
paper-assessment = Assessment
paper-criteria = The agreed criteria
paper-criteria-note = The criteria stand in the agreement. Open means that it cannot be decided yet.
paper-criterion = Criterion
paper-found = Found
paper-needed-bound = Needed
paper-met = Met
paper-then = Else follows
paper-criterion-state = { $state ->
    [met] yes
    [not-met] no
    *[open] open
    }
paper-cashable = Can be taken home
paper-cashable-yes = can be taken home
paper-cashable-no = cannot be taken home
paper-cashable-open = not stated
paper-who-pays-and-saves = Who saves, who pays, and what a continuation costs
paper-who-pays = Who pays for results
paper-cost-of-year = Cost of the intervention in { $year }
paper-cost-per-participant = Price for each planned participant ({ $planned })
paper-capital-ends = It is given once. Others must pay for a continuation.
paper-bears = Borne by { $name }
paper-payment = Payment
paper-saving = Saving
paper-amount = Amount
paper-recommendation = Recommendation
paper-no-recommendation = The criteria do not decide it yet
paper-because-all-met = Every agreed criterion is met.
paper-because = { $count ->
    [0] No criterion is broken
    [one] One criterion is not met: { $unmet }
    *[other] { $count } criteria are not met: { $unmet }
    }. { $open ->
    [0] The others are met.
    [one] One is open.
    *[other] { $open } are open.
    }
paper-besides = From the other criteria follows besides:
paper-rules-advise = The recommendation is what the agreed criteria lead to. The decision is for those who decide.
paper-afterwards = After the end
paper-afterwards-text = After a stop, too, measuring and paying go on by the agreement to its end, and each follow-up may reopen the question.
paper-still-measured = Results that are still settled
paper-resume = 1. Summary
paper-decision-points = 2. Decision points
paper-section-why = 3. Why is it brought?
paper-section-value = 4. What value is created?
paper-section-how = 5. What, who and how?
paper-section-resources = 6. What does it take?
paper-section-follow-up = 7. How is it followed?
paper-annexes = Annexes
paper-annex-fact-sheet = Fact sheet and status: { $name }
paper-from = From
paper-to-write = Text is missing
paper-to-write-text = The section is not written. Write it with virkning report text, or in the portfolio’s document.
paper-it-is-recommended = It is recommended that:
paper-point-approve = the participation in { $name } is approved
paper-investments-are = The investments are:
paper-proposals = The proposals side by side
paper-lacks = Lacks before stage 4
paper-risk = Risk
paper-risks = Risks
paper-level = Level
paper-risk-level = { $level ->
    [high] high
    [watch] watched
    *[noted] noted
    }
paper-risk-recruitment = Recruitment: the forecast is { $number } ({ $low }–{ $high }) of { $planned }
paper-risk-drop-out = Drop-out: { $number } of { $of } have dropped out
paper-risk-not-cashable = The saving on { $label } cannot be taken home
paper-risk-small = Small group: { $planned } participants make the repayment fragile
paper-effect = Effect
paper-follow-up-heading = Follow-up
paper-how-measured = How it is measured
paper-when = When
paper-case-table = Business case
paper-row = Row
paper-investment-row = Investment
paper-cumulative = Cumulative
paper-sum-permanent = Permanent change in all
paper-sum-implementation = Implementation costs in all
paper-sum-effect = Economic effect in all
paper-row-by-area = { $area ->
    [service] { $label } (service)
    [transfers] { $label } (transfers)
    [ei] { $label } (EI)
    [eo] { $label } (EO)
    [construction] { $label } (construction)
    *[none] { $label }
    }
paper-payback-total = Payback time, total economy
paper-payback-service = Payback time, service
paper-capital-given = Capital given
paper-expected-later = Expected later
paper-plan-balance = Balance of the plan
paper-investor-note = Capital up to and including { $year }. Where there are postings the capital and the amounts of the year are the ledger’s; the others are the plan’s. “not stated” means that the agreement lacks a number.
paper-unit-million = million kr
paper-unit-kroner = kr
paper-unit-people = participants
paper-chart-description = { $title }. The figures stand in the table of the workbook.
govern-stage-declined = declined
govern-stage-parked = parked

govern-event = { $kind ->
    [continuation-note] note on continuation
    [continuation-decision] decision on continuation
    [expiry] financing ends
    [instalment] instalment
    [settlement] settlement
    [measurement] measurement
    [meeting] meeting
    [status] status
    [milestone] milestone
    [activity-begins] begins
    [activity-ends] ends
    [follow-up] follow-up
    [forum] forum
    [task] task
    [call-closes] call closes
    *[agreement-ends] agreement ends
    }

govern-verdict = { $verdict ->
    [clearly-below] clearly below
    [below] below, may be chance
    [as-expected] as expected
    [above] above, may be chance
    [clearly-above] clearly above
    [below-bound] does not reach the goal
    [meets-bound] reaches the goal
    [other-unit] two units, cannot be compared
    [mixed] mixed
    [no-number] no number
    *[no-criterion] nothing to compare with
    }

govern-decision = { $kind ->
    [noted] noted
    [discussed] discussed
    [pre-approved] pre-approved
    [approved] approved
    [signed] signed
    [refused] refused
    [postponed] postponed
    [recommended] recommended
    *[administrative] administrative
    }

govern-stage = { $stage ->
    [s1] Idea
    [s2] Data and intervention
    [s3a] Business case
    [s3b] Repayment
    [s4] Implementation
    [s5] Follow-up
    [s6] Evaluation
    [sdeclined] Declined
    [sparked] Parked
    *[sunreadable] Unreadable in the source
    }

govern-need = { $need ->
    [business-case] a business case that can be computed
    [agreement-checked] a checked agreement
    [repayment-plan] a computed repayment
    [pre-approval] prior approval
    [approval] the alderman’s approval
    [signatures] signatures
    [sealed] a sealed agreement
    *[results] results
    }

paper-gate-lacks = Stage { $stage } lacks { $need ->
    [business-case] a business case that can be computed
    [agreement-checked] a checked agreement
    [repayment-plan] a computed repayment
    [pre-approval] prior approval
    [approval] the alderman’s approval
    [signatures] signatures
    [sealed] a sealed agreement
    *[results] results
    }{ $more ->
    [0] {""}
    *[other] {" "}and { $more } more
    }

govern-pot = { $pot ->
    [decentral] Department’s budget
    [central] Central budget
    [outcome-fund] Outcome fund
    [region] Region
    [state] State
    [investor] Investor
    *[other] Party without a budget
    }

govern-frame = { $frame ->
    [inside] of these inside the service frame
    [outside] of these outside the service frame
    *[not-stated] of these without a service frame
    }

govern-recommendation = { $word ->
    [permanent] Made permanent
    [for-a-time] Continued for a time
    [operation] Taken into operation without an investor
    [adapted] Not continued in its present form; what works is used in another
    [handed-over] Handed to another fund
    [case-by-case] Not continued; places are bought case by case
    *[stopped] Not continued
    }

paper-says-share = { $label }: { $number } of { $of } where { $expected } were expected ({ $expected_share }). With 95% confidence the share lies between { $low } and { $high }. { $verdict ->
    [clearly-below] That is clearly below: were the expectation right, so few would come with { $chance } probability.
    [below] That is below, but chance may explain it ({ $chance }).
    [above] That is above, but chance may explain it ({ $chance }).
    [clearly-above] That is clearly above: so many would otherwise come with { $chance } probability.
    *[as-expected] That is as expected ({ $chance }).
    }

paper-says-completers = { $label }: { $number } of { $of } is { $share }, but { $started } have started. Of all who started it is between { $low } and { $high }, depending on those who are not through. { $verdict ->
    [clearly-above] The goal of { $expected } is reached among those who are through; of all who started it cannot be said.
    [above] The goal of { $expected } is reached among those who are through; of all who started it cannot be said.
    [as-expected] The goal of { $expected } is just reached among those who are through.
    [no-criterion] There is no goal to compare with.
    *[other] The goal of { $expected } is not reached, not even among those who are through.
    }

paper-says-mean = { $label }: the mean is { $mean } against { $bound }, measured on { $of }. { $verdict ->
    [meets-bound] The goal is reached.
    [other-unit] Criterion and result have different units, so it cannot be decided.
    *[below-bound] The goal is not reached. The source gives no spread, so the part of chance cannot be computed.
    }

paper-risk-result = { $label }: { $verdict ->
    [clearly-below] clearly below what was expected
    [below] below what was expected
    *[below-bound] does not reach the goal
    }

paper-says-no-number = { $label }: the source gives no figures.

paper-warning = { $name }: { $kind ->
    [continuation-note] note on continuation
    [continuation-decision] decision on continuation
    [expiry] financing ends
    [instalment] instalment
    [settlement] settlement
    [measurement] measurement
    [meeting] meeting
    [status] status
    [milestone] milestone
    [activity-begins] begins
    [activity-ends] ends
    [follow-up] follow-up
    [forum] forum
    [task] task
    [call-closes] call closes
    *[agreement-ends] agreement ends
    } { $day } ({ $passed ->
    [true] { $days } days, passed
    *[false] in { $days } days
    }). { $label }
paper-subtitle-agreement = Agreement, version { $version }
paper-parties = Parties
paper-agreement-from = Holds from
paper-agreement-to = Holds to
paper-agreement-state = About the document
paper-agreement-sealed = Sealed text
paper-agreement-sealed-text = The text is the one that is sealed. Each term stands in words below its section; what no source states is marked as derived or assumed. What the terms were checked with is no term and stands in the document only: statements and tables of sources, reported numbers, worked examples and sensitivity.
paper-agreement-draft = Not sealed yet
paper-agreement-draft-text = The text is checked but not sealed. Seal it before the parties sign, so that everybody has seen the same text. What the terms were checked with is no term and stands in the document only: statements and tables of sources, reported numbers, worked examples and sensitivity.
paper-signatures = Signatures
paper-no-signatures = Nobody signs
paper-no-signatures-text = The agreement does not say who signs. Write [[signature]] with party and office.
paper-accounts = Accounts
paper-no-ledger = These investments have neither proposals nor postings here yet, so that their figures stand by the plan only:
paper-measured-year = Measured year
paper-paid-to = To
paper-ledger-expected = Expected
paper-ledger-approved = Approved
paper-ledger-posted = Posted
paper-ledger-paid = Paid
paper-ledger-caption = { $name }: expected, approved, posted and paid
paper-ledger-note = Expected is what the plan gives; the others are what is recorded. A measured year that is not settled has the expected amount only.
paper-no-commitments = There are no commitments on { $day }.
paper-commitments-caption = { $name }: commitments on { $day }
paper-commitments-known = Known commitments in all
paper-commitments-expected = Expected besides
paper-due = Due
paper-voucher = Voucher
paper-moved-capital = Instalment of capital
paper-moved-return = Capital that comes back
paper-moved-guarantee = Guarantee
paper-moved-outcome = Payment for results
paper-moved-paid = Paid
paper-moved-caption = { $name }: movements in { $year }
paper-moved-nothing = There are no postings in { $year }.
paper-figures-from = The figures are
paper-from-ledger = posted
paper-from-plan = by the plan
paper-in-year = Back in the year
paper-paid-in-year = Of which paid
