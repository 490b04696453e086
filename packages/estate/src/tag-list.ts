// Tags as AWS lists them, and as records hold them.

/** A map of tags as a list. */
export const toTagList = (tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** A list of tags as a map. */
export const fromTagList = (list: readonly { readonly Key: string; readonly Value: string }[]): Record<string, string> =>
  Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
