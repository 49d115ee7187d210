// Makes the list of the most used passwords that nobody may choose: the first five bytes of the SHA-256 of each, sorted, so
// that the program holds a tenth of a megabyte and no swear words. Run by `cargo xtask assets`; what it writes is committed.
// The list is that of zxcvbn-ts (MIT), most used first: all that are long enough to be chosen here, and the 20,000 most
// used of four signs or more, since long ones are made of two short ones.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

const MOST_USED = 20000;
const SHORTEST = 4;
const LONG = 12;
const BYTES = 5;

const folder = "node_modules/@zxcvbn-ts/language-common";
const all = JSON.parse(await readFile(`${folder}/src/passwords.json`, "utf8"));
const signs = (word) => [...word].length;
const usable = all.filter((word) => signs(word) >= SHORTEST);
const chosen = new Set([...usable.slice(0, MOST_USED), ...usable.filter((word) => signs(word) >= LONG)].map((word) => word.toLowerCase()));
const marks = [...chosen].map((word) => createHash("sha256").update(word).digest("hex").slice(0, 2 * BYTES)).sort();
await writeFile("passwords.bin", Buffer.from(marks.join(""), "hex"));
console.log(`passwords.bin: ${marks.length} passwords`);
