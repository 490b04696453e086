#!/usr/bin/env node
/** `dr`: what an operator does without the platform. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { runProgram } from "./program.ts";

process.exitCode = await runProgram(process.argv.slice(2), {
  readFile: (path) => readFileSync(path, "utf8"),
  listFolder: (path) => (existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".json")) : []),
  variable: (name) => process.env[name],
  out: (line) => {
    console.log(line);
  },
  error: (line) => {
    console.error(line);
  },
});
