// The records of the simulated Parameter Store.
import { defineKind } from "../world/kind.ts";

export type ParameterRecord = {
  readonly name: string;
  readonly type: "String" | "StringList" | "SecureString";
  readonly value: string;
  readonly version: number;
  readonly modifiedMs: number;
};

export const parameterKind = defineKind<ParameterRecord>("ssm.parameter");
