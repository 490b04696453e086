/** The size of an item as DynamoDB counts it (developer guide, "DynamoDB item sizes and formats"): names and values in UTF-8, numbers by their digits. */

type Value = Readonly<Record<string, unknown>>;

/** Bytes of the attributes, names included. Pure. */
export function itemSizeBytes(item: Readonly<Record<string, unknown>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value as Value), 0);
}

const OVERHEAD = 3;

function valueSize(value: Value): number {
  const [type, content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case "S":
      return Buffer.byteLength(content as string);
    case "B":
      return Buffer.byteLength(content as string, "base64");
    case "N":
      return Math.ceil((content as string).replaceAll(/[^\d]/g, "").length / 2) + 1;
    case "L":
      return (content as Value[]).reduce((sum, each) => sum + valueSize(each) + 1, OVERHEAD);
    case "M":
      return itemSizeBytes(content as Record<string, unknown>) + Object.keys(content as object).length + OVERHEAD;
    case "SS":
    case "NS":
    case "BS":
      return (content as string[]).reduce((sum, each) => sum + Buffer.byteLength(each), 0);
    default:
      return 1;
  }
}
