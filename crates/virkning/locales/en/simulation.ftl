# Risk: simulations in pages.

job-kind-simulation = Work out the risk
job-stopped = Job { $job } was stopped.
    .hint = It can be run again.
simulation-page = Risk
simulation-ask = Work out the risk
simulation-do = Work it out
simulation-assumptions-field = Assumptions
simulation-assumptions-hint = A document with blocks of TOML, as docs/RISK.md describes. Each assumption has a source or is marked as a guess. An empty field means that nothing is uncertain: the answer is then the plan.
simulation-paths-hint = From { $least } to { $most }. More paths give less error and take longer.
simulation-seed-hint = The same assumptions and the same number give exactly the same answer.
simulation-none = The risk has not been worked out
simulation-none-what = Write what the parties do not know before they sign, and see who bears what.
simulation-under-way = A simulation is running. The answer comes on this page.
simulation-follow = Follow it
simulation-is-done = The simulation is done.
simulation-see = See the answer
simulation-problems = The assumptions cannot be read
simulation-problems-what = Nothing was worked out. Put right what is named, and try again.
simulation-old = The agreement has been sealed in a newer version since. Work it out again to see what that means.
simulation-guesses = { $count ->
        [one] One assumption is a guess without a source.
       *[other] { $count } assumptions are guesses without a source.
    }
simulation-by = Worked out for
simulation-at = Asked for
simulation-assumed = What was assumed
simulation-nothing-assumed = Nothing: the answer is the plan.
simulation-number = “{ $number }” is no whole number.
    .hint = Write a whole number without signs.
simulation-paths = The number of paths must lie between { $least } and { $most }.
    .hint = 20,000 is enough for most purposes.
simulation-assumptions = The assumptions about “{ $agreement }” can no longer be read.
    .hint = Ask for the simulation again on the page Risk.
simulation-begin-title = { $name }: assumptions of the simulation
simulation-begin = The figures below are guesses that no source shows. Change them, and write where they come from.
simulation-guess = a guess to begin with; no source
simulation-recruitment = Recruitment in all years
simulate-kroner = DKK
