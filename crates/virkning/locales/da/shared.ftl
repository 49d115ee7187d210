# Tekster, som alle andre filer må henvise til.

store-state = { $state ->
        [proposed] foreslået
        [approved] godkendt
        [refused] afvist
        [superseded] afløst af et senere forslag
        [draft] en kladde
        [voided] annulleret
        [posted] bogført
        [paid] betalt
       *[other] { $state }
    }

store-table = { $table ->
        [users] brugere
        [user_roles] brugernes roller
        [grants] roller for enkelte investeringer
        [credentials] det, som brugere logger ind med
        [sessions] brugere, der er logget ind
        [invitations] engangslinks
        [used_codes] brugte engangskoder
        [preferences] valgte sprog
        [agreements] forseglede aftalegrundlag
        [drafts] kladder til aftaler
        [agreement_signatures] underskrifter
        [comments] kommentarer
        [units] organisationen
        [agreement_units] enheder med ansvar for investeringer
        [jobs] job
        [code_lists] kodelister
        [mappings] forslag om koder
        [mapping_confirmations] bekræftede koder
        [snapshots] øjebliksbilleder
        [enrolments] deltagerlister
        [enrolment_links] nøglen mellem aliasser og registre
        [proposals] afregningsforslag
        [decisions] beslutninger
        [postings] posteringer
        [entries] posteringernes linjer
        [vault_keys] identitetsboksens nøgler
        [identities] identiteter
        [identity_fields] krypterede oplysninger
        [identity_keys] nøgler til identiteter
        [identity_links] forbundne CPR-numre
        [erasures] anmodninger om sletning
        [erasure_confirmations] bekræftede sletninger
        [looks] opslag på personer
        [sources] datakilder
       *[other] { $table }
    }
