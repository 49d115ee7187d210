# Kommandoerne om porteføljen og deres afslag.

help-stage = Trin: tavlen over idéer, flytninger og svar på opslag
help-stage-board = Vis idéerne efter trin, portene og beslutningerne
help-stage-move = Flyt en idé til et andet trin ved en beslutning
help-stage-move-idea = Idéens id
help-stage-move-to = Trinnet: 1, 2, 3a, 3b, 4, 5, 6, declined (afslået) eller parked (lagt til side)
help-stage-answer = Notér en idés svar på et opslag
help-stage-answer-call = Opslagets id
help-stage-answer-idea = Idéens id
help-stage-answer-values = Et svar: spørgsmål=tekst
help-stage-answer-scores = En bedømmelse: kriterium=tal
help-decision = Beslutninger om en portefølje
help-decision-add = Notér en beslutning
help-decision-add-about = Idéens id; gives flere gange
help-any-forum = Hvem der besluttede, som porteføljen kalder dem
help-any-on = Dagen; ellers i dag
help-any-kind = Slagsen
help-any-evidence = Grundlaget; gives flere gange
help-any-conditions = En betingelse; gives flere gange
help-any-dissent = En indvending; gives flere gange
help-any-follow_up = En opgave: hvad|hvem|dato
help-any-text = Teksten
help-any-subject = Investeringens id
help-any-out = Filen, der skrives
help-calendar = Dage, frister og varsler for alle aftaler
help-calendar-from = Fra hvilken dag
help-calendar-to = Til hvilken dag
help-calendar-ics = Skriv kalenderen som iCalendar i denne fil
help-portfolio = Porteføljens økonomi: summer med én horisont, betalere og kurver
help-continuation = Notatet om videreførelse efter aftalens kriterier
help-report = Rapporter: skriv, send, og sammenlign det sendte med i dag
help-report-make = Skriv en rapport
help-report-make-kind = Slagsen: fact-sheet, status, council, portfolio, continuation, recommendation, cover-note, comparison, follow-up-table, investor, steering-group, public-summary, agreement, business-case, business-case-copenhagen, recruitment, achieved, board eller calendar
help-report-text = Skriv en fri tekst til rapporterne
help-report-text-part = Delen: summary, status, experiences, voices, why, value, how, resources, follow-up, decision-points, assessment, recommendation eller risks
help-report-text-about = Idéens id; ellers handler teksten om porteføljen
help-report-send = Frys en rapport, der sendes
help-report-send-recipient = Hvem den sendes til
help-report-list = Vis de sendte rapporter
help-report-compare = Sammenlign en sendt rapport med i dag
help-stage-board-file = Porteføljens dokument
help-stage-move-file = Porteføljens dokument
help-stage-answer-file = Porteføljens dokument
help-decision-add-file = Porteføljens dokument
help-calendar-file = Porteføljens dokument
help-portfolio-file = Porteføljens dokument
help-continuation-file = Porteføljens dokument
help-report-make-file = Porteføljens dokument
help-report-text-file = Porteføljens dokument
help-report-send-file = Porteføljens dokument
help-report-compare-file = Porteføljens dokument
help-stage-move-id = Et id, som du vælger; det samme igen er det samme
help-decision-add-id = Et id, som du vælger; det samme igen er det samme
help-report-send-id = Et id, som du vælger; det samme igen er det samme
help-report-compare-id = Rapportens id, som report list viser
help-report-send-kind = Slagsen, som ved report make
paper-no-subject = Sig, hvilken investering rapporten handler om.
    .hint = Skriv investeringens id efter filen.
paper-unknown-subject = Porteføljen har ingen idé eller investering »{ $subject }«.
    .hint = Den har: { $known }.
paper-no-agreement = »{ $name }« har ingen aftale, så der er intet at skrive om.
    .hint = Skriv aftalens id under agreement i porteføljens dokument, når den findes.
paper-no-continuation = Aftalen for »{ $name }« siger intet om videreførelse.
    .hint = Skriv [continuation] og [[criterion]] i aftalen.
paper-unknown-investor = Ingen aftale har en investor »{ $subject }«.
    .hint = Investorerne er: { $known }.
paper-no-business-case = »{ $name }« har ingen business case, der kan regnes.
    .hint = Se med virkning plan, hvad der mangler.
