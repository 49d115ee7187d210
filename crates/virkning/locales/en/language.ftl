# The terms of the language of agreements, as editors show them.

schema-title = Terms of an agreement. The blocks of a document are read together.

schema-agreement = The agreement itself: name, period, currency and purpose.
schema-agreement-id = The agreement's identifier, the same in all versions: small letters, digits and hyphens.
schema-agreement-name = The agreement's name.
schema-agreement-aliases = Other names in use.
schema-agreement-version = The version that the parties sign.
schema-agreement-currency = The currency of all amounts, for example DKK.
schema-agreement-rounding = How each line becomes whole øre: half-up, half-even or down.
schema-agreement-price_level = The price level: a year, current, or not-stated.
schema-agreement-from = The first day of the agreement.
schema-agreement-to = The last day of the agreement, after the last payment.
schema-agreement-purpose = The purpose in one sentence.
schema-agreement-kind = Whether results are paid for: outcomes-contract (default) or investeringscase (the municipality's own money; nobody is paid for results).

schema-any-id = The term's identifier, to which other terms point: small letters, digits and hyphens.
schema-any-label = What it is called where it is shown.
schema-any-origin = Where the term comes from: a source, a page, a derivation or an assumption.
schema-any-party = The party's identifier.
schema-any-budget = The identifier of the party's budget.
schema-any-share = The share where several divide: 0.75; the shares add up to one.
schema-any-part = The part where several divide in whole numbers: 3 of 3 and 1 is three quarters.
schema-any-amount = The amount in the agreement's currency.
schema-any-total = The sum, which is checked against its parts.
schema-any-years = The years, both included.
schema-any-years-from = The first year.
schema-any-years-to = The last year.

schema-party = A party of the agreement.
schema-party-name = The party's name in full.
schema-party-short_name = The short name that tables use.
schema-party-role = The party's role: authority, investor, provider, guarantor or payer.
schema-party-legal_entity = The legal entity; a payment within it is a re-posting between budgets.
schema-party-also = Other roles that the party has besides, such as payer.

schema-budget = A budget of a party: the pot that pays or saves.
schema-budget-kind = Kind: decentral, central, outcome-fund, region or state.
schema-budget-committee = The committee that answers for the budget.
schema-budget-area = The budget area: service, transfers, ei, eo or construction.
schema-budget-service_frame = Whether the budget lies inside the service frame: inside or outside.

schema-target_group = The target group: whom the agreement is for.
schema-target_group-description = The target group in one sentence.
schema-target_group-profile = Marks of the group; one or more is enough.

schema-admission = A rule of admission.
schema-admission-label = What the rule demands.
schema-admission-test = How it is decided: age, exclusion or judgement.
schema-admission-from = The youngest age in whole years.
schema-admission-to = The oldest age in whole years.
schema-admission-role = The role that may judge.
schema-admission-column = The column of the cohort list that the rule looks at.

schema-intake = Planned intake, and when a participant counts.
schema-intake-unit = What is counted: person, family or child.
schema-intake-by_year = Starters by year of start.
schema-intake-total = The number in all, which is checked against the years.
schema-intake-counts_from = The steps that must have happened; the last is the day of enrolment.
schema-intake-up_to = The upper end of a span; by_year is the lower.
schema-intake-planned_start = The day of the year on which the plan lets everyone start.
schema-intake-planned_start-month = The month: 1 to 12.
schema-intake-planned_start-day = The day of the month.
schema-intake-completion = The share that is expected to complete.
schema-intake-drop_out = The share that is expected to drop out.

schema-intervention = The intervention.
schema-intervention-provider = Who delivers the intervention.
schema-intervention-steps = The usual course, step by step.

schema-role = A role in the organisation, never a named person.
schema-role-responsibility = What the role answers for.

schema-activity = An activity of the plan.
schema-activity-from = The first day.
schema-activity-to = The last day.

schema-meeting = A body that meets, for example the steering group.
schema-meeting-months = The months in which it meets at least: 1 to 12.
schema-meeting-members = Its members, as organisations.
schema-meeting-terms_of_reference = Its terms of reference, in words.

schema-code_list = A list of register codes that measures ask by its id.
schema-code_list-source = The register whose codes they are.
schema-code_list-edition = What the codes were taken from, and when.
schema-code_list-rows = The codes, with the time in which they are on the list.
schema-code_list-rows-codes = Single codes, 0 to 999; 0 is blank.
schema-code_list-rows-first = The first code of a range.
schema-code_list-rows-last = The last code of the range, included.
schema-code_list-rows-from = The first day on which the codes are on the list; always where it is missing.
schema-code_list-rows-to = The last day on which they are on it; still where it is missing.
schema-code_list-rows-certain = Whether it is sure that they belong there: yes (default), or no, and then the answer stays open where it depends on them.

schema-measure = A measure: a rule that can be checked in a register.
schema-measure-source = The register that it is read from.
schema-measure-window = The part of the register that is looked at: months of the measured year, the time since the start, or a day on which something is reached.
schema-measure-window-month = The month of each measured year: 1 to 12.
schema-measure-window-months_since_start = The number of months after the month of enrolment.
schema-measure-years = The measured years, both included.
schema-measure-success = When the measure is met, for example any(job.ratio > 0) or any(week.state = education).
schema-measure-eligible = Who is looked at: enrolled-before-the-year, enrolled-by-year-end, completed (only those who completed) or window-closed.
schema-measure-settled = When a measured year is settled.
schema-measure-settled-month = The month of the settlement: 1 to 12.
schema-measure-settled-day = The day of payment; the last of the month where that day does not exist.
schema-measure-settled-years_later = Years after the measured year.
schema-measure-expected = The success rate of the plan by measured year; later stands for all years after the last one named.
schema-measure-baseline = The share that would succeed without the intervention.
schema-measure-target = The goal as a share.
schema-measure-window-from_month = The first month of each measured year where several count.
schema-measure-window-to_month = The last month, included.
schema-measure-window-since_start_to_month = From the start to this month of each measured year: what has ever happened.
schema-measure-window-at_months = Months since the start at which it is measured.
schema-measure-window-months = How many months each measurement looks back.
schema-measure-window-event = Something reached on a day: once (the first time only) or each (at most once a year).
schema-measure-value = A number per participant, for example sum(amount.kind = transfer).
schema-measure-unit = The unit of the value, for example kr.
schema-measure-expected_at = The expected share at each month since the start.
schema-measure-expected_value = The expected mean of the value by measured year.
schema-measure-baseline_value = The mean of the value without the intervention.
schema-measure-target_value = The goal as a mean of the value.
schema-measure-target_difference = The goal as a difference from the control arm's share.
schema-measure-requires = Another measure that the same unit must have met.
schema-measure-missing = What missing data mean: unclarified (default), no-success or left-out.
schema-measure-left_population = What it means that somebody has died, emigrated or gone on old-age pension in the window: no-success, unclarified or left-out; without it the expression alone decides.
schema-measure-evidence = What a reported outcome must be shown by.
schema-measure-verified_by = The role that verifies a reported outcome.

schema-cost = What the intervention costs a year.
schema-cost-bearer = Who bears the cost.
schema-cost-amount = The cost a year.
schema-cost-by_year = Amounts by year where they are not even.
schema-cost-kind = Kind: operations (default) or implementation.
schema-cost-pool = The pool that it is sought from.
schema-cost-area = The budget area where it is not the bearer's.

schema-own_financing = What the authority puts in itself, a year.
schema-own_financing-holder = Who finances.
schema-own_financing-amount = The own financing a year.

schema-business_case = The years and assumptions of the business case.
schema-business_case-phase_in = The share of the savings per starter that has effect in each year.
schema-business_case-overlap = Participants who are also in another investment.
schema-business_case-overlap-with = The other investment.
schema-business_case-overlap-participants = The share of the participants who are also in the other.
schema-business_case-overlap-credited_elsewhere = The share of their effect that is credited to the other.
schema-business_case-columns = The label of a column that covers more than its year: 2017 as 2016/17.
schema-business_case-double_period = How a double column counts in the payback time: one-period (default) or two-years.
schema-business_case-payback_rule = How the payback time is rounded: elapsed-periods (default) or first-year-positive.
schema-business_case-attrition = The share of the effect that is left by year since the start.
schema-business_case-net_success_rate = The share of those who complete that succeed beyond what would have happened anyway.
schema-business_case-discount_rate = The yearly discount rate; 0 unless stated.
schema-business_case-basis = What would happen otherwise.
schema-business_case-tail = Years beyond ten that the case covers on purpose.
schema-business_case-tail-years = How many years.
schema-business_case-tail-because = Why the effect is expected to last so long.
schema-business_case-model = The calculation model and its version.
schema-business_case-price_year = The year of the model's prices.

schema-saving = An expected saving.
schema-saving-per = What it is counted per: starter, volume (a number of things), year (amounts by year), success or not-stated.
schema-saving-profile = Kroner per starter by years since the year of start, before overlap.
schema-saving-by_year = A number of things, or kroner, by year.
schema-saving-price = The price of one.
schema-saving-falls_to = The budgets that the saving falls to.
schema-saving-falls_to-area = The area that names the row of the business case.
schema-saving-falls_to-weight = The weight; the weights need not add up to one.
schema-saving-volume = Units per success by year since the year of start.
schema-saving-unit_label = What a unit is, for example weeks.
schema-saving-permanent = Whether the last year's saving lasts: yes or no.
schema-saving-evidence = How well the effect is known: meta-or-trial, control-group, before-after or assumption.
schema-saving-cashable = Whether a budget can really be lowered: yes or no.
schema-saving-refund = The part that the state would have refunded.
schema-saving-refund-share = The share that the municipality does not keep.
schema-saving-low = The lowest factor of uncertainty.
schema-saving-high = The highest factor of uncertainty.

schema-payment = An outcome payment.
schema-payment-for = The measure that triggers the payment.
schema-payment-per = What is paid per: success, participant, unit, rate (a ladder), estimate (of the effect), saving (a share of it) or difference (between arms).
schema-payment-amount = The price of one success.
schema-payment-from = Who pays, and from which budget.
schema-payment-to = Who is paid.
schema-payment-covered_by = What is to cover the payment.
schema-payment-covered_by-saving_share = The share of all expected savings that is to cover the payment.
schema-payment-share = The share of the saving or the difference that is paid.
schema-payment-counted = Who is counted: gross (everyone, default) or net-of-baseline.
schema-payment-indexed = The price follows an index.
schema-payment-indexed-by = The index's id.
schema-payment-indexed-from = The year of the agreement's price.
schema-payment-ladder = Steps with inclusive lower bounds; below the first nothing is due.
schema-payment-ladder-from = The lowest rate that reaches the step.
schema-payment-ladder-share_of_capital = The payment as a share of the capital put in.
schema-payment-minimum = What the payment does not fall below in some measured years.
schema-payment-minimum-share_of_capital = At least this share of the capital.
schema-payment-minimum-applies = When: below-the-ladder (only where no step is reached) or any-lower-step.
schema-payment-estimate = How the effect is estimated from the two arms.
schema-payment-estimate-kind = What is estimated: relative-reduction or difference.
schema-payment-estimate-decimals = Decimals to which it is rounded before it meets the ladder.
schema-payment-estimate-over = What it is over: cohort (the measured year alone) or all-cohorts.
schema-payment-carry_forward = What becomes of negative years: none (forgotten) or negative-years (set against later years).
schema-payment-years = Only these measured years; all of them otherwise.
schema-payment-minimum_cohort = Fewer eligible than this, and nothing is due.
schema-payment-unless = Payments of which none may ever have been due.
schema-payment-to_order = The order: pro-rata (by shares, default) or in-order (the first until its capital is back).
schema-payment-held_back = Part that is kept back until a day.
schema-payment-held_back-share = The share that is kept back.
schema-payment-held_back-until = The day on which it is paid.
schema-payment-accounting_year = The accounting year: paid (the year of payment, default) or measured.

schema-limit = A cap on payments or on the return, or a floor under the return.
schema-limit-party = The investor whose return is bounded.
schema-limit-annual_return = The largest yearly return as a share: 0.05 is five per cent.
schema-limit-method = How the cap is computed: compound, simple or per-year.
schema-limit-at_most = The amount that is never exceeded.
schema-limit-at_least = The share of the capital that the investor has back at the end whatever happens.
schema-limit-per = What the amount is counted over: participant, measure, payment, period, payer, investor or agreement.
schema-limit-of = The id of the measure, payment or party that it bounds.
schema-limit-over_years = Years since the start, for a limit per participant.

schema-follow_up = A follow-up that pays nothing.
schema-follow_up-after_years = After which years it is done.
schema-follow_up-items = What is looked at.
schema-follow_up-source = Where the data come from.

schema-funding = The investor's capital, in instalments.
schema-funding-from = Who gives.
schema-funding-to = Who receives.
schema-funding-amount = Each instalment.
schema-funding-on = The days on which the instalments are paid.

schema-duty = A duty besides money.
schema-duty-kind = Kind: status, renegotiation, report, continuation or evaluation.
schema-duty-label = What is owed.
schema-duty-by = Who owes it.
schema-duty-to = To whom.
schema-duty-trigger = What triggers it.
schema-duty-months = The months in which it falls due each year: 1 to 12.
schema-duty-before = The day before which it must be done.
schema-duty-criteria = What is looked at.

schema-continuation = When the financing ends, and who decides on continuation.
schema-continuation-expires = The last day that the capital pays for.
schema-continuation-decided_by = Who decides.
schema-continuation-if_met = What follows when every criterion is met: permanent, for-a-time, operation (without an investor), adapted, handed-over (to another fund), case-by-case or stopped.

schema-criterion = A criterion of continuation, and what follows when it is not met.
schema-criterion-label = What must hold.
schema-criterion-test = How it is decided: measure, participants, cashable, account (the party's account closes) or judgement.
schema-criterion-about = The measure or the saving: measure.work, saving.benefits.
schema-criterion-party = The party whose account must close.
schema-criterion-at_least = The least that is needed: a share, a mean or a number; the agreement's own goal where it is missing.
schema-criterion-at_most = The most that is allowed: a share or a mean.
schema-criterion-met = The answer of the judgement: yes or no; none as long as nobody has judged.
schema-criterion-because = Why.
schema-criterion-otherwise = What follows when it is not met; the words of continuation.if_met.

schema-choice = A visible choice where the source leaves something open.
schema-choice-term = The term that the choice is about: payment.outcome-payment.from.budget.
schema-choice-question = What the source leaves open.
schema-choice-chosen = The value chosen; the term must say the same.
schema-choice-alternatives = What else it could have been.
schema-choice-because = The reason.

schema-example = A worked example that must hold to the øre.
schema-example-name = The example's name.
schema-example-rates = Success rates by measured year; the expected ones otherwise.
schema-example-cap = Another method of the return cap than the agreed one, or none.
schema-example-payments = What is paid, by year of payment.
schema-example-total = What is paid in all.
schema-example-of = The measure that the counts are of.
schema-example-given = Counts by measured year instead of rates.
schema-example-given-eligible = How many are looked at.
schema-example-given-successes = How many of them succeed.
schema-example-given-sum = The sum of their values.
schema-example-given-control_eligible = How many are in the control arm.
schema-example-given-control_successes = How many of them succeed.
schema-example-given-control_sum = The sum of their values.
schema-example-given-estimate = An estimate that was made elsewhere.
schema-example-observations = Made-up observations instead of rates.
schema-example-observations-participant = Who: A, B.
schema-example-observations-measure = The measure.
schema-example-observations-year = The measured year.
schema-example-observations-at = The month since the start, where there are several.
schema-example-observations-outcome = The outcome: success, no-success or unclarified.
schema-example-observations-value = The value.
schema-example-observations-arm = The arm: treatment (default) or control.
schema-example-terminated = The day on which the agreement is ended before its time.
schema-example-choice = The example under another value of a visible choice.
schema-example-choice-term = The path of the term.
schema-example-choice-as = The value instead of the chosen one.
schema-example-due = Whether each payment is due at all: yes or no.

schema-signature = Who signs.
schema-signature-party = The party that is signed for.
schema-signature-office = The office, never a person's name.

schema-document = A published paper about several investments; it is no agreement, but it can be checked.
schema-document-name = The paper's title.
schema-document-published = The day on which it was published.
schema-document-currency = The currency of all amounts.
schema-document-price_level = The price level: a year, current or not-stated.

schema-project = What the paper says of one investment.
schema-project-name = Its name in the paper.
schema-project-aliases = Other names that the paper uses.
schema-project-agreement = The id of the agreement it is about.
schema-project-period = From which year to which.
schema-project-period-from = The first year.
schema-project-period-to = The last year.
schema-project-follow_up_to = The last year in which results are followed.
schema-project-capital = The investment capital; not-stated if the paper does not give it.
schema-project-participants = Participants planned.
schema-project-unit = What is counted: person, family or child.
schema-project-repayment = Expected repayment.
schema-project-savings = Expected savings.
schema-project-net = Expected net gain; it may be negative.
schema-project-horizon = The last year that its figures cover.

schema-goal = A goal.
schema-goal-measures = The measures that follow the goal.

schema-trial = How participants are compared with a control group.
schema-trial-allocation = How the arms are made: random, matched or before-after.
schema-trial-control = Who the control group is.
schema-trial-participants = How many are in all arms together.
schema-trial-share_treated = The share of them in the treatment arm.

schema-implementation = A term of the implementation that nobody is paid for.
schema-implementation-kind = Kind: deadline, caseload, capacity, quota, milestone or follow-ups.
schema-implementation-within_months = The deadline in months.
schema-implementation-after = The step from which the deadline runs.
schema-implementation-at_most = The largest number of cases.
schema-implementation-per = For each of whom the number holds.
schema-implementation-number = The number.
schema-implementation-share = The share of participants that is to belong to the group.
schema-implementation-group = The group that the quota is about.
schema-implementation-by = The day by which the number is to be reached.

schema-actual = What has been reported or realised.
schema-actual-about = The term it is about: intake, intake.drop-out, measure.ID, implementation.ID, cost.ID or saving.ID.
schema-actual-as_of = As of which day.
schema-actual-number = How many, or how much; not-stated where it is told in words only.
schema-actual-of = Out of how many.
schema-actual-expected = How many were expected by then.
schema-actual-mean = The mean of the measure's value.
schema-actual-unit = The unit as the report writes it.
schema-actual-by_year = Realised amounts by year, for costs and savings.

schema-transaction_cost = Hours that the contract itself costs.
schema-transaction_cost-phase = When: development, operation or follow-up.
schema-transaction_cost-hours = Hours in all, or per year where years are named; not-stated if nobody says.
schema-transaction_cost-hourly_cost = What an hour costs.

schema-purchase = One department buys from another inside the municipality.
schema-purchase-from = The buyer.
schema-purchase-to = The seller.
schema-purchase-by_year = Amounts by year.

schema-sensitivity = An assumption that is varied while the others stay.
schema-sensitivity-vary = What is varied: success-rate, participants, costs, savings, cost.ID or saving.ID.
schema-sensitivity-low = The lowest factor.
schema-sensitivity-high = The highest factor.

schema-index = An index that prices follow.
schema-index-name = The index's name.
schema-index-kind = Which index: net-price-index, kl-price-and-wage or consumer-price-index. They are never mixed.
schema-index-edition = The edition of the table.
schema-index-by_year = The index's value by year.

schema-guarantee = A sum that covers capital which does not come back.
schema-guarantee-from = The guarantor.
schema-guarantee-to = The investors whose capital is covered.
schema-guarantee-at_most = The largest sum; not-stated if nobody states it.
schema-guarantee-on = The day on which what is missing is covered.

schema-capital_return = Capital that is given back whatever the results.
schema-capital_return-from = Who pays.
schema-capital_return-to = The investor.
schema-capital_return-on = The day.
schema-capital_return-share = The share of the capital given.
schema-capital_return-early = Shares if the agreement is ended before its time.
schema-capital_return-early-from = The first day of the span.
schema-capital_return-early-to = The last day of the span.
schema-capital_return-early-share = The share on termination in the span.

schema-financing = The four totals as the source states them.
schema-financing-price = The price of the intervention.
schema-financing-capital = The investment capital.
schema-financing-own_financing = The own financing.
schema-financing-guarantee = The guarantee.

schema-amendment = A change of terms from a day; what held before is kept.
schema-amendment-from = The first day on which the changed terms hold.
schema-amendment-because = The reason.
schema-amendment-changes = The terms that it changes.
schema-amendment-changes-term = The path of the term: intake.total or payment.ID.amount.
schema-amendment-changes-was = What it was; left out where the term is new.
schema-amendment-changes-becomes = What it becomes.

schema-claim = A claim that can be tested against the terms.
schema-claim-text = The claim, in your own words.
schema-claim-document = The document that says it, if it is another.
schema-claim-place = The place in the document.
schema-claim-says = A comparison of figures: business_case.net.2026 >= 0.
schema-claim-about = What the place speaks of: the path of a term, or any name.
schema-claim-value = The value: a number, a text or a date.
schema-claim-unit = The unit as it is written.
schema-claim-rounding = How far two numbers may lie apart and still agree.

schema-printed = A table as a document prints it.
schema-printed-document = The document, if it is another.
schema-printed-place = The place in the document.
schema-printed-unit = What one printed unit is worth: 1_000 where thousands are printed.
schema-printed-unit_label = The unit as the heading says it.
schema-printed-area = The area as the heading says it.
schema-printed-horizon = The last year that the table covers.
schema-printed-columns = The headings of the columns.
schema-printed-rows = The rows.
schema-printed-rows-values = One number a column; not-stated where there is none.
schema-printed-rows-is = What the numbers should be; * stands for the column: cost.salaries.*.
schema-printed-rows-sum = The sum that the row prints.
schema-printed-rows-area = The area as the row says it.
schema-printed-rows-horizon = The last year that the row covers.
schema-printed-rows-role = What the row is: part (default), total or difference.
schema-printed-rows-of = The rows that a total or difference is of; all since the previous total otherwise.
schema-printed-rows-sign = Whether a total is printed with the opposite sign: same (default) or opposite.

schema-origin = Where a term comes from: exactly one of source (with place), web, derived and assumed.
schema-origin-source = The document that says it.
schema-origin-place = The place in the document.
schema-origin-web = A public page.
schema-origin-derived = How it was computed from other figures.
schema-origin-assumed = Why it is assumed.

schema-holder = Whoever pays or receives: a party and one of its budgets.

# Portfolios
schema-portfolio = A portfolio: the document about a municipality's ideas and investments.
schema-portfolio-name = The name of the portfolio.
schema-portfolio-municipality = The municipality.
schema-portfolio-currency = The currency.
schema-portfolio-documents = The agreements and papers that the portfolio covers.
schema-stage = A stage.
schema-stage-stage = The number or name of the stage.
schema-forum = A forum that decides.
schema-forum-months = The months in which the forum meets.
schema-gate = A gate: what must be there before an idea moves on.
schema-gate-to = The stage that the gate leads to.
schema-gate-needs = What must be there.
schema-gate-forum = The forum that decides.
schema-idea = An idea or an investment.
schema-idea-name = The name of the idea.
schema-idea-aliases = Other names for the same.
schema-idea-agreement = The agreement that the idea has become.
schema-idea-stage = The stage of the idea.
schema-idea-as_of = The day as of which it holds.
schema-idea-because = The reason.
schema-call = A call for ideas.
schema-call-forum = The forum that calls.
schema-call-opened = The day on which the call opens.
schema-call-closes = The day on which the call closes.
schema-call-form = The fields of the form.
schema-call-form-required = Whether the field must be filled in.
schema-call-criteria = The criteria by which answers are judged.
schema-call-criteria-weight = The weight of the criterion.
schema-answer = An answer to a call.
schema-answer-call = The call.
schema-answer-idea = The idea that the answer is about.
schema-answer-received = The day on which the answer came.
schema-answer-values = What was answered in the fields of the form.
schema-answer-values-field = The field.
schema-answer-values-text = What was answered.
schema-answer-scores = The judgement by each criterion.
schema-answer-scores-criterion = The criterion.
schema-answer-scores-score = The judgement as a number.
schema-decision = A decision.
schema-decision-forum = The forum that decided.
schema-decision-on = The day of the decision.
schema-decision-about = What the decision is about.
schema-decision-kind = The kind of decision.
schema-decision-moves_to = The stage that the idea moves to.
schema-decision-text = What was decided.
schema-decision-evidence = The evidence on which it was decided.
schema-decision-conditions = Conditions.
schema-decision-dissent = Dissent.
schema-decision-follow_up = The follow-up of the decision.
schema-decision-follow_up-what = What is to be done.
schema-decision-follow_up-who = The role that does it.
schema-decision-follow_up-by = The day by which it is done.
schema-note = A note.
schema-note-about = What the note is about.
schema-note-as_of = The day as of which the note holds.
schema-note-text = The note.
schema-fact = A figure that a source gives.
schema-fact-about = What the figure is about.
schema-fact-as_of = The day as of which the figure holds.
schema-fact-number = The number.
schema-fact-up_to = The highest, where the source gives a range.
schema-fact-of = What the number is a part of.
schema-fact-unit = The unit.
schema-budget_round = The budget round of the municipality.
schema-budget_round-note_ready = The day on which the note must be ready.
schema-budget_round-note_ready-month = The month.
schema-budget_round-note_ready-day = The day.
schema-budget_round-adopted = The day on which the budget is adopted.
schema-budget_round-adopted-month = The month.
schema-budget_round-adopted-day = The day.
schema-budget_round-warn_days = How many days ahead there is a warning.
schema-budget_round-readings = Readings that the source allows.
schema-budget_round-readings-text = The reading in words.
schema-budget_round-readings-years_before = How many years before the end it is decided.
schema-budget_round-chosen = The reading that is chosen.
schema-budget_round-because = The reason for the choice.
