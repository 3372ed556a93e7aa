// Prints the results under WebAssembly: `node run.mjs same_bits.wasm`.

import { readFileSync } from "node:fs";
import { argv, stdout } from "node:process";

const { instance } = await WebAssembly.instantiate(readFileSync(argv[2]));
const { memory, report, report_length: length } = instance.exports;
const start = report();
stdout.write(new TextDecoder().decode(new Uint8Array(memory.buffer, start, length())));
