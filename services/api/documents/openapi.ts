/** The OpenAPI 3.1 document of the route table. */
import {
  API_BASE,
  comparesVersions,
  isOpen,
  problemSchema,
  problemsOf,
  ROUTE_LIST,
  rolesThatMay,
  type AnswerRow,
  type RouteRow,
} from "@dr/routes";
import { PROBLEM_STATUSES, statusOf } from "@dr/runtime";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from "zod-openapi";
import * as z from "zod";

type Row = (typeof ROUTE_LIST)[number];

const PLAN_TYPES = ["application/json", "application/yaml"];
const HEADER_WORDS: Readonly<Record<string, string>> = {
  location: "where the result stands",
  etag: "version of what was read; `If-Match` and `If-None-Match` take it",
  "retry-after": "seconds after which to ask again",
  "content-disposition": "the name of the file",
};

const TAG_WORDS: Readonly<Record<Row["tag"], string>> = {
  plans: "What is to be done in a disaster: waves of tasks, in versions that nobody can change",
  executions: "Drills and recoveries: start, watch, decide, take out the evidence",
  technologies: "What each adapter can do and sees, and single operations without a saved plan",
  discovery: "What is deployed where, by its tags",
  platform: "The platform itself: who leads, who one is, what was proven",
  accounts: "Accounts in which adapters act, and what is configured for them",
  webhooks: "Events sent to endpoints, and the feed of them",
};

/** The document as plain JSON. */
export function toOpenApi(): Record<string, unknown> {
  const paths: ZodOpenApiPathsObject = {};
  for (const row of ROUTE_LIST) paths[row.path] = { ...paths[row.path], [row.method.toLowerCase()]: toOperation(row) };
  const document = createDocument(
    {
      openapi: "3.1.1",
      info: {
        title: "DR Orchestrator",
        version: "1.0.0",
        description: "Disaster recovery in waves. Every path stands below `/api/v1` and, for older clients, without it.",
        license: { name: "proprietary", identifier: "LicenseRef-proprietary" },
      },
      servers: [{ url: API_BASE }],
      security: [{ sigv4: [] }],
      tags: [...new Set(ROUTE_LIST.map(({ tag }) => tag))].map((name) => ({ name, description: TAG_WORDS[name] })),
      paths,
      components: {
        securitySchemes: {
          sigv4: {
            type: "apiKey",
            in: "header",
            name: "Authorization",
            description: "AWS Signature Version 4 for the service `execute-api`",
          },
        },
      },
    },
    { override: ({ jsonSchema }) => trim(jsonSchema) },
  );
  return JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
}

/** zod says of every integer that JSON can carry it; that helps no reader. */
function trim(schema: Record<string, unknown>): void {
  if (schema["maximum"] === Number.MAX_SAFE_INTEGER) delete schema["maximum"];
  if (schema["minimum"] === Number.MIN_SAFE_INTEGER) delete schema["minimum"];
}

function toOperation(row: Row): ZodOpenApiOperationObject {
  const parameters = {
    ...(row.params ? { path: row.params } : {}),
    ...(row.query && Object.keys(row.query.shape).length > 0 ? { query: row.query } : {}),
    ...toHeaders(row),
  };
  return {
    operationId: row.operation,
    summary: row.summary,
    description: [row.description, describeAccess(row)].filter((text) => text !== undefined).join(" "),
    tags: [row.tag],
    ...(isOpen(row.access) ? { security: [] } : {}),
    ...(Object.keys(parameters).length > 0 ? { requestParams: parameters } : {}),
    ...toRequestBody(row),
    responses: {
      ...toAnswers(row.answers),
      ...(row.method === "GET" && hasTag(row.answers) ? { 304: { description: "Nothing changed since that `ETag`" } } : {}),
      ...toProblems(row),
    },
  };
}

function describeAccess({ access, further = {} }: RouteRow): string {
  if (isOpen(access)) return "Open to anybody, unsigned.";
  if (access === "any_role") return "For any role.";
  const more = Object.entries(further).map(([permission, when]) => `; \`${permission}\` ${when}`);
  return `Takes \`${access}\`${more.join("")}: ${rolesThatMay(access).join(", ")}.`;
}

