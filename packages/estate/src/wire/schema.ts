// The schemas that an SDK client module exports: its operations, by name, with the shapes of their input and output.
import { NormalizedSchema } from "@smithy/core/schema";

/** What the schemas say about an operation on the wire (`http` only where the protocol is REST). */
export type OperationTraits = { readonly http?: readonly [method: string, path: string, status: number] };

/** One operation of a service. */
export type OperationSchema = {
  readonly name: string;
  readonly traits: OperationTraits;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
};

/** The traits of a member that say where on the wire it goes. */
export type MemberTraits = {
  readonly xmlName?: string;
  readonly xmlFlattened?: number;
  readonly ec2QueryName?: string;
  readonly httpLabel?: number;
  readonly httpQuery?: string;
  readonly httpQueryParams?: number;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: number;
  readonly httpResponseCode?: number;
};

// A static operation schema is [9, namespace, name, traits, input, output] (`@smithy/types`, StaticOperationSchema).
const OPERATION = 9;
type StaticOperation = readonly [number, string, string, OperationTraits, SchemaRef, SchemaRef];
type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

/** All operations of a client module, by name. Empty for a client that was made before schemas (`client-drs`). */
export const operationsOf = (module: object): ReadonlyMap<string, OperationSchema> =>
  new Map(
    Object.values(module)
      .filter((value): value is StaticOperation => Array.isArray(value) && value[0] === OPERATION)
      .map(([, , name, traits, input, output]) => [
        name,
        { name, traits, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) },
      ]),
  );

/** Where on the wire a member goes. */
export const traitsOf = (schema: NormalizedSchema): MemberTraits => schema.getMergedTraits();
