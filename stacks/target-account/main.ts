/** Writes the template that target accounts deploy: `pnpm target-account`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { adapters, platformServices } from "@dr/services";
import { targetAccountTemplate } from "../src/model/target-account.ts";

/** In characters. */
const MAX_LINE = 140;

writeFileSync(join(import.meta.dirname, "template.json"), toText(targetAccountTemplate(adapters, platformServices), 0));

/**
 * Whatever fits into a line stands in one: CloudFormation takes 51,200 bytes of a template with a request, and `aws cloudformation deploy` wants a bucket for more, which a target account
 * need not have.
 */
function toText(value: unknown, depth: number): string {
  const flat = JSON.stringify(value);
  const end = depth === 0 ? "\n" : "";
  if (flat.length + depth <= MAX_LINE || typeof value !== "object" || value === null) return `${flat}${end}`;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const pad = " ".repeat(depth + 1);
  const parts = Array.isArray(value)
    ? value.map((item) => toText(item, depth + 1))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${toText(item, depth + 1)}`);
  return `${open}\n${parts.map((part) => pad + part).join(",\n")}\n${" ".repeat(depth)}${close}${end}`;
}
