// Login through a real provider of identities (oidc-provider, certified by the OpenID Foundation), over the wire: who comes
// in with which groups, what a removed group loses, changed keys, a fresh proof, logging out, and the administrator who
// needs no provider. The provider's own login form takes any name; what groups a name has is said here.
//
//     node journey.mjs PROGRAM FOLDER AGREEMENT
import { execFileSync, spawn } from "node:child_process";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const [program, folder, agreement] = process.argv.slice(2);
const data = join(folder, "data");
const findings = [];
let checks = 0;
function expect(holds, what) {
  checks += 1;
  if (!holds) findings.push(what);
}

const groups = {
  dorte: ["ips-approvers", "readers"], eva: ["others"], root: ["administrators"], anna: ["readers"],
};
const people = { dorte: "Dorte Dal", eva: "Eva Eg", root: "Rut Ros", anna: "Annas navnesøster" };

// Keys of two kinds; a new set for each start, as a provider that changes its keys has.
function keys(name) {
  const of = (kind, options, alg) => {
    const { privateKey } = generateKeyPairSync(kind, options);
    return { ...privateKey.export({ format: "jwk" }), kid: `${name}-${alg}`, alg, use: "sig" };
  };
  return { keys: [of("rsa", { modulusLength: 2048 }, "RS256"), of("ec", { namedCurve: "P-256" }, "ES256")] };
}

async function startProvider(port, origin, name, alg) {
  const configuration = {
    clients: [{
      client_id: "virkning", client_secret: "a-secret-of-the-test", grant_types: ["authorization_code"],
      redirect_uris: [`${origin}/log-ind/tilbage`], post_logout_redirect_uris: [`${origin}/log-ind`],
      response_types: ["code"], id_token_signed_response_alg: alg,
    }],
    claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    jwks: keys(name),
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: `s-${id}`, name: people[id], preferred_username: id, groups: groups[id] }),
    }),
    cookies: { keys: ["only for this test"] },
  };
  const provider = new Provider(`http://127.0.0.1:${port}`, configuration);
  provider.on("server_error", (_, error) => findings.push(`provider: ${error.stack}`));
  const server = createServer(provider.callback());
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  return { stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

// What a browser does: cookies for each host, redirects one by one.
class Browser {
  cookies = new Map();
  async ask(address, form) {
    const url = new URL(address, this.at);
    const jar = this.cookies.get(url.host) ?? new Map();
    this.cookies.set(url.host, jar);
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") };
    if (form) Object.assign(headers, { "content-type": "application/x-www-form-urlencoded", origin: url.origin, referer: this.at ?? "" });
    const answer = await fetch(url, { method: form ? "POST" : "GET", headers, body: form && new URLSearchParams(form), redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(";");
      const place = pair.indexOf("=");
      const [name, value] = [pair.slice(0, place), pair.slice(place + 1)];
      if (value === "" || /max-age=0/i.test(line) || /expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    this.at = url.href;
    return answer;
  }
  // Follows redirects, and answers the provider's own forms in a name.
  async go(address, form, name) {
    let answer = await this.ask(address, form);
    for (let step = 0; step < 30; step += 1) {
      const to = answer.headers.get("location");
      if (to) {
        answer = await this.ask(to);
        continue;
      }
      this.text = await answer.text();
      // A page of the provider that sends itself on, as it does where another person comes.
      if (this.text.includes("document.forms[0].submit()")) {
        const fields = [...this.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, field, value]) => [field, value]);
        answer = await this.ask(this.text.match(/action="([^"]*)"/)[1], fields);
        continue;
      }
      const action = this.text.match(/action="([^"]*interaction[^"]*)"/);
      if (!action || !name) break;
      const isLogin = this.text.includes('name="login"');
      answer = await this.ask(action[1], isLogin ? { prompt: "login", login: name, password: "x" } : { prompt: "consent" });
    }
    return { status: answer.status, path: new URL(this.at).pathname, text: this.text };
  }
  key() {
    return this.text.match(/name="form-key" value="([^"]*)"/)?.[1] ?? "";
  }
  forget(host) {
    this.cookies.delete(host);
  }
}

// The code that a phone would show (RFC 6238).
function code(secret, step = Math.floor(Date.now() / 30000)) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0")).join("");
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest();
  return String((digest.readUInt32BE(digest[19] & 15) & 0x7fffffff) % 1000000).padStart(6, "0");
}

