// Bodies of which nothing need be said may be left out: a caller who has nothing to say sends nothing.
import * as z from "zod";
import { expect, it } from "vitest";
import { ROUTE_LIST } from "./index.ts";

/** What an operation has to be told of stands in its own schema, not in the route's; and that something was done by a person is said, if only by `{}`. */
const SAID_ELSEWHERE = ["runOperation", "completeTask"];
const rows = ROUTE_LIST.filter(({ operation, body }) => body instanceof z.ZodType && !SAID_ELSEWHERE.includes(operation));

it.each(rows.map(({ operation, body }) => [operation, body] as const))(
  "%s takes no body where it takes an empty one",
  (_operation, body) => {
    const taken = (value: unknown): boolean => (body as z.ZodType).safeParse(value).success;
    expect(taken(undefined)).toBe(taken({}));
  },
);
