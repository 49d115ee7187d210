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
schema-party-role = The party's role: authority, investor, provider or guarantor.
schema-party-legal_entity = The legal entity; a payment within it is a re-posting between budgets.

schema-budget = A budget of a party: the pot that pays or saves.
schema-budget-kind = Kind: decentral, central, outcome-fund, region or state.

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

schema-measure = A measure: a rule that can be checked in a register.
schema-measure-source = The register that it is read from.
schema-measure-window = The part of the register that is looked at: a month of the measured year, or the months after enrolment.
schema-measure-window-month = The month of each measured year: 1 to 12.
schema-measure-window-months_since_start = The number of months after the month of enrolment.
schema-measure-years = The measured years, both included.
schema-measure-success = When the measure is met, for example any(job.ratio > 0) or any(week.state = education).
schema-measure-eligible = Who is looked at: everyone enrolled before the year, or everyone whose window has closed.
schema-measure-settled = When a measured year is settled.
schema-measure-settled-month = The month of the settlement: 1 to 12.
schema-measure-settled-day = The day of payment; the last of the month where that day does not exist.
schema-measure-settled-years_later = Years after the measured year.
schema-measure-expected = The success rate of the plan by measured year; later stands for all years after the last one named.
schema-measure-baseline = The share that would succeed without the intervention.
schema-measure-target = The goal as a share.

schema-cost = What the intervention costs a year.
schema-cost-bearer = Who bears the cost.
schema-cost-amount = The cost a year.

schema-own_financing = What the authority puts in itself, a year.
schema-own_financing-holder = Who finances.
schema-own_financing-amount = The own financing a year.

schema-business_case = The years and assumptions of the business case.
schema-business_case-phase_in = The share of the savings per starter that has effect in each year.
schema-business_case-overlap = Participants who are also in another investment.
schema-business_case-overlap-with = The other investment.
schema-business_case-overlap-participants = The share of the participants who are also in the other.
schema-business_case-overlap-credited_elsewhere = The share of their effect that is credited to the other.

schema-saving = An expected saving.
schema-saving-per = What it is counted per: starter, or volume (a number of things at a price).
schema-saving-profile = Kroner per starter by years since the year of start, before overlap.
schema-saving-by_year = The number of things by year.
schema-saving-price = The price of one.
schema-saving-falls_to = The budgets that the saving falls to.
schema-saving-falls_to-area = The area that names the row of the business case.
schema-saving-falls_to-weight = The weight; the weights need not add up to one.

schema-payment = An outcome payment.
schema-payment-for = The measure that triggers the payment.
schema-payment-per = What is paid per: success.
schema-payment-amount = The price of one success.
schema-payment-from = Who pays, and from which budget.
schema-payment-to = Who is paid.
schema-payment-covered_by = What is to cover the payment.
schema-payment-covered_by-saving_share = The share of all expected savings that is to cover the payment.

schema-limit = A cap on the return.
schema-limit-party = The investor whose return is capped.
schema-limit-annual_return = The largest yearly return as a share: 0.05 is five per cent.
schema-limit-method = How the cap is computed: compound, simple or per-year.

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
schema-duty-kind = Kind: status or renegotiation.
schema-duty-label = What is owed.
schema-duty-by = Who owes it.
schema-duty-to = To whom.
schema-duty-trigger = What triggers it.

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

schema-signature = Who signs.
schema-signature-party = The party that is signed for.
schema-signature-office = The office, never a person's name.

schema-origin = Where a term comes from: exactly one of source (with place), web, derived and assumed.
schema-origin-source = The document that says it.
schema-origin-place = The place in the document.
schema-origin-web = A public page.
schema-origin-derived = How it was computed from other figures.
schema-origin-assumed = Why it is assumed.

schema-holder = Whoever pays or receives: a party and one of its budgets.
