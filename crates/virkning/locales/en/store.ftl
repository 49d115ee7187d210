# The store: what the rules refuse (S001-), what is wrong with stored data (S101-), and what failed (S201-).

S001 = The user “{ $user }” is not declared.
    .hint = Declare the user with “virkning user add { $user } --role …”, or write another name after --as.

S002 = The user “{ $user }” exists already with { $field ->
        [name] another name
        [person] another person behind it
       *[roles] other roles
    }.
    .hint = Choose another user name.

S003 = The user “{ $user }” needs at least one role.
    .hint = Write the role after --role, for example --role controller.

S004 = The user “{ $user }” does not have the role that it takes: { $needed }.
    .hint = Ask a user with one of these roles to do it.

S005 = Version { $version } of “{ $agreement }” is already sealed with another text ({ $sealed }, not { $given }).
    .hint = Do not edit a sealed version. Give the amended agreement a new version number and seal it.

S006 = Version { $version } of “{ $agreement }” is not sealed.
    .hint = Seal the agreement with “virkning seal” before settling.

S007 = The code list of { $source } already has an edition { $edition } with other content.
    .hint = Give the new code list a new edition number.

S008 = Nobody has proposed that code { $number } is to mean “{ $category }” from that day, or it is confirmed already.
    .hint = Propose it with “virkning codes map”; then another user confirms with the same command.

S009 = The user “{ $user }” proposed the meaning of code { $number }.
    .hint = Ask another user to confirm it.

S010 = The snapshot “{ $snapshot }” exists already with other content.
    .hint = Choose another name, or use the snapshot that was imported.

S011 = Alias { $alias } in “{ $agreement }” stood for another person before.
    .hint = Check that the list and the key file belong to this agreement.

S012 = Alias { $alias } in “{ $agreement }”, or the person behind it, stands twice on the list.
    .hint = Keep one line for each person.

S013 = There is no settlement proposal “{ $proposal }”.
    .hint = Check the name; “virkning settle” shows it.

S014 = The settlement proposal “{ $proposal }” exists already and is different.
    .hint = Show it with “virkning show { $proposal }”.

S015 = “{ $user }” made the settlement proposal “{ $proposal }” and cannot approve it.
    .hint = Ask another user with the role approver to approve.

S016 = The settlement proposal “{ $proposal }” is not the one that was seen: its content is { $stored }, not { $given }.
    .hint = Show the proposal again with “virkning show { $proposal }” and decide on what it says now.

S017 = The settlement proposal “{ $proposal }” is { store-state } and not open for a decision.
    .hint = { $state ->
        [posted] What is posted does not change: a correction comes as a restatement in a later settlement.
        [paid] What is posted does not change: a correction comes as a restatement in a later settlement.
        [draft] Offer the draft first: “virkning propose { $proposal }”.
       *[other] Make a new proposal with “virkning settle” if something is to change.
    }

S018 = The settlement proposal “{ $proposal }” is superseded by “{ $by }”.
    .hint = Show the new one with “virkning show { $by }”.

S019 = The settlement proposal “{ $proposal }” cannot be approved: { $grammar ->
        [one] 1 person is not clarified
       *[other] { $people } people are not clarified
    }.
    .hint = Clarify the people named in the proposal and settle again.

S020 = The settlement proposal “{ $proposal }” is provisional and cannot be posted.
    .hint = Import a later edition of the register and settle again.

S021 = The refusal or withdrawal of “{ $proposal }” lacks a reason.
    .hint = Say why: “--reason "…"”.

S022 = The key “{ $key }” was used for another posting: { $field ->
        [proposal] the proposal is { $stored }, not { $given }
        [content] the content is { $stored }, not { $given }
        [agreement] the agreement is { $stored }, not { $given }
        [about] it is about { $stored }, not { $given }
        [date] the day of payment is { $stored }, not { $given }
        [voucher] the kind of voucher is { $stored }, not { $given }
       *[entries] the entries are { $stored }, not { $given }
    }.
    .hint = Choose a new key for a new posting.

