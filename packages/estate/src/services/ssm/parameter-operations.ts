// GetParameter, GetParametersByPath and PutParameter.
import type { GetParameterResult, GetParametersByPathResult, Parameter } from "@aws-sdk/client-ssm";
import * as z from "zod";
import { awsError } from "../../aws-error.ts";
import { readOperation, writeOperation } from "../../operation.ts";
import { paginate } from "../../paginate.ts";
import { parameterKind, type ParameterRecord } from "./records.ts";

const STANDARD_TIER_BYTES = 4096;
const ADVANCED_TIER_BYTES = 8192;
const NOT_RESERVED = /^(?!\/?(?:aws|ssm))/iu;
const NAME = /^\/?[\w.-]+(?:\/[\w.-]+)*$/u;

const parameterShape = ({ name, type, value, version, modifiedMs }: ParameterRecord, region: string, accountId: string): Parameter => ({
  Name: name,
  Type: type,
  Value: value,
  Version: version,
  LastModifiedDate: new Date(modifiedMs),
  ARN: `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//u, "")}`,
  DataType: "text",
});

/** GetParameter by exact name. */
export const getParameter = readOperation({
  input: z.object({ Name: z.string() }),
  resources: ({ Name }) => [Name],
  run: ({ Name }, { world, region, accountId }): GetParameterResult => {
    const parameter = world.get(parameterKind, region, Name);
    if (parameter === undefined) throw awsError("ParameterNotFound", "");
    return { Parameter: parameterShape(parameter, region, accountId) };
  },
});

/** GetParametersByPath, in pages of at most ten as on AWS. */
export const getParametersByPath = readOperation({
  input: z.object({
    Path: z.string().startsWith("/", "The path must start with a slash."),
    Recursive: z.boolean().default(false),
    MaxResults: z.int().min(1).max(10).default(10),
    NextToken: z.string().optional(),
  }),
  resources: ({ Path }) => [Path],
  run: ({ Path, Recursive, MaxResults, NextToken }, { world, region, accountId }): GetParametersByPathResult => {
    const prefix = Path.endsWith("/") ? Path : `${Path}/`;
    const found = world
      .list(parameterKind, region)
      .filter(({ name }) => name.startsWith(prefix) && (Recursive || !name.slice(prefix.length).includes("/")))
      .toSorted((a, b) => a.name.localeCompare(b.name));
    const page = paginate(found, NextToken, MaxResults);
    if (page === undefined) throw awsError("InvalidNextToken", "The specified token isn't valid.");
    return {
      Parameters: page.items.map((parameter) => parameterShape(parameter, region, accountId)),
      ...(page.nextToken !== undefined && { NextToken: page.nextToken }),
    };
  },
});

/** PutParameter; the journal never shows the value. */
export const putParameter = writeOperation({
  input: z.object({
    Name: z
      .string()
      .regex(NAME, "Parameter name: can't be recognized.")
      .regex(NOT_RESERVED, 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).'),
    Value: z.string().min(1),
    Type: z.enum(["String", "StringList", "SecureString"]).optional(),
    Overwrite: z.boolean().default(false),
    Tier: z.enum(["Standard", "Advanced", "Intelligent-Tiering"]).default("Standard"),
  }),
  resources: ({ Name }) => [Name],
  redact: (input) => ({ ...input, Value: "(redacted)" }),
  run: ({ Name, Value, Type, Overwrite, Tier }, { world, region, nowMs }) => {
    const existing = world.get(parameterKind, region, Name);
    if (existing !== undefined && !Overwrite) {
      throw awsError(
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
      );
    }
    if (existing === undefined && Type === undefined) {
      throw awsError("ValidationException", "A parameter type is required when you create a parameter.");
    }
    const limit = Tier === "Standard" ? STANDARD_TIER_BYTES : ADVANCED_TIER_BYTES;
    if (Buffer.byteLength(Value) > limit) throw awsError("ValidationException", `Value exceeds ${limit} bytes in the ${Tier} tier.`);
    const version = (existing?.version ?? 0) + 1;
    const type = Type ?? existing?.type ?? "String";
    world.put(parameterKind, region, Name, { name: Name, type, value: Value, version, modifiedMs: nowMs });
    return { Version: version, Tier };
  },
});