paper-unknown-kind = Der er ingen rapport af slagsen »{ $kind }«.
    .hint = Der er: { $known }.
document-no-portfolio = { $path } er ikke en portefølje.
    .hint = En portefølje begynder med tabellen [portfolio].
governance-id-invalid = »{ $id }« kan ikke være et id.
    .hint = Brug små bogstaver a til z, tal og bindestreg.
governance-forum-unknown = Porteføljen har intet forum »{ $forum }«.
    .hint = Den har: { $known }.
governance-kind-unknown = En beslutning er ikke »{ $kind }«.
    .hint = Den er en af: { $known }.
governance-stage-unknown = Der er intet trin »{ $stage }«.
    .hint = Trinnene er: { $known }.
governance-move-already = { $idea } står allerede på trin { $stage }.
    .hint = Notér beslutningen uden flytning med virkning decision add.
governance-move-unreadable = { $idea } kan ikke flyttes til { $stage }: det er kun for det, en kilde ikke viser.
    .hint = Vælg et trin.
governance-move-no-reason = { $idea } kan ikke flyttes til { $stage } uden en grund.
    .hint = Skriv grunden med --text.
governance-move-lacks = { $idea } kan ikke gå til trin { $stage }. Det mangler:{ $business_case ->
    [yes] {" "}business case, der kan regnes;
    *[no] {""}
    }{ $agreement_checked ->
    [yes] {" "}kontrolleret aftale;
    *[no] {""}
    }{ $repayment_plan ->
    [yes] {" "}beregnet tilbagebetaling;
    *[no] {""}
    }{ $pre_approval ->
    [yes] {" "}forhåndsgodkendelse;
    *[no] {""}
    }{ $approval ->
    [yes] {" "}rådmandens godkendelse;
    *[no] {""}
    }{ $signatures ->
    [yes] {" "}underskrifter;
    *[no] {""}
    }{ $sealed ->
    [yes] {" "}forseglet aftale;
    *[no] {""}
    }{ $results ->
    [yes] {" "}resultater;
    *[no] {""}
    }
    .hint = Notér det, der mangler, som beslutninger eller i aftalen, og prøv igen. Intet er ændret.
governance-call-unknown = Porteføljen har intet opslag »{ $call }«.
    .hint = Den har: { $known }.
governance-field-unknown = Opslaget spørger ikke om »{ $field }«.
    .hint = Det spørger om: { $known }.
governance-score-unknown = »{ $score }« er ingen bedømmelse efter opslagets kriterier.
    .hint = Skriv kriterium=tal. Kriterierne er: { $known }.
governance-answer-missing = Der mangler svar på: { $missing }.
    .hint = Svar på alt, der skal besvares. Intet er gemt.
governance-part-unknown = En rapport har ingen del »{ $part }«.
    .hint = Delene er: { $known }.
governance-pair-invalid = »{ $given }« er ikke navn=tekst.
    .hint = Skriv navnet, et lighedstegn og teksten.
governance-task-invalid = »{ $given }« er ingen opgave.
    .hint = Skriv hvad|hvem|dato; datoen kan udelades.
calendar-days-reversed = Kalenderen kan ikke gå fra { $from } til { $to }.
    .hint = Byt om på dagene.
report-unknown = Der er ikke sendt en rapport »{ $id }«.
    .hint = Se dem med virkning report list.
governance-decision-kept = Beslutningen { $id } er noteret.
governance-decision-already = Beslutningen { $id } er noteret i forvejen.
governance-answer-kept = Svaret fra { $id } er noteret.
governance-answer-already = Svaret fra { $id } er noteret i forvejen.
governance-text-kept = Teksten til { $id } er gemt.
governance-text-already = Teksten til { $id } er gemt i forvejen.
governance-report-sent = Rapporten { $id } er frosset. SHA-256 { $content }
governance-report-already = Rapporten { $id } er frosset i forvejen. SHA-256 { $content }
calendar-about = { $name } ({ $document }, { $section })
report-id = Rapport
report-kind = Slags
report-subject = Om
report-recipient = Sendt til
report-day = Dag
report-content = SHA-256
report-unchanged = Ingen tal er ændret, siden rapporten blev sendt.
report-figure = Tal
report-sent-value = Sendt
report-today-value = I dag
