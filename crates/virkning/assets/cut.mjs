// Cuts the public design system down to what the pages use: a style sheet, and three weights of its typeface in the
// letters of Western Europe. Run by `cargo xtask assets`; what it writes is committed, so that nobody needs npm to build.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { PurgeCSS } from "purgecss";

const design = "node_modules/dkfds";
const weights = ["Regular", "SemiBold", "Bold"];

// Classes of the design system stand in the pages as words between quotation marks.
const [{ css }] = await new PurgeCSS().purge({
  content: ["../src/web/**/*.rs", "web/virkning.js"],
  css: [`${design}/dist/css/dkfds.min.css`],
  extractors: [{ extensions: ["rs", "js"], extractor: (text) => text.match(/[A-Za-z][\w-]*/g) || [] }],
  fontFace: true,
  keyframes: true,
  variables: true,
});

// The faces are named here, without those that no page uses.
const faces = weights.map((weight, place) =>
  `@font-face{font-family:"IBM Plex Sans";font-weight:${[400, 600, 700][place]};font-display:swap;` +
  `src:url(IBMPlexSans-${weight}.woff2) format("woff2")}`);
const icons = [...new Set([...css.matchAll(/url\(\.\.\/img\/svg-icons\/([\w-]+\.svg)\)/g)].map((found) => found[1]))].sort();
const plain = css
  .replace(/@font-face\s*{[^}]*}/g, "")
  .replace(/@charset "[^"]*";/g, "")
  .replace(/url\(\.\.\/img\/svg-icons\//g, "url(");
const { version } = JSON.parse(await readFile(`${design}/package.json`, "utf8"));
const head = `/* Det Fælles Designsystem (dkfds) ${version}, MIT, cut by cut.mjs; see LICENSES.md. */\n`;
await writeFile("web/dkfds.css", `${head}${faces.join("\n")}\n${plain}\n`);

for (const weight of weights) {
  await copyFile(
    `${design}/dist/fonts/IBMPlexSans/split/woff2/IBMPlexSans-${weight}-Latin1.woff2`,
    `web/IBMPlexSans-${weight}.woff2`,
  );
}
for (const icon of icons) await copyFile(`${design}/dist/img/svg-icons/${icon}`, `web/${icon}`);
await copyFile(`${design}/LICENSE.md`, "web/LICENSES.md");
