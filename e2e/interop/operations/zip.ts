/** A zip archive of one file, stored as it is: enough for a function's code. */
import { crc32 } from "node:zlib";

/** The archive (PKWARE's application note, 4.3.7, 4.3.12 and 4.3.16). */
export function zipOf(name: string, content: string | Buffer): Buffer {
  const data = Buffer.from(content);
  const path = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(0x21, 8);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, path, data]);
  const tail = Buffer.alloc(14);
  // A regular file that everybody may read.
  tail.writeUInt32LE(0o100644 * 0x10000, 6);
  const made = Buffer.from([20, 3]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02", "latin1"), made, common, tail, path]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