S023 = The settlement proposal “{ $proposal }” is already posted as voucher { $voucher } under the key “{ $key }”.
    .hint = Nothing is left to do: the payment is posted once.

S024 = Measured year { $year } of “{ $agreement }” is already posted with “{ $proposal }”, voucher { $voucher }.
    .hint = A correction comes as a restatement in a later settlement, never as another posting of the same year.

S025 = The settlement proposal “{ $proposal }” is { store-state } and cannot be posted.
    .hint = Only an approved proposal can be posted: “virkning approve { $proposal }” by another user.

S026 = The posting belongs to { $field ->
        [agreement] another agreement
       *[proposal] another proposal
    } than “{ $proposal }”.
    .hint = This is a fault in the program. Report it, and do not post.

S027 = The entries of the posting of “{ $proposal }” do not balance: the difference is { $difference } { $currency }.
    .hint = This is a fault in the program. Report it, and do not post.

S028 = An amount in the posting of “{ $proposal }” is too large: { $amount } { $currency }.
    .hint = Check the price in the agreement.

S029 = The settlement proposal “{ $proposal }” cannot be approved by “{ $user }”: this is the same person as “{ $author }”, who made it.
    .hint = Another person must approve.

S030 = There is no voucher { $voucher } in “{ $agreement }”.
    .hint = See the vouchers with “virkning ledger { $agreement }”.

S031 = Voucher { $voucher } of “{ $agreement }” cannot be paid with { $amount } { $currency }: { $open } { $currency } is owed.
    .hint = Find out whether it was paid twice, and put it right in the finance system.

S032 = The instalment “{ $about }” of “{ $agreement }” is already posted as voucher { $voucher }.
    .hint = Nothing is left to do: the instalment is posted once.

S033 = The settlement proposal “{ $proposal }” is { store-state } and cannot be withdrawn.
    .hint = { $state ->
        [proposed] It is not approved yet: refuse it with “virkning refuse { $proposal }”.
        [draft] It is not approved yet: refuse it with “virkning refuse { $proposal }”.
        [posted] What is posted does not change: a correction comes as a restatement in a later settlement.
        [paid] What is posted does not change: a correction comes as a restatement in a later settlement.
       *[other] There is nothing to withdraw: only an approved proposal that is not posted is withdrawn.
    }

S050 = There is no record “{ $record }” among those made for the case file.
    .hint = See them with virkning record list.

S051 = The record “{ $record }” is there already, but with { $field ->
        [case-number] another case number
        [kle] another KLE number
       *[other] another content
    }.
    .hint = See it with virkning record list. A record lies under one case.

S055 = A rule of disclosure control needs a reason.
    .hint = Say with --reason why it is to hold.

S056 = Other figures were released while those about “{ $subject }” were held against what had been released before. Nothing has been released.
    .hint = Try again.

S080 = There is no claim with number { $claim }.
    .hint = See the numbers with “virkning claim list”.

S081 = “{ $user }” cannot decide about claim { $claim }, which is their own or disputed by themselves.
    .hint = Let somebody else verify or reject it.

S082 = Claim { $claim } is { $state ->
        [claimed] claimed
        [verified] verified
        [rejected] rejected
       *[disputed] disputed
    } and cannot become { $wanted ->
        [claimed] claimed
        [verified] verified
        [rejected] rejected
       *[disputed] disputed
    }.
    .hint = What is claimed is verified or rejected; only a decision can be disputed.

S083 = The decision about claim { $claim } lacks a reason.
    .hint = Give --reason.

S084 = The same is claimed already in other words: claim { $claim }, which is { $state ->
        [claimed] claimed
        [verified] verified
        [rejected] rejected
       *[disputed] disputed
    }.
    .hint = Have it rejected first if it is wrong.

S085 = The sample is of { $asked }, but there are only { $there } claims that nobody has decided about.
    .hint = Choose a smaller sample.

