# Amounts estimated by the refund ladder where there is no file of refunds.

estimated-measure = { $label } (estimated)
estimated-note = Amounts under { $measures } are computed and estimated by the refund ladder, not paid out: { $lists }.
estimated-note-ask = The amounts are computed and estimated by the refund ladder, not paid out: { $lists }.
estimated-title = Estimated amounts
estimated-line = rests on amounts that are estimated by the refund ladder
estimated-amounts = Amounts, estimated by the refund ladder (DKK)
estimated-amount = { $amount } (estimated)
estimated-ladder-week = Week on the ladder
estimated-list =
    { $name ->
        [refund-ladder] refund ladder
        [ladder-codes] codes on the ladder
        [benefit-rates] rates
       *[other] { $name }
    } { $edition } ({ $content })

unclarified-not-estimated =
    { $why ->
        [count-open] the amount of week { $week } cannot be estimated: how many weeks the refund ladder has counted is not known (the register begins too late, or an earlier week is unknown)
        [no-rate] the amount of week { $week } cannot be estimated: there is no rate of the benefit on every day of the week
       *[other] the amount of week { $week } cannot be estimated: the benefit has no place on the refund ladder
    }

no-benefit-rates = Amounts cannot be estimated by the refund ladder: no rates have been loaded.
    .hint = Load them with virkning register ladder --rates FILE.csv (columns: benefit,from,to,amount,per,mark,edition,origin).
estimated-file =
    { $problem ->
        [unreadable] { $path } is no CSV in UTF-8: { $reason }.
        [column] { $path } lacks the column { $column }.
        [value] { $path }, line { $line }: “{ $value }” cannot stand in { $column }.
        [overlap] { $path }: the code { $value } has two rows that hold on the same day.
       *[empty] { $path } has no rows.
    }
    .hint = The columns are { $columns }. Benefits are small letters and hyphens, dates 2024-11-30, and all rows have the same edition; no two rows about the same thing hold on the same day.
estimated-list-earlier = Edition { $edition } of the list { $list } was loaded before and has been replaced by a newer one.
    .hint = Load it again under a new edition (the column edition) if it is to hold.

help-register-ladder = Show or load what amounts are estimated from: refund ladder, codes on the ladder and rates
help-register-ladder-rules = A file with the steps and rules of the refund ladder (CSV)
help-register-ladder-codes = A file with what each code is on the ladder (CSV)
help-register-ladder-rates = A file with the rates of benefits (CSV); no rates are built in
help-register-ladder-format = text or json

estimated-loaded = Loaded: { $list }.
estimated-in-use = In use
estimated-no-rates = No rates have been loaded.
estimated-list-head = List
estimated-edition = Edition
estimated-rows = Rows
estimated-content = Hash
estimated-name =
    { $name ->
        [refund-ladder] Refund ladder
        [ladder-codes] Codes on the ladder
       *[other] Rates
    }
estimated-steps = The refund ladder
estimated-from-week = From week
estimated-refund = The state's share
estimated-net = The municipality's share
estimated-rules-text = Weeks are counted from { $history }, the ladder holds from { $force }; { $weeks } weeks of self-support within { $years } years give a new start.
estimated-rates = Rates
estimated-benefit = Benefit
estimated-from = From
estimated-to = To
estimated-kroner = DKK
estimated-per = Per
estimated-origin = Source
estimated-per-week = week
estimated-per-month = month

rule-item-apprenticeship = adult apprentice
rule-item-cash-benefit = cash benefit
rule-item-disability-pension = disability pension
rule-item-education-benefit = education benefit
rule-item-flex-job = flexjob
rule-item-flex-unemployment-benefit = unemployment allowance (flexjob)
rule-item-holiday-benefit = holiday benefit
rule-item-integration-benefit = integration benefit
rule-item-integration-cash-benefit = cash benefit under the Integration Act
rule-item-job-clarification = job clarification
rule-item-leave = leave
rule-item-pre-rehabilitation = pre-rehabilitation
rule-item-rehabilitation = rehabilitation
rule-item-resource-programme = resource programme
rule-item-service-job = service job
rule-item-sickness-benefit = sickness benefit
rule-item-special-education-benefit = special education benefit
rule-item-temporary-labour-market-benefit = temporary labour market benefit
rule-item-unemployment-benefit = unemployment benefit
rule-item-wage-subsidy = wage subsidy
