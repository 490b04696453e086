// The records of the simulated Parameter Store.
import { defineKind } from "../../world/kind.ts";

/** A parameter; only its latest version is kept. */
export type ParameterRecord = {
  readonly name: string;
  readonly type: "String" | "StringList" | "SecureString";
  readonly value: string;
  readonly version: number;
  readonly modifiedMs: number;
};

/** Parameters by name. */
export const parameterKind = defineKind<ParameterRecord>("ssm.parameter");
