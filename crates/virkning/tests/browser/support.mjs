// What all journeys share: a browser with an empty profile, visitors, codes as a phone shows them, and a look at a page:
// pictures at two widths, what axe-core finds at each, and that nothing is wider than the window.
import { createHmac } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const findings = [];
let pictures;

// The browser gets an empty profile of its own, which goes with it.
export const browser = await chromium.launch({
  executablePath: process.env.VIRKNING_CHROMIUM || "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

export function expect(holds, what) {
  if (!holds) findings.push(what);
}

// The code that a phone would show (RFC 6238); a code counts once, so the next one is waited for.
const used = new Map();
export async function code(secret) {
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

export async function visitor(name, withScripts) {
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
export async function look(page, name, withAxe = true) {
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

export async function welcome(page, address, user, name) {
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

export function picturesIn(folder) {
  pictures = folder;
  mkdirSync(folder, { recursive: true });
}

// Tells what was found, and ends with it.
export async function end(name, isExpected = () => false) {
  await browser.close();
  const left = findings.filter((one) => one && !isExpected(one));
  for (const one of left) console.error(`FOUND ${one}`);
  console.log(`${name}: ${left.length} findings; pictures in ${pictures}`);
  process.exit(left.length ? 1 : 0);
}