S101 = The event log is broken at number { $sequence }: { $why ->
        [missing] the record is missing
        [cut-off] the log is cut off before it
        [edited] the record was edited
        [moved] the record was moved
        [not-linked] the record does not follow from the one before
        [other-head] it is not the log that the head was taken from
       *[other] { $why }
    }.
    .hint = Do not settle on this store. Take the last backup that verifies, and find out who had access to the file.

S102 = The stored “{ $key }” ({ store-table }) is not what was written.
    .hint = Do not settle on this store. Take the last backup that verifies.

S103 = The stored “{ $key }” ({ store-table }) is gone.
    .hint = Do not settle on this store. Take the last backup that verifies.

S104 = “{ $key }” ({ store-table }) was written past the event log, or the log is cut off.
    .hint = Do not settle on this store. Find out who had access to the file.

S105 = The content of “{ $key }” ({ store-table }) does not have its hash.
    .hint = Do not settle on this store. Take the last backup that verifies.

S106 = The field { $field } of “{ $key }” ({ store-table }) cannot be read.
    .hint = Do not settle on this store. Take the last backup that verifies.

S107 = Voucher { $voucher } of “{ $agreement }” does not balance: the difference is { $difference } { $currency }.
    .hint = Do not settle on this store. Take the last backup that verifies.

S108 = The ledger of “{ $agreement }” does not balance: the difference is { $difference } { $currency }.
    .hint = Do not settle on this store. Take the last backup that verifies.

S109 = Voucher { $voucher } was posted although nobody else had approved “{ $proposal }”.
    .hint = Stop the payment, and find out who had access to the file.

S110 = Voucher { $voucher } was posted on other content than “{ $proposal }” has.
    .hint = Stop the payment, and find out who had access to the file.

S111 = Voucher { $voucher } of “{ $agreement }” is missing from the sequence.
    .hint = Do not settle on this store. Take the last backup that verifies.

S113 = Voucher { $voucher } of “{ $agreement }” does not balance for “{ $party }”: the difference is { $difference } { $currency }.
    .hint = Restore the store from a backup.

S114 = Voucher { $voucher } of “{ $agreement }” is paid otherwise than it is owed: { $open } { $currency } is open.
    .hint = Compare with the finance system, and restore the store from a backup if it was changed.

S115 = The payment recorded as “{ $payment }” does not say the same as its posting.
    .hint = Restore the store from a backup.

S112 = The file of the store is damaged: { $reason }.
    .hint = Take the last backup that verifies, and examine the disk.

S201 = The file { $path } cannot be made: { $reason }.
    .hint = Check that the folder exists and may be written.

S202 = The program cannot start its store: { $reason }.
    .hint = Close other programs and try again.

S203 = The tables in { $path } cannot be brought up to date: { $reason }.
    .hint = Copy the file before anything else is done, and report the fault.

S204 = { $path } was written by a later version of the program (tables { $version }).
    .hint = Use the latest version of the program.

S205 = There is no room on the volume of { $path }. Nothing was changed.
    .hint = Make room on the volume and try again.

S206 = { $path } is in use by another program. Nothing was changed.
    .hint = Wait until the other program has finished, and try again.

S207 = { $path } is damaged or is no store: { $reason }.
    .hint = Check the path, or take the last backup that verifies.

S208 = { $path } cannot be written: { $reason }.
    .hint = Check the permissions of the file and its folder, or of the database.

S209 = The volume of { $path } could not be read or written: { $reason }.
    .hint = Examine the disk. Then repeat the command: what was done already is not done twice.

S210 = The store { $path } could not do it: { $reason }. Nothing was changed.
    .hint = Try again. If it persists, run “virkning verify” and report the fault.

S211 = A write to { $path } failed earlier; the store is not used any more in this run.
    .hint = Start the program again. What was done already is not done twice.

S212 = { $what ->
        [agreement-text] The text of the agreement
        [enrolment-set] The enrolment set
        [proposal] The settlement proposal
       *[other] { $what }
    } has the hash { $computed }, not { $given }.
    .hint = This is a fault in the program. Report it.

