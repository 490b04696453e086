/** The files that are made from the route table and the events. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toAsyncApi } from "./asyncapi.ts";
import { toOpenApi } from "./openapi.ts";
import { toClientPaths, toPermissionsPage, toRouteTable } from "./tables.ts";

const root = join(import.meta.dirname, "../../..");
const BEGIN = "<!-- routes: made by pnpm openapi -->";
const END = "<!-- /routes -->";

/** A file and what should stand in it, but for formatting. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Every file as the table wants it now. */
export function generatedFiles(): readonly GeneratedFile[] {
  const readme = join(root, "services/api/README.md");
  return [
    { path: join(root, "docs/reference/openapi.json"), text: `${JSON.stringify(toOpenApi(), null, 2)}\n` },
    { path: join(root, "docs/reference/asyncapi.json"), text: `${JSON.stringify(toAsyncApi(), null, 2)}\n` },
    { path: join(root, "docs/reference/permissions.md"), text: toPermissionsPage() },
    { path: readme, text: withTable(readFileSync(readme, "utf8")) },
    { path: join(root, "packages/client/src/paths.ts"), text: toClientPaths() },
  ];
}

/** The OpenAPI document as it is released: clients may count on everything in it. */
export function releasedDocument(): GeneratedFile {
  return { path: join(root, "docs/reference/openapi.released.json"), text: `${JSON.stringify(toOpenApi(), null, 2)}\n` };
}

function withTable(text: string): string {
  const [before, rest = ""] = text.split(BEGIN);
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error(`services/api/README.md: expected ${BEGIN} … ${END}`);
  return `${before}${BEGIN}\n\n${toRouteTable()}\n\n${END}${after}`;
}
