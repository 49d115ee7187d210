# Texts to which all other files may refer.

store-state = { $state ->
        [proposed] proposed
        [approved] approved
        [refused] refused
        [superseded] superseded by a later proposal
        [draft] a draft
        [voided] voided
        [posted] posted
        [paid] paid
       *[other] { $state }
    }

store-table = { $table ->
        [users] users
        [user_roles] users' roles
        [grants] roles for single investments
        [credentials] what users log in with
        [sessions] users who are logged in
        [invitations] one-time links
        [used_codes] used one-time codes
        [preferences] chosen languages
        [agreements] sealed agreements
        [drafts] drafts of agreements
        [agreement_signatures] signatures
        [comments] comments
        [units] the organisation
        [agreement_units] units that answer for investments
        [jobs] jobs
        [code_lists] code lists
        [mappings] proposed codes
        [mapping_confirmations] confirmed codes
        [snapshots] snapshots
        [enrolments] enrolment sets
        [enrolment_links] the key between aliases and registers
        [proposals] settlement proposals
        [decisions] decisions
        [postings] postings
        [entries] entries of postings
        [vault_keys] keys of the identity vault
        [identities] identities
        [identity_fields] encrypted details
        [identity_keys] keys of identities
        [identity_links] linked CPR numbers
        [erasures] requests for erasure
        [erasure_confirmations] confirmed erasures
        [looks] looks at people
        [sources] sources of data
       *[other] { $table }
    }
