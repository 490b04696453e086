// Finds the exports of a package's public files that have no docstring.
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { readSource, repository, type SourceFile } from "./repository.ts";

const parse = ({ path, text }: SourceFile): ts.SourceFile => ts.createSourceFile(path, text, ts.ScriptTarget.ES2024, true);

/** The index file and every file that it re-exports from, directly or through another of them. */
export function listPublicFiles(indexPath: string): readonly string[] {
  const found = new Set<string>();
  const queue = [indexPath];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    queue.push(...listReExported(readSource(path)));
  }
  return [...found];
}

function listReExported(file: SourceFile): readonly string[] {
  return parse(file)
    .statements.filter((statement) => ts.isExportDeclaration(statement))
    .map(({ moduleSpecifier }) => (moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ""))
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => relative(repository, join(repository, dirname(file.path), specifier)))
    .filter((path) => existsSync(join(repository, path)));
}

/** Exported functions, consts, classes, interfaces and types without a docstring right above them, as `path:line name`. */
export function findUndocumented(file: SourceFile): readonly string[] {
  const source = parse(file);
  const documented = new Set<string>();
  const missing: string[] = [];
  for (const statement of source.statements) {
    if (!isExportedDeclaration(statement)) continue;
    const name = nameOf(statement);
    if (hasDocstring(statement, source)) documented.add(name);
    else if (!documented.has(name))
      missing.push(`${file.path}:${source.getLineAndCharacterOfPosition(statement.getStart()).line + 1} ${name}`);
  }
  return missing;
}

type Declaration = ts.FunctionDeclaration | ts.VariableStatement | ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

const isDeclaration = (node: ts.Statement): node is Declaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isVariableStatement(node) ||
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node);

const isExportedDeclaration = (node: ts.Statement): node is Declaration =>
  isDeclaration(node) && (node.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const nameOf = (node: Declaration): string =>
  ts.isVariableStatement(node)
    ? node.declarationList.declarations.map(({ name }) => name.getText()).join(", ")
    : (node.name?.text ?? "default");

/** A file's first line tells the purpose of the file: it is not the docstring of what follows after a blank line. */
function hasDocstring(node: Declaration, source: ts.SourceFile): boolean {
  const last = ts.getLeadingCommentRanges(source.text, node.getFullStart())?.at(-1);
  if (!last || !source.text.startsWith("/**", last.pos)) return false;
  return !/\n\s*\n/.test(source.text.slice(last.end, node.getStart()));
}
