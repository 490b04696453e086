#!/usr/bin/env node
/** `dr`: what an operator does, with the platform and without it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { printable } from "@dr/events/one-line";
import { EXIT } from "./exit-codes.ts";
import { runProgram } from "./program.ts";

// Whoever read this has gone, as `head` does when it has enough: there is nobody to tell anything to, and nothing went wrong here.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.unread);
  process.stderr.write(`output.unwritable: cannot write to standard output: ${error.message}\n`);
  process.exit(EXIT.usage);
});
process.stderr.on("error", () => process.exit(EXIT.unread));

process.exitCode = await runProgram(process.argv.slice(2), {
  readFile: (path) => readFileSync(path, "utf8"),
  writeFile: (path, text) => {
    writeFileSync(path, text);
  },
  exists: existsSync,
  readInput: () => readFileSync(0, "utf8"),
  listFolder: (path) => (existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".json")) : []),
  variable: (name) => process.env[name],
  out: (line) => {
    process.stdout.write(`${line}\n`);
  },
  error: (line) => {
    process.stderr.write(`${line}\n`);
  },
  document: (text) => {
    process.stdout.write(`${process.stdout.isTTY ? printable(text, "\n\r\t") : text}\n`);
  },
  screen:
    process.stdout.isTTY && process.env["NO_COLOR"] === undefined
      ? {
          write: (text) => {
            process.stdout.write(text);
          },
          size: () => ({ columns: process.stdout.columns, rows: process.stdout.rows }),
        }
      : undefined,
  interruption: () => {
    const interrupted = new AbortController();
    process.once("SIGINT", () => {
      interrupted.abort();
    });
    return interrupted.signal;
  },
});
