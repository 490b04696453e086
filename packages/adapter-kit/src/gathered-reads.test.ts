/** What is asked for at the same moment is read by one request, and each who asked gets his own answer. */
import { expect, it } from "vitest";
import { gatherReads } from "./gathered-reads.ts";

/** Things by name, and the requests that were made for them; `refusal` meets every request for several. */
function given(things: Readonly<Record<string, number>>, refusal?: Error) {
  const requests: string[] = [];
  const read = gatherReads<number>({
    atMost: 3,
    together: async (names) => {
      requests.push(names.join("+"));
      if (refusal) throw refusal;
      return new Map(names.flatMap((name) => (things[name] === undefined ? [] : [[name, things[name]] as const])));
    },
    alone: async (name) => {
      requests.push(name);
      const found = things[name];
      if (found === undefined) throw new Error(`there is no ${name}`);
      return found;
    },
  });
  return { read, requests };
}
const error = (name: string) => Object.assign(new Error(name), { name, $fault: "client", $metadata: { httpStatusCode: 400 } });
const settle = (reads: readonly Promise<number>[]) =>
  Promise.all(reads.map((one) => one.catch((reason: unknown) => (reason as Error).message)));

it("several go together, no more than one request takes, each name once; one alone goes alone", async () => {
  const { read, requests } = given({ a: 1, b: 2, c: 3, d: 4 });
  expect(await settle(["a", "b", "a", "c", "d"].map(read))).toEqual([1, 2, 1, 3, 4]);
  expect(requests).toEqual(["a+b+c", "d"]);
  expect(await read("a")).toBe(1);
  expect(requests).toEqual(["a+b+c", "d", "a"]);
});

it("what is asked for after a request was sent is read anew", async () => {
  const things: Record<string, number> = { a: 1, b: 2 };
  const { read, requests } = given(things);
  await settle(["a", "b"].map(read));
  things["a"] = 5;
  expect(await settle(["a", "b"].map(read))).toEqual([5, 2]);
  expect(requests).toEqual(["a+b", "a+b"]);
});

it("what is not found together is asked for by its name, and gets the service's own words", async () => {
  const { read, requests } = given({ a: 1, c: 3 });
  expect(await settle(["a", "b", "c"].map(read))).toEqual([1, "there is no b", 3]);
  expect(requests).toEqual(["a+b+c", "b"]);
});

it("a refusal that one name may have caused is nobody else's, and nothing is read together after it", async () => {
  const { read, requests } = given({ a: 1, b: 2 }, error("AccessDeniedException"));
  expect(await settle(["a", "b"].map(read))).toEqual([1, 2]);
  expect(await settle(["a", "b"].map(read))).toEqual([1, 2]);
  expect(requests).toEqual(["a+b", "a", "b", "a", "b"]);
});

it("a service that is not well is not asked once more for each of them", async () => {
  const { read, requests } = given({ a: 1, b: 2 }, error("ThrottlingException"));
  expect(await settle(["a", "b"].map(read))).toEqual(["ThrottlingException", "ThrottlingException"]);
  expect(requests).toEqual(["a+b"]);
});
