# Indberetninger: resultater, som en udfører melder ind med dokumentation, og afgørelserne om dem.

change-claims = indberetningerne eller afgørelserne om dem

claim-imported = { $agreement }: { $new } nye indberetninger (nr. { $first } til { $last }); { $known } var kendt i forvejen.
claim-none-new = { $agreement }: intet nyt; { $known } indberetninger var kendt i forvejen.
claim-none = Der er ingen indberetninger.
claim-number = Nummer
claim-participant = Deltager
claim-outcome = Udfald
claim-month = Måned efter start
claim-date = Dato
claim-evidence = Dokumentation
claim-evidence-of = Dokumentationen til indberetning { $claim }
claim-state = Tilstand
claim-decisions = Afgørelser
claim-state-claimed = indberettet
claim-state-verified = bekræftet
claim-state-rejected = afvist
claim-state-disputed = omtvistet
claim-success = opfyldt
claim-no-success = ikke opfyldt
claim-unclarified = uafklaret
claim-decided = Indberetning { $claim } er { $state }.
claim-decided-already = Indberetning { $claim } var allerede { $state }.
claim-sample = Stikprøve på { $size } af { $candidates } indberetninger for { $year }, trukket med »{ $seed }«:
claim-sample-already = Stikprøven på { $size } af { $candidates } indberetninger for { $year } er allerede trukket med »{ $seed }«:

claim-without-evidence = Indberetning { $claim } har ingen dokumentation.
    .hint = Vis den uden --out.
evidence-too-large = { $path } er større end { $limit } MB og kan ikke gemmes som dokumentation.
    .hint = Gem filen i mindre opløsning, eller del den.

help-claim = Indberetninger fra en udfører: indlæs, bekræft, afvis, omtvist, træk en stikprøve
help-claim-import = Indlæs en liste med indberetninger og gem dokumentationen
help-claim-import-list = Listen (CSV): deltager;resultatmål;måleår;dato;udfald;værdi;dokumentation
help-claim-import-evidence = Mappen med de filer, som kolonnen »dokumentation« nævner
help-claim-list = Vis indberetningerne
help-claim-list-agreement = Aftalegrundlagets id
help-claim-list-measured_year = Kun dette målte år
help-claim-show = Vis en indberetning med afgørelserne; opslaget skrives i hændelsesloggen
help-claim-show-out = Skriv dokumentationen i denne fil
help-claim-verify = Bekræft en indberetning, som en anden har meldt ind
help-claim-reject = Afvis en indberetning med en grund
help-claim-dispute = Gør en afgørelse omtvistet med en grund; det spærrer for godkendelse
help-claim-sample = Træk en tilfældig stikprøve af de indberetninger, ingen har afgjort
help-claim-sample-size = Hvor mange der trækkes
help-claim-sample-seed = Frø: det samme frø trækker de samme, og frøet gemmes
help-claim-show-number = Indberetningens nummer
help-claim-verify-number = Indberetningens nummer
help-claim-reject-number = Indberetningens nummer
help-claim-dispute-number = Indberetningens nummer
help-claim-verify-reason = Hvorfor
help-claim-reject-reason = Hvorfor
help-claim-dispute-reason = Hvorfor