async function startServer(rules) {
  const server = spawn(program, ["--data", data, "serve", "--listen", "127.0.0.1:0", "--provider", rules, "--access-log", join(folder, "access.log")], { stdio: ["ignore", "pipe", "inherit"] });
  let link = "";
  for await (const line of createInterface({ input: server.stdout })) {
    link = line.split(/\s+/).find((word) => word.includes("/velkommen/")) ?? link;
    const origin = line.split(/\s+/).find((word) => /^http:\/\/127\.0\.0\.1:\d+$/.test(word));
    if (origin) return { server, link, origin };
  }
  throw new Error("the server did not start");
}

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

mkdirSync(data, { recursive: true });
for (const words of [
  ["user", "add", "anna", "--full-name", "Anna Holm", "--role", "administrator,controller"],
  ["seal", agreement],
]) execFileSync(program, ["--data", data, "--as", "anna", ...words]);

const port = await freePort();
const rules = join(folder, "login.toml");
writeFileSync(join(folder, "login.secret"), "a-secret-of-the-test\n", { mode: 0o600 });
writeFileSync(rules, `
[provider]
name = "Prøveby Kommune"
issuer = "http://127.0.0.1:${port}"
client = "virkning"
secret_file = "login.secret"

[[role]]
group = "readers"
role = "reader"

[[role]]
group = "ips-approvers"
role = "approver"
investment = "ips-plus"

[[role]]
group = "administrators"
role = "administrator"
`);
const { server, link, origin } = await startServer(rules);
process.on("exit", () => server.kill());
const login = `${origin}/log-ind/kommune`;
const host = new URL(origin).host;

// The administrator of the first link needs no provider: it does not run yet.
const emergency = new Browser();
const down = await emergency.go(login);
expect(down.status === 502 && down.text.includes("svarer ikke"), `a provider that is down: ${down.status}`);
const page = await emergency.go(link);
const secret = page.text.match(/class="secret">([A-Z2-7]+)</)[1];
const recovery = page.text.match(/<code class="code">([A-Z2-7-]+)</)[1];
const password = "fire vilde heste spiser";
const welcomed = await emergency.go(link, { bruger: "anna", navn: "Anna Holm", adgangskode: password, "adgangskode-igen": password, hemmelighed: secret, kode: code(secret) });
expect(welcomed.status === 200 && welcomed.path === "/", `the first link led to ${welcomed.path}: ${welcomed.status}`);

let provider = await startProvider(port, origin, "first", "RS256");
// A provider that failed is left alone for three seconds.
await new Promise((later) => setTimeout(later, 3500));

// A mapped group lets in, as a user of its own with the roles of the rules.
const dorte = new Browser();
const first = await dorte.go(`${login}?til=/portefolje`, undefined, "dorte");
expect(first.status === 200 && first.path === "/portefolje", `dorte came to ${first.path}: ${first.status} ${first.text.slice(0, 300)}`);
expect((await dorte.go(`${origin}/investeringer/ips-plus/plan`)).status === 200, "the role of her group is not hers");
expect((await dorte.go(`${origin}/administration`)).status === 404, "she is an administrator");
const me = await dorte.go(`${origin}/mig`);
expect(me.text.includes("Dorte Dal") && me.text.includes("godkender"), "her page does not know her");

// No account without a mapped group, and none in another's name.
const eva = await new Browser().go(login, undefined, "eva");
expect(eva.status === 403, `eva without a group: ${eva.status}`);
const namesake = await new Browser().go(login, undefined, "anna");
expect(namesake.status === 403, `somebody called anna: ${namesake.status}`);
await emergency.go(`${origin}/administration`);
expect(!emergency.text.includes("<td>eva</td>") && emergency.text.includes("<td>dorte</td>"), "the users are not those who came in");
expect(emergency.text.includes("ips-approvers"), "the rules are not shown");

// An attempt of another browser is worth nothing.
const thief = new Browser();
const away = await thief.ask(login);
expect(away.status === 303, `away: ${away.status}`);
const victim = new Browser();
const forged = await victim.go(`${origin}/log-ind/tilbage?code=x&state=${new URL(away.headers.get("location")).searchParams.get("state")}`);
expect(forged.status === 400, `a forged answer: ${forged.status}`);
const guessed = await thief.go(`${origin}/log-ind/tilbage?code=guessed&state=${new URL(away.headers.get("location")).searchParams.get("state")}`);
expect(guessed.status === 502, `a guessed code: ${guessed.status}`);

