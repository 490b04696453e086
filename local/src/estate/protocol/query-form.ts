// Decodes the form bodies of the query protocols (`A.B.1.C=v`) into nested objects and arrays.

type Node = { [member: string]: Node | string };

/** The nested value of a query-protocol form: numbered members become arrays, everything else objects of strings. */
export const parseQueryForm = (body: string): Readonly<Record<string, unknown>> => {
  const root: Node = Object.create(null) as Node;
  for (const [path, value] of new URLSearchParams(body)) place(root, path.split("."), value);
  return Object.fromEntries(Object.entries(root).map(([name, node]) => [name, toValue(node)]));
};

const place = (root: Node, path: readonly string[], value: string): void => {
  let node = root;
  for (const member of path.slice(0, -1)) {
    const next = node[member];
    const child = typeof next === "object" ? next : (Object.create(null) as Node);
    node[member] = child;
    node = child;
  }
  node[path.at(-1) ?? ""] = value;
};

const toValue = (node: Node | string): unknown => {
  if (typeof node === "string") return node;
  const members = Object.entries(node);
  if (members.every(([name]) => /^\d+$/u.test(name))) {
    return members.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, child]) => toValue(child));
  }
  return Object.fromEntries(members.map(([name, child]) => [name, toValue(child)]));
};
