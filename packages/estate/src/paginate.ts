// Pages through a list with an opaque token, as AWS list operations do.

/** One page of `items`; `nextToken` is present when there are more. */
export type Page<Item> = { readonly items: readonly Item[]; readonly nextToken?: string };

const PREFIX = "simulated:";

/** The slice that starts where `token` says. Returns undefined for a token that this function did not make. */
export const paginate = <Item>(items: readonly Item[], token: string | undefined, pageSize: number): Page<Item> | undefined => {
  const start = token === undefined ? 0 : startOf(token);
  if (start === undefined) return undefined;
  const end = start + pageSize;
  const page = items.slice(start, end);
  return end < items.length ? { items: page, nextToken: toToken(end) } : { items: page };
};

const toToken = (start: number): string => Buffer.from(`${PREFIX}${start}`).toString("base64");

const startOf = (token: string): number | undefined => {
  const text = Buffer.from(token, "base64").toString("utf8");
  const start = text.startsWith(PREFIX) ? Number(text.slice(PREFIX.length)) : Number.NaN;
  return Number.isInteger(start) && start >= 0 ? start : undefined;
};
