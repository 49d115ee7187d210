// The controller's and the approver's way from the first link to a posted settlement, and the ways of those who work with
// people or stand outside, in a real browser. The controller
// works with scripts, the approver without: every task must be possible both ways. Every page is looked at by axe-core at
// two widths, and a picture of it is kept. Any finding, and any error that the browser reports, is a failure.
//
//     node journey.mjs PROGRAM DATA LINK PICTURES LIST
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [program, data, link, pictures, list] = process.argv.slice(2);
const origin = new URL(link).origin;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const findings = [];
mkdirSync(pictures, { recursive: true });

// The browser gets an empty profile of its own, which goes with it.
const browser = await chromium.launch({
  executablePath: process.env.VIRKNING_CHROMIUM || "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

function expect(holds, what) {
  if (!holds) findings.push(what);
}

// The code that a phone would show (RFC 6238); a code counts once, so the next one is waited for.
const used = new Map();
async function code(secret) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  let step = Math.floor(Date.now() / 30000);
  // The step after this one counts too.
  if (used.get(secret) >= step) step = used.get(secret) + 1;
  while (step > Math.floor(Date.now() / 30000) + 1) await new Promise((later) => setTimeout(later, 500));
  used.set(secret, step);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest[19] & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1000000).padStart(6, "0");
}

