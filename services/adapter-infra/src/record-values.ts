/** Which values a record of a type may have: what Route 53 refuses in a change is refused before (Route 53 developer guide, "Supported DNS record types"). */
import { isIPv4, isIPv6 } from "node:net";

/** A name of labels of up to 63 characters; an escape such as `\\052` counts as one. */
const LABEL = String.raw`(?:\\[0-7]{3}|\\[^0-7.]|[^\\.]){1,63}`;
const NAME = `(?:${LABEL}\\.)*${LABEL}\\.?`;
/** A name that a record may have, as a regular expression: no empty label, none of more than 63 characters. */
export const RECORD_NAME = new RegExp(`^${NAME}$`);
const NUMBER = "\\d{1,5}";
const QUOTED = String.raw`"(?:[^"\\]|\\.){0,255}"`;

const rules: Readonly<Record<string, { readonly fits: (value: string) => boolean; readonly expected: string; readonly single?: true }>> = {
  A: { fits: isIPv4, expected: "IPv4 addresses" },
  AAAA: { fits: isIPv6, expected: "IPv6 addresses" },
  CNAME: { fits: matches(NAME), expected: "one name", single: true },
  MX: { fits: matches(`${NUMBER} ${NAME}`), expected: "a priority and a name, such as 10 mail.example.com" },
  NS: { fits: matches(NAME), expected: "names" },
  PTR: { fits: matches(NAME), expected: "names" },
  SPF: { fits: matches(`${QUOTED}(?: ${QUOTED})*`), expected: "text in double quotes, up to 255 characters each" },
  SRV: { fits: matches(`${NUMBER} ${NUMBER} ${NUMBER} ${NAME}`), expected: "priority, weight, port and name" },
  TXT: { fits: matches(`${QUOTED}(?: ${QUOTED})*`), expected: "text in double quotes, up to 255 characters each" },
};

function matches(source: string): (value: string) => boolean {
  const pattern = new RegExp(`^${source}$`);
  return (value) => pattern.test(value);
}

/** What is wrong with the values of a record of this type, in words; undefined if nothing is known to be. */
export function whyNotValues(type: string, values: readonly string[]): string | undefined {
  const rule = rules[type];
  if (!rule) return undefined;
  const wrong = values.find((value) => !rule.fits(value));
  if (wrong !== undefined) return `expected ${rule.expected} in a record of type ${type}, not ${wrong.slice(0, 80)}`;
  return rule.single && values.length > 1 ? `expected one value in a record of type ${type}` : undefined;
}
