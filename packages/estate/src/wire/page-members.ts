// Which members of an operation hold the token of its next page, read from the client's schemas.
import type { OperationSchema } from "./schema.ts";
import type { PageMembers } from "./wire.ts";

/** The names that AWS gives the two tokens, in pairs: of the request, and of the answer. */
const PAIRS: readonly PageMembers[] = [
  { input: "NextToken", output: "NextToken" },
  { input: "nextToken", output: "nextToken" },
  { input: "Marker", output: "NextMarker" },
  { input: "Marker", output: "Marker" },
];

/** Undefined for an operation that answers in one piece. */
export const pageMembersOf = ({ input, output }: OperationSchema): PageMembers | undefined => {
  const [asked, told] = [input, output].map(
    (schema) => new Set(schema.isStructSchema() ? [...schema.structIterator()].map(([name]) => name) : []),
  );
  return PAIRS.find((pair) => asked?.has(pair.input) === true && told?.has(pair.output) === true);
};