function toHeaders(row: RouteRow): { header?: z.ZodObject } {
  const { method, answers, waits } = row;
  const headers: Record<string, z.ZodType> = {};
  if (method !== "GET") {
    const description = "the same key with the same request does its work once, for a day";
    headers["Idempotency-Key"] = z
      .string()
      .min(1)
      .max(255)
      .regex(/^[!-~]+$/)
      .optional()
      .meta({ description });
  }
  if (comparesVersions(row)) {
    headers["If-Match"] = z.string().optional().meta({ description: '`"<version>"`, as `ETag` gave it' });
  }
  if (method === "GET" && hasTag(answers)) {
    headers["If-None-Match"] = z.string().optional().meta({ description: "an `ETag`: 304 without a body if nothing changed" });
  }
  if (waits) headers["Prefer"] = z.string().optional().meta({ description: "`wait=<seconds>`, at most 25" });
  return Object.keys(headers).length === 0 ? {} : { header: z.object(headers) };
}

function toRequestBody({ body, examples = [] }: RouteRow): Pick<ZodOpenApiOperationObject, "requestBody"> {
  if (body === undefined) return {};
  const named = Object.fromEntries(examples.map(({ summary, value }, index) => [`example${index + 1}`, { summary, value }]));
  const isDocument = body === "plan_document";
  if (body === "signed_text")
    return { requestBody: { required: true, content: Object.fromEntries(SIGNED_TYPES.map((type) => [type, { schema: signedText }])) } };
  const schema = isDocument ? planDocument : body;
  const content = Object.fromEntries(
    (isDocument ? PLAN_TYPES : ["application/json"]).map((type) => [
      type,
      { schema, ...(examples.length === 0 ? {} : { examples: named }) },
    ]),
  );
  const optional = !isDocument && body.safeParse(undefined).success;
  return { requestBody: { required: !optional, content } };
}

const SIGNED_TYPES = ["application/json", "application/x-www-form-urlencoded"];
const signedText = z.unknown().meta({ description: "as its sender signed it, byte for byte" });
const planDocument = z.unknown().meta({ id: "PlanDocument", description: "a plan, or waves of it; see plan-format.md" });

function toAnswers(answers: Readonly<Record<number, AnswerRow>>): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, body, types = [], headers = [] }]) => [
      status,
      {
        description,
        ...(headers.length === 0
          ? {}
          : {
              headers: Object.fromEntries(
                headers.map((name) => [name, { description: HEADER_WORDS[name] ?? name, schema: { type: "string" as const } }]),
              ),
            }),
        ...(body
          ? {
              content: { "application/json": { schema: body }, ...Object.fromEntries(types.map((type) => [type, { schema: z.string() }])) },
            }
          : {}),
      },
    ]),
  );
}

function hasTag(answers: RouteRow["answers"]): boolean {
  return answers[200]?.headers?.includes("etag") ?? false;
}

/** One answer per status, which names the codes that it may bear. */
function toProblems(row: RouteRow): ZodOpenApiResponsesObject {
  const byStatus = new Map<number, string[]>();
  for (const code of problemsOf(row)) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([a], [b]) => a - b)
      .map(([status, codes]) => [
        status,
        {
          description: codes.map((code) => `\`${code}\``).join(", "),
          content: { "application/problem+json": { schema: problemSchema } },
        },
      ]),
  );
}

/** Codes of the table that no row of the statuses knows; each would be a bare 500. */
export function codesWithoutStatus(): readonly string[] {
  const known = (code: string): boolean =>
    PROBLEM_STATUSES.some(
      ([pattern]) =>
        pattern === code ||
        (pattern.endsWith(".*") && code.startsWith(pattern.slice(0, -1))) ||
        (pattern.startsWith("*.") && code.endsWith(pattern.slice(1))),
    );
  return ROUTE_LIST.flatMap(problemsOf).filter((code) => code !== "internal.unexpected" && !known(code));
}