async function visitor(name, withScripts) {
  const context = await browser.newContext({
    locale: "da-DK", javaScriptEnabled: withScripts, viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) findings.push(`${name}: ${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => findings.push(`${name}: ${page.url()}: ${error}`));
  return page;
}

// A picture at two widths, and what axe-core finds at each.
async function look(page, name, withAxe = true) {
  for (const [width, size] of [[1280, "bred"], [375, "smal"]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(pictures, `${name}-${size}.png`), fullPage: true });
    if (!withAxe) continue;
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
    for (const one of found.violations) {
      findings.push(`${name} ${size}: ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider <= 0, `${name} ${size}: the page is ${wider} px wider than the window`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function welcome(page, address, user, name) {
  const secrets = await (async () => {
    await page.goto(address);
    return page.locator("code.secret").textContent();
  })();
  if (name) {
    await page.fill("#bruger", user);
    await page.fill("#navn", name);
  }
  await page.fill("#adgangskode", "fire vilde heste spiser");
  await page.fill("#adgangskode-igen", "fire vilde heste spiser");
  await page.fill("#kode", await code(secrets));
  await page.click("main button[type=submit]");
  return secrets;
}

const anna = await visitor("anna", true);
const bo = await visitor("bo", false);

// Nobody is let in without a link or a password.
await anna.goto(`${origin}/portefolje`);
expect(anna.url().includes("/log-ind"), "a page was shown to nobody");
await look(anna, "log-ind");
await anna.goto(link);
await look(anna, "velkommen");
const secret = await welcome(anna, link, "anna", "Anna Holm");
expect(new URL(anna.url()).pathname === "/", `the first link led to ${anna.url()}`);

// A user of one investment, and the approver's link.
await anna.goto(`${origin}/administration`);
await anna.fill("section >> nth=0 >> #bruger", "udo");
await anna.fill("section >> nth=0 >> #navn", "Udo Fører");
await anna.selectOption("#ny-investering", "ips-plus");
await anna.check("#ny-provider");
await anna.click("section >> nth=0 >> button");
await look(anna, "administration");
await anna.click("tr:has-text('Bo Lund') >> text=Nyt link");
const boLink = await anna.locator(".alert-success code").textContent();
await welcome(bo, boLink, "bo");
expect(new URL(bo.url()).pathname === "/", "the approver's link did not lead in");

// The controller proposes. A code that nobody knows makes somebody unclarified: two people must agree on what it means.
await anna.goto(origin);
await look(anna, "opgaver-forslag");
await anna.click("text=Lav forslag >> nth=0");
await look(anna, "afregning-uafklaret");
if (await anna.locator("text=Uafklarede").count()) {
  for (const user of ["anna", "bo"]) {
    execFileSync(program, ["--data", data, "--as", user, "codes", "map", "653", "education", "--from", "2016-01-01"]);
  }
  await anna.goto(`${origin}/investeringer/ips-plus/afregninger`);
  await anna.selectOption("#maaleaar", "2024");
  await anna.click("text=Lav afregningsforslag");
}
const settlement = new URL(anna.url()).pathname;
expect(settlement.startsWith("/afregninger/ips-plus-2024-"), `the proposal is at ${anna.url()}`);
expect(await anna.locator("button:text-is('Godkend')").count() === 0, "the controller is offered to approve");
await anna.locator("details.explained").first().evaluate((one) => { one.open = true; });
await look(anna, "afregning-forslag");

// The approver, without scripts.
await bo.goto(origin);
await look(bo, "opgaver-godkender", false);
await bo.click("text=Se og godkend");
await bo.click("button:text-is('Godkend')");
expect(await bo.locator("text=Afregningen er godkendt.").count() === 1, "it was not approved");
await bo.click("button:text-is('Bogfør')");
expect(await bo.locator("text=Afregningen er bogført.").count() === 1, "it was not posted");
await look(bo, "afregning-bogfoert", false);

// Those who work with people, each with a link that the administrator hands out. Where a phone is what they have, they have
// its width; only the project leader works with scripts.
async function member(name, withScripts, width) {
  const page = await visitor(name, withScripts);
  await page.setViewportSize({ width, height: 900 });
  const said = execFileSync(program, ["--data", data, "--as", "anna", "user", "link", name]).toString();
  await welcome(page, origin + said.match(/\/velkommen\/\S+/)[0], name);
  expect(new URL(page.url()).pathname === "/", `the link of ${name} did not lead in`);
  return page;
}
const ips = `${origin}/investeringer/ips-plus`;
const diabetes = `${origin}/investeringer/sammen-om-diabetes`;

// The admitting role adds somebody, and records the talk; without scripts.
const viggo = await member("viggo", false, 1280);
await viggo.goto(`${ips}/deltagere`);
expect(await viggo.locator("svg").count() > 0, "the way in has no picture");
await look(viggo, "deltagere-uden-formaal", false);
await viggo.click("text=Tilføj deltager");
await look(viggo, "deltager-ny", false);
await viggo.fill("#identifikation", "900001");
await viggo.fill("#foedt", "2001-04");
await viggo.fill("#referred", "2025-02-03");
await viggo.click("main form button[type=submit]");
expect(await viggo.locator("text=Deltageren er tilføjet.").count() === 1, `nobody was added: ${viggo.url()}`);
await viggo.selectOption("#hvad", "admission-talk");
await viggo.fill("#dag", "2025-02-17");
await viggo.click("button:text-is('Gem') >> nth=0");
expect(await viggo.locator("text=Det er noteret.").count() === 1, "the talk was not recorded");
const own = viggo.url();

// The project leader reads in a list: first what would happen, then it happens.
const leila = await member("leila", true, 1280);
await leila.goto(`${ips}/deltagere`);
await look(leila, "deltagere-formaal");
await leila.selectOption("#formaal", "opfoelgning");
await leila.click("text=Vis deltagere");
await look(leila, "deltagere");
await leila.goto(`${ips}/deltagere/liste`);
await look(leila, "liste");
const header = readFileSync(list, "utf8").split("\n")[0].trim();
const row = (number, day) => header.split(";").map((name) => ({ lobenr: number, henvist: day })[name] ?? "").join(";");
await leila.setInputFiles("#liste", { name: "henviste.csv", mimeType: "text/csv", buffer: Buffer.from(`${header}\n${row("900002", "31-02-2025")}\n`) });
await leila.click("text=Se, hvad der ville ske");
await look(leila, "liste-fejl");
await leila.goto(`${ips}/deltagere/liste`);
const whole = readFileSync(list, "utf8").trimEnd() + `\n${row("900002", "2025-02-28")}\n`;
await leila.setInputFiles("#liste", { name: "henviste.csv", mimeType: "text/csv", buffer: Buffer.from(whole) });
await leila.click("text=Se, hvad der ville ske");
await look(leila, "liste-visning");
await leila.click("text=Læs listen ind");
const kept = await leila.locator("text=Listen er læst ind.").count() === 1;
expect(kept, `the list was not read in: ${await leila.locator("main").innerText()}`);
await leila.goto(own);
await look(leila, "deltager");

// The counsellor on a phone: a value in a minute, and an outcome that the project leader verifies.
const rosa = await member("rosa", false, 375);
await rosa.goto(`${diabetes}/opfoelgninger`);
await rosa.selectOption("#formaal", "opfoelgning");
await rosa.click("text=Vis deltagere");
await look(rosa, "opfoelgninger", false);
await rosa.setViewportSize({ width: 375, height: 900 });
await rosa.click("tbody a >> nth=0");
await rosa.fill("#vaerdi", "52,5");
await rosa.fill("#dag", "2024-02-10");
await rosa.click("button:text-is('Gem') >> nth=0");
expect(await rosa.locator("text=Opfølgningen er gemt.").count() === 1, "the value was not kept");
await rosa.setInputFiles("#bevis", { name: "fremmoede.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-") });
await rosa.selectOption("#udfald", "opfyldt");
await rosa.click("form[enctype] button[type=submit]");
expect(await rosa.locator("text=Opfølgningen er gemt.").count() === 1, "the outcome was not kept");
await leila.goto(rosa.url());
await look(leila, "opfoelgning");
await leila.goto(`${diabetes}/opfoelgninger?formaal=opfoelgning&tilstand=alle`);
await look(leila, "opfoelgninger-alle");
await leila.click("button:text-is('Bekræft') >> nth=0");
expect(await leila.locator("text=Indberetningen er afgjort.").count() === 1, "the outcome was not verified");

// Whoever stands outside: counts, and nobody by alias.
for (const [name, pages] of [["udo", ["deltagere", "resultater"]], ["sofus", ["deltagere", "resultater", "konto", "afregninger"]]]) {
  const page = await member(name, true, 1280);
  for (const end of pages) {
    const answer = await page.goto(`${ips}/${end}`);
    expect(answer.status() === 200, `${name}: ${end}: ${answer.status()}`);
    await look(page, `${name}-${end}`);
  }
  expect((await page.goto(`${ips}/opfoelgninger`)).status() === 404, `${name} sees follow-ups`);
}

// The controller asks why one person's year came out as it did, and holds two proposals against each other.
await anna.goto(`${ips}/deltagere?formaal=afregning&sted=ongoing`);
const somebody = await anna.locator("tbody th a").first().textContent();
await anna.goto(`${ips}/resultater`);
await look(anna, "resultater");
await anna.fill("#alias", somebody);
await anna.fill("#begrundelse", "Kontrol af måleår 2024");
await anna.click("button:text-is('Forklar én deltager')");
expect(await anna.locator("pre.explanation").count() === 1, "nothing was explained");
await look(anna, "forklaring");
await anna.goto(`${ips}/afregninger`);
await anna.click("button:text-is('Sammenlign')");
await look(anna, "sammenligning");

// What the investment may bring: asked for on its page, and the answer when the server has worked it out.
await anna.goto(`${ips}/risiko`);
await look(anna, "risiko-tom");
await anna.fill("#forloeb", "500");
await anna.click("button:text-is('Beregn')");
const finished = anna.locator("text=Beregningen er færdig.");
for (let tries = 0; tries < 60 && (await finished.count()) === 0; tries += 1) {
  await anna.waitForTimeout(1000);
  await anna.reload();
}
expect(await finished.count() === 1, "the risk was not worked out");
await anna.click("text=Se svaret");
expect(await anna.locator("svg").count() >= 2, "the risk has no pictures");
await look(anna, "risiko");
await anna.goto(`${ips}/effekt`);
await look(anna, "effekt-tom");

// Everything there is to see, in both languages.
const pages = {
  opgaver: "/", portefolje: "/portefolje", faktaark: "/investeringer/ips-plus", aftale: "/investeringer/ips-plus/aftale",
  plan: "/investeringer/ips-plus/plan", afregninger: "/investeringer/ips-plus/afregninger",
  konto: "/investeringer/ips-plus/konto", afregning: settlement,
  "alle-deltagere": "/investeringer/ips-plus/deltagere?formaal=afregning", "ingen-opfoelgninger": "/investeringer/ips-plus/opfoelgninger",
  "alle-resultater": "/investeringer/ips-plus/resultater", "tomme-deltagere": "/investeringer/havnen/deltagere",
  "tomme-resultater": "/investeringer/havnen/resultater", registre: "/registre", haendelser: "/haendelser",
  soeg: "/soeg?q=IPS", mig: "/mig", "findes-ikke": "/investeringer/findes-ikke",
};
for (const language of ["da", "en"]) {
  for (const [name, path] of Object.entries(pages)) {
    const answer = await anna.goto(origin + path);
    const expected = name === "findes-ikke" ? 404 : 200;
    expect(answer.status() === expected, `${path}: ${answer.status()}`);
    if (language === "da" || ["faktaark", "plan"].includes(name)) await look(anna, `${language}-${name}`);
  }
  if (language === "da") await anna.click("text=English");
}
for (const [end, kind] of [["pdf", "%PDF"], ["xlsx", "PK"]]) {
  const file = await anna.request.get(`${origin}${settlement}/bilag.${end}`);
  expect(file.ok() && (await file.body()).subarray(0, kind.length).toString() === kind, `bilag.${end}: ${file.status()}`);
}

// A search box that is typed into, and a table that is copied, by keyboard alone.
await anna.goto(origin);
await anna.keyboard.press("Tab");
expect(await anna.evaluate(() => document.activeElement.className) === "skipnav", "the first stop is not the skip link");

// Out, and in again with password and code.
await anna.click("text=Log out");
expect(anna.url().endsWith("/log-ind"), "logging out led elsewhere");
await anna.fill("#bruger", "anna");
await anna.fill("#adgangskode", "fire vilde heste spiser");
await anna.fill("#kode", await code(secret));
await anna.click("main button[type=submit]");
expect(new URL(anna.url()).pathname === "/", `logging in led to ${anna.url()}`);

await browser.close();
// A page that is not there is what some of the pages are for, and so is a list that is not read in; the browser reports it
// nevertheless.
const meant = ["findes-ikke: ", "/deltagere/liste: ", "/opfoelgninger: "].map((end) => `${end}Failed to load resource`);
const left = findings.filter((one) => one && !meant.some((known) => one.includes(known)));
for (const one of left) console.error(`FOUND ${one}`);
console.log(`journey: ${left.length} findings; pictures in ${pictures}`);
process.exit(left.length ? 1 : 0);