S213 = There is no connection to { $path }: { $reason }.
    .hint = Check that the server runs, and repeat the command: what was done already is not done twice.

S214 = “{ $path }” is no address of a database: { $reason }.
    .hint = Write the address as postgres://user@host/database.

S215 = The database { $path } is on another machine, and this program cannot encrypt the connection.
    .hint = Use a program that was built with TLS, or a database on this machine.

S090 = The link is used up, has run out, or belongs to another user than “{ $user }”.
    .hint = Ask an administrator for a new link.

S100 = “{ $alias }” in { $agreement } was changed by somebody else since the page was opened. Nothing is kept.
    .hint = Open the participant again and enter what is still missing.
S130 = { $user } has saved the agreement “{ $agreement }” (revision { $revision }) since you began your text.
    .hint = See what has changed, bring the two texts together, and save again.

S131 = No draft of the agreement “{ $agreement }” is being written.
    .hint = It was sealed or discarded. Begin a new draft from the sealed text.

S132 = There is an agreement “{ $agreement }” already.
    .hint = Choose another identifier, or edit the one that is there.

S133 = The text with seal { $content } is not sealed for “{ $agreement }”.
    .hint = A signature is for a sealed text. Load the page again and compare the seal.

S134 = The signature is dated { $day }, and that day has not come.
    .hint = Write the day on which it was signed.

S135 = { $office } has signed already: { $name }, { $day }.
    .hint = To correct it, say why. The first record stays.

S136 = There is no job { $job }.
    .hint = See the list of jobs.

S137 = Job { $job } is { $state ->
        [waiting] waiting
        [running] running
        [done] done
        [failed] failed
        [cancelled] stopped
       *[interrupted] interrupted
    }, so that cannot be done.
    .hint = Load the page again to see how far it is.

S138 = A comment has between 1 and { $most } signs.
    .hint = Write it shorter, or make two of it.

S139 = The comment holds what looks like a CPR number. It was not kept.
    .hint = Write about the figure without naming people. Use the agreement's alias if you must.

S140 = There is no comment { $comment }, or somebody else wrote it.
    .hint = One can withdraw one's own comments only.

S141 = There is no unit “{ $unit }” on { $day }.
    .hint = Make it with a day that is not later. A short name has small letters, digits and hyphens.

S142 = { $kind ->
        [department] A department
        [area] An operating area
       *[unit] A unit
    } (“{ $unit }”) cannot stand { $parent ->
        [none] with nothing above it
       *[other] below “{ $parent }”
    }.
    .hint = A department stands at the top, an operating area below a department, and a unit below an operating area or a department.

S143 = “{ $unit }” ends before it begins.
    .hint = Correct the days.
S095 = The plan “{ $plan }” has been run, so its outcomes have been seen; another text cannot take its place silently.
    .hint = Say with --reason why the plan is changed. The reason and the number of earlier runs are kept with it and shown with every later result.

S096 = The plan “{ $plan }” is not locked as it stands.
    .hint = Lock it with “virkning evaluate lock” before outcomes are looked at.

S097 = Under the name “{ $plan }” another lot was drawn (allocation { $number }).
    .hint = A lot is drawn once. A new trial gets a plan with a name of its own.
S160 = { $id } is there already, but with { $field ->
        [forum] another forum
        [day] another day
        [text] other content
        [portfolio] another portfolio
        [kind] another kind
        [subject] another subject
        [recipient] another recipient
       *[content] other figures
    }.
    .hint = What was recorded or sent does not change. Use a new id.
S091 = “{ $user }” cannot close his own access.
    .hint = Ask another administrator.
S092 = “{ $user }” has no password here.
    .hint = An administrator can make a one-time link, or the user logs in through the municipality.
S093 = The user name “{ $user }” belongs to a user who was declared here.
    .hint = If it is the same person, the rules of the login must say so: subject and user in a [[user]] block.
S094 = None of the groups gives “{ $user }” a role here.
    .hint = Ask whoever keeps the municipality's groups to be made a member of one that gives access to Virkning.
