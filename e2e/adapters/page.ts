/** The page docs/reference/adapters.md, made from the adapters and from what their tests saw. */
import { join } from "node:path";
import { root, type FoundAdapter } from "./adapters.ts";
import { cellsOf, COLUMNS, type Cell } from "./matrix.ts";

/** Where the page stands. */
export const pagePath = join(root, "docs/reference/adapters.md");

const HEAD = `# Adapters: every operation, and which tests show it

Made by \`pnpm adapters\` from the operations and from \`services/adapter-*/test/coverage.json\`, in which \`pnpm adapters --record\` notes what the tests
of the adapters saw: an ending counts where it was reported by the adapter on its simulated world. "refused" names the code with which the operation
refuses that kind of execution, and "only looks" means that it reports what it would do. A cell without a test says why.
`;

/** The page. */
export function toPage(adapters: readonly FoundAdapter[]): string {
  const count = adapters.reduce((sum, { operations }) => sum + Object.keys(operations).length, 0);
  return [HEAD, `${count} operations of ${adapters.length} technologies.`, ...adapters.map((adapter) => section(adapter)), ""].join("\n");
}

function section(adapter: FoundAdapter): string {
  const { service, technology, operations, queries } = adapter;
  const rows = Object.keys(operations).map((name) => row(adapter, name));
  const asked = queries.length === 0 ? "" : `\nQueries: ${["readiness", ...queries].map((name) => `\`${name}\``).join(", ")}.`;
  return `
## ${technology} ([${service}](../../services/${service}/README.md))
${asked}

| operation | what it does | ${COLUMNS.join(" | ")} |
| --- | --- | ${COLUMNS.map(() => "---").join(" | ")} |
${rows.join("\n")}`;
}

function row(adapter: FoundAdapter, name: string): string {
  const cells = cellsOf(adapter, name);
  const { description = "" } = adapter.operations[name] ?? {};
  return `| \`${name}\` | ${description} | ${COLUMNS.map((column) => toText(cells[column])).join(" | ")} |`;
}

function toText(cell: Cell): string {
  if ("problem" in cell) return `**${cell.problem}**`;
  if ("reason" in cell) return `— ${cell.reason}`;
  return `${cell.shown} (${cell.files.map((file) => `[${nameOf(file)}](../../${file})`).join(", ")})`;
}

function nameOf(file: string): string {
  return (file.split("/").at(-1) ?? file).replace(/\.(?:int\.)?(?:test|spec)\.ts$/, "");
}
