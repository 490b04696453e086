// Between the TDS listener and the estate: one statement a request, its kind told by its text. SQL Server's errors go back as they are.
import { awsError } from "../../aws-error.ts";
import { bodyText, type EstateRequest, type EstateResponse, headerOf } from "../../http-message.ts";
import type { Protocol, WireCall } from "../../wire/wire.ts";

const NAME = String.raw`(?:\[(?<NAME>(?:[^\]]|\]\])+)\])`;
const name = (as: string): string => NAME.replace("NAME", as);
const TEXT = String.raw`N'(?:[^']|'')*'`;
const text = (as: string): string => `N'(?<${as}>(?:[^']|'')*)'`;
const FILE = String.raw`\(NAME = ${TEXT}, FILENAME = ${TEXT}\)`;
const statement = (pattern: string): RegExp => new RegExp(`^${pattern.replaceAll(" ", String.raw`\s+`)};?$`, "iu");

const STATEMENTS: readonly (readonly [string, RegExp])[] = [
  ["PlannedFailover", statement(`ALTER AVAILABILITY GROUP ${name("group")} FAILOVER`)],
  ["ForcedFailover", statement(`ALTER AVAILABILITY GROUP ${name("group")} FORCE_FAILOVER_ALLOW_DATA_LOSS`)],
  [
    "ModifyReplica",
    statement(
      `ALTER AVAILABILITY GROUP ${name("group")} MODIFY REPLICA ON ${text("subject")} WITH \\(AVAILABILITY_MODE = (?<value>SYNCHRONOUS_COMMIT|ASYNCHRONOUS_COMMIT)\\)`,
    ),
  ],
  ["ResumeDatabase", statement(`ALTER DATABASE ${name("subject")} SET HADR RESUME`)],
  ["CreateSnapshot", statement(`CREATE DATABASE ${name("subject")} ON (?<files>${FILE}(?:, ${FILE})*) AS SNAPSHOT OF ${name("value")}`)],
  ["DropDatabase", statement(`DROP DATABASE ${name("subject")}`)],
];

/** The files of a snapshot: of which data file, and where. */
const filesIn = (list: string) =>
  [...list.matchAll(new RegExp(FILE.replace(TEXT, text("file")).replace(TEXT, text("path")), "giu"))].map(({ groups = {} }) => ({
    file: (groups["file"] ?? "").replaceAll("''", "'"),
    path: (groups["path"] ?? "").replaceAll("''", "'"),
  }));

const decode = (request: EstateRequest): WireCall => {
  const { sql, ...rest } = JSON.parse(bodyText(request)) as { readonly sql: string };
  const trimmed = sql.trim();
  for (const [action, pattern] of STATEMENTS) {
    const found = pattern.exec(trimmed)?.groups;
    if (found) {
      const { files, ...names } = found;
      const parts = {
        ...Object.fromEntries(Object.entries(names).map(([key, value]) => [key, value.replaceAll("]]", "]").replaceAll("''", "'")])),
        ...(files === undefined ? {} : { files: filesIn(files) }),
      };
      return { action, input: { ...rest, sql: trimmed, group: "", ...parts, instance: instanceOf(request) } };
    }
  }
  return {
    action: /^(?:set\s|use\s|$)/iu.test(trimmed) ? "Session" : "Query",
    input: { ...rest, sql: trimmed, instance: instanceOf(request) },
  };
};

/** The instance that a request goes to: its host. */
export const instanceOf = (request: EstateRequest): string => headerOf(request, "host") ?? "";

const response = (body: object): EstateResponse => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** JSON has no times: they are marked, so that the listener can send them as such. */
const withTimes = (value: unknown): object => {
  if (value instanceof Date) return { $time: value.toISOString() };
  if (Array.isArray(value)) return value.map((one: unknown) => (typeof one === "object" && one !== null ? withTimes(one) : one));
  const members = Object.entries(value as object).map(
    ([key, one]: [string, unknown]) => [key, typeof one === "object" && one !== null ? withTimes(one) : one] as const,
  );
  return Object.fromEntries(members);
};

/** Statements in, rows or an error out. */
export const sqlProtocol: Protocol = {
  decode(request) {
    try {
      return decode(request);
    } catch {
      throw awsError("102", "Incorrect syntax.");
    }
  },
  encode: (_action, output) => response(withTimes({ columns: [], rows: [], ...output })),
  encodeError: ({ aws, message }) =>
    response({
      error: { number: Number(aws.code) || 0, message, severity: typeof aws.fields["severity"] === "number" ? aws.fields["severity"] : 16 },
    }),
};
