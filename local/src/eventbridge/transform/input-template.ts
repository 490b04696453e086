/** InputTransformer: variables taken out of the event and put into a template. */
import { isJsonObject } from "../json/is-json-object.ts";
import { parseJson } from "../json/parse-json.ts";
import { minifyJson } from "./minify-json.ts";

/** What a template can name: `undefined` is a variable whose path led nowhere. */
export type TemplateVariables = ReadonlyMap<string, unknown>;

const PLACEHOLDER = /<([A-Za-z0-9_.-]+)>/g;
/** A JSON string with its escapes, an unfinished string, or a placeholder outside of strings. */
const STRING_OR_PLACEHOLDER = /"(?:[^"\\]|\\.)*"?|<([A-Za-z0-9_.-]+)>/gs;

/** The variables that `template` uses. */
export function findPlaceholders(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? "");
}

/** Inside quotes a value stands as text: a string as it is, unescaped; anything else as JSON without its quotes; nothing if there is none. */
function toQuotedText(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value).replaceAll('"', "");
}

/** Outside quotes a value stands as JSON: a string gets its quotes; a missing value is the empty string. */
function toJsonText(value: unknown): string {
  return JSON.stringify(value === undefined ? "" : value);
}

function isJsonText(text: string): boolean {
  try {
    return parseJson(text) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Fills in `template`. The quoting rules are those that AWS documents and shows in practice: values inside quotes are not escaped, so a value
 * with a quote in it can break the JSON, exactly as on AWS. A template that looks like an object or array must come out as JSON and is
 * minified; the result is `undefined` if it does not. Any other template, such as one or several quoted lines, comes out as it is.
 */
export function fillTemplate(template: string, variables: TemplateVariables): string | undefined {
  const filled = template.replace(STRING_OR_PLACEHOLDER, (token, name?: string) =>
    name === undefined
      ? token.replace(PLACEHOLDER, (_match, quoted: string) => toQuotedText(variables.get(quoted)))
      : toJsonText(variables.get(name)),
  );
  if (!/^\s*[{[]/.test(template)) return filled;
  return isJsonText(filled) ? minifyJson(filled) : undefined;
}

/** `aws.events.event`: the event without its detail, as AWS spells it there. */
export function toEventSummary(event: unknown, ingestionTime: string): unknown {
  if (!isJsonObject(event)) return event;
  const { id, account, source, region, resources, version } = event;
  return { id, account, detailType: event["detail-type"], time: ingestionTime, source, region, resources, version };
}
