/** A number that spreads keys over shards and stays the same for ever: it is part of stored keys. */

/** FNV-1a (32 bit) of the UTF-8 bytes of `key`, modulo `shards`. */
export function stableShard(key: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % shards;
}
