// Finds the operation of a REST request by method, path template and the query parameters that the model fixes.
import type { OperationSchema } from "./schema.ts";

/** One operation's place. */
export type Route = {
  readonly operation: OperationSchema;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly string[];
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
};

/** A request's operation and the labels in its path. */
export type RouteMatch = { readonly operation: OperationSchema; readonly labels: Readonly<Record<string, string>> };

/** The routes of a service, the most particular first. */
export const routesOf = (operations: Iterable<OperationSchema>): readonly Route[] =>
  [...operations]
    .flatMap((operation) => routeOf(operation))
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .map(({ route }) => route);

/** S3's own names for what is alone on its path: JavaScript clients add the name as `x-id`, others send nothing, and mean these. */
const PLAIN = ["PutObject", "GetObject", "DeleteObject", "ListBuckets"];
/** Parameters by which other operations on the same path are told from them. */
const OTHERS = ["uploadId", "partNumber", "annotation"];

/** The first route that fits, or undefined. */
export const matchRoute = (routes: readonly Route[], method: string, url: URL): RouteMatch | undefined => {
  const isUnnamed = !url.searchParams.has("x-id") && OTHERS.every((name) => !url.searchParams.has(name));
  const isGiven = ([name, value]: Route["query"][number]): boolean =>
    (url.searchParams.has(name) && (value === undefined || url.searchParams.get(name) === value)) ||
    (isUnnamed && name === "x-id" && PLAIN.includes(value ?? ""));
  const fits = (route: Route): boolean => route.method === method && route.path.test(url.pathname) && route.query.every(isGiven);
  const route = routes.find(fits);
  if (route === undefined) return undefined;
  const values = route.path.exec(url.pathname)?.slice(1) ?? [];
  return {
    operation: route.operation,
    labels: Object.fromEntries(route.labels.map((label, index) => [label, decodeURIComponent(values[index] ?? "")])),
  };
};

type Weighed = { readonly route: Route; readonly template: string };

const routeOf = (operation: OperationSchema): readonly Weighed[] => {
  const { http } = operation.traits;
  if (http === undefined) return [];
  const [method, uri] = http;
  const [bare = "", fixed = ""] = uri.split("?");
  // S3: the endpoint rules put the bucket before the modelled path.
  const template = takesBucket(operation) ? `/{Bucket}${bare === "/" ? "" : bare}` : bare;
  const labels: string[] = [];
  const pattern = template
    .replace(/[.*^$()|[\]\\]/gu, String.raw`\$&`)
    .replace(/\{(\w+)(\+?)\}/gu, (_all, label: string, greedy: string) => {
      labels.push(label);
      return greedy === "" ? "([^/]+)" : "(.+)";
    });
  const query = fixed
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => [pair.split("=")[0] ?? "", pair.split("=")[1]] as const);
  return [{ template, route: { operation, method, labels, query, path: new RegExp(`^${pattern}/?$`, "u") } }];
};

const weightOf = ({ route, template }: Weighed): number => route.query.length * 1000 + template.length - 20 * route.labels.length;

const takesBucket = ({ input, traits }: OperationSchema): boolean =>
  input.isStructSchema() &&
  [...input.structIterator()].some(([name]) => name === "Bucket") &&
  traits.http?.[1].includes("{Bucket}") === false;
