// The secretariat's way: from an empty portfolio to documents, a recorded decision, an answer to a call, a calendar, and a
// report that is written, sent and compared. The controller works with scripts, the approver without. Every page is looked at
// by axe-core at two widths.
//
//     node portfolio.mjs LINK PICTURES DOCUMENT...
import { end, expect, look, picturesIn, visitor, welcome } from "./support.mjs";

const [link, pictures, ...documents] = process.argv.slice(2);
const origin = new URL(link).origin;
picturesIn(pictures);

const anna = await visitor("anna", true);
const bo = await visitor("bo", false);
await welcome(anna, link, "anna", "Anna Holm");
await anna.goto(`${origin}/administration`);
await anna.click("tr:has-text('Bo Lund') >> text=Nyt link");
await welcome(bo, await anna.locator(".alert-success code").textContent(), "bo");

// Empty pages say what to do first.
for (const [path, name] of [["/styring", "styring-tom"], ["/kalender", "kalender-tom"], ["/styring/dokumenter", "dokumenter-tom"]]) {
  await anna.goto(`${origin}${path}`);
  expect(await anna.locator(".empty").count() === 1, `${path} does not say what to do first`);
  await look(anna, name);
}
await anna.setInputFiles("#dokumenter", documents);
await anna.click("text=Kontrollér og gem");
expect(await anna.locator("text=Dokumenterne er kontrolleret og gemt.").count() === 1, "the documents were not kept");
await look(anna, "dokumenter");

// The board, an idea, and a move that the gates refuse; then one that needs a reason only.
await anna.goto(`${origin}/styring`);
expect(await anna.locator(".board li").count() >= 15, "the board lacks ideas");
await look(anna, "tavle");
await anna.click("text=Littergo");
await look(anna, "ide");
async function decide(page, stage, kind, text) {
  await page.locator("details.do").last().evaluate((one) => { one.open = true; });
  await page.selectOption("#trin", stage);
  await page.selectOption("#slags", kind);
  await page.fill("#tekst", text);
}
await decide(anna, "4", "approved", "Indsatsen begynder.");
await anna.fill("#grundlag", "Notat om Littergo");
await look(anna, "ide-formular");
await anna.click("text=Notér beslutningen");
expect(await anna.locator("text=kan ikke gå til trin 4").count() === 1, "a gate let an idea through");
await look(anna, "ide-port");
await anna.goto(`${origin}/styring/ideer/littergo`);
await decide(anna, "parked", "postponed", "Venter på en partner.");
await anna.fill("#opgave-1", "Find en partner");
await anna.fill("#ansvarlig-1", "Sekretariatet");
await anna.fill("#senest-1", "2025-06-01");
await anna.click("text=Notér beslutningen");
expect(await anna.locator("text=Beslutningen er noteret.").count() === 1, "the decision was not recorded");
await look(anna, "ide-besluttet");
await anna.goto(`${origin}/styring/beslutninger`);
expect(await anna.locator("text=Find en partner").count() > 0, "the follow-up is not shown");
await look(anna, "beslutninger");

await anna.goto(`${origin}/styring/opslag`);
await look(anna, "opslag");
await anna.goto(`${origin}/kalender`);
await look(anna, "kalender");
await anna.goto(`${origin}/investeringer/ips-plus/videreforelse`);
await look(anna, "videreforelse-mangler");
await anna.goto(`${origin}/investeringer/sammen-om-diabetes/videreforelse`);
await look(anna, "videreforelse");

// A report: chosen, written, looked at.
await anna.goto(`${origin}/styring/rapporter`);
await look(anna, "rapporter-tom");
await anna.selectOption("#slags", "fact-sheet");
await anna.selectOption("#om", "sammen-om-diabetes");
await anna.click("text=Vis rapporten");
await look(anna, "rapport");
await anna.locator("details.do").first().evaluate((one) => { one.open = true; });
await anna.fill('[id="tekst:voices"]', "»Jeg mærker det i hverdagen.«");
await anna.click("text=Gem teksterne");
expect(await anna.locator("p:text('Jeg mærker det i hverdagen')").count() === 1, "the text is not in the paper");
for (const kind of ["board", "status", "council", "portfolio", "follow-up-table", "comparison", "recommendation"]) {
  await anna.goto(`${origin}/styring/rapporter/vis?slags=${kind}`);
  await look(anna, `rapport-${kind}`);
}
for (const kind of ["recruitment", "achieved", "steering-group", "public-summary", "agreement", "business-case"]) {
  await anna.goto(`${origin}/styring/rapporter/vis?slags=${kind}&om=ips-plus`);
  await look(anna, `rapport-${kind}`);
}

// Sent by the approver, without scripts, and compared.
await bo.goto(`${origin}/styring/rapporter/vis?slags=fact-sheet&om=sammen-om-diabetes`);
await bo.fill("#modtager", "Udvalget");
await bo.click("text=Frys og notér som sendt");
expect(await bo.locator("text=Ingen tal er ændret").count() === 1, "the report was not sent");
await anna.goto(bo.url());
await look(anna, "rapport-sendt");
await anna.goto(`${origin}/styring/rapporter`);
await look(anna, "rapporter");

// In English too.
await anna.click("button[lang=en]");
for (const [path, name] of [["/styring", "board-en"], ["/styring/rapporter", "reports-en"], ["/kalender", "calendar-en"]]) {
  await anna.goto(`${origin}${path}`);
  await look(anna, name);
}
// The gate that refused answers 409, which the browser reports.
await end("portfolio", (one) => one.includes("/beslutning") && one.includes("409"));