// The provider refuses a user who turns back.
const back = new Browser();
await back.go(login);
const abort = back.text.match(/href="([^"]*\/abort)"/)?.[1];
const turned = await back.go(abort);
expect(turned.status === 401, `turning back: ${turned.status}`);

// Changed keys, of another kind: the next login asks for them.
await provider.stop();
provider = await startProvider(port, origin, "second", "ES256");
await new Promise((later) => setTimeout(later, 11000));
dorte.forget(`127.0.0.1:${port}`);
groups.dorte = ["readers"];
const second = await dorte.go(login, undefined, "dorte");
expect(second.status === 200 && second.path === "/", `after the keys changed: ${second.path} ${second.status}`);
// A removed group has lost its role.
expect((await dorte.go(`${origin}/investeringer/ips-plus/plan`)).status === 200, "a reader reads the plan");
expect(!(await dorte.go(`${origin}/mig`)).text.includes("godkender"), "the role of the removed group is still hers");
groups.dorte = [];
const third = await new Browser().go(login, undefined, "dorte");
expect(third.status === 403, `without any group: ${third.status}`);
expect((await dorte.go(`${origin}/mig`)).path === "/log-ind", "her earlier session goes on");

// Giving roles asks for a fresh proof where the last one is old; here it is fresh.
const root = new Browser();
await root.go(login, undefined, "root");
await root.go(`${origin}/administration`);
const given = await root.go(`${origin}/administration/brugere`, { "form-key": root.key(), bruger: "ole", navn: "Ole", rolle: "reader" });
expect(given.status === 200 && given.text.includes("<td>ole</td>"), `giving a role: ${given.status}`);
// The provider asks for the password again where it is told to, and its word is taken.
await root.go(`${origin}/administration`);
const proved = await root.go(`${origin}/log-ind/igen`, { "form-key": root.key(), til: "/administration" }, "root");
expect(proved.status === 200 && proved.path === "/administration" && proved.text.includes("Det er bekræftet"), `proving: ${proved.path} ${proved.status}`);
await root.go(`${origin}/administration`);
const other = await root.go(`${origin}/log-ind/igen`, { "form-key": root.key(), til: "/administration" }, "dorte");
expect(other.status === 403, `another person's proof: ${other.status} at ${root.at}: ${other.text.replace(/<style[^]*?<\/style>/g, "").slice(0, 400)}`);

// Logging out leads to the provider, which ends its session too and leads back.
await root.go(`${origin}/mig`);
const asked = await root.go(`${origin}/log-ud`, { "form-key": root.key() });
expect(new URL(root.at).port === String(port), `logging out led to ${root.at}`);
const action = asked.text.match(/action="([^"]*)"/)[1];
const xsrf = asked.text.match(/name="xsrf" value="([^"]*)"/)[1];
const out = await root.go(action, { xsrf, logout: "yes" });
expect(out.path === "/log-ind" && new URL(root.at).host === host, `after logging out: ${root.at}`);
await root.ask(login);
const anew = await root.go(login);
expect(anew.text.includes('name="login"'), "the provider still knows who it was");

// With the provider gone the emergency administrator works, with a recovery code for the phone.
await provider.stop();
await emergency.go(`${origin}/mig`);
await emergency.go(`${origin}/log-ud`, { "form-key": emergency.key() });
const again = await emergency.go(`${origin}/log-ind`, { bruger: "anna", adgangskode: password, kode: recovery });
expect(again.status === 200 && again.path === "/", `the emergency administrator: ${again.status}`);

const log = readFileSync(join(folder, "access.log"), "utf8");
expect(!/dorte|eva|state=|code=/.test(log) && log.includes("GET /log-ind/tilbage 303"), "the access log names somebody, or nothing");
// Told to stop, the server ends by itself and without a fault.
const ended = new Promise((done) => server.once("exit", (status, signal) => done(signal ?? status)));
server.kill("SIGTERM");
const status = await ended;
expect(status === 0, `the server ended with ${status}`);
for (const one of findings) console.error(`FOUND ${one}`);
console.log(`oidc: ${checks} checks, ${findings.length} findings`);
process.exit(findings.length ? 1 : 0);
