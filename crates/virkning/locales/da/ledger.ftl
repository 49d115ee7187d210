# Hvad en konto i bogføringen er til.
purpose-payable = Skyldigt, ikke betalt
purpose-receivable = Tilgode, ikke modtaget
purpose-bank = Afregnet gennem bank eller økonomisystem
purpose-capital-given = Investeringskapital, givet
purpose-capital-received = Investeringskapital, modtaget
purpose-capital-returned-paid = Kapital tilbagebetalt
purpose-capital-returned-received = Kapital fået tilbage
purpose-guarantee-paid = Underskudsgaranti, betalt
purpose-guarantee-received = Underskudsgaranti, modtaget
