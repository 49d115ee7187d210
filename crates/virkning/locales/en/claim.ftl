# Claims: outcomes that a provider reports with evidence, and the decisions about them.

change-claims = the claims or the decisions about them

claim-imported = { $agreement }: { $new } new claims (numbers { $first } to { $last }); { $known } were known.
claim-none-new = { $agreement }: nothing new; { $known } claims were known.
claim-none = There are no claims.
claim-number = Number
claim-participant = Participant
claim-outcome = Outcome
claim-month = Month since the start
claim-date = Date
claim-evidence = Evidence
claim-evidence-of = The evidence of claim { $claim }
claim-state = State
claim-decisions = Decisions
claim-state-claimed = claimed
claim-state-verified = verified
claim-state-rejected = rejected
claim-state-disputed = disputed
claim-success = success
claim-no-success = no success
claim-unclarified = not clarified
claim-decided = Claim { $claim } is { $state }.
claim-decided-already = Claim { $claim } was { $state } already.
claim-sample = Sample of { $size } of { $candidates } claims for { $year }, drawn with “{ $seed }”:
claim-sample-already = The sample of { $size } of { $candidates } claims for { $year } is drawn already with “{ $seed }”:

claim-without-evidence = Claim { $claim } has no evidence.
    .hint = Show it without --out.
evidence-too-large = { $path } is larger than { $limit } MB and cannot be kept as evidence.
    .hint = Save the file at a lower resolution, or divide it.

help-claim = Claims of a provider: read, verify, reject, dispute, draw a sample
help-claim-import = Read a list of claims and keep the evidence
help-claim-import-list = The list (CSV): participant;measure;year;date;outcome;value;evidence
help-claim-import-evidence = The folder of the files that the column “evidence” names
help-claim-list = Show the claims
help-claim-list-agreement = The agreement's id
help-claim-list-measured_year = This measured year only
help-claim-show = Show a claim with its decisions; the look is written to the event log
help-claim-show-out = Write the evidence to this file
help-claim-verify = Verify a claim that somebody else reported
help-claim-reject = Reject a claim with a reason
help-claim-dispute = Dispute a decision with a reason; that blocks approval
help-claim-sample = Draw a random sample of the claims that nobody has decided about
help-claim-sample-size = How many are drawn
help-claim-sample-seed = Seed: the same one draws the same, and it is kept
help-claim-show-number = The claim's number
help-claim-verify-number = The claim's number
help-claim-reject-number = The claim's number
help-claim-dispute-number = The claim's number
help-claim-verify-reason = Why
help-claim-reject-reason = Why
help-claim-dispute-reason = Why
