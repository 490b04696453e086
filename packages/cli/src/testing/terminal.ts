/** A terminal in memory, for tests of commands. */
import { runProgram } from "../program.ts";
import type { Screen, Terminal } from "../terminal.ts";

/** What a run of `dr` left behind. */
export interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly error: readonly string[];
  readonly written: Readonly<Record<string, string>>;
}

/** The machine as a command sees it. */
export interface Machine {
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly screen?: Screen;
}

/** Runs one command line on a machine that has these files and variables. */
export async function runOn({ files = {}, variables = {}, input = "", screen }: Machine, ...args: string[]): Promise<Ran> {
  const out: string[] = [];
  const error: string[] = [];
  const written: Record<string, string> = {};
  const terminal: Terminal = {
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error("ENOENT: no such file");
      return text;
    },
    writeFile: (path, text) => {
      written[path] = text;
    },
    exists: (path) => path in files,
    readInput: () => input,
    listFolder: (folder) => Object.keys(files).flatMap((name) => (name.startsWith(folder) ? [name.slice(folder.length)] : [])),
    variable: (name) => variables[name],
    out: (line) => out.push(line),
    error: (line) => error.push(line),
    document: (text) => out.push(text),
    screen,
    interruption: () => new AbortController().signal,
  };
  const code = await runProgram(args, terminal);
  return { code, out, error, written };
}
