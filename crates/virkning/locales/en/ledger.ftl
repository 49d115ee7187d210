# What an account of the ledger is for.
purpose-payable = Owed, not paid
purpose-receivable = Due, not received
purpose-bank = Settled through bank or finance system
purpose-capital-given = Investment capital, given
purpose-capital-received = Investment capital, received
purpose-capital-returned-paid = Capital paid back
purpose-capital-returned-received = Capital got back
purpose-guarantee-paid = Guarantee, paid
purpose-guarantee-received = Guarantee, received
