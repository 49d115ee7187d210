# Access: proof of who one is, recovery codes, sessions, login through the municipality, and what the server refuses.

web-proof-title = Confirm that it is you
web-proof-why = What you are about to do cannot be undone. Confirm that it is you. What you have filled in is sent along.
web-proof-button = Confirm
web-proof-stop = Stop, and go to My tasks
web-proof-wrong = Password and one-time code do not belong together. A code can be used only once. Nothing was changed.
web-proof-provider = You logged in through the municipality. Confirm it there; you come back here and press the button again.
web-proof-provider-button = Confirm through the municipality

web-code-hint-both = Six digits from your app, or a recovery code
web-busy = Too many are logging in just now.
    .hint = Try again in a moment.
web-too-many-title = Too many requests
web-too-many = You have fetched more pages in a minute than a person can read. Wait a minute.

web-recovery-title = Recovery codes
web-recovery-how = Write the codes down and keep them in a safe place, not on the phone. Each is good once in place of a one-time code, if you lose the phone. They are shown only here.
web-recovery-left = You have { $left } recovery codes left.
web-recovery-new = Make new recovery codes
web-recovery-kept = I have kept the codes

web-password-change = Change password
web-password-now = Password now
web-password-new = New password
web-password-now-wrong = The password that you have now is not right.
    .hint = Go back and try again.
web-password-common = The password is on the list of the most used ones, or made of them.
    .hint = Use four or five words by chance, with blanks.

web-session-since = Logged in
web-session-seen = Last seen
web-session-end = Log out
web-session-here = Here
web-done-password-changed = The password is changed. You are logged out everywhere else.
web-done-session-ended = You are logged out there.
web-done-logged-out = The user is logged out everywhere.
web-done-access-closed = The user's access is closed. A new link opens it again.
web-user-log-out = Log out
web-user-log-out-for = Log out: { $user }, everywhere
web-user-close = Close access
web-user-close-for = Close access: { $user }

table-recovery-codes = Hashes of the recovery codes that a user has left.
table-external-users = Who is who at the place that the municipality's login comes from.
column-sessions-proved = When the user last proved who he is.
column-sessions-provider = The place by which the user logged in; empty with a password here.
column-recovery-codes-user-id = The user.
column-recovery-codes-codes = The hash of each code, separated by commas.
column-external-users-issuer = The place that the login comes from.
column-external-users-subject = What that place calls the person; it never becomes anybody else's.
column-external-users-user-id = The user here.

help-serve-access_log = File in which every request is written down (nothing about people)
serve-access-log = The access log { $path } cannot be written: { $why }.
    .hint = Choose another file with --access-log, or let the server's user write it.

web-external-title = Login through the municipality
web-external-button = Log in with { $name }
web-external-or = Or with a password at Virkning
web-external-attempt = The attempt to log in is too old, or was begun in another browser. Try again.
web-external-refused = The municipality's login refused it. Try again, or ask whoever keeps the municipality's login.
web-external-failed = The municipality's login does not answer as it should. Try again in a while. If you have a password at Virkning, you can use it.
web-external-no-group = You are in no group that gives access to Virkning. Ask whoever keeps the municipality's groups.
web-done-proved = It is confirmed that it is you. Press the button again.
web-rules-title = Login through { $name }
web-rules-note = Groups decide the roles each time somebody logs in through the municipality. Roles that were given to them by hand are gone at the next login.
web-rules-group = Group
web-rules-role = Role
web-rules-where = Investment

login-rules = { $path }:{ $line }: The rules of the login cannot be read: { $what }
    { $excerpt }
    .hint = Mend the line. docs/OPERATIONS.md shows a whole file.
login-certificates = The certificates that { $path } names cannot be read.
    .hint = The file must hold PEM blocks with BEGIN CERTIFICATE.
login-provider = The municipality's login does not answer as it should.
    .hint = Try again in a while. If you have a password at Virkning, you can use it.
login-user-name = The municipality's login does not say what the user is called: { $claim } is lacking or cannot be used.
    .hint = Mend “user” in the rules of the login, or let the municipality's login send it.
help-serve-provider = File with the rules of the login through the municipality (OpenID Connect)
