# The identity vault, looks at people, sources of data, erasure, and the event log with its signed heads.

## What the rules refuse (S060-), and what is wrong (S121, S221, S301-)

S060 = The key of the identity vault, version { $version }, is not the one that the vault was written with.
    .hint = Fetch the right key file from the backup. With another key nothing in the vault opens.

S061 = The key of the identity vault is version { $given }, but the vault is written with version { $recorded }.
    .hint = Use the newest key file; the key has been changed since.

S062 = The key of the identity vault lacks version { $version }, under which something in the vault is still locked.
    .hint = Put the old version beside the new one, and run “virkning vault rotate” to its end.

S063 = No list of “{ $agreement }” has the participant { $alias }.
    .hint = Check the alias and the agreement.

S064 = The participant { $alias } has no identity in the vault.
    .hint = Only lists with CPR numbers give identities. Participants from lists with serial numbers cannot be looked up.

S065 = The identity behind the participant { $alias } is erased.
    .hint = It cannot be brought back. What was settled still stands under the alias.

S066 = A reason is missing.
    .hint = Say after --reason why you look or change something. The citizen can read it.

S067 = One of the two CPR numbers is linked with a third one already.
    .hint = A number is followed by one other at most. Check both numbers.

S068 = The two CPR numbers are the same person already.
    .hint = Give the old number first, then the new one.

S069 = The source “{ $source }” lacks { $field ->
        [legal-basis] a legal basis
       *[purpose] a purpose
    }.
    .hint = Give both: --legal-basis and --purpose.

S070 = No participant has that CPR number.
    .hint = Check the number. Participants from lists with serial numbers cannot be found by their CPR number.

S071 = You asked for the erasure yourself and cannot confirm it.
    .hint = Ask another user to confirm it with the same command.

S072 = No identity is due for erasure now.
    .hint = “virkning retention” shows the deletion dates.

S121 = The encrypted “{ $key }” ({ store-table }) does not open where it lies.
    .hint = It was changed or moved. Fetch it from a backup, and find out who has had access to the store.

S221 = The operating system gave no random number: { $reason }.
    .hint = Try again. If it goes on, something is wrong with the machine.

S301 = { $path } is not a signed head.
    .hint = The file must be the one that “virkning head sign --out” wrote, unchanged.

S302 = The signature in { $path } does not fit the text.
    .hint = The text was changed, or the signature belongs to another one. Fetch the file from where it was kept.

S303 = { $path } is signed with another key than the one expected.
    .hint = Ask the installation for its public key: “virkning head show”.

S304 = { $path } is not a key for signatures.
    .hint = A public key is 64 digits from 0 to f. Fetch the key file from the backup.

S305 = The name of the installation in { $path } cannot be used.
    .hint = Give at most 100 characters on one line.

## Keys

vault-key-missing = The key of the identity vault is missing: { $path }
    .hint = Fetch the file from the backup, or set VIRKNING_VAULT_KEY. Without it no identity opens.

vault-key-damaged = The key file { $path } is damaged.
    .hint = Fetch it from the backup. Make no new one: with another key nothing in the vault opens.

vault-key-environment-damaged = VIRKNING_VAULT_KEY is not a key.
    .hint = Write it as 1:<64 digits from 0 to f>; several versions are separated by a comma.

vault-key-environment = The key comes from VIRKNING_VAULT_KEY and cannot be changed here.
    .hint = Put a new version { $version }: into VIRKNING_VAULT_KEY beside the old one, and run “virkning vault rotate” again.

vault-empty = The identity vault is empty. Its key is made when the first list with CPR numbers is enrolled.

vault-holds = The identity vault: key version { $version } ({ $fingerprint }), { $kept } identities open, { $erased } are erased.

vault-older = { $older } are still locked with an older key. Run “virkning vault rotate”.

vault-broken = Something in the identity vault does not open.

vault-rotated = The key is changed to version { $version }. { $count } identities are locked anew.

vault-rotated-on = The change of keys that was interrupted is completed: version { $version }. { $count } identities are locked anew.

## Identities

identity-title = Participant { $alias } in “{ $agreement }”

identity-cpr = CPR number

identity-cpr-from = CPR number from { $from }

identity-cpr-none = not in the vault

identity-name = Name

identity-address = Address

identity-protected = Name and address of this person are protected. They must not be passed on.

identity-withheld = Name and address are shown only to users with the role case-worker.

identity-recorded = The look is in the event log with your reason.

identity-linked = The two CPR numbers are one person from { $from } on. When a list is enrolled next, the person is counted once.

identity-linked-already = The two CPR numbers were linked already, from { $from } on.

identity-number-faulty = Line { $line } is not a CPR number.
    .hint = Give ten digits on a line each, with or without hyphen. The number is read from standard input, so that it does not stay in the history of commands.

identity-numbers-missing = A CPR number is missing on standard input.
    .hint = Give the numbers on a line each, the oldest first, for example from a file: “virkning identity link … < numbers.txt”.

enrol-identities = The identity vault: { $new } new CPR numbers, { $changed } with new details.

enrol-identities-erased = { $count } on the list are erased from the identity vault and stay so.

enrol-linked = { $count } participants stand under a new CPR number and count as the same person.

enrol-merged = { $count } participants stood twice under different CPR numbers and count once from now on. What was settled stays; the difference comes with the next settlement.

enrol-same-person = Two lines of the list are one person under different CPR numbers ({ $alias }).
    .hint = Keep the line with the newest number.

reason-identifier = The reason holds something that may be a CPR number.
    .hint = Give the reason without CPR numbers; it stays in the event log.

## Sources of data, deletion dates and erasure

