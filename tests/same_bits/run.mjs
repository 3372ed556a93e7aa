// Runs the results under WebAssembly and compares each with those of another machine:
//
//   node run.mjs same_bits.wasm EXPECTED
//
// EXPECTED is what the program `same-bits` printed there. Exits with 1 unless all are the same.

import { readFileSync } from "node:fs";
import { exit } from "node:process";

const [file, expected] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(file), {});
const { memory, report, report_length } = instance.exports;
const start = report();
const text = new TextDecoder().decode(new Uint8Array(memory.buffer, start, report_length()));

const lines = (text) => text.trimEnd().split("\n");
const [found, other] = [lines(text), lines(readFileSync(expected, "utf8"))];
let different = 0;
for (let at = 0; at < Math.max(found.length, other.length); at += 1) {
  const same = found[at] === other[at];
  different += same ? 0 : 1;
  console.log(same ? `same   ${found[at]}` : `OTHER  ${found[at]}, there ${other[at]}`);
}
if (different > 0 || found.length < 2) {
  console.log(`${different} of ${found.length} other bits`);
  exit(1);
}
console.log(`all ${found.length} the same bits`);
