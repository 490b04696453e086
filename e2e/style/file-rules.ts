// Rules on single TypeScript files that no linter here expresses. Each returns what is wrong, in words, or nothing.
import type { SourceFile } from "./repository.ts";

/** Gives the problems of one file, without its path. */
type FileRule = (file: SourceFile) => readonly string[];

const MAX_LINES = 300;
const MAX_HANDLER_LINES = 60;

const countLines = (text: string): number => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
const isTest = (path: string): boolean => /[.](?:test|spec)[.]ts$/.test(path);

const checkLength: FileRule = ({ path, text }) => {
  const limit = /^services\/[^/]+\/src\/handlers\/[^/]+$/.test(path) && !isTest(path) ? MAX_HANDLER_LINES : MAX_LINES;
  const lines = countLines(text);
  return lines > limit ? [`${lines} lines, the limit is ${limit}`] : [];
};

const checkNames: FileRule = ({ path }) =>
  path
    .split("/")
    .filter((segment) => /^(?:utils?|helpers?|commons?|managers?)(?:[.]|$)/.test(segment))
    .map((segment) => `"${segment}" says nothing: name it after what it holds`);

const checkSyntax: FileRule = ({ path, text }) => {
  const banned: readonly (readonly [RegExp, string])[] = [
    [/^\s*export \*/m, "no `export *`: name what is exported"],
    [/^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s/m, "no enum: use a const object or a union"],
    [/^\s*export default\b|^\s*export \{[^}]*\bas default\b/m, "no default export"],
  ];
  const allowed = path.endsWith(".config.ts") ? banned.slice(0, 2) : banned;
  return allowed.filter(([pattern]) => pattern.test(text)).map(([, problem]) => problem);
};

/** A named import of zod brings 261 KiB of its languages into every bundle (esbuild keeps the object that `z` is). */
const checkZod: FileRule = ({ text }) =>
  /^import (?:type )?(?:\{[^}]*\}|\w+) from "zod";/m.test(text) ? ['write `import * as z from "zod"`'] : [];

const checkPurity: FileRule = ({ path, text }) =>
  /^packages\/(?:domain|events)\/src\//.test(path) && !isTest(path) && /\bnew Date\(\)/.test(text)
    ? ["no clock in domain and events: time is passed in"]
    : [];

const checkPurposeLine: FileRule = ({ path, text }) =>
  isTest(path) || /^(?:#!|\/\/|\/\*\*)/.test(text) ? [] : ["the first line is not a comment that tells the purpose"];

const fileRules: readonly FileRule[] = [checkLength, checkNames, checkSyntax, checkZod, checkPurity, checkPurposeLine];

/** All problems of all files as `path: problem`. */
export function findFileProblems(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => fileRules.flatMap((rule) => rule(file).map((problem) => `${file.path}: ${problem}`)));
}