source-added = The source “{ $source }” is recorded. Deletion date: { $date }.

source-already = The source “{ $source }” was recorded so already.

source-none = No source of data is recorded.

source-unrecorded = Note: legal basis, purpose and deletion date of the source “{ $source }” are not recorded. Use “virkning source add { $source } …”.

source-unknown-name = The source “{ $source }” is not recorded.
    .hint = “virkning source list” shows those that are.

source-name = Source

source-legal-basis = Legal basis

source-purpose = Purpose

source-processing-agreement = Data-processing agreement

source-processing-none = no processor

source-delete-on = Deletion date

source-by = Recorded by

source-kept = Identities

source-due = Due for erasure

source-snapshots = Snapshots

source-not-recorded = not recorded

retention-none = There are no sources and no identities.

retention-due = { $count } identities are due for erasure. Two people do it with “virkning erase --due --reason …”.

retention-nothing = No identity is due for erasure now.

retention-snapshots = Snapshots past their deletion date are not erased here: posted settlements cannot be computed again without them.

erase-asked = The erasure of { $alias } is noted. Another user must confirm it with the same command.

erase-done = The identity behind { $alias } is erased. What was settled stands unchanged under the alias.

erase-due-done = Erasure: { $asked } noted, { $done } confirmed and erased, { $waiting } wait for another user.

erase-copies = Backups from before today still open with the key that held then. See docs/PRIVACY.md.

## Looks at people

looks-title = Looks at the participant

looks-none = Nobody has looked at the participant.

looks-date = Date

looks-agreement = Agreement

looks-what = What

looks-role = By somebody with the role

looks-reason = Purpose

looks-which = Give --alias and --agreement, or --cpr with the number on standard input.
    .hint = For example: “virkning looks --agreement ips-plus --alias k7qf-2m9x-p3tw --reason …”.

look-explain = explanation of a measured year

look-identity = CPR number, name and address

look-looks = the list of looks

look-other = something else

## The event log

head-no-name = The installation has no name yet, and no key to sign with.
    .hint = Give the name the first time: “virkning head sign --name "The city, social department"”.

head-other-name = The installation is called “{ $name }” already.
    .hint = Leave --name out. The name stands in keys/head.key.

head-not-signed = “{ $head }” is not signed, so --key cannot be used.
    .hint = Give the file that “virkning head sign --out” wrote.

head-written = The head at event { $sequence } is signed and written to { $path }. Keep it somewhere else.

head-current = The event log ends with { $head }

head-key = The installation “{ $name }”, public key { $key }

head-key-none = There is no key for signatures yet: “virkning head sign --name …” makes it.

head-holds = The signature holds: “{ $name }” signed { $head } on { $date }. The log here leads to that head.

head-signature-holds = The signature holds: “{ $name }” signed { $head } on { $date }. The key was not compared with a known one; give it after --key.

log-written = The event log is written to { $path } and ends with { $head }

log-whole = The event log in the file is whole and ends with { $head }

event-number = No.

event-time = Time

event-user = User

event-action = Action

event-subject = What

event-outcome = Outcome

event-done = done

event-refused = refused ({ $code })
event-authenticated = logged in

## Help

help-vault = The keys of the identity vault
help-vault-show = Show the key version, and try to open everything without showing anything
help-vault-rotate = Change the key; a change that was interrupted is completed
help-identity = Who stands behind an alias
help-identity-show = Show CPR number, name and address; the look goes into the event log
help-identity-link = Link two CPR numbers of one person; the numbers are read from standard input, the oldest first
help-identity-link-from = From which day on the new number holds
help-source = Sources of data with legal basis, purpose, data-processing agreement and deletion date
help-source-add = Record a source, or something new about it
help-source-add-name = The source: dream, or the name in the list's profile (enrolment)
help-source-add-legal_basis = The legal basis
help-source-add-purpose = The purpose
help-source-add-processing_agreement = The data-processing agreement, where somebody else processes the data
help-source-add-delete_on = The deletion date
help-source-list = Show all sources
help-source-show = Show one source
help-source-show-name = The source
help-retention = Show what is kept from each source, and what is due for erasure
help-erase = Erase the identity behind an alias; another person confirms with the same command
help-erase-due = Everybody whose deletion date has passed
help-looks = Show who has looked at a person: date, purpose and role, without names
help-looks-cpr = Read the CPR number from standard input, and search all agreements
help-head = The head of the event log
help-head-sign = Sign the head, so that it can be kept somewhere else
help-head-sign-name = The installation's name, the first time
help-head-sign-out = The file; else the screen
help-head-show = Show the head and the public key
help-head-verify = Check a signature, and whether the log leads to it
help-head-verify-file = The file with the signed head
help-head-verify-key = The public key that the signature must be made with
help-verify-key = The public key that the signed head must be signed with
help-verify-log = Check an exported event log instead; no store is opened
help-log = The event log
help-log-show = Show the latest events
help-log-show-limit = How many
help-log-export = Write the whole log to a file that is checked without the store
help-log-export-out = The file
help-explain-reason = Why; it stays in the event log, and the citizen can read it
help-identity-show-reason = Why; it stays in the event log, and the citizen can read it
help-identity-link-reason = Why; it stays in the event log, and the citizen can read it
help-erase-reason = Why; it stays in the event log, and the citizen can read it
help-looks-reason = Why; it stays in the event log, and the citizen can read it
help-identity-show-alias = The participant's alias
help-identity-show-agreement = The id of the agreement
help-erase-alias = The participant's alias
help-erase-agreement = The id of the agreement
help-looks-alias = The participant's alias
help-looks-agreement = The id of the agreement
