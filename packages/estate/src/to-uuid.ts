/** A UUID (version 4 by its form) of hexadecimal digits that a seed gave: the same of the same. Takes 32 of them. */
export const toUuid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
