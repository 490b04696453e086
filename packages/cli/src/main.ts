#!/usr/bin/env node
/** `dr`: what an operator does without the platform. */
import { readFileSync } from "node:fs";
import { runProgram } from "./program.ts";

process.exitCode = await runProgram(process.argv.slice(2), {
  readFile: (path) => readFileSync(path, "utf8"),
  variable: (name) => process.env[name],
  out: (line) => {
    console.log(line);
  },
  error: (line) => {
    console.error(line);
  },
});
