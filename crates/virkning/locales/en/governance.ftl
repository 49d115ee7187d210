# The commands about the portfolio and their refusals.

help-stage = Stages: the board of ideas, moves, and answers to calls
help-stage-board = Show ideas by stage, the gates and the decisions
help-stage-move = Move an idea to another stage by a decision
help-stage-move-idea = The idea’s id
help-stage-move-to = The stage: 1, 2, 3a, 3b, 4, 5, 6, declined or parked
help-stage-answer = Record what an idea answers to a call
help-stage-answer-call = The call’s id
help-stage-answer-idea = The idea’s id
help-stage-answer-values = An answer: question=text
help-stage-answer-scores = A score: criterion=number
help-decision = Decisions about a portfolio
help-decision-add = Record a decision
help-decision-add-about = The idea’s id; may be given several times
help-any-forum = Who decided, as the portfolio names them
help-any-on = The day; else today
help-any-kind = The kind
help-any-evidence = The evidence; may be given several times
help-any-conditions = A condition; may be given several times
help-any-dissent = A dissent; may be given several times
help-any-follow_up = A task: what|who|date
help-any-text = The text
help-any-subject = The investment’s id
help-any-out = The file to write
help-calendar = Days, deadlines and warnings of all agreements
help-calendar-from = From which day
help-calendar-to = To which day
help-calendar-ics = Write the calendar as iCalendar into this file
help-portfolio = The economy of the portfolio: totals with one horizon, payers and curves
help-continuation = The note on continuation by the agreed criteria
help-report = Reports: write, send, and compare what was sent with today
help-report-make = Write a report
help-report-make-kind = The kind: fact-sheet, status, council, portfolio, continuation, recommendation, cover-note, comparison, follow-up-table, investor, steering-group, public-summary, agreement, business-case, business-case-copenhagen, recruitment, achieved, board or calendar
help-report-text = Write a free text for the reports
help-report-text-part = The part: summary, status, experiences, voices, why, value, how, resources, follow-up, decision-points, assessment, recommendation or risks
help-report-text-about = The idea’s id; else the text is about the portfolio
help-report-send = Freeze a report that is sent
help-report-send-recipient = To whom it is sent
help-report-list = Show the reports that were sent
help-report-compare = Compare a report that was sent with today
help-stage-board-file = The portfolio’s document
help-stage-move-file = The portfolio’s document
help-stage-answer-file = The portfolio’s document
help-decision-add-file = The portfolio’s document
help-calendar-file = The portfolio’s document
help-portfolio-file = The portfolio’s document
help-continuation-file = The portfolio’s document
help-report-make-file = The portfolio’s document
help-report-text-file = The portfolio’s document
help-report-send-file = The portfolio’s document
help-report-compare-file = The portfolio’s document
help-stage-move-id = An id of your choice; the same again is the same
help-decision-add-id = An id of your choice; the same again is the same
help-report-send-id = An id of your choice; the same again is the same
help-report-compare-id = The report’s id, as report list shows it
help-report-send-kind = The kind, as for report make
paper-no-subject = Say which investment the report is about.
    .hint = Write the investment’s id after the file.
paper-unknown-subject = The portfolio has no idea or investment “{ $subject }”.
    .hint = It has: { $known }.
paper-no-agreement = “{ $name }” has no agreement, so there is nothing to write about.
    .hint = Put the agreement’s id under agreement in the portfolio’s document when there is one.
paper-no-continuation = The agreement of “{ $name }” says nothing about continuation.
    .hint = Write [continuation] and [[criterion]] in the agreement.
paper-unknown-investor = No agreement has an investor “{ $subject }”.
    .hint = The investors are: { $known }.
paper-no-business-case = “{ $name }” has no business case that can be computed.
    .hint = See with virkning plan what is missing.
paper-unknown-kind = There is no report of the kind “{ $kind }”.
    .hint = There are: { $known }.
document-no-portfolio = { $path } is no portfolio.
    .hint = A portfolio begins with the table [portfolio].
governance-id-invalid = “{ $id }” cannot be an id.
    .hint = Use small letters a to z, digits and hyphens.
governance-forum-unknown = The portfolio has no forum “{ $forum }”.
    .hint = It has: { $known }.
governance-kind-unknown = A decision is not “{ $kind }”.
    .hint = It is one of: { $known }.
governance-stage-unknown = There is no stage “{ $stage }”.
    .hint = The stages are: { $known }.
governance-move-already = { $idea } stands at stage { $stage } already.
    .hint = Record the decision without a move with virkning decision add.
governance-move-unreadable = { $idea } cannot move to { $stage }: that is only for what a source does not show.
    .hint = Choose a stage.
governance-move-no-reason = { $idea } cannot move to { $stage } without a reason.
    .hint = Write the reason with --text.
governance-move-lacks = { $idea } cannot go to stage { $stage }. It lacks:{ $business_case ->
    [yes] {" "}a business case that can be computed;
    *[no] {""}
    }{ $agreement_checked ->
    [yes] {" "}a checked agreement;
    *[no] {""}
    }{ $repayment_plan ->
    [yes] {" "}a computed repayment;
    *[no] {""}
    }{ $pre_approval ->
    [yes] {" "}prior approval;
    *[no] {""}
    }{ $approval ->
    [yes] {" "}the alderman’s approval;
    *[no] {""}
    }{ $signatures ->
    [yes] {" "}signatures;
    *[no] {""}
    }{ $sealed ->
    [yes] {" "}a sealed agreement;
    *[no] {""}
    }{ $results ->
    [yes] {" "}results;
    *[no] {""}
    }
    .hint = Record what is missing as decisions or in the agreement and try again. Nothing was changed.
governance-call-unknown = The portfolio has no call “{ $call }”.
    .hint = It has: { $known }.
governance-field-unknown = The call does not ask for “{ $field }”.
    .hint = It asks for: { $known }.
governance-score-unknown = “{ $score }” is no score by the call’s criteria.
    .hint = Write criterion=number. The criteria are: { $known }.
governance-answer-missing = Answers are missing to: { $missing }.
    .hint = Answer everything that must be answered. Nothing was kept.
governance-part-unknown = A report has no part “{ $part }”.
    .hint = The parts are: { $known }.
governance-pair-invalid = “{ $given }” is not name=text.
    .hint = Write the name, an equals sign and the text.
governance-task-invalid = “{ $given }” is no task.
    .hint = Write what|who|date; the date may be left out.
calendar-days-reversed = The calendar cannot run from { $from } to { $to }.
    .hint = Exchange the days.
report-unknown = No report “{ $id }” was sent.
    .hint = See them with virkning report list.
governance-decision-kept = The decision { $id } is recorded.
governance-decision-already = The decision { $id } was recorded before.
governance-answer-kept = The answer of { $id } is recorded.
governance-answer-already = The answer of { $id } was recorded before.
governance-text-kept = The text for { $id } is kept.
governance-text-already = The text for { $id } was kept before.
governance-report-sent = The report { $id } is frozen. SHA-256 { $content }
governance-report-already = The report { $id } was frozen before. SHA-256 { $content }
calendar-about = { $name } ({ $document }, { $section })
report-id = Report
report-kind = Kind
report-subject = About
report-recipient = Sent to
report-day = Day
report-content = SHA-256
report-unchanged = No figure has changed since the report was sent.
report-figure = Figure
report-sent-value = Sent
report-today-value = Today
