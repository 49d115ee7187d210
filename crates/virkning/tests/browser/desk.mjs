// The controller's desk: an agreement is amended, compared and planned; figures are varied and commented on; the
// organisation is written down; a register edition comes as a job. Every page is looked at by axe-core at two widths.
//
//     node desk.mjs LINK PICTURES EXTRACT
import { end, expect, look, picturesIn, visitor, welcome } from "./support.mjs";

const [link, pictures, extract] = process.argv.slice(2);
const origin = new URL(link).origin;
picturesIn(pictures);

const anna = await visitor("anna", true);
const bo = await visitor("bo", false);
await welcome(anna, link, "anna", "Anna Holm");
expect(new URL(anna.url()).pathname === "/", `the first link led to ${anna.url()}`);
await anna.goto(`${origin}/administration`);
await anna.click("text=Nyt link >> nth=1");
await welcome(bo, await anna.locator(".alert-success code").textContent(), "bo");

// The controller amends the agreement: by form, by text that is checked while it is typed, and sees what it moves.
const kladde = `${origin}/investeringer/ips-plus/kladde`;
await anna.goto(`${kladde}/vaerdier`);
await look(anna, "kladde-vaerdier");
await anna.fill('[id="v:party.rsi.name"]', "Rådet for Sociale Investeringer i Aarhus");
await anna.click("text=Gem kladde");
expect(await anna.locator("text=Kladden er gemt.").count() === 1, "the values were not saved");
await anna.goto(kladde);
await look(anna, "kladde-tekst");
const text = await anna.inputValue("#tekst");
await anna.fill("#tekst", text.replace('for = "work-or-education"', 'for = "nothing"'));
await anna.waitForSelector(".found li.error", { timeout: 20000 }).catch(() => expect(false, "the text is not checked while it is typed"));
await look(anna, "kladde-fejl");
await anna.click(".found li.error a");
expect((await anna.evaluate(() => {
  const area = document.getElementById("tekst");
  return area.value.slice(area.selectionStart, area.selectionEnd);
})).includes("nothing"), "a remark does not lead to its line");
await anna.fill("#tekst", text.replace('version = "1"', 'version = "1a"'));
await anna.click("text=Gem kladde");
await anna.goto(`${kladde}/forskelle`);
expect(await anna.locator("text=Rådet for Sociale Investeringer i Aarhus").count() > 0, "the difference is not told");
await look(anna, "kladde-forskelle");
await anna.goto(`${kladde}/plan`);
await look(anna, "kladde-plan");

// What if, by a slider, answered at once.
await anna.goto(`${origin}/investeringer/ips-plus/plan`);
await anna.click("text=Hvad hvis …");
const price = anna.locator('[id="v:payment.outcome-payment.amount"]');
await price.locator("xpath=following-sibling::input[@type='range']").evaluate((slider) => {
  slider.value = String(Number(slider.max) * 0.6);
  slider.dispatchEvent(new Event("input"));
});
await anna.waitForSelector("#hvad-hvis-svar .answer", { timeout: 20000 }).catch(() => expect(false, "what-if gives no answer"));
await look(anna, "hvad-hvis");
// And without scripts, by the field.
await bo.goto(`${origin}/investeringer/ips-plus/plan?v%3Apayment.outcome-payment.amount=4.200`);
expect(await bo.locator(".answer").count() === 1, "what-if needs scripts");

// A comment on a figure, and who answers for the investment.
await anna.goto(`${origin}/investeringer/ips-plus/plan`);
await anna.click("text=Skriv en kommentar");
await anna.fill("#kommentar", "Drøftet på styregruppens møde i marts.");
await anna.click("text=Gem kommentar");
expect(await anna.locator(".comment").count() === 1, "the comment is not shown");
await anna.goto(`${origin}/administration/organisation`);
await look(anna, "organisation-tom");
for (const [kind, short, name, above] of [["department", "msb", "Sociale Forhold og Beskæftigelse", ""], ["area", "job", "Job, Uddannelse og Forsørgelse", "msb"], ["unit", "ips", "IPS-teamet", "job"]]) {
  await anna.selectOption("#slags", kind);
  await anna.fill("#enhed", short);
  await anna.fill("#navn", name);
  await anna.selectOption("#under", above);
  await anna.click("text=Gem >> nth=0");
}
await anna.selectOption("#ansvarlig", "ips");
await anna.click("section >> nth=1 >> text=Gem");
await look(anna, "organisation");

// Another edition is imported as a job, by somebody without scripts too.
await anna.goto(`${origin}/registre`);
await anna.click("text=Indlæs en udgave");
await anna.check("#syntetisk");
await anna.setInputFiles("#fil", extract);
await anna.click("button:text-is('Indlæs')");
await look(anna, "job");
await anna.waitForSelector("text=er indlæst", { timeout: 60000 }).catch(() => expect(false, "the job did not end"));
await look(anna, "job-faerdigt");
await anna.goto(`${origin}/registre`);
await anna.click("text=Sammenlign >> nth=-1");
await look(anna, "registre-sammenlign");

// The same pages in English, and those that hold nothing else to do.
for (const language of ["da", "en"]) {
  for (const [name, path] of Object.entries({
    portefolje: "/portefolje", versioner: "/investeringer/ips-plus/versioner", "ny-aftale": "/aftaler/ny", job: "/job",
    kladde: "/investeringer/ips-plus/kladde", aftale: "/investeringer/ips-plus/aftale", haendelser: "/haendelser",
    "kladde-vaerdier": "/investeringer/ips-plus/kladde/vaerdier", organisation: "/administration/organisation",
  })) {
    const answer = await anna.goto(origin + path);
    expect(answer.status() === 200, `${path}: ${answer.status()}`);
    await look(anna, `${language}-${name}`);
  }
  if (language === "da") await anna.click("text=English");
}
await end("desk");
